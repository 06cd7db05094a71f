import type { Hex } from '@gridseal/sdk/bytes';
import { Quorum } from '@gridseal/sdk/quorum';
import { useQuery } from '@tanstack/react-query';
import { type DataClient, type QuorumRecord, useDataClient, useIndex, useNetwork } from '../../../data/index.ts';

/** A quorum may have 64 members that are quorums, each with as many: beyond this many nobody reads on. */
const MOST = 256;
const MAX_DEPTH = 4;

type Members = readonly { readonly signer: Hex }[];

/** The quorums behind members, behind their members, and so on, as they are now; by id. */
export function useNested(members: Members): Nested {
  const client = useDataClient();
  const { chainId, addresses } = useNetwork();
  const { revision } = useIndex();
  const ids = idsIn(members, addresses.quorumRegistry);
  const { data, isPlaceholderData } = useQuery({
    queryKey: ['quorums', 'nested', chainId, revision, ids],
    queryFn: () => nestedQuorums(client, addresses.quorumRegistry, ids),
    enabled: ids.length > 0,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    placeholderData: (before: ReadonlyMap<Hex, QuorumRecord> | undefined) => before,
  });
  if (ids.length === 0) return { quorums: NONE, isReady: true };
  return { quorums: data ?? NONE, isReady: data !== undefined && !isPlaceholderData };
}

export interface Nested {
  readonly quorums: ReadonlyMap<Hex, QuorumRecord>;
  /** False while they are being asked for. */
  readonly isReady: boolean;
}

const NONE: ReadonlyMap<Hex, QuorumRecord> = new Map();

async function nestedQuorums(
  client: Pick<DataClient, 'quorum'>,
  registry: Hex,
  first: readonly Hex[],
): Promise<ReadonlyMap<Hex, QuorumRecord>> {
  const found = new Map<Hex, QuorumRecord>();
  let level = first;
  for (let depth = 0; depth < MAX_DEPTH && level.length > 0; depth++) {
    const fresh = level.filter((id) => !found.has(id)).slice(0, MOST - found.size);
    const records = (await Promise.all(fresh.map((id) => client.quorum(id)))).filter((one) => one !== null);
    for (const record of records) found.set(record.id, record);
    level = [...new Set(records.flatMap(({ state }) => idsIn(state.members, registry)))];
  }
  return found;
}

function idsIn(members: Members, registry: Hex): readonly Hex[] {
  return members.flatMap(({ signer }) => Quorum.idOfSigner(registry, signer) ?? []);
}
