import { Quorum } from '@gridseal/sdk/quorum';
import { useNetwork } from '../../../data/index.ts';
import { useNested } from './useNested.ts';

/** Pairs of keys that nobody has created yet. */
export function useMissing(pairs: readonly Quorum.Quorum[]): readonly Quorum.Quorum[] {
  const { addresses } = useNetwork();
  const members = pairs.map((pair) => ({ signer: Quorum.signer(addresses.quorumRegistry, Quorum.id(pair)) }));
  const { quorums, isReady } = useNested(members);
  return isReady ? pairs.filter((pair) => !quorums.has(Quorum.id(pair))) : [];
}
