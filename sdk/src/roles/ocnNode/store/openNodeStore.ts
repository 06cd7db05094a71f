import type { RandomBytes } from '../../../crypto/index.ts';
import type { NodeStore } from './nodeStore.ts';
import { migrate } from './schema/migrate.ts';
import { Sealing } from './sealing.ts';
import { openPgliteFolder } from './sql/pgliteFolder.ts';
import { openPglite } from './sql/pgliteSql.ts';
import { openPostgres } from './sql/postgresSql.ts';
import type { Sql } from './sql/sql.ts';
import { storeOn } from './storeOn.ts';

/** Where a node keeps its things: in a folder of this process alone, on a server that several share, or nowhere (tests). */
export type StoreLocation =
  | { readonly folder: string }
  | { readonly url: string }
  | { readonly memory: true; readonly archive?: Blob | undefined };

export interface NodeStoreOptions {
  /** 32 random bytes; the tokens that platforms are called with are sealed under it. */
  readonly sealingKey: Uint8Array;
  readonly random: RandomBytes;
}

/**
 * Opens the store of a node, and brings its schema up to date.
 *
 * What was acknowledged outlives the process, however it ends. It outlives a loss of power, too: on a server as that is configured,
 * and in a folder for platforms, links, clients and peers, which are acknowledged when they are on the disk. Requests, replay keys,
 * leases and when platforms were seen follow within about a tenth of a second. What such a moment may cost: a request of it whose
 * sender repeats it is carried out again, as it would be had the power gone before it was begun; and a message of it that its
 * sender's node sends once more, within the minutes for which it holds, counts once more.
 *
 * @throws {StoreSetupError} if the folder is in use by another process, or the schema is newer than this program.
 * @throws {SealingError} if the sealing key is another one.
 * @throws {StoreUnavailableError | FileError | ConfigurationError}
 * @example
 * ```ts
 * const store = await openNodeStore({ folder: '/var/lib/gridseal/node' }, { sealingKey, random: randomBytes });
 * await store.close();
 * ```
 */
export async function openNodeStore(location: StoreLocation, options: NodeStoreOptions): Promise<NodeStore> {
  const sealing = new Sealing(options.sealingKey, options.random);
  const sql = await openSql(location);
  try {
    await migrate(sql);
    await sealing.check(sql);
  } catch (error) {
    await sql.close();
    throw error;
  }
  return storeOn(sql, sealing, options.random);
}

async function openSql(location: StoreLocation): Promise<Sql> {
  if ('url' in location) return openPostgres(location.url);
  if ('memory' in location) return openPglite(null, location.archive);
  const folder = await openPgliteFolder(location.folder);
  try {
    return await openPglite(folder);
  } catch (error) {
    await folder.close();
    throw error;
  }
}
