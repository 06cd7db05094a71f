import { hashTypedData } from 'viem/utils';
import { type Hex, toHex } from '../bytes/index.ts';
import type { SignableTypedData } from '../crypto/index.ts';

/** What an authority signs: one root for all manifests of an epoch. */
export interface SignedRoot {
  readonly chainId: number;
  /** Address of `KeyAnnouncements`. */
  readonly announcements: Hex;
  /** The authority's ERC-7913 signer, not its id. */
  readonly authority: Hex;
  readonly subject: Hex;
  readonly epoch: number;
  readonly root: Uint8Array;
}

/**
 * The typed data `Manifests(bytes authority,bytes32 subject,uint64 epoch,bytes32 root)` in the domain of KeyAnnouncements
 * (docs/spec/approval.md), as a wallet shows it.
 *
 * @see EIP-712
 */
export function manifestsTypedData({ chainId, announcements, authority, subject, epoch, root }: SignedRoot) {
  // A mixed-case address would be held to its checksum; it is the bytes that count.
  const verifyingContract = announcements.toLowerCase() as Hex;
  return {
    domain: { name: 'KeyAnnouncements', version: '1', chainId, verifyingContract },
    types: {
      Manifests: [
        { name: 'authority', type: 'bytes' },
        { name: 'subject', type: 'bytes32' },
        { name: 'epoch', type: 'uint64' },
        { name: 'root', type: 'bytes32' },
      ],
    },
    primaryType: 'Manifests',
    message: { authority, subject, epoch: BigInt(epoch), root: toHex(root) },
  } as const satisfies SignableTypedData;
}

/** The 32-byte digest of `manifestsTypedData`. */
export function manifestsDigest(signed: SignedRoot): Hex {
  return hashTypedData(manifestsTypedData(signed));
}
