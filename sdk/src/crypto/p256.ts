import { p256 } from '@noble/curves/nist.js';
import { concat, fromHex, type Hex, toHex } from '../bytes/index.ts';
import { ArgumentError } from '../errors/index.ts';
import type { Signer } from './signer.ts';

/**
 * A P-256 key behind OpenZeppelin's `ERC7913P256Verifier`: the signer is verifier ‖ x ‖ y, signatures are r ‖ s over the digest
 * itself, 64 bytes, deterministic (RFC 6979), s in the lower half.
 *
 * @param privateKey 32 bytes; kept.
 * @param verifier The verifier's address on the chains where this key is to count.
 * @throws {ArgumentError} if it is not a private key; the message does not contain it.
 * @example
 * ```ts
 * const device = p256Signer(privateKey, '0x…');
 * device.signer; // '0x…', 84 bytes
 * ```
 */
export function p256Signer(privateKey: Uint8Array, verifier: Hex): Signer & { readonly publicKey: Uint8Array } {
  if (!p256.utils.isValidSecretKey(privateKey)) {
    throw new ArgumentError('is not a P-256 private key', { field: 'privateKey' });
  }
  const publicKey = p256.getPublicKey(privateKey, false);
  return {
    signer: toHex(concat(fromHex(verifier, { field: 'verifier', size: 20 }), publicKey.subarray(1))),
    algorithm: 'P-256',
    publicKey,
    async sign(digest) {
      const bytes = fromHex(digest, { field: 'digest', size: 32 });
      return toHex(p256.sign(bytes, privateKey, { prehash: false, lowS: true }));
    },
  };
}

const uncompressed = Uint8Array.of(4);

/**
 * Whether `ERC7913P256Verifier` accepts: the key is a point of 64 bytes, the signature has at least 64 (more are ignored), s is
 * in the lower half.
 */
export function verifyP256(key: Uint8Array, digest: Uint8Array, signature: Uint8Array): boolean {
  if (key.length !== 64 || signature.length < 64) return false;
  try {
    return p256.verify(signature.subarray(0, 64), digest, concat(uncompressed, key), { prehash: false, lowS: true });
  } catch {
    return false;
  }
}
