import { type Hex, utf8Encode } from '../bytes/index.ts';
import { keccak256Hex } from './hash.ts';

/** The algorithms that everybody knows off chain, and that no contract verifies. */
export const offChainAlgorithms = ['Ed25519', 'ML-DSA-44', 'ML-DSA-65', 'ML-DSA-87'] as const;
export type OffChainAlgorithm = (typeof offChainAlgorithms)[number];

/**
 * The reserved address that stands where a verifier would: the last 20 bytes of keccak256("gridseal/off-chain-verifier/" ‖
 * algorithm). Nobody can deploy there, so a chain never accepts such a signer (docs/decisions/0007-reserved-verifiers.md).
 *
 * @example `offChainVerifier('ML-DSA-65') // '0x…', the same everywhere`
 */
export function offChainVerifier(algorithm: OffChainAlgorithm): Hex {
  return `0x${keccak256Hex(utf8Encode(`gridseal/off-chain-verifier/${algorithm}`)).slice(-40)}`;
}

const byAddress: ReadonlyMap<string, OffChainAlgorithm> = new Map(
  offChainAlgorithms.map((algorithm) => [offChainVerifier(algorithm), algorithm]),
);

/**
 * The algorithm of a signer that counts off chain alone, or null for all others.
 *
 * @param signer ERC-7913 bytes.
 * @example `offChainAlgorithmOf(member.signer) // 'ML-DSA-65'`
 */
export function offChainAlgorithmOf(signer: Hex): OffChainAlgorithm | null {
  return signer.length > 42 ? (byAddress.get(signer.slice(0, 42).toLowerCase()) ?? null) : null;
}
