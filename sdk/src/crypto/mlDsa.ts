import { signatures } from '#signatures';
import { concat, fromHex, toHex } from '../bytes/index.ts';
import { keyAlgorithms } from './keyAlgorithms.ts';
import { loadPrivateKey } from './loadPrivateKey.ts';
import { offChainVerifier } from './offChainVerifiers.ts';
import { signatureAlgorithms } from './signatureAlgorithms.ts';
import type { Signer } from './signer.ts';

/** The parameter sets of FIPS 204. */
export type MlDsaAlgorithm = 'ML-DSA-44' | 'ML-DSA-65' | 'ML-DSA-87';

/**
 * An ML-DSA key, which no contract verifies: the signer is the algorithm's reserved address ‖ public key; signatures (FIPS 204, pure,
 * empty context, hedged) are of the digest's 32 bytes.
 *
 * @param seed ξ, 32 bytes (FIPS 204, algorithm 1).
 * @throws {ArgumentError} if it is no seed; the message does not contain it.
 * @example
 * ```ts
 * const service = mlDsaSigner(seed, 'ML-DSA-65');
 * service.signer; // '0x…', 1,972 bytes
 * ```
 */
export function mlDsaSigner(seed: Uint8Array, algorithm: MlDsaAlgorithm): Signer & { readonly publicKey: Uint8Array } {
  const key = loadPrivateKey(algorithm, algorithm, seed);
  return {
    signer: toHex(concat(fromHex(offChainVerifier(algorithm)), key.publicKey)),
    algorithm,
    publicKey: key.publicKey,
    async sign(digest) {
      return toHex(key.sign(fromHex(digest, { field: 'digest', size: 32 })));
    },
  };
}

/** Whether a signature of the 32 bytes of a digest is the key's (FIPS 204, algorithm 3, empty context). */
export function verifyMlDsa(
  algorithm: MlDsaAlgorithm,
  key: Uint8Array,
  digest: Uint8Array,
  signature: Uint8Array,
): boolean {
  const [publicKeySize] = keyAlgorithms[algorithm].publicKeySizes;
  if (key.length !== publicKeySize || signature.length !== signatureAlgorithms[algorithm].signatureSize) return false;
  return signatures[algorithm].verify(key, digest, signature);
}
