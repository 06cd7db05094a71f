import { type Hex, hiddenCharacters } from '@gridseal/sdk/bytes';
import type { ChainNodeDirectory, DirectoryParty } from '@gridseal/sdk/chain';
import { readNodeUrl } from '@gridseal/sdk/ocn/registry';
import type { NodeRecord, PartyRecord, RegistryAnchors, RegistryView, ServiceRecord } from './model.ts';
import type { Timeline } from './timeline.ts';

/** What a view is put together from. */
export interface ViewParts {
  readonly registry: Hex;
  readonly directory: ChainNodeDirectory;
  readonly anchors: RegistryAnchors;
  /** Null as long as it is not read. */
  readonly timeline: Timeline | null;
}

const unknown = { since: null, changed: null };
const spanOf = (span: { readonly since: number; readonly changed: number } | undefined) =>
  span ? { since: span.since, changed: span.changed } : unknown;

/** What the registry says now, what the directory leaves out, and since when it is so. */
export function assemble({ registry, directory, anchors, timeline }: ViewParts): RegistryView {
  const nodes = nodesOf(directory, timeline);
  const operators = new Set(nodes.map(({ operator }) => operator));
  return {
    registry,
    asOf: directory.asOf() ?? { block: 0, time: 0 },
    anchors,
    isWhole: timeline !== null,
    nodes,
    parties: directory.parties().map((party) => partyOf(party, operators, timeline)),
    services: servicesOf(directory, timeline),
    agreements: directory.parties().flatMap(({ address }) =>
      directory.agreements(address).map((provider) => ({
        party: address,
        provider,
        permissions: directory.agreement(address, provider),
        ...spanOf(timeline?.agreements.get(`${address}:${provider}`)),
      })),
    ),
  };
}

function nodesOf(directory: ChainNodeDirectory, timeline: Timeline | null): readonly NodeRecord[] {
  const usable = directory.nodes().map((node) => ({ ...node, unusable: null }));
  const others = directory.unusable().map(({ operator, url, reason }) => ({
    ...{ operator, url, unusable: reason },
    key: reason === 'key' ? null : keyOf(timeline, operator),
  }));
  return [...usable, ...others].map((node) => ({ ...node, ...spanOf(timeline?.nodes.get(node.operator)) }));
}

function keyOf(timeline: Timeline | null, operator: Hex): Hex | null {
  const key = timeline?.nodes.get(operator)?.last.key;
  return key === '0x' ? operator : (key ?? null);
}

/** To the directory, a party of an unusable node has no operator; to whoever looks, it has one that is in trouble. */
function partyOf(party: DirectoryParty, operators: ReadonlySet<Hex>, timeline: Timeline | null): PartyRecord {
  const span = timeline?.parties.get(party.address);
  const last = span?.last.operator ?? null;
  return {
    ...party,
    ...spanOf(span),
    operator: party.operator ?? (last !== null && operators.has(last) ? last : null),
    offeredTo: timeline?.offers.get(party.address) ?? null,
  };
}

const hidden = new RegExp(`[${hiddenCharacters}]`, 'u');

/** Those that the directory leaves out are told of by their events. */
function servicesOf(directory: ChainNodeDirectory, timeline: Timeline | null): readonly ServiceRecord[] {
  const usable = directory.services().map((service) => ({ ...service, isUnusable: false }));
  const there = new Set(usable.map(({ provider }) => provider));
  const others = [...(timeline?.services.values() ?? [])].flatMap(({ last }) => {
    const { provider, name, url, permissions } = last;
    const isUnusable = readNodeUrl(url) === null || hidden.test(name);
    return isUnusable && !there.has(provider) ? [{ provider, name, url, permissions, isUnusable }] : [];
  });
  return [...usable, ...others].map((service) => ({
    ...service,
    ...spanOf(timeline?.services.get(service.provider)),
  }));
}
