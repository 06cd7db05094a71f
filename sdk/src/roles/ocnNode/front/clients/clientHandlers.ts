import { type ClientInfo, decodePageQuery, encodePageHeaders, parseDateTime } from '../../../../protocol/ocpi/index.ts';
import type { NodeContext } from '../../context.ts';
import type { RouteCall, RouteReply } from '../routes/serve.ts';
import { toClientInfo } from './pushClient.ts';

/** Clients on a page, at most. */
export const MAX_CLIENTS = 100;

/** Whole milliseconds are what the store has: what is later than a fraction of one is not before the next. */
function bound(time: string | null): number | null {
  return time === null ? null : Math.ceil(parseDateTime(time));
}

/** A page of the parties that this node knows the status of. */
export async function readClients(context: Pick<NodeContext, 'store'>, search: URLSearchParams) {
  const query = decodePageQuery(search, { maxLimit: MAX_CLIENTS });
  const { clients, total } = await context.store.network.clients({
    since: bound(query.dateFrom),
    until: bound(query.dateTo),
    cursor: query.offset,
    limit: query.limit,
  });
  return { query, total, clients: clients.map(toClientInfo) };
}

export async function getClients(
  context: Pick<NodeContext, 'store' | 'self'>,
  call: RouteCall<unknown, unknown, unknown>,
): Promise<RouteReply<ClientInfo[]>> {
  const { query, total, clients } = await readClients(context, call.search);
  // Of our own URL, not of the host that the request names: a page never leads a token elsewhere.
  const requested = new URL(`${context.self.url}${call.target}`);
  return {
    data: clients,
    headers: encodePageHeaders(requested, { ...query, maxLimit: MAX_CLIENTS, total }),
  };
}
