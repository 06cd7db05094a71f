import { secp256k1 } from '@noble/curves/secp256k1.js';

/**
 * The uncompressed public key (65 bytes) that made a signature of a digest, or null if none can have (SEC 1, section 4.1.6).
 *
 * @param signature r ‖ s, 64 bytes.
 * @param recoveryId 0 or 1: the parity of R's y.
 */
export function recoverByNoble(digest: Uint8Array, signature: Uint8Array, recoveryId: number): Uint8Array | null {
  const recovered = new Uint8Array(65);
  recovered[0] = recoveryId;
  recovered.set(signature, 1);
  try {
    const publicKey = secp256k1.recoverPublicKey(recovered, digest, { prehash: false });
    return secp256k1.Point.fromBytes(publicKey).toBytes(false);
  } catch {
    return null;
  }
}
