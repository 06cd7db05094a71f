import { decodePageQuery, encodePageHeaders } from '../../../protocol/ocpi/index.ts';
import type { ListSender } from '../backOffice.ts';
import type { BridgeContext } from '../context.ts';
import type { Incoming } from './call.ts';
import type { Reply } from './reply.ts';

/** One page of a list of ours. */
export async function listPage<T>(context: BridgeContext, sender: ListSender<T>, incoming: Incoming): Promise<Reply> {
  const maxLimit = context.limits.pageSize;
  const query = decodePageQuery(incoming.query, { maxLimit, requireDateFrom: incoming.endpoint?.pages === 'byDate' });
  const { objects, total } = await sender.list(query, incoming.call);
  const page = { offset: query.offset, limit: query.limit, maxLimit, total };
  return { data: objects.slice(0, query.limit), headers: encodePageHeaders(incoming.url, page) };
}
