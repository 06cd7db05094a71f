import { setImmediate, setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { ConfigurationError } from '../../../../errors/index.ts';
import { StoreUnavailableError } from '../storeErrors.ts';
import { type Parameter, type Queryable, type Row, type Sql, SqlError, type Statement, whileUndone } from './sql.ts';

const CONNECTIONS = 8;
const CONNECT_MS = 5_000;
const STATEMENT_MS = 15_000;
/** Each statement finds its rows by an index. Plans are made once, maybe while the tables are empty: they must not be chosen by size. */
const SETTINGS =
  "set enable_mergejoin = off; set enable_seqscan = off; set enable_memoize = off; set plan_cache_mode = force_generic_plan; set jit = off; set idle_in_transaction_session_timeout = '15s'; set lock_timeout = '10s'";
/** Everything as the text that it came as. */
const asText = { getTypeParser: () => (value: string) => value };

/** A PostgreSQL server. @param url `postgres://…`; what it can say is what the package `pg` reads. */
export function openPostgres(url: string): Sql {
  let pool: pg.Pool;
  try {
    pool = new pg.Pool({
      connectionString: url,
      max: CONNECTIONS,
      connectionTimeoutMillis: CONNECT_MS,
      statement_timeout: STATEMENT_MS,
      query_timeout: STATEMENT_MS + 5_000,
      application_name: 'gridseal-ocn-node',
      keepAlive: true,
      onConnect: async (client) => {
        client.on('error', () => undefined);
        // It says so within the turn in which it becomes ready, a moment before it is.
        await setImmediate();
        await client.query(SETTINGS);
      },
    });
  } catch {
    // The cause would show the URL, which has a password.
    throw new ConfigurationError('is no URL of a PostgreSQL database', { field: 'url' });
  }
  // A connection that breaks while nobody uses it; the next statement gets another.
  pool.on('error', () => undefined);
  return new PostgresSql(pool);
}

class PostgresSql implements Sql {
  readonly concurrency = CONNECTIONS / 2;
  readonly #pool: pg.Pool;

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  query(statement: Statement, parameters: readonly Parameter[] = []): Promise<readonly Row[]> {
    return run(this.#pool, statement, parameters);
  }

  transaction<T>(work: (tx: Queryable) => Promise<T>): Promise<T> {
    return whileUndone(async () => {
      const client = await this.#pool.connect().catch((cause) => {
        throw translated(cause);
      });
      const connection = inTurn(client);
      try {
        await connection.query({ name: '', text: 'begin' });
        const result = await work(connection);
        await connection.query({ name: '', text: 'commit' });
        return result;
      } catch (error) {
        await connection.query({ name: '', text: 'rollback' }).catch(() => undefined);
        throw error;
      } finally {
        client.release(connection.isLost());
      }
    });
  }

  /** A server has written it when it says so. */
  async settle(): Promise<void> {}

  /** A server does it by itself. */
  async maintain(): Promise<void> {}

  async close(): Promise<void> {
    await this.#pool.end();
  }
}

interface Connection extends Queryable {
  /** Whether nobody may use it again: a statement may be running on it still, or it was left within a transaction. */
  isLost(): boolean;
}

/**
 * A connection takes one statement at a time: whatever comes meanwhile waits. After one that fails there is nothing but to roll back, as
 * the server would say, too; only that it would take a `commit` for that, and call it done.
 */
function inTurn(client: pg.PoolClient): Connection {
  let last: Promise<unknown> = Promise.resolve();
  let failure: unknown = null;
  let isLost = false;
  const next = async (statement: Statement, parameters: readonly Parameter[]) => {
    const isRollback = statement.text === 'rollback';
    if (failure !== null && (isLost || !isRollback)) throw failure;
    try {
      return await run(client, statement, parameters);
    } catch (error) {
      failure ??= error;
      isLost = isRollback || !(error instanceof SqlError);
      if (!isLost) await untilReady(client);
      throw error;
    }
  };
  return {
    isLost: () => isLost,
    query: (statement, parameters = []) => {
      const result = last.then(() => next(statement, parameters));
      last = result.catch(() => undefined);
      return result;
    },
  };
}

const READY_WITHIN_MS = 1_000;

/** A server says first that a statement has failed, and then that it takes another. Whoever has lost its server does not hear the latter. */
async function untilReady(client: pg.PoolClient): Promise<void> {
  for (let ms = 0; ms < READY_WITHIN_MS && client.getTransactionStatus() === 'T'; ms++) await setTimeout(1);
}

async function run(
  client: pg.Pool | pg.PoolClient,
  { name, text }: Statement,
  parameters: readonly Parameter[],
): Promise<readonly Row[]> {
  try {
    const query = {
      text,
      values: [...parameters],
      types: asText,
      ...(name === '' ? {} : { name: `gridseal_${name}` }),
    };
    return (await client.query<Record<string, string | null>>(query)).rows;
  } catch (cause) {
    throw translated(cause);
  }
}

/** Classes 08, 53, 57, 58: the server or the way to it. */
function translated(cause: unknown): Error {
  if (cause instanceof pg.DatabaseError && cause.code !== undefined && !/^(08|53|57|58)/.test(cause.code)) {
    return new SqlError(cause.message, cause.code, cause.constraint ?? null, cause);
  }
  return new StoreUnavailableError('the database does not answer', { cause });
}
