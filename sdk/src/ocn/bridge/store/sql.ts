/** Rows of a query, by the names of their columns. */
export type SqlRow = Readonly<Record<string, unknown>>;

/** What runs one statement of PostgreSQL, with parameters `$1`, `$2`, … */
export interface SqlRunner {
  query(text: string, params?: unknown[]): Promise<{ readonly rows: readonly SqlRow[] }>;
}

/** A PostgreSQL database, however it is reached. PGlite is one as it is; for pools of `pg`, there is {@link poolSql}. */
export interface Sql extends SqlRunner {
  /** Runs `work` in one transaction: all of it, or if it throws, nothing. */
  transaction<T>(work: (sql: SqlRunner) => Promise<T>): Promise<T>;
}

/** What is needed of a pool: `pg.Pool` is one. */
export interface SqlPool {
  query(text: string, params?: unknown[]): Promise<{ readonly rows: readonly SqlRow[] }>;
  connect(): Promise<SqlRunner & { release(error?: boolean): void }>;
}

/**
 * A pool as a database with transactions.
 *
 * @example `sqlBridgeStore(poolSql(new Pool({ connectionString })))`
 */
export function poolSql(pool: SqlPool): Sql {
  return {
    query: (text, params) => pool.query(text, params),
    async transaction(work) {
      const client = await pool.connect();
      let isBroken = false;
      try {
        await client.query('BEGIN');
        const result = await work(client);
        await client.query('COMMIT');
        return result;
      } catch (error) {
        // A connection that cannot roll back is not used again.
        await client.query('ROLLBACK').catch(() => {
          isBroken = true;
        });
        throw error;
      } finally {
        client.release(isBroken);
      }
    },
  };
}
