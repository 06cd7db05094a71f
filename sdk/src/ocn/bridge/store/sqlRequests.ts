import type { KeptAnswer, RequestMemory, RequestName, RequestState } from './bridgeStore.ts';
import type { Sql, SqlRunner } from './sql.ts';

const FIND = `SELECT r.digest, r.begun, a.id AS ended, a.answer FROM ocn_bridge_request r LEFT JOIN ocn_bridge_answer a ON a.id = r.id
  WHERE r.key = $1 AND r.expires > $2`;
const BEGIN = `INSERT INTO ocn_bridge_request (key, digest, id, begun, expires) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (key) DO UPDATE SET digest = excluded.digest, id = excluded.id, begun = excluded.begun, expires = excluded.expires`;
/** An answer of null: it came to nothing. */
const END = `INSERT INTO ocn_bridge_answer (id, answer, expires) SELECT $1, $2, max(expires) FROM ocn_bridge_request WHERE id = $1
  HAVING max(expires) IS NOT NULL ON CONFLICT (id) DO NOTHING`;

export function sqlRequests(ready: () => Promise<Sql>): RequestMemory {
  return {
    async begin(names, id, now, staleBefore, expires) {
      // Always in the same order, so that two that begin the same wait for each other and not both.
      const sorted = [...names].sort((a, b) => (a.key < b.key ? -1 : 1));
      return (await ready()).transaction(async (tx) => {
        for (const { key } of sorted) await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [key]);
        const known = await stateOf(tx, sorted, now, staleBefore);
        if (known) return known;
        for (const { key, digest } of sorted) await tx.query(BEGIN, [key, digest, id, now, expires]);
        return { state: 'new', id };
      });
    },
    async finish(id, answer) {
      await (await ready()).query(END, [id, JSON.stringify(answer)]);
    },
    async abandon(id) {
      await (await ready()).query(END, [id, null]);
    },
  };
}

async function stateOf(
  tx: SqlRunner,
  names: readonly RequestName[],
  now: number,
  staleBefore: number,
): Promise<RequestState | null> {
  let isBusy = false;
  for (const { key, digest } of names) {
    const [row] = (await tx.query(FIND, [key, now])).rows;
    if (!row) continue;
    if (row.digest !== digest) return { state: 'other' };
    if (row.answer !== null) return { state: 'done', answer: JSON.parse(String(row.answer)) as KeptAnswer };
    isBusy ||= row.ended === null && Number(row.begun) > staleBefore;
  }
  return isBusy ? { state: 'busy' } : null;
}
