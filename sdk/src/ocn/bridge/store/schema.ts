import type { Sql } from './sql.ts';

/** Any number that nobody else in the same database is likely to lock by. */
const LOCK = 5_130_422_181;

/**
 * Makes the tables that there are not yet, once for all processes that begin at the same time.
 *
 * @returns What every use of the database waits for first; after a failure, the next use tries again.
 */
export function prepared(sql: Sql, statements: readonly string[]): () => Promise<Sql> {
  let ready: Promise<Sql> | null = null;
  return () => {
    ready ??= prepare(sql, statements).catch((error: unknown) => {
      ready = null;
      throw error;
    });
    return ready;
  };
}

async function prepare(sql: Sql, statements: readonly string[]): Promise<Sql> {
  await sql.transaction(async (tx) => {
    await tx.query('SELECT pg_advisory_xact_lock($1::bigint)', [LOCK]);
    for (const statement of statements) await tx.query(statement);
  });
  return sql;
}

/** What a bridge keeps. Times are milliseconds since 1970; objects are the JSON that came. */
export const bridgeSchema: readonly string[] = [
  `CREATE TABLE IF NOT EXISTS ocn_bridge_connection (
    one smallint PRIMARY KEY CHECK (one = 1), value text NOT NULL, revision integer NOT NULL)`,
  `CREATE TABLE IF NOT EXISTS ocn_bridge_outbox (
    position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, id text NOT NULL UNIQUE, lane text NOT NULL, message text NOT NULL,
    state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'dead')), created bigint NOT NULL, attempts integer NOT NULL DEFAULT 0,
    next_attempt bigint NOT NULL, leased_until bigint NOT NULL DEFAULT 0, last_error text)`,
  `CREATE INDEX IF NOT EXISTS ocn_bridge_outbox_lane ON ocn_bridge_outbox (lane, position) WHERE state = 'waiting'`,
  `CREATE INDEX IF NOT EXISTS ocn_bridge_outbox_state ON ocn_bridge_outbox (state, position)`,
  `CREATE TABLE IF NOT EXISTS ocn_bridge_request (
    key text PRIMARY KEY, digest text NOT NULL, id text NOT NULL, begun bigint NOT NULL, expires bigint NOT NULL)`,
  `CREATE INDEX IF NOT EXISTS ocn_bridge_request_expires ON ocn_bridge_request (expires)`,
  `CREATE TABLE IF NOT EXISTS ocn_bridge_answer (id text PRIMARY KEY, answer text, expires bigint NOT NULL)`,
  `CREATE INDEX IF NOT EXISTS ocn_bridge_answer_expires ON ocn_bridge_answer (expires)`,
  `CREATE TABLE IF NOT EXISTS ocn_bridge_result (
    id text PRIMARY KEY, pending text NOT NULL, result text, expires bigint NOT NULL)`,
  `CREATE INDEX IF NOT EXISTS ocn_bridge_result_expires ON ocn_bridge_result (expires)`,
  `CREATE TABLE IF NOT EXISTS ocn_bridge_cdr_proof (
    owner text NOT NULL, id text NOT NULL, proof text NOT NULL, delivered boolean NOT NULL DEFAULT false, PRIMARY KEY (owner, id))`,
  `CREATE TABLE IF NOT EXISTS ocn_bridge_high_water (party text PRIMARY KEY, version smallint NOT NULL)`,
];
