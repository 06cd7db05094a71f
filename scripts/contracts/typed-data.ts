import type { Address, Hex, TypedDataDomain } from 'viem';

/** The EIP-712 structs of `QuorumRegistry`; source: docs/spec/approval.md. */
export const quorumTypes = {
  Endorsement: [
    { name: 'certificate', type: 'bytes32' },
    { name: 'quorum', type: 'bytes32' },
    { name: 'version', type: 'uint32' },
    { name: 'deadline', type: 'uint64' },
  ],
  Revocation: [
    { name: 'certificate', type: 'bytes32' },
    { name: 'quorum', type: 'bytes32' },
    { name: 'version', type: 'uint32' },
    { name: 'reason', type: 'uint8' },
    { name: 'deadline', type: 'uint64' },
  ],
  Rotation: [
    { name: 'quorum', type: 'bytes32' },
    { name: 'version', type: 'uint32' },
    { name: 'members', type: 'Member[]' },
    { name: 'threshold', type: 'uint16' },
    { name: 'revocationThreshold', type: 'uint16' },
    { name: 'deadline', type: 'uint64' },
  ],
  Member: [
    { name: 'signer', type: 'bytes' },
    { name: 'weight', type: 'uint16' },
  ],
  QuorumApproval: [
    { name: 'quorum', type: 'bytes32' },
    { name: 'version', type: 'uint32' },
    { name: 'digest', type: 'bytes32' },
  ],
} as const;

/** The EIP-712 structs of `KeyAnnouncements`; source: docs/spec/approval.md. */
export const announcementTypes = {
  Announcement: [
    { name: 'authority', type: 'bytes' },
    { name: 'subject', type: 'bytes32' },
    { name: 'epoch', type: 'uint64' },
    { name: 'digest', type: 'bytes32' },
    { name: 'kind', type: 'uint8' },
    { name: 'codec', type: 'uint8' },
    { name: 'notBefore', type: 'uint64' },
    { name: 'notAfter', type: 'uint64' },
    { name: 'deadline', type: 'uint64' },
  ],
  Withdrawal: [
    { name: 'authority', type: 'bytes' },
    { name: 'subject', type: 'bytes32' },
    { name: 'epoch', type: 'uint64' },
    { name: 'deadline', type: 'uint64' },
  ],
  Claim: [
    { name: 'device', type: 'bytes' },
    { name: 'authority', type: 'bytes32' },
    { name: 'subject', type: 'bytes32' },
    { name: 'epoch', type: 'uint64' },
    { name: 'record', type: 'bytes32' },
    { name: 'deadline', type: 'uint64' },
  ],
} as const;

/** The EIP-712 domain of one of the two contracts. */
export function domainOf(
  name: 'QuorumRegistry' | 'KeyAnnouncements',
  chainId: number,
  verifyingContract: Address,
): TypedDataDomain & { chainId: number; verifyingContract: Address } {
  return { name, version: '1', chainId, verifyingContract };
}

/** A member of a quorum as the contracts take it. */
export type Member = { signer: Hex; weight: number };
