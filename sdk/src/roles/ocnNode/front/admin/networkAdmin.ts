import { formatDateTime } from '../../../../protocol/ocpi/index.ts';
import type { Flow } from '../flowBook.ts';
import type { FrontContext } from '../frontContext.ts';
import type { FlowView } from '../routes/adminRoutes.ts';

/** The other nodes of the registry, in its order. */
export async function peers(context: FrontContext, offset: number, limit: number) {
  const others = context.directory.nodes().filter(({ operator }) => operator !== context.self.operator);
  const parties = new Map<string, number>();
  for (const { operator } of context.directory.parties()) {
    if (operator !== null) parties.set(operator, (parties.get(operator) ?? 0) + 1);
  }
  const page = others.slice(offset, offset + limit).map(async ({ operator, url }) => ({
    operator,
    url,
    parties: parties.get(operator) ?? 0,
    speaks: await context.store.network.peerSpeaks(operator),
  }));
  return { peers: await Promise.all(page), total: others.length };
}

export function nodeView(context: FrontContext) {
  const asOf = context.directory.asOf();
  const { country_code, party_id } = context.front.hub;
  return {
    operator: context.self.operator,
    url: context.self.url,
    network: context.self.network,
    hub: { country_code, party_id },
    registry: asOf && { block: asOf.block, time: formatDateTime(asOf.time * 1000) },
  };
}

export function toFlowView({ meanMs, maxMs, ...flow }: Flow): FlowView {
  return { ...flow, mean_ms: meanMs, max_ms: maxMs };
}
