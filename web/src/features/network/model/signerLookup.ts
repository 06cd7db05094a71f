import type { MessageInspector } from '@gridseal/sdk/ocn/signature';
import { partyKey } from '@gridseal/sdk/protocol/ocpi';
import type { RegistryView } from '../../../data/index.ts';

/** Tells who signers are, by what the page knows of the registry. */
export function signerLookup({ nodes, parties }: RegistryView): MessageInspector.SignerLookup {
  const known = nodes.flatMap(({ operator, url, key }) => (key === null ? [] : [{ operator, url, key }]));
  return {
    party: (id) => parties.find((party) => partyKey(party.id) === partyKey(id)) ?? null,
    partyAt: (address) => parties.find((party) => party.address === address.toLowerCase()) ?? null,
    node: (operator) => known.find((node) => node.operator === operator.toLowerCase()) ?? null,
    nodes: () => known,
  };
}
