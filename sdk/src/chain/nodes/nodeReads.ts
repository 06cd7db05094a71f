import type { Hex } from '../../bytes/index.ts';
import type { Party } from '../../protocol/ocpi/index.ts';
import type { ViewCall } from '../call.ts';
import type { Chain } from '../chain.ts';
import type { ReadOptions } from '../quorumReads.ts';
import { snapshot } from '../snapshot.ts';
import {
  type AgreementState,
  type ListedNode,
  type NodeRecord,
  nodeCalls,
  type Page,
  type PartyRecord,
  type PartyState,
  type ServiceRecord,
} from './nodeCalls.ts';
import { nodeRegistryOf } from './nodeRegistryOf.ts';
import { blockOf, type PageOptions, pages, readAt } from './readAt.ts';

const callsOf = (chain: Chain) => nodeCalls(nodeRegistryOf(chain));

/**
 * The quorums that endorse parties, and how many of them have to; none and 0 in an open registry.
 *
 * @example
 * ```ts
 * const { anchors, needed } = await anchorsOf(chain);
 * ```
 */
export async function anchorsOf(chain: Chain, options: ReadOptions = {}) {
  const { results } = await snapshot(chain, [callsOf(chain).anchors()], options);
  return results[0];
}

/**
 * An operator's node.
 *
 * @example
 * ```ts
 * const { url, sequence } = await nodeOf(chain, operator); // url is null if it has none
 * ```
 */
export async function nodeOf(chain: Chain, operator: Hex, options: ReadOptions = {}): Promise<NodeRecord> {
  const { results } = await snapshot(chain, [callsOf(chain).node(operator)], options);
  return results[0];
}

/** What is kept of an owner's party, good or not. Whether it holds its id now, {@link holderOf} tells. */
export async function partyOf(chain: Chain, party: Hex, options: ReadOptions = {}): Promise<PartyState> {
  const { results } = await snapshot(chain, [callsOf(chain).party(party)], options);
  return results[0];
}

/**
 * Who holds an id now; null if nobody does.
 *
 * @example
 * ```ts
 * const party = await holderOf(chain, OcpiId.parse('DE/ABC'));
 * ```
 */
export async function holderOf(chain: Chain, id: Party, options: ReadOptions = {}): Promise<Hex | null> {
  const { results } = await snapshot(chain, [callsOf(chain).holder(id)], options);
  return results[0];
}

/** A provider's service, null if it has none, and the sequence of its changes. */
export async function serviceOf(
  chain: Chain,
  provider: Hex,
  options: ReadOptions = {},
): Promise<{ readonly service: ServiceRecord | null; readonly sequence: number }> {
  const { results } = await snapshot(chain, [callsOf(chain).service(provider)], options);
  return results[0];
}

/** What a party has granted a service, and whether that holds now. */
export async function agreementOf(
  chain: Chain,
  party: Hex,
  provider: Hex,
  options: ReadOptions = {},
): Promise<AgreementState> {
  const calls = callsOf(chain);
  const { results } = await snapshot(
    chain,
    [calls.agreement(party, provider), calls.hasAgreement(party, provider)],
    options,
  );
  return { ...results[0], holds: results[1] };
}

/** A party that holds its id now, and its node: what the first network's registry gives under `getPartyDetailsBy…`. */
export interface PartyDetails extends PartyRecord {
  /** Null if its operator has no node. */
  readonly node: { readonly operator: Hex; readonly url: string } | null;
}

/**
 * The party that holds an id now, or that of an address, with its node; null if there is none, or it does not hold its id.
 *
 * @example
 * ```ts
 * const details = await partyDetailsOf(chain, { id: OcpiId.parse('DE/ABC') });
 * ```
 */
export async function partyDetailsOf(
  chain: Chain,
  who: { readonly id: Party } | { readonly address: Hex },
  options: ReadOptions = {},
): Promise<PartyDetails | null> {
  const calls = callsOf(chain);
  const at = await blockOf(chain, options);
  const address = 'id' in who ? (await readAt(chain, at, [calls.holder(who.id)], options.signal))[0] : who.address;
  if (address === null) return null;
  const [{ party }] = await readAt(chain, at, [calls.party(address)], options.signal);
  if (!party) return null;
  const further = [calls.holder(party.id), calls.node(party.operator)] as const;
  const [holder, { url }] = await readAt(chain, at, further, options.signal);
  if (holder !== party.address) return null;
  return { ...party, node: url === null ? null : { operator: party.operator, url } };
}

/** Every node, the newest first, as of one block. */
export function nodesOf(chain: Chain, options: PageOptions = {}): AsyncGenerator<ListedNode> {
  return items(chain, options, (cursor, limit) => callsOf(chain).nodes(cursor, limit));
}

/**
 * Every party that holds its id, the newest id first, as of one block.
 *
 * @example
 * ```ts
 * for await (const { id, operator } of partiesOf(chain)) console.log(OcpiId.format(id), operator);
 * ```
 */
export function partiesOf(chain: Chain, options: PageOptions = {}): AsyncGenerator<PartyRecord> {
  return items(chain, options, (cursor, limit) => callsOf(chain).parties(cursor, limit));
}

/** Every service, the newest first, as of one block. */
export async function* servicesOf(chain: Chain, options: PageOptions = {}): AsyncGenerator<ServiceRecord> {
  const calls = callsOf(chain);
  const page = (cursor: Hex | null, limit: number) => calls.providers(cursor, limit);
  for await (const { items: providers, at } of pages(chain, { limit: 40, ...options }, page)) {
    const found = await readAt(
      chain,
      at,
      providers.map((provider) => calls.service(provider)),
      options.signal,
    );
    for (const { service } of found) if (service) yield service;
  }
}

/** The providers whose services a party has agreements with that hold, the newest first, as of one block. */
export function agreementsOf(chain: Chain, party: Hex, options: PageOptions = {}): AsyncGenerator<Hex> {
  return items(chain, options, (cursor, limit) => callsOf(chain).agreements(party, cursor, limit));
}

async function* items<Item>(
  chain: Chain,
  options: PageOptions,
  call: (cursor: Hex | null, limit: number) => ViewCall<Page<Item, Hex>>,
): AsyncGenerator<Item> {
  for await (const page of pages(chain, options, call)) yield* page.items;
}
