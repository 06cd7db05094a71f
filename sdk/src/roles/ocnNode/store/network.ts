import type { Hex } from '../../../bytes/index.ts';
import { ArgumentError } from '../../../errors/index.ts';
import { connectionStatuses, partyKey } from '../../../protocol/ocpi/index.ts';
import { checkedLimit, checkedNumber, checkedText } from './limits.ts';
import type { KnownClient, NetworkStore } from './nodeStore.ts';
import { toClient, toSpeaks, toTotal } from './rows.ts';
import type { Sql, Statement } from './sql/sql.ts';

/** News that are older than what is known change nothing, in whatever order they come. */
const setClient: Statement = {
  name: 'client_set',
  text: `insert into ocn_node.client as c (party, role, status, updated) values ($1::text, $2::text, $3::text, $4::bigint)
    on conflict (party, role) do update set status = excluded.status, updated = excluded.updated
    where c.status <> excluded.status and c.updated <= excluded.updated
    returning party`,
};

const RANGE = `($1::bigint is null or c.updated >= $1::bigint) and ($2::bigint is null or c.updated < $2::bigint)`;

const clientsPage: Statement = {
  name: 'client_page',
  text: `select party, role, status, updated::text as updated from ocn_node.client c where ${RANGE}
    order by c.updated, c.party, c.role offset $3::bigint limit $4::bigint`,
};

const clientsTotal: Statement = {
  name: 'client_total',
  text: `select count(*)::text as total from ocn_node.client c where ${RANGE}`,
};

const removeClient: Statement = {
  name: 'client_remove',
  text: 'delete from ocn_node.client where party = $1::text and role = $2::text',
};

const peerSpeaks: Statement = {
  name: 'peer_speaks',
  text: 'select speaks from ocn_node.peer where operator = $1::text',
};

const setPeerSpeaks: Statement = {
  name: 'peer_set_speaks',
  text: `insert into ocn_node.peer as p (operator, speaks, updated) values ($1::text, $2::text, $3::bigint)
    on conflict (operator) do update set speaks = excluded.speaks, updated = excluded.updated
    where p.speaks = 'v1' and excluded.speaks = 'v2'`,
};

/** Peers of version 2, which they stay: more than there are operators, so that it only bounds what a mistake could cost. */
const MAX_KNOWN = 10_000;

export function createNetwork(sql: Sql): NetworkStore {
  const final = new Set<string>();
  const know = (operator: string) => {
    if (final.size >= MAX_KNOWN) final.clear();
    final.add(operator);
  };
  return {
    setClient: async (client) => {
      const rows = await sql.query(setClient, toParameters(client));
      if (rows.length > 0) await sql.settle();
      return rows.length > 0;
    },
    clients: async ({ since, until, cursor, limit }) => {
      const range = [since, until].map((time) => (time === null ? null : String(checkedNumber(time, 'since'))));
      const offset = String(Math.max(0, checkedNumber(cursor, 'cursor')));
      const [page, total] = await sql.transaction(async (tx) => [
        await tx.query(clientsPage, [...range, offset, String(checkedLimit(limit))]),
        await tx.query(clientsTotal, range),
      ]);
      return { clients: (page ?? []).map(toClient), total: toTotal(total?.[0]) };
    },
    removeClient: async (party, role) => {
      await sql.query(removeClient, [checkedText(partyKey(party), 'party'), checkedText(role, 'role')]);
      await sql.settle();
    },
    peerSpeaks: async (operator) => {
      const key = operatorKey(operator);
      if (final.has(key)) return 'v2';
      const [row] = await sql.query(peerSpeaks, [key]);
      const speaks = row === undefined ? null : toSpeaks(row);
      if (speaks === 'v2') know(key);
      return speaks;
    },
    setPeerSpeaks: async (operator, version, now) => {
      const key = operatorKey(operator);
      if (final.has(key)) return;
      await sql.query(setPeerSpeaks, [key, version === 'v2' ? 'v2' : 'v1', String(checkedNumber(now, 'now'))]);
      await sql.settle();
      if (version === 'v2') know(key);
    },
  };
}

function toParameters(client: KnownClient) {
  if (!connectionStatuses.includes(client.status)) throw new ArgumentError('is no status', { field: 'client.status' });
  return [
    checkedText(partyKey(client), 'client.party', 32),
    checkedText(client.role, 'client.role', 64),
    client.status,
    String(checkedNumber(client.updated, 'client.updated')),
  ];
}

function operatorKey(operator: Hex): string {
  return checkedText(operator.toLowerCase(), 'operator');
}
