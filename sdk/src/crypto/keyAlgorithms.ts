/** What is known of a key algorithm without holding a key of it. */
export interface KeyAlgorithmInfo {
  /** The sizes that a raw public key may have, in bytes. */
  readonly publicKeySizes: readonly number[];
  /** What a key of the algorithm is good for. */
  readonly purpose: 'sign' | 'encrypt' | 'both';
}

/**
 * The algorithm names of certificates, each with the sizes of its raw public key: SEC 1 points for the Weierstrass curves
 * (compressed or uncompressed for secp256k1, uncompressed for P-256 and P-521), the standards' own encodings for the others
 * (RFC 8032, RFC 7748, FIPS 203, FIPS 204, FIPS 205, draft-ietf-hpke-pq).
 *
 * @example `keyAlgorithms['MLKEM768-X25519'].publicKeySizes // [1216]`
 */
export const keyAlgorithms = {
  secp256k1: { publicKeySizes: [33, 65], purpose: 'sign' },
  'P-256': { publicKeySizes: [65], purpose: 'both' },
  'P-521': { publicKeySizes: [133], purpose: 'both' },
  Ed25519: { publicKeySizes: [32], purpose: 'sign' },
  X25519: { publicKeySizes: [32], purpose: 'encrypt' },
  'ML-KEM-768': { publicKeySizes: [1184], purpose: 'encrypt' },
  'MLKEM768-X25519': { publicKeySizes: [1216], purpose: 'encrypt' },
  'ML-DSA-44': { publicKeySizes: [1312], purpose: 'sign' },
  'ML-DSA-65': { publicKeySizes: [1952], purpose: 'sign' },
  'ML-DSA-87': { publicKeySizes: [2592], purpose: 'sign' },
  'SLH-DSA-SHA2-128s': { publicKeySizes: [32], purpose: 'sign' },
} as const satisfies Record<string, KeyAlgorithmInfo>;

/** The name of a key algorithm, as certificates spell it. */
export type KeyAlgorithm = keyof typeof keyAlgorithms;

/** Whether `value` is the name of a known key algorithm. */
export function isKeyAlgorithm(value: unknown): value is KeyAlgorithm {
  return typeof value === 'string' && Object.hasOwn(keyAlgorithms, value);
}
