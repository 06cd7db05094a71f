import { hash } from 'node:crypto';
import { checkedNumber } from './limits.ts';
import type { ReplayStore } from './nodeStore.ts';
import { numberArray, textArray } from './sql/arrays.ts';
import { Batcher } from './sql/batcher.ts';
import { type Sql, type Statement, whileUndone } from './sql/sql.ts';

/** Sorted, so that two processes that have the same keys wait for each other instead of for ever. */
const remember: Statement = {
  name: 'replay_remember',
  text: `with input as (
      select decode(id, 'hex') as id, seen, expires from unnest($1::text[], $2::bigint[], $3::bigint[]) as i (id, seen, expires)
    )
    insert into ocn_node.replay as r (id, seen, expires) select id, seen, expires from input order by id
    on conflict (id) do update set seen = excluded.seen, expires = excluded.expires where r.expires <= excluded.seen
    returning encode(id, 'hex') as id`,
};

interface Input {
  readonly id: string;
  readonly seen: number;
  readonly expires: number;
}

export function createReplays(sql: Sql): ReplayStore {
  const batcher = new Batcher<Input, boolean>({
    concurrency: sql.concurrency,
    keyOf: ({ id }) => id,
    run: async (inputs) => {
      const rows = await whileUndone(() =>
        sql.query(remember, [
          textArray(inputs.map(({ id }) => id)),
          numberArray(inputs.map(({ seen }) => seen)),
          numberArray(inputs.map(({ expires }) => expires)),
        ]),
      );
      const kept = new Set(rows.map(({ id }) => id));
      return inputs.map(({ id }) => kept.has(id));
    },
  });
  return {
    remember: async (key, expires, now) =>
      batcher.call({
        // JSON tells apart what UTF-8 alone does not: halves of characters.
        id: hash('sha256', JSON.stringify(key)),
        seen: checkedNumber(now, 'now'),
        expires: checkedNumber(expires, 'expires'),
      }),
  };
}
