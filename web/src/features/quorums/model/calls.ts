import { quorumRegistryAbi } from '@gridseal/sdk/abi';
import type { Hex } from '@gridseal/sdk/bytes';
import { contractCall, type Transaction } from '@gridseal/sdk/chain';
import type { Quorum } from '@gridseal/sdk/quorum';

/** The transaction that creates a quorum; anyone may send it. */
export function createCall(registry: Hex, definition: Quorum.Quorum): Transaction {
  const { members, threshold, revocationThreshold, salt } = definition;
  const values = [members, threshold, revocationThreshold, salt] as const;
  return contractCall(registry, quorumRegistryAbi, 'createQuorum', values);
}
