import { checkedNumber } from './limits.ts';
import type { Sql, Statement } from './sql/sql.ts';

/** Rows that go in one transaction, so that nobody waits long for it. */
const BATCH = 1_000;
/** Batches of one table in one call: what is left goes with the next. */
const MAX_BATCHES = 1_000;

/**
 * Tables with the condition on which a row has expired. Nobody waits for a row that another process is about to remove. Rows are
 * removed by their place, as no plan can go wrong about that.
 */
const sweeps: readonly Statement[] = [
  expired('request', 'keep_until <= $1::bigint and (status is not null or busy_until <= $1::bigint)'),
  expired('replay', 'expires <= $1::bigint'),
  expired('link', 'expires <= $1::bigint'),
  expired('lease', 'until <= $1::bigint'),
  expired(
    'platform',
    `state = 'planned' and id in (select platform from ocn_node.platform_token where expires <= $1::bigint)
      and not exists (select from ocn_node.platform_token t where t.platform = id and (t.expires is null or t.expires > $1::bigint))`,
  ),
  expired('platform_token', 'expires <= $1::bigint or former_until <= $1::bigint'),
];

function expired(table: string, condition: string): Statement {
  return {
    name: `sweep_${table}`,
    text: `with gone as (
        delete from ocn_node.${table} where ctid = any (array(
          select ctid from ocn_node.${table} where ${condition} limit ${BATCH} for update skip locked
        )) returning 1
      ) select count(*)::text as rows from gone`,
  };
}

/** Removes what has expired, in small transactions. @returns How many rows. */
export async function sweep(sql: Sql, now: number): Promise<number> {
  const time = String(checkedNumber(now, 'now'));
  let total = 0;
  for (const statement of sweeps) {
    for (let batch = 0; batch < MAX_BATCHES; batch++) {
      const rows = Number((await sql.query(statement, [time]))[0]?.rows ?? 0);
      total += rows;
      if (rows < BATCH) break;
    }
  }
  await sql.maintain();
  return total;
}
