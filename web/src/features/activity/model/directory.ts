import type { Hex } from '@gridseal/sdk/bytes';
import { useMemo } from 'react';
import { keccak256 } from 'viem/utils';
import { type QuorumRecord, useNetwork, useQuorums } from '../../../data/index.ts';

/** Whom an id stands for: a quorum, or a signer. */
export type Known = { readonly quorum: Hex } | { readonly signer: Hex };

/** Finds who is behind the hashes that announcements and claims name. */
export type Directory = ReadonlyMap<Hex, Known>;

/** The id of a signer, as the SDK's `signerId`: this one is in the landing page's script already. */
const idOf = (signer: Hex): Hex => keccak256(signer);

/**
 * Every quorum, and every member of one, by keccak256 of its ERC-7913 bytes.
 *
 * @example
 * ```ts
 * directoryOf(quorums).get(event.authority); // { quorum: '0x12…' }
 * ```
 */
export function directoryOf(quorums: readonly Pick<QuorumRecord, 'id' | 'signer' | 'state'>[]): Directory {
  const directory = new Map<Hex, Known>();
  for (const { state } of quorums) {
    for (const { signer } of state.members) directory.set(idOf(signer), { signer: signer.toLowerCase() as Hex });
  }
  // A quorum that is a member of another is a quorum first of all.
  for (const { id, signer } of quorums) directory.set(idOf(signer), { quorum: id });
  return directory;
}

/** All ids that one quorum goes by: its own, as a signer, and as an authority. */
export function namesOfQuorum(quorum: Hex, registry: string): readonly Hex[] {
  const signer = `${registry.toLowerCase()}${quorum.slice(2)}` as Hex;
  return [quorum, ...namesOfSigner(signer)];
}

/** All ids that a signer goes by: its bytes, and as an authority or a device. */
export function namesOfSigner(signer: Hex): readonly Hex[] {
  return [signer, idOf(signer)];
}

/** The directory of the quorums that are known now. */
export function useDirectory(): Directory {
  const { chainId } = useNetwork();
  const quorums = useQuorums({ limit: 1_000 }).data?.items;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another network has other quorums.
  return useMemo(() => directoryOf(quorums ?? []), [quorums, chainId]);
}
