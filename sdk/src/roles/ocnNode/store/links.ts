import { hash } from 'node:crypto';
import { toBase64url } from '../../../bytes/index.ts';
import type { RandomBytes } from '../../../crypto/index.ts';
import { ArgumentError } from '../../../errors/index.ts';
import { type Party, partyKey } from '../../../protocol/ocpi/index.ts';
import { checkedNumber, checkedText, limits } from './limits.ts';
import type { LinkStore, NewLink } from './nodeStore.ts';
import { linkColumns, toLink } from './rows.ts';
import type { Parameter, Row, Sql, Statement } from './sql/sql.ts';

const UID_BYTES = 16;

/** The one there is lives at least as long as was asked for now. */
const put: Statement = {
  name: 'link_put',
  text: `insert into ocn_node.link as l (uid, identity, purpose, owner, used_by, operator, target_uid, url, url_digest, module, version,
      endpoint, expires)
    values ($1::text, decode($2::text, 'hex'), $3::text, $4::text, $5::text, $6::text, $7::text, $8::text, decode($9::text, 'hex'),
      $10::text, $11::text, $12::text, $13::bigint)
    on conflict (identity) do update set expires = greatest(l.expires, excluded.expires)
    returning ${linkColumns}`,
};

const find: Statement = {
  name: 'link_find',
  text: `select ${linkColumns} from ocn_node.link l where l.uid = $1::text and l.expires > $2::bigint`,
};

/** The newest: what was sent for several purposes is the same URL of the same party all the same. */
const findByTarget: Statement = {
  name: 'link_find_by_target',
  text: `select ${linkColumns} from ocn_node.link l
    where l.url_digest = decode($1::text, 'hex') and l.operator is null and l.owner = $2::text and l.used_by = $3::text
      and l.expires > $4::bigint
    order by l.expires desc, l.uid limit 1`,
};

export function createLinks(sql: Sql, random: RandomBytes): LinkStore {
  return {
    put: async (link) => {
      const parameters = toParameters(link, toBase64url(random(UID_BYTES)));
      const [row] = await sql.query(put, parameters);
      await sql.settle();
      return toLink(row as Row);
    },
    find: async (uid, now) => {
      // A uid comes from outside: one that cannot be ours is none.
      if (!/^[\w-]{1,64}$/.test(uid)) return null;
      const [row] = await sql.query(find, [uid, String(checkedNumber(now, 'now'))]);
      return row === undefined ? null : toLink(row);
    },
    findByTarget: async ({ target, owner, user, now }) => {
      const parameters = [digestOf(target), partyJson(owner), partyJson(user), String(checkedNumber(now, 'now'))];
      const [row] = await sql.query(findByTarget, parameters);
      return row === undefined ? null : toLink(row);
    },
  };
}

function toParameters(link: NewLink, uid: string): readonly Parameter[] {
  const { operator, targetUid, url } = targetOf(link);
  const [owner, user] = [partyJson(link.owner), partyJson(link.user)];
  const [module, version] = [checkedText(link.module, 'link.module'), checkedText(link.version, 'link.version')];
  const endpoint = link.endpoint === null ? null : checkedText(link.endpoint, 'link.endpoint');
  const identity = [link.purpose, owner, user, operator, targetUid, url, module, version, endpoint];
  return [
    uid,
    digestOf(JSON.stringify(identity)),
    link.purpose,
    owner,
    user,
    operator,
    targetUid,
    url,
    url === null ? null : digestOf(url),
    module,
    version,
    endpoint,
    String(checkedNumber(link.expires, 'link.expires')),
  ];
}

function targetOf({ target }: NewLink) {
  const url = target.url === null ? null : checkedText(target.url, 'link.target.url', limits.url);
  if (!('operator' in target)) return { operator: null, targetUid: null, url };
  const operator = target.operator.toLowerCase();
  if (!/^0x[0-9a-f]{1,128}$/.test(operator))
    throw new ArgumentError('is no address', { field: 'link.target.operator' });
  return { operator, targetUid: checkedText(target.uid, 'link.target.uid'), url };
}

/** The one spelling of a party, which is how it is found again. */
function partyJson(party: Party): string {
  const [country_code, party_id] = partyKey(party).split('-');
  return checkedText(JSON.stringify({ country_code, party_id }), 'link.party', 64);
}

function digestOf(text: string): string {
  return hash('sha256', text);
}
