import type { Hex } from '../../bytes/index.ts';
import type { Party } from '../../protocol/ocpi/index.ts';
import type { PartyRecord, ServiceRecord } from './nodeCalls.ts';
import type { DirectoryChange, DirectoryNode, DirectoryParty, DirectoryService } from './nodeDirectory.ts';

/** A node that nobody can be sent to, and why. */
export interface UnusableNode {
  readonly operator: Hex;
  readonly url: string;
  readonly reason: 'url' | 'key';
}

/** What was read anew. Null: there is none now. */
export interface DirectoryUpdate {
  readonly nodes: ReadonlyMap<Hex, DirectoryNode | UnusableNode | null>;
  /** By address; those that hold their ids. */
  readonly parties: ReadonlyMap<Hex, PartyRecord | null>;
  readonly services: ReadonlyMap<Hex, ServiceRecord | null>;
  /** By party: what it has granted to these providers, 0 for nothing that holds. */
  readonly agreements: ReadonlyMap<Hex, ReadonlyMap<Hex, number>>;
}

/** Upper case needs no table for these letters: what is none of the registry's ids is in no map. */
const keyOf = ({ country_code, party_id }: Party): string => `${country_code}${party_id}`.toUpperCase();

/** The maps behind a directory. Everything that it gives out is frozen by type and replaced, never changed. */
export function createDirectoryState() {
  const nodes = new Map<Hex, DirectoryNode>();
  const unusable = new Map<Hex, UnusableNode>();
  const records = new Map<Hex, PartyRecord>();
  const byAddress = new Map<Hex, DirectoryParty>();
  const byId = new Map<string, DirectoryParty>();
  const servedBy = new Map<Hex, Set<Hex>>();
  const byCertificate = new Map<Hex, Set<Hex>>();
  const services = new Map<Hex, DirectoryService>();
  const granted = new Map<Hex, Map<Hex, number>>();
  const lists = { parties: [] as readonly DirectoryParty[], nodes: [] as readonly DirectoryNode[] };

  function setNode(operator: Hex, node: DirectoryNode | UnusableNode | null): boolean {
    const before = nodes.get(operator);
    nodes.delete(operator);
    unusable.delete(operator);
    if (node && 'reason' in node) unusable.set(operator, node);
    else if (node) nodes.set(operator, before && isSame(before, node) ? before : node);
    return !isSame(before, nodes.get(operator));
  }

  function setRecord(address: Hex, record: PartyRecord | null): void {
    const before = records.get(address);
    if (before) {
      remove(servedBy, before.operator, address);
      if (before.certificate) remove(byCertificate, before.certificate, address);
      records.delete(address);
    }
    if (!record) {
      granted.delete(address);
      return;
    }
    records.set(address, record);
    add(servedBy, record.operator, address);
    if (record.certificate) add(byCertificate, record.certificate, address);
  }

  /** Makes a party anew from what is known. @returns the ids that this changes. */
  function renew(address: Hex): readonly Party[] {
    const before = byAddress.get(address);
    const record = records.get(address);
    const after = record && toParty(record, nodes.has(record.operator));
    if (isSame(before, after)) return [];
    byAddress.delete(address);
    // Its id may be another's already.
    if (before && byId.get(keyOf(before.id)) === before) byId.delete(keyOf(before.id));
    if (after) {
      byAddress.set(address, after);
      byId.set(keyOf(after.id), after);
    }
    return [before?.id, after?.id].filter((id) => id !== undefined);
  }

  function setAgreements(party: Hex, changes: ReadonlyMap<Hex, number>): boolean {
    if (!records.has(party)) return false;
    const known = granted.get(party) ?? new Map<Hex, number>();
    let changed = false;
    for (const [provider, permissions] of changes) {
      changed ||= (known.get(provider) ?? 0) !== permissions;
      if (permissions === 0) known.delete(provider);
      else known.set(provider, permissions);
    }
    if (known.size > 0) granted.set(party, known);
    else granted.delete(party);
    return changed;
  }

  /** All of it at once: nobody sees half of an update. */
  function apply(update: DirectoryUpdate): DirectoryChange {
    const ids = new Map<string, Party>();
    const note = (id: Party) => ids.set(keyOf(id), id);
    const operators = [...update.nodes]
      .filter(([operator, node]) => setNode(operator, node))
      .map(([operator]) => operator);
    for (const [address, record] of update.parties) setRecord(address, record);
    const stale = [...operators.flatMap((operator) => [...(servedBy.get(operator) ?? [])]), ...update.parties.keys()];
    // Those that lose an id come first: another may have it now.
    const gone = (address: Hex) => (records.has(address) ? 1 : 0);
    for (const address of [...new Set(stale)].sort((a, b) => gone(a) - gone(b))) renew(address).forEach(note);
    for (const [provider, service] of update.services) {
      if (service) services.set(provider, service);
      else services.delete(provider);
    }
    for (const [party, changes] of update.agreements) {
      if (setAgreements(party, changes)) note((records.get(party) as PartyRecord).id);
    }
    if (ids.size > 0) lists.parties = [...byAddress.values()];
    if (operators.length > 0) lists.nodes = [...nodes.values()];
    return { parties: [...ids.values()], operators };
  }

  /** As {@link apply}, for an update that names everything there is. */
  function replace(update: DirectoryUpdate): DirectoryChange {
    const without = <Value>(known: Iterable<Hex>, found: ReadonlyMap<Hex, Value>) =>
      new Map<Hex, Value | null>([...[...known].map((key) => [key, null] as const), ...found]);
    const agreements = new Map(
      [...granted].map(([party, known]) => [party, new Map([...known.keys()].map((provider) => [provider, 0]))]),
    );
    for (const [party, found] of update.agreements) {
      agreements.set(party, new Map([...(agreements.get(party) ?? []), ...found]));
    }
    return apply({
      nodes: without([...nodes.keys(), ...unusable.keys()], update.nodes),
      parties: without(records.keys(), update.parties),
      services: without(services.keys(), update.services),
      agreements,
    });
  }

  return {
    apply,
    replace,
    party: (id: Party) => byId.get(keyOf(id)) ?? null,
    partyAt: (address: Hex) => byAddress.get(lower(address)) ?? null,
    node: (operator: Hex) => nodes.get(lower(operator)) ?? null,
    service: (provider: Hex) => services.get(lower(provider)) ?? null,
    /** No more than the service asks for now. */
    agreement: (party: Hex, provider: Hex) =>
      (granted.get(lower(party))?.get(lower(provider)) ?? 0) & (services.get(lower(provider))?.permissions ?? 0),
    agreements: (party: Hex) => [...(granted.get(lower(party))?.keys() ?? [])],
    parties: () => lists.parties,
    nodes: () => lists.nodes,
    services: () => [...services.values()],
    unusable: () => [...unusable.values()],
    records: () => records.values() as Iterable<PartyRecord>,
    withCertificate: (certificate: Hex): Iterable<Hex> => byCertificate.get(certificate) ?? [],
    grantsTo: (provider: Hex) => [...granted].filter(([, known]) => known.has(provider)).map(([party]) => party),
  };
}

export type DirectoryState = ReturnType<typeof createDirectoryState>;

function toParty(record: PartyRecord, hasNode: boolean): DirectoryParty {
  const { address, id, roles, modules, operator, certificate, notAfter } = record;
  return { address, id, roles, modules, operator: hasNode ? operator : null, certificate, notAfter };
}

/** Whether two plain objects say the same. */
function isSame(a: unknown, b: unknown): boolean {
  return a === b || (a !== undefined && b !== undefined && JSON.stringify(a) === JSON.stringify(b));
}

const lower = (value: Hex): Hex => value.toLowerCase() as Hex;

function add<Key>(sets: Map<Key, Set<Hex>>, key: Key, member: Hex): void {
  const set = sets.get(key) ?? new Set<Hex>();
  sets.set(key, set.add(member));
}

function remove<Key>(sets: Map<Key, Set<Hex>>, key: Key, member: Hex): void {
  const set = sets.get(key);
  set?.delete(member);
  if (set?.size === 0) sets.delete(key);
}
