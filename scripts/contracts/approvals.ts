import {
  concat,
  encodeAbiParameters,
  type Hex,
  keccak256,
  numberToHex,
  parseAbiParameters,
  parseSignature,
  serializeCompactSignature,
  signatureToCompactSignature,
  size,
} from 'viem';
import type { Member } from './typed-data.ts';

/** Packed approvals (docs/spec/approval.md): `uint8 index ‖ uint24 length ‖ signature`, in ascending order of the index. */
export function packApprovals(approvals: readonly { index: number; signature: Hex }[]): Hex {
  const sorted = [...approvals].sort((a, b) => a.index - b.index);
  return concat(
    sorted.flatMap(({ index, signature }) => [
      numberToHex(index, { size: 1 }),
      numberToHex(size(signature), { size: 3 }),
      signature,
    ]),
  );
}

/** The 64-byte form of a 65-byte ECDSA signature (EIP-2098). */
export function compactSignature(signature: Hex): Hex {
  return serializeCompactSignature(signatureToCompactSignature(parseSignature(signature)));
}

/** Members in the order that the registry asks for: by keccak256 of the signer. */
export function orderMembers(members: readonly Member[]): Member[] {
  return [...members].sort((a, b) => (BigInt(keccak256(a.signer)) < BigInt(keccak256(b.signer)) ? -1 : 1));
}

/** The id of a quorum: it commits to version 1 on every chain alike. */
export function quorumId(members: readonly Member[], threshold: number, revocationThreshold: number, salt: Hex): Hex {
  const parameters = parseAbiParameters('(bytes signer, uint16 weight)[], uint16, uint16, bytes32');
  return keccak256(encodeAbiParameters(parameters, [members, threshold, revocationThreshold, salt]));
}
