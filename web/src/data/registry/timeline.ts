import type { Hex } from '@gridseal/sdk/bytes';
import type { NodeEvent } from '@gridseal/sdk/chain';
import { partyKey } from '@gridseal/sdk/protocol/ocpi';

/** When an entry began, and when it last changed: blocks. And what it was last said to be. */
export interface Span<Type extends NodeEvent['type']> {
  readonly since: number;
  readonly changed: number;
  readonly last: Extract<NodeEvent, { readonly type: Type }>;
}

/** What the events add to what the registry says now: how long something has been so, and what was offered. */
export interface Timeline {
  readonly nodes: ReadonlyMap<Hex, Span<'nodeSet'>>;
  readonly parties: ReadonlyMap<Hex, Span<'partySet'>>;
  readonly services: ReadonlyMap<Hex, Span<'serviceSet'>>;
  /** By `‹party›:‹provider›`. */
  readonly agreements: ReadonlyMap<string, Span<'agreementCreated'>>;
  /** The operators that parties have asked to serve them, by party. */
  readonly offers: ReadonlyMap<Hex, Hex>;
}

const nobody = `0x${'00'.repeat(20)}`;

/** @param events By block and log index. */
export function toTimeline(events: Iterable<NodeEvent>): Timeline {
  const nodes = new Map<Hex, Span<'nodeSet'>>();
  const parties = new Map<Hex, Span<'partySet'>>();
  const services = new Map<Hex, Span<'serviceSet'>>();
  const agreements = new Map<string, Span<'agreementCreated'>>();
  const offers = new Map<Hex, Hex>();
  for (const event of events) {
    switch (event.type) {
      case 'nodeSet':
        note(nodes, event.operator, event);
        break;
      case 'nodeDeleted':
        nodes.delete(event.operator);
        break;
      case 'partySet':
        setParty(parties, event);
        if (offers.get(event.party) === event.operator) offers.delete(event.party);
        break;
      case 'partyReleased':
        parties.delete(event.party);
        offers.delete(event.party);
        break;
      case 'partyOffered':
        if (event.operator === nobody) offers.delete(event.party);
        else offers.set(event.party, event.operator);
        break;
      case 'serviceSet':
        note(services, event.provider, event);
        break;
      case 'serviceDeleted':
        services.delete(event.provider);
        break;
      case 'agreementCreated':
        note(agreements, `${event.party}:${event.provider}`, event);
        break;
      case 'agreementRevoked':
        agreements.delete(`${event.party}:${event.provider}`);
        break;
    }
  }
  return { nodes, parties, services, agreements, offers };
}

/** Another id is another party of the same owner. */
function setParty(parties: Map<Hex, Span<'partySet'>>, event: Span<'partySet'>['last']): void {
  const before = parties.get(event.party);
  if (before && partyKey(before.last.id) !== partyKey(event.id)) parties.delete(event.party);
  note(parties, event.party, event);
}

function note<Key, Type extends NodeEvent['type']>(
  spans: Map<Key, Span<Type>>,
  of: Key,
  event: Extract<NodeEvent, { readonly type: Type }>,
): void {
  spans.set(of, { since: spans.get(of)?.since ?? event.block, changed: event.block, last: event });
}

/** Whose history an event belongs to: addresses, and ids as `DE-ABC`. */
export function ownersOf(event: NodeEvent): readonly string[] {
  switch (event.type) {
    case 'nodeSet':
    case 'nodeDeleted':
      return [event.operator];
    case 'partySet':
      return [event.party, event.operator, partyKey(event.id)];
    case 'partyOffered':
      return [event.party, event.operator];
    case 'partyReleased':
      return [event.party, partyKey(event.id)];
    case 'serviceSet':
    case 'serviceDeleted':
      return [event.provider];
    case 'agreementCreated':
    case 'agreementRevoked':
      return [event.party, event.provider];
  }
}
