import type { Hex } from '@gridseal/sdk/bytes';
import { OcpiId } from '@gridseal/sdk/ocn/registry';
import { type Party, partyKey } from '@gridseal/sdk/protocol/ocpi';
import type { RegistryView } from '../../data/index.ts';
import type { Found } from './find.ts';
import type { Query } from './query.ts';

/** Reads the registry of the charging network; null if there is none. */
export type ReadRegistry = () => Promise<Pick<RegistryView, 'nodes' | 'parties'> | null>;

/** The parties and nodes of the charging network that a query names. The registry is read for what looks like one of them alone. */
export async function findInNetwork(query: Query, read: ReadRegistry): Promise<readonly Found[]> {
  const owner = query.is === 'signer' && query.signer.length === 42 ? query.signer : null;
  const id = 'text' in query ? idIn(query.text) : null;
  const host = query.is === 'text' && /\S\.\S/.test(query.text) ? query.text.toLowerCase() : null;
  if (owner === null && id === null && host === null) return [];
  const view = await Promise.race([read(), tooLate()]);
  if (!view) return [];
  const parties = view.parties.filter(
    (one) => one.address === owner || (id !== null && partyKey(one.id) === partyKey(id)),
  );
  const nodes = view.nodes.filter(
    (one) => one.operator === owner || (host !== null && one.url.toLowerCase().includes(host)),
  );
  return [...parties.map(({ id }) => toParty(id)), ...nodes.slice(0, few).map(toNode)];
}

const few = 6;
/** What else is found does not wait for a registry that is still being read, or cannot be. */
const patienceMs = 2_500;

function tooLate(): Promise<null> {
  return new Promise((resolve) => setTimeout(() => resolve(null), patienceMs));
}

function toParty(id: Party): Found {
  return { kind: 'party', to: `/network/parties/${partyKey(id)}`, name: partyKey(id), id: null };
}

function toNode({ operator, url }: { readonly operator: Hex; readonly url: string }): Found {
  return { kind: 'node', to: `/network/nodes/${operator}`, name: url, id: operator };
}

function idIn(text: string): Party | null {
  try {
    return OcpiId.parse(text.trim());
  } catch {
    return null;
  }
}
