import { PGlite, protocol } from '@electric-sql/pglite';
import { StoreUnavailableError } from '../storeErrors.ts';
import type { PgliteFolder } from './pgliteFolder.ts';
import { type Parameter, type Queryable, type Row, type Sql, SqlError, type Statement, whileUndone } from './sql.ts';

const { serialize } = protocol;

/** What one connection has: nobody but us uses it, and a server of one process has no background workers. */
const SETTINGS = [
  'set jit = off',
  'set enable_memoize = off',
  'set plan_cache_mode = force_generic_plan',
  'set enable_mergejoin = off',
  'set enable_seqscan = off',
  "set statement_timeout = '0'",
];
/** Log that may be written before the pages that it describes are, and it is used again. It is in memory, if the database is. */
const CHECKPOINT_BYTES = 48 * 1024 * 1024;
/** After how many statements that is looked at. */
const LOOK_EVERY = 500;
const VACUUMED = ['request', 'replay', 'link', 'platform', 'lease', 'client'];

/**
 * PostgreSQL in this process, in a folder or in memory. One statement at a time, each over the wire protocol, prepared once.
 *
 * @param archive what a database in memory begins with: PGlite's files, as it dumps them.
 */
export async function openPglite(folder: PgliteFolder | null, archive?: Blob): Promise<Sql> {
  const db = await PGlite.create({
    ...(folder === null ? {} : { fs: folder.fs }),
    ...(archive === undefined ? {} : { loadDataDir: archive }),
    startParams: [...startParameters(folder !== null)],
  }).catch((cause) => {
    throw new StoreUnavailableError('the database could not be opened', { cause });
  });
  for (const setting of SETTINGS) await db.exec(setting);
  return new PgliteSql(db, folder);
}

function startParameters(onDisk: boolean): readonly string[] {
  const parameters = PGlite.defaultStartParams.filter((name) => name !== '-F' || !onDisk);
  // A segment of the log that is filled with zeros first would keep everybody waiting for 16 MiB to be on the disk.
  const settings = onDisk
    ? ['wal_sync_method=fsync', 'wal_init_zero=off', 'min_wal_size=32MB', 'max_wal_size=128MB']
    : ['full_page_writes=off', 'min_wal_size=32MB', 'max_wal_size=64MB'];
  return [...parameters, '-c', 'shared_buffers=32MB', ...settings.flatMap((setting) => ['-c', setting])];
}

class PgliteSql implements Sql {
  readonly concurrency = 1;
  readonly #db: PGlite;
  readonly #folder: PgliteFolder | null;
  /** Columns of what was prepared. */
  readonly #prepared = new Map<string, readonly string[]>();
  #last: Promise<unknown> = Promise.resolve();
  #broken: unknown = null;
  #statements = 0;
  #checkpoint = 0;

  constructor(db: PGlite, folder: PgliteFolder | null) {
    this.#db = db;
    this.#folder = folder;
  }

  query(statement: Statement, parameters: readonly Parameter[] = []): Promise<readonly Row[]> {
    return this.#alone(async () => {
      const rows = await this.#run(statement, parameters);
      if (++this.#statements % LOOK_EVERY === 0) await this.#checkpointIfDue();
      return rows;
    });
  }

  transaction<T>(work: (tx: Queryable) => Promise<T>): Promise<T> {
    const inside: Queryable = { query: (statement, parameters = []) => this.#run(statement, parameters) };
    return whileUndone(() =>
      this.#alone(async () => {
        await this.#run({ name: 'begin', text: 'begin' }, []);
        try {
          const result = await work(inside);
          await this.#run({ name: 'commit', text: 'commit' }, []);
          return result;
        } catch (error) {
          if (this.#broken === null) await this.#run({ name: 'rollback', text: 'rollback' }, []);
          throw error;
        }
      }),
    );
  }

  async settle(): Promise<void> {
    if (this.#broken !== null) throw this.#unavailable();
    await this.#settled();
  }

  /** Dead rows are cleared away, and log that is not needed any more. */
  async maintain(): Promise<void> {
    for (const table of VACUUMED) await this.query({ name: '', text: `vacuum (truncate off) ocn_node.${table}` });
    await this.#alone(() => this.#checkpointIfDue());
  }

  async close(): Promise<void> {
    await this.#alone(async () => {
      this.#broken ??= new StoreUnavailableError('the database was closed');
      await this.#db.close();
    }).catch(() => undefined);
    await this.#folder?.close();
  }

  /** A server would do it by itself; here the log grows for ever without. */
  async #checkpointIfDue(): Promise<void> {
    const [row] = await this.#run(
      { name: 'position', text: "select (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::bigint::text as position" },
      [],
    );
    const position = Number(row?.position ?? 0);
    if (position - this.#checkpoint < CHECKPOINT_BYTES) return;
    await this.#settled();
    await this.#run({ name: '', text: 'checkpoint' }, []);
    this.#checkpoint = position;
  }

  /** What a disk has lost once cannot be written again: nothing holds any more. */
  async #settled(): Promise<void> {
    try {
      await this.#folder?.settle();
    } catch (cause) {
      this.#broken = cause;
      throw this.#unavailable();
    }
  }

  #alone<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => undefined);
    return result;
  }

  async #run(statement: Statement, parameters: readonly Parameter[]): Promise<readonly Row[]> {
    if (this.#broken !== null) throw this.#unavailable();
    const columns = this.#prepared.get(statement.name) ?? (await this.#prepare(statement));
    const answer = await this.#exchange([
      serialize.bind({ statement: statement.name, values: [...parameters] }),
      serialize.execute({}),
      serialize.sync(),
    ]);
    return answer.flatMap((message) =>
      message.name === 'dataRow' && 'fields' in message ? [toRow(columns, message.fields as (string | null)[])] : [],
    );
  }

  async #prepare({ name, text }: Statement): Promise<readonly string[]> {
    const answer = await this.#exchange([
      serialize.parse({ name, text }),
      serialize.describe({ type: 'S', name }),
      serialize.sync(),
    ]);
    const columns = answer.flatMap((message) =>
      message.name === 'rowDescription' && 'fields' in message
        ? (message.fields as { name: string }[]).map((field) => field.name)
        : [],
    );
    if (name !== '') this.#prepared.set(name, columns);
    return columns;
  }

  async #exchange(messages: readonly Uint8Array[]) {
    try {
      return (await this.#db.execProtocol(Buffer.concat(messages), { syncToFs: false })).messages;
    } catch (cause) {
      const refused = refusalOf(cause);
      if (refused !== null && !isFatal(refused)) throw hasNoRoom(refused) ? noRoom(refused) : refused;
      // The database within this process is gone: what it has in memory cannot be relied on any more.
      this.#broken = cause;
      throw this.#unavailable();
    }
  }

  #unavailable(): StoreUnavailableError {
    if (this.#broken instanceof StoreUnavailableError) return this.#broken;
    return new StoreUnavailableError('the embedded database has failed; start the node again', { cause: this.#broken });
  }
}

function toRow(columns: readonly string[], fields: readonly (string | null)[]): Row {
  const row: Record<string, string | null> = {};
  for (const [i, column] of columns.entries()) row[column] = fields[i] ?? null;
  return row;
}

function refusalOf(error: unknown): SqlError | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null;
  if (!/^[0-9A-Z]{5}$/.test(error.code)) return null;
  const constraint = 'constraint' in error && typeof error.constraint === 'string' ? error.constraint : null;
  return new SqlError(error.message, error.code, constraint, error);
}

/** The statement alone is refused, but the database is there: a full disk (53), a file that cannot be written (58, XX). */
function hasNoRoom({ state }: SqlError): boolean {
  return /^(53|58|XX)/.test(state);
}

function noRoom(cause: SqlError): StoreUnavailableError {
  return new StoreUnavailableError('the database cannot write: is the disk full?', { cause });
}

function isFatal({ cause }: SqlError): boolean {
  return cause instanceof Error && 'severity' in cause && (cause.severity === 'PANIC' || cause.severity === 'FATAL');
}
