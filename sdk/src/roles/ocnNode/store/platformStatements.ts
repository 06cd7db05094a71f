import { platformColumns } from './rows.ts';
import type { Statement } from './sql/sql.ts';

/** What is asked of the tables `platform`, `platform_party` and `platform_token`. */
export const insert: Statement = {
  name: 'platform_insert',
  text: `insert into ocn_node.platform as p (id, state, details, connection, revision, created)
    values ($1::text, 'planned', $2::text, 'PLANNED', 1, $3::bigint) returning ${platformColumns}`,
};

/** The revision is what makes one of two writers come second. When it was last heard never goes back. */
export const update: Statement = {
  name: 'platform_update',
  text: `update ocn_node.platform as p set state = $3::text, details = $4::text, connection = $5::text,
      last_seen = greatest(p.last_seen, $6::bigint), revision = p.revision + 1, call_token = coalesce($7::bytea, p.call_token)
    where p.id = $1::text and p.revision = $2::bigint returning ${platformColumns}`,
};

export const remove: Statement = {
  name: 'platform_remove',
  text: `delete from ocn_node.platform where id = $1::text and ($2::bigint is null or revision = $2::bigint)
    returning '1' as removed`,
};

/** Those that were planned with these parties and whose time to register is over: the parties are free again. */
export const removeExpired: Statement = {
  name: 'platform_remove_expired',
  text: `delete from ocn_node.platform p where p.state = 'planned'
    and p.id in (select platform from ocn_node.platform_party where party = any($1::text[]))
    and not exists (select from ocn_node.platform_token t where t.platform = p.id and (t.expires is null or t.expires > $2::bigint))`,
};

export const byId: Statement = {
  name: 'platform_by_id',
  text: `select ${platformColumns} from ocn_node.platform p where p.id = $1::text`,
};

export const byTokens: Statement = {
  name: 'platform_by_tokens',
  text: `select encode(t.digest, 'hex') as key, t.kind, t.expires::text as expires, t.former_until::text as former_until,
      exists (select from ocn_node.platform_token f where f.platform = t.platform and f.former_until is not null)::text as has_former,
      ${platformColumns}
    from unnest($1::text[]) as i (digest)
    cross join lateral (select * from ocn_node.platform_token x where x.digest = decode(i.digest, 'hex') limit 1) t
    cross join lateral (select * from ocn_node.platform x where x.id = t.platform limit 1) p`,
};

export const byParties: Statement = {
  name: 'platform_by_parties',
  text: `select o.party as key, 'credentials' as kind, null::text as expires, null::text as former_until, 'false' as has_former,
      ${platformColumns}
    from unnest($1::text[]) as i (party)
    cross join lateral (select * from ocn_node.platform_party x where x.party = i.party limit 1) o
    cross join lateral (select * from ocn_node.platform x where x.id = o.platform limit 1) p`,
};

export const page: Statement = {
  name: 'platform_page',
  text: `select ${platformColumns} from ocn_node.platform p where $1::text is null or p.id > $1::text order by p.id limit $2::bigint`,
};

export const dropParties: Statement = {
  name: 'platform_drop_parties',
  text: 'delete from ocn_node.platform_party where platform = $1::text and not (party = any($2::text[]))',
};

/** Those it had already stay. One that is another platform's breaks the key. */
export const addParties: Statement = {
  name: 'platform_add_parties',
  text: `insert into ocn_node.platform_party (party, platform)
    select party, $1::text from unnest($2::text[]) as i (party)
    where not exists (select from ocn_node.platform_party o where o.party = i.party and o.platform = $1::text) order by party`,
};

/** All but one, if one is named. */
export const dropTokens: Statement = {
  name: 'platform_drop_tokens',
  text: `delete from ocn_node.platform_token where platform = $1::text
    and ($2::text is null or digest <> decode($2::text, 'hex'))`,
};

/** Its time begins when it is replaced for the first time. */
export const keepFormer: Statement = {
  name: 'platform_keep_former',
  text: `update ocn_node.platform_token set former_until = least(former_until, $3::bigint)
    where digest = decode($2::text, 'hex') and platform = $1::text returning 1::text as kept`,
};

export const platformOfToken: Statement = {
  name: 'platform_of_token',
  text: "select platform as id from ocn_node.platform_token where digest = decode($1::text, 'hex')",
};

/** Whoever writes a platform and its tokens has this lock first. */
export const lock: Statement = {
  name: 'platform_lock',
  text: 'select id from ocn_node.platform where id = $1::text for update',
};

/** Once the lock is there, so that it sees what others wrote who had it before. */
export const dropFormer: Statement = {
  name: 'platform_drop_former',
  text: `delete from ocn_node.platform_token where platform = $1::text and former_until is not null
    and exists (select from ocn_node.platform_token c where c.digest = decode($2::text, 'hex') and c.former_until is null)`,
};

export const isCurrent: Statement = {
  name: 'platform_token_is_current',
  text: "select '1' as found from ocn_node.platform_token where digest = decode($1::text, 'hex') and former_until is null",
};

export const addToken: Statement = {
  name: 'platform_add_token',
  text: `insert into ocn_node.platform_token (digest, platform, kind, expires)
    values (decode($1::text, 'hex'), $2::text, $3::text, $4::bigint)`,
};

export const callToken: Statement = {
  name: 'platform_call_token',
  text: "select encode(call_token, 'hex') as sealed from ocn_node.platform where id = $1::text",
};

/** Answers with the connection it had before. Not being reached is no sign of life. */
export const seen: Statement = {
  name: 'platform_seen',
  text: `update ocn_node.platform p set connection = $2::text,
      last_seen = case when $2::text = 'CONNECTED' then greatest(p.last_seen, $3::bigint) else p.last_seen end
    from (select id, connection from ocn_node.platform where id = $1::text for update) as before
    where p.id = $1::text and p.id = before.id returning before.connection`,
};
