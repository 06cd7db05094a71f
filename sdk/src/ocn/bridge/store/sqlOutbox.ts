import type { OutboxEntry, OutboxMessage, OutboxStore } from './bridgeStore.ts';
import type { Sql, SqlRow } from './sql.ts';

/** Those of which nothing waits before them in their lane. */
const HEADS = `ocn_bridge_outbox o WHERE state = 'waiting' AND NOT EXISTS (
  SELECT 1 FROM ocn_bridge_outbox b WHERE b.lane = o.lane AND b.state = 'waiting' AND b.position < o.position)`;

const ADD = `INSERT INTO ocn_bridge_outbox (id, lane, message, created, next_attempt) SELECT $1, $2, $3, $4::bigint, $4::bigint
  WHERE (SELECT count(*) FROM (SELECT 1 FROM ocn_bridge_outbox WHERE state = 'waiting' LIMIT $5) n) < $5 ON CONFLICT (id) DO NOTHING RETURNING 1`;

/** Two processes that ask at the same time get different ones, and neither waits for the other. Chosen once, so that it is no more than asked. */
const TAKE = `WITH chosen AS MATERIALIZED (
  SELECT position FROM ${HEADS} AND next_attempt <= $1 AND leased_until <= $1 ORDER BY position LIMIT $3 FOR UPDATE SKIP LOCKED)
  UPDATE ocn_bridge_outbox t SET leased_until = $2 FROM chosen WHERE t.position = chosen.position RETURNING t.*`;

const RETRY = `UPDATE ocn_bridge_outbox SET attempts = $2, next_attempt = $3, last_error = $4, leased_until = 0 WHERE id = $1`;
const BURY = `UPDATE ocn_bridge_outbox SET state = 'dead', attempts = $2, last_error = $3, leased_until = 0 WHERE id = $1`;
const REVIVE = `UPDATE ocn_bridge_outbox SET state = 'waiting', attempts = 0, next_attempt = $2, created = $2
  WHERE id = $1 AND state = 'dead' RETURNING 1`;
const COUNTS = `SELECT count(*) FILTER (WHERE state = 'waiting') AS waiting, count(*) FILTER (WHERE state = 'dead') AS dead,
  min(created) FILTER (WHERE state = 'waiting') AS oldest FROM ocn_bridge_outbox`;

export function sqlOutbox(ready: () => Promise<Sql>): OutboxStore {
  const run = async (text: string, ...params: unknown[]) => (await (await ready()).query(text, params)).rows;
  const find = async (id: string) => {
    const [row] = await run('SELECT * FROM ocn_bridge_outbox WHERE id = $1', id);
    return row ? entryOf(row) : null;
  };
  return {
    find,
    async add(message, limit) {
      const { id, lane, created } = message;
      const added = await run(ADD, id, lane, JSON.stringify(message), created, limit);
      return added.length > 0 || (await find(id)) !== null;
    },
    async take(now, leaseUntil, limit) {
      const rows = await run(TAKE, now, leaseUntil, limit);
      return [...rows].sort((a, b) => Number(a.position) - Number(b.position)).map(entryOf);
    },
    async remove(id) {
      await run('DELETE FROM ocn_bridge_outbox WHERE id = $1', id);
    },
    async retry(id, attempts, nextAttempt, error) {
      await run(RETRY, id, attempts, nextAttempt, error);
    },
    async bury(id, attempts, error) {
      await run(BURY, id, attempts, error);
    },
    async dead(offset, limit) {
      const text = `SELECT * FROM ocn_bridge_outbox WHERE state = 'dead' ORDER BY position OFFSET $1 LIMIT $2`;
      return (await run(text, offset, limit)).map(entryOf);
    },
    async revive(id, now) {
      return (await run(REVIVE, id, now)).length > 0;
    },
    async counts() {
      const [row] = await run(COUNTS);
      return { waiting: Number(row?.waiting), dead: Number(row?.dead), oldest: numberOrNull(row?.oldest) };
    },
    async nextDue() {
      const [row] = await run(`SELECT min(greatest(next_attempt, leased_until)) AS due FROM ${HEADS}`);
      return numberOrNull(row?.due);
    },
  };
}

const numberOrNull = (value: unknown): number | null => (value === null || value === undefined ? null : Number(value));

function entryOf(row: SqlRow): OutboxEntry {
  return {
    ...(JSON.parse(String(row.message)) as OutboxMessage),
    created: Number(row.created),
    state: row.state === 'dead' ? 'dead' : 'waiting',
    attempts: Number(row.attempts),
    nextAttempt: Number(row.next_attempt),
    lastError: row.last_error === null ? null : String(row.last_error),
  };
}
