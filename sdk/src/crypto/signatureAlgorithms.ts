import type { KeyAlgorithm } from './keyAlgorithms.ts';

/** Sizes of an algorithm's raw private key and of its signatures, in bytes. */
export interface SignatureAlgorithmInfo {
  readonly privateKeySize: number;
  readonly signatureSize: number;
}

/**
 * The algorithms that sign, with the raw private keys that the SDK takes:
 *
 * - secp256k1, P-256, P-521: the scalar, big-endian, as long as the order (SEC 1, section 2.3.7; RFC 5915);
 * - Ed25519: the 32 bytes of RFC 8032, section 5.1.5;
 * - ML-DSA: the seed ξ (FIPS 204, algorithm 1);
 * - SLH-DSA: SK.seed ‖ SK.prf ‖ PK.seed ‖ PK.root (FIPS 205, section 9.1).
 *
 * @example `signatureAlgorithms['ML-DSA-65'].signatureSize // 3309`
 */
export const signatureAlgorithms = {
  secp256k1: { privateKeySize: 32, signatureSize: 65 },
  'P-256': { privateKeySize: 32, signatureSize: 64 },
  'P-521': { privateKeySize: 66, signatureSize: 132 },
  Ed25519: { privateKeySize: 32, signatureSize: 64 },
  'ML-DSA-44': { privateKeySize: 32, signatureSize: 2420 },
  'ML-DSA-65': { privateKeySize: 32, signatureSize: 3309 },
  'ML-DSA-87': { privateKeySize: 32, signatureSize: 4627 },
  'SLH-DSA-SHA2-128s': { privateKeySize: 64, signatureSize: 7856 },
} as const satisfies Partial<Record<KeyAlgorithm, SignatureAlgorithmInfo>>;

/** The name of an algorithm that signs. */
export type SignatureAlgorithm = keyof typeof signatureAlgorithms;

/** Whether `value` is the name of an algorithm that signs. */
export function isSignatureAlgorithm(value: unknown): value is SignatureAlgorithm {
  return typeof value === 'string' && Object.hasOwn(signatureAlgorithms, value);
}
