import type { MlDsaAlgorithm } from './mlDsa.ts';

/**
 * The expanded private key that a seed makes (FIPS 204, algorithm 6), for comparison with the one in a file; wipe it afterwards.
 *
 * @example `(await expandMlDsaSeed('ML-DSA-65', seed)).length // 4032`
 */
export async function expandMlDsaSeed(algorithm: MlDsaAlgorithm, seed: Uint8Array): Promise<Uint8Array> {
  const { ml_dsa44, ml_dsa65, ml_dsa87 } = await import('@noble/post-quantum/ml-dsa.js');
  const schemes = { 'ML-DSA-44': ml_dsa44, 'ML-DSA-65': ml_dsa65, 'ML-DSA-87': ml_dsa87 } as const;
  return schemes[algorithm].keygen(seed).secretKey;
}
