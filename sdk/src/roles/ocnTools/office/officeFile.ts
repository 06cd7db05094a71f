import { randomBytes } from 'node:crypto';
import { chmod, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { DecodeError, FileError, NotFoundError } from '../../../errors/index.ts';
import { syncDirectory } from '../../../files/index.ts';
import { readPrivateFile } from '../../../identity/node/index.ts';
import { type BridgeStore, type Connection, memoryBridgeStore } from '../../../ocn/index.ts';
import { credentialsRoleSchema, decode, roles, versionEndpointSchema } from '../../../protocol/ocpi/index.ts';

const party = { country_code: z.string().regex(/^[A-Za-z]{2}$/), party_id: z.string().regex(/^[A-Za-z0-9]{3}$/) };
const url = z.string().regex(/^https?:\/\/[\x21-\x7e]{1,500}$/);
/** What is looked at here; what a bridge keeps beside it stays as it is. */
const connectionSchema = z.looseObject({
  state: z.enum(['planned', 'registered']),
  tokenDigests: z.array(z.string().regex(/^0x[0-9a-f]{64}$/)).max(10),
  callToken: z.string().max(1_000).nullable(),
  versionsUrl: url.nullable(),
  version: z.enum(['2.2', '2.2.1']).nullable(),
  endpoints: z.array(versionEndpointSchema).max(1_000),
  roles: z.array(credentialsRoleSchema).max(1_000),
  revision: z.int().min(0),
});

const schema = z.strictObject({
  type: z.literal('gridseal/ocn-office/v1'),
  party: z.strictObject(party),
  role: z.enum(roles),
  business: z.string().min(1).max(100),
  /** Where it is reached from outside, and where it listens. */
  url,
  listen: z.strictObject({ host: z.string().min(1).max(255), port: z.int().min(0).max(65_535) }),
  versionsUrl: url,
  network: z
    .string()
    .regex(/^eip155:[1-9]\d{0,15}:0x[0-9a-f]{40}$/)
    .nullable(),
  /** The wallet that signs for the party. */
  wallet: z.string().max(63).nullable(),
  connection: connectionSchema.nullable(),
});

/** A small back office of one party, as a home keeps it. The connection has the token that it calls its node with. */
export type OfficeFile = Omit<z.infer<typeof schema>, 'connection'> & { readonly connection: Connection | null };

const MAX_BYTES = 1 << 20;
const ENDING = '.json';

/** The offices of a folder, each a file that only its owner may read. */
export class OfficeFiles {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  #file(name: string): string {
    if (!/^[a-z0-9][a-z0-9._-]{0,62}$/i.test(name)) throw new DecodeError('is not a name', { field: 'name' });
    return path.join(this.#folder, `${name}${ENDING}`);
  }

  async names(): Promise<readonly string[]> {
    const entries = await readdir(this.#folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    });
    return entries
      .filter((entry) => entry.endsWith(ENDING) && !entry.startsWith('.'))
      .map((entry) => entry.slice(0, -ENDING.length))
      .sort();
  }

  /** @throws {NotFoundError} @throws {DecodeError} @throws {FileError} if others may read it. */
  async load(name: string): Promise<OfficeFile> {
    const file = this.#file(name);
    const bytes = await readPrivateFile(file, MAX_BYTES);
    if (bytes === null) throw new NotFoundError(`no back office of this home is called ${name}`, { field: '<office>' });
    try {
      return decode(schema, JSON.parse(new TextDecoder().decode(bytes)), path.basename(file)) as unknown as OfficeFile;
    } catch (cause) {
      if (cause instanceof SyntaxError) throw new DecodeError('is not JSON', { field: path.basename(file), cause });
      throw cause;
    }
  }

  /** @param isNew Whether there may be none of this name yet. */
  async save(name: string, office: OfficeFile, isNew = false): Promise<void> {
    const file = this.#file(name);
    if (isNew && (await this.names()).includes(name)) {
      throw new FileError('exists already and is not replaced', { field: '<office>', metaMessages: [`File: ${file}`] });
    }
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    await chmod(this.#folder, 0o700);
    const temporary = path.join(this.#folder, `.${randomBytes(8).toString('hex')}.tmp`);
    try {
      const handle = await open(temporary, 'wx', 0o600);
      try {
        await handle.writeFile(`${JSON.stringify(office, null, 2)}\n`);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(temporary, file);
      await syncDirectory(this.#folder);
    } finally {
      await rm(temporary, { force: true });
    }
  }

  async remove(name: string): Promise<void> {
    await rm(this.#file(name), { force: true });
  }

  /** What a bridge keeps: the connection in the office's file, everything else in memory. */
  store(name: string, initial: OfficeFile): BridgeStore {
    let office = initial;
    const write = async (connection: Connection | null) => {
      office = { ...office, connection };
      await this.save(name, office);
    };
    return {
      ...memoryBridgeStore(),
      connection: {
        load: async () => office.connection,
        save: async (connection) => {
          if ((office.connection?.revision ?? 0) !== connection.revision) return null;
          const next = { ...connection, revision: connection.revision + 1 };
          await write(next);
          return next;
        },
        clear: () => write(null),
      },
    };
  }
}
