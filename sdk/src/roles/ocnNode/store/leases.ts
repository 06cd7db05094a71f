import { checkedNumber, checkedText } from './limits.ts';
import type { LeaseStore } from './nodeStore.ts';
import type { Sql, Statement } from './sql/sql.ts';

const acquire: Statement = {
  name: 'lease_acquire',
  text: `insert into ocn_node.lease as l (name, holder, until) values ($1::text, $2::text, $3::bigint)
    on conflict (name) do update set holder = excluded.holder, until = excluded.until
    where l.holder = excluded.holder or l.until <= $4::bigint
    returning name`,
};

const release: Statement = {
  name: 'lease_release',
  text: 'delete from ocn_node.lease where name = $1::text and holder = $2::text',
};

export function createLeases(sql: Sql): LeaseStore {
  return {
    acquire: async (name, holder, until, now) => {
      const rows = await sql.query(acquire, [
        checkedText(name, 'name'),
        checkedText(holder, 'holder'),
        String(checkedNumber(until, 'until')),
        String(checkedNumber(now, 'now')),
      ]);
      return rows.length === 1;
    },
    release: async (name, holder) => {
      await sql.query(release, [checkedText(name, 'name'), checkedText(holder, 'holder')]);
    },
  };
}
