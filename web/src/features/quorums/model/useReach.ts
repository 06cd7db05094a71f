import type { Hex } from '@gridseal/sdk/bytes';
import { absentVerifiers } from '@gridseal/sdk/chain';
import { Quorum, type QuorumRules, type QuorumState, type Reach, reachOf } from '@gridseal/sdk/quorum';
import { useQuery } from '@tanstack/react-query';
import { useChain, useNetwork } from '../../../data/index.ts';
import { memberKind } from './memberKind.ts';
import { useNested } from './useNested.ts';

/** How far a quorum gets on this network, and with which members it does not. */
export interface ReachHere extends Reach {
  /** Verifiers, in lower case, that do not stand on this chain. */
  readonly absent: ReadonlySet<Hex>;
  /** Members that are quorums which nobody created. */
  readonly unknown: readonly Hex[];
}

/**
 * Asks the chain which verifiers it has, and the index how nested quorums stand. What could not be asked is taken to be there.
 *
 * @param pairs Quorums that are to be created together with this one.
 */
export function useReach(rules: QuorumRules, pairs: readonly Quorum.Quorum[] = []): ReachHere {
  const { addresses } = useNetwork();
  const absent = useAbsent(rules);
  const { quorums: nested, isReady } = useNested(rules.members);
  const registry = addresses.quorumRegistry;
  const quorums = new Map<Hex, QuorumState>([...nested].map(([id, { state }]) => [id, state]));
  for (const pair of pairs) quorums.set(Quorum.id(pair), Quorum.firstState(pair));
  const unknown = rules.members.flatMap(({ signer }) => {
    const id = Quorum.idOfSigner(registry, signer);
    return id && isReady && !quorums.has(id) ? [signer] : [];
  });
  return { ...reachOf(rules, { registry, quorums, absent }), absent, unknown };
}

const NONE: ReadonlySet<Hex> = new Set();

function useAbsent({ members }: Pick<QuorumRules, 'members'>): ReadonlySet<Hex> {
  const { addresses, chainId } = useNetwork();
  const chain = useChain().data;
  // Those of the deployment are asked, too: a chain without its rules has not all of them.
  const keys = members.filter(
    ({ signer }) => !['wallet', 'quorum', 'offChain'].includes(memberKind(signer, addresses).kind),
  );
  const verifiers = [...new Set(keys.map(({ signer }) => signer.slice(0, 42).toLowerCase()))].sort();
  const { data } = useQuery({
    queryKey: ['quorums', 'absent', chainId, verifiers],
    queryFn: ({ signal }) => absentVerifiers(chain as NonNullable<typeof chain>, keys, signal),
    enabled: chain !== undefined && keys.length > 0,
    staleTime: 600_000,
    retry: false,
  });
  return keys.length > 0 ? (data ?? NONE) : NONE;
}
