import type { Hex } from '@gridseal/sdk/bytes';
import { type ModuleId, partyKey, type Role } from '@gridseal/sdk/protocol/ocpi';
import type { NodeRecord, PartyRecord, RegistryView, ServiceRecord } from '../../../data/index.ts';
import { partyFrom } from './places.ts';

/** What the user calls an owner, if anything. */
export type NameOf = (owner: Hex) => string | undefined;

/** A node and whom it serves. */
export interface NodeRow extends NodeRecord {
  readonly serves: readonly PartyRecord[];
  /** Parties that have asked it to serve them. */
  readonly asked: readonly PartyRecord[];
}

/** A party and its node, if that is there. */
export interface PartyRow extends PartyRecord {
  readonly node: NodeRecord | null;
}

export interface ServiceRow extends ServiceRecord {
  readonly party: PartyRecord | null;
  readonly agreed: number;
}

export function nodeRows({ nodes, parties }: RegistryView): readonly NodeRow[] {
  const serves = Map.groupBy(parties, ({ operator }) => operator);
  const asked = Map.groupBy(parties, ({ offeredTo }) => offeredTo);
  return nodes.map((node) => ({
    ...node,
    serves: serves.get(node.operator) ?? [],
    asked: asked.get(node.operator) ?? [],
  }));
}

export function partyRows({ nodes, parties }: RegistryView): readonly PartyRow[] {
  const byOperator = new Map(nodes.map((node) => [node.operator, node]));
  return parties.map((party) => ({
    ...party,
    node: party.operator === null ? null : (byOperator.get(party.operator) ?? null),
  }));
}

export function serviceRows({ services, parties, agreements }: RegistryView): readonly ServiceRow[] {
  const byAddress = new Map(parties.map((party) => [party.address, party]));
  const agreed = Map.groupBy(agreements, ({ provider }) => provider);
  return services.map((service) => ({
    ...service,
    party: byAddress.get(service.provider) ?? null,
    agreed: agreed.get(service.provider)?.length ?? 0,
  }));
}

const has = (text: string | undefined, part: string) => text?.toLowerCase().includes(part) ?? false;

/** By URL, operator, key, the user's name for it, or the id of a party that it serves. */
export function findNodes(rows: readonly NodeRow[], typed: string, nameOf: NameOf): readonly NodeRow[] {
  const part = typed.trim().toLowerCase();
  if (part === '') return rows;
  const party = partyFrom(part);
  const key = party && partyKey(party);
  return rows.filter(
    ({ url, operator, key: signer, serves }) =>
      has(url, part) ||
      operator.includes(part) ||
      (signer?.includes(part) ?? false) ||
      has(nameOf(operator), part) ||
      (key !== null && serves.some(({ id }) => partyKey(id) === key)),
  );
}

/** What a list of parties is narrowed to. */
export interface PartyFilter {
  readonly typed: string;
  readonly role: Role | 'any';
  readonly module: ModuleId | 'any';
  /** `moving`: has offered itself to another operator · `stranded`: has no operator. */
  readonly show: 'all' | 'moving' | 'stranded';
}

/** By id (however it is written), owner, operator, its URL, or the user's names. */
export function findParties(rows: readonly PartyRow[], filter: PartyFilter, nameOf: NameOf): readonly PartyRow[] {
  const part = filter.typed.trim().toLowerCase();
  const named = partyFrom(part);
  const key = named && partyKey(named);
  return rows.filter(({ id, address, operator, offeredTo, roles, modules, node }) => {
    if (filter.role !== 'any' && !roles.includes(filter.role)) return false;
    const { module } = filter;
    if (module !== 'any' && !modules.SENDER.includes(module) && !modules.RECEIVER.includes(module)) return false;
    if (filter.show === 'moving' && offeredTo === null) return false;
    if (filter.show === 'stranded' && operator !== null) return false;
    if (part === '') return true;
    return (
      partyKey(id) === key ||
      has(partyKey(id), part) ||
      address.includes(part) ||
      (operator?.includes(part) ?? false) ||
      has(node?.url, part) ||
      has(nameOf(address), part) ||
      (operator !== null && has(nameOf(operator), part))
    );
  });
}

export function findServices(rows: readonly ServiceRow[], typed: string, nameOf: NameOf): readonly ServiceRow[] {
  const part = typed.trim().toLowerCase();
  return rows.filter(
    ({ name, url, provider, party }) =>
      has(name, part) ||
      has(url, part) ||
      provider.includes(part) ||
      has(nameOf(provider), part) ||
      (party !== null && has(partyKey(party.id), part)),
  );
}
