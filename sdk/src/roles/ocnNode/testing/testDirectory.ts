import type { Hex } from '../../../bytes/index.ts';
import type { DirectoryChange, DirectoryNode, DirectoryParty, NodeDirectory } from '../../../chain/index.ts';
import { type Party, partyKey, type Role, sameParty } from '../../../protocol/ocpi/index.ts';

const allModules = ['cdrs', 'chargingprofiles', 'commands', 'locations', 'sessions', 'tariffs', 'tokens'] as const;

/** A registry in memory that tests write to. */
export interface TestDirectory extends NodeDirectory {
  setNode(node: DirectoryNode): void;
  /** What is left out is everything: all modules on both sides, and an end that is far away. */
  setParty(id: Party, operator: Hex | null, roles: readonly Role[], more?: Partial<DirectoryParty>): DirectoryParty;
  removeParty(id: Party): void;
  /** @param permissions Bit n is permission n. */
  setAgreement(party: Hex, provider: Hex, permissions: number): void;
}

export function createTestDirectory(): TestDirectory {
  const nodes = new Map<Hex, DirectoryNode>();
  const parties = new Map<string, DirectoryParty>();
  const agreements = new Map<Hex, Map<Hex, number>>();
  const listeners = new Set<(change: DirectoryChange) => void>();
  const tell = (change: Partial<DirectoryChange>) => {
    for (const listener of listeners) listener({ parties: [], operators: [], ...change });
  };
  return {
    party: (id) => parties.get(partyKey(id)) ?? null,
    partyAt: (address) => [...parties.values()].find((one) => one.address === address) ?? null,
    node: (operator) => nodes.get(operator) ?? null,
    service: () => null,
    agreement: (party, provider) => agreements.get(party)?.get(provider) ?? 0,
    agreements: (party) => [...(agreements.get(party)?.keys() ?? [])],
    parties: () => [...parties.values()],
    nodes: () => [...nodes.values()],
    services: () => [],
    asOf: () => ({ block: 1, time: 1_790_000_000 }),
    refresh: async () => undefined,
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    setNode(node) {
      nodes.set(node.operator, node);
      tell({ operators: [node.operator] });
    },
    setParty(id, operator, roles, more = {}) {
      const known = [...parties.values()].find((one) => sameParty(one.id, id));
      const party: DirectoryParty = {
        address: known?.address ?? `0x${(parties.size + 1).toString(16).padStart(40, '0')}`,
        id,
        roles,
        modules: { SENDER: allModules, RECEIVER: allModules },
        operator,
        certificate: null,
        notAfter: 4_000_000_000,
        ...more,
      };
      parties.set(partyKey(id), party);
      tell({ parties: [id] });
      return party;
    },
    setAgreement(party, provider, permissions) {
      agreements.set(party, new Map(agreements.get(party)).set(provider, permissions));
    },
    removeParty(id) {
      parties.delete(partyKey(id));
      tell({ parties: [id] });
    },
  };
}
