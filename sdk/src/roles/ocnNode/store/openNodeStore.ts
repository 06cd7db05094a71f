import type { RandomBytes } from '../../../crypto/index.ts';
import { createLeases } from './leases.ts';
import { createLinks } from './links.ts';
import { createNetwork } from './network.ts';
import type { NodeStore } from './nodeStore.ts';
import { createPlatforms } from './platforms.ts';
import { createReplays } from './replays.ts';
import { createRequests } from './requests.ts';
import { migrate } from './schema/migrate.ts';
import { Sealing } from './sealing.ts';
import { openPgliteFolder } from './sql/pgliteFolder.ts';
import { openPglite } from './sql/pgliteSql.ts';
import { openPostgres } from './sql/postgresSql.ts';
import type { Sql } from './sql/sql.ts';
import { sweep } from './sweep.ts';
import { Turnstile } from './turnstile.ts';

/** Where a node keeps its things: in a folder of this process alone, on a server that several share, or nowhere (tests). */
export type StoreLocation = { readonly folder: string } | { readonly url: string } | { readonly memory: true };

export interface NodeStoreOptions {
  /** 32 random bytes; the tokens that platforms are called with are sealed under it. */
  readonly sealingKey: Uint8Array;
  readonly random: RandomBytes;
}

/**
 * Opens the store of a node, and brings its schema up to date.
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
  if ('memory' in location) return openPglite(null);
  const folder = await openPgliteFolder(location.folder);
  try {
    return await openPglite(folder);
  } catch (error) {
    await folder.close();
    throw error;
  }
}

function storeOn(sql: Sql, sealing: Sealing, random: RandomBytes): NodeStore {
  const turnstile = new Turnstile();
  let closing: Promise<void> | null = null;
  return {
    platforms: turnstile.guard(createPlatforms(sql, sealing, random)),
    requests: turnstile.guard(createRequests(sql, random)),
    links: turnstile.guard(createLinks(sql, random)),
    replays: turnstile.guard(createReplays(sql)),
    network: turnstile.guard(createNetwork(sql)),
    leases: turnstile.guard(createLeases(sql)),
    ...turnstile.guard({ sweep: (now: number) => sweep(sql, now) }),
    isReady: (signal) => isReady(sql, turnstile, signal),
    close: () => {
      closing ??= turnstile.shut().then(() => sql.close());
      return closing;
    },
  };
}

async function isReady(sql: Sql, turnstile: Turnstile, signal?: AbortSignal): Promise<boolean> {
  const aborted = new Promise<false>((resolve) => {
    if (signal?.aborted) resolve(false);
    signal?.addEventListener('abort', () => resolve(false), { once: true });
  });
  const asked = turnstile
    .pass(() => sql.query({ name: 'ready', text: "select '1' as ready" }))
    .then(([row]) => row?.ready === '1')
    .catch(() => false);
  return Promise.race([asked, aborted]);
}
