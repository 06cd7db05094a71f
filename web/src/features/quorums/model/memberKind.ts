import type { Hex } from '@gridseal/sdk/bytes';
import { type ChainAddresses, verifiersOf } from '@gridseal/sdk/chain';
import { type KnownVerifiers, offChainAlgorithmOf } from '@gridseal/sdk/crypto';
import { Quorum } from '@gridseal/sdk/quorum';

/** What a member approves with. `unknown`: a verifier that this page does not know. */
export type MemberKind = 'wallet' | 'quorum' | 'offChain' | 'unknown' | keyof KnownVerifiers;

export interface KnownMember {
  readonly kind: MemberKind;
  /** Of a member that is a quorum of this registry. */
  readonly quorum?: Hex;
  /** Of a key that no chain verifies. */
  readonly algorithm?: string;
}

const WALLET = 2 + 2 * 20;

/** @param signer ERC-7913 bytes, in any case. */
export function memberKind(signer: Hex, addresses: ChainAddresses): KnownMember {
  if (signer.length === WALLET) return { kind: 'wallet' };
  const quorum = Quorum.idOfSigner(addresses.quorumRegistry, signer);
  if (quorum) return { kind: 'quorum', quorum };
  const algorithm = offChainAlgorithmOf(signer);
  if (algorithm) return { kind: 'offChain', algorithm };
  const verifier = signer.slice(0, WALLET).toLowerCase();
  const known = Object.entries(verifiersOf(addresses)).find(([, address]) => address?.toLowerCase() === verifier);
  return { kind: known ? (known[0] as keyof KnownVerifiers) : 'unknown' };
}
