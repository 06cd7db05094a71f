import { secp256k1 } from '@noble/curves/secp256k1.js';
import { primitives } from '#primitives';
import { compareBytes, fromHex, type Hex, toHex } from '../bytes/index.ts';
import { ArgumentError } from '../errors/index.ts';
import { keccak256 } from './hash.ts';
import type { Signer } from './signer.ts';

/** The address of an uncompressed or compressed secp256k1 public key (Ethereum yellow paper, appendix F), in lower case. */
export function addressOf(publicKey: Uint8Array): Hex {
  const uncompressed = secp256k1.Point.fromBytes(publicKey).toBytes(false);
  return toHex(keccak256(uncompressed.subarray(1)).subarray(12));
}

/**
 * A wallet whose key is at hand: signatures are r ‖ s ‖ v, 65 bytes, deterministic (RFC 6979), s in the lower half.
 *
 * @param privateKey 32 bytes; kept, so wipe it only when the signer is no longer used.
 * @throws {ArgumentError} if it is not a private key; the message does not contain it.
 * @example
 * ```ts
 * const wallet = secp256k1Signer(privateKey);
 * await wallet.sign(digest); // '0x…', 65 bytes
 * ```
 */
export function secp256k1Signer(privateKey: Uint8Array): Signer & { readonly publicKey: Uint8Array } {
  if (!secp256k1.utils.isValidSecretKey(privateKey)) {
    throw new ArgumentError('is not a secp256k1 private key', { field: 'privateKey' });
  }
  const publicKey = secp256k1.getPublicKey(privateKey, true);
  return {
    signer: addressOf(publicKey),
    algorithm: 'secp256k1',
    publicKey,
    async sign(digest) {
      const bytes = fromHex(digest, { field: 'digest', size: 32 });
      const recovered = secp256k1.sign(bytes, privateKey, { prehash: false, lowS: true, format: 'recovered' });
      const signature = new Uint8Array(65);
      signature.set(recovered.subarray(1));
      signature[64] = 27 + (recovered[0] as number);
      return toHex(signature);
    },
  };
}

/** n / 2, rounded down (SEC 2, section 2.4.1). */
const HALF_ORDER = fromHex('0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0');

/**
 * The address whose key made a signature, or null for what ecrecover and OpenZeppelin's ECDSA refuse: a wrong length, v other
 * than 27 or 28, s in the upper half, r or s out of range. 64 bytes are the compact form (EIP-2098).
 */
export function recoverAddress(digest: Uint8Array, signature: Uint8Array): Hex | null {
  const split = splitSignature(signature);
  if (split === null || isAboveHalfOrder(split.compact.subarray(32))) return null;
  const publicKey = primitives.recoverSecp256k1(digest, split.compact, split.recoveryId);
  return publicKey === null ? null : toHex(keccak256(publicKey.subarray(1)).subarray(12));
}

function splitSignature(signature: Uint8Array): { readonly compact: Uint8Array; readonly recoveryId: number } | null {
  if (signature.length === 65) {
    const v = signature[64];
    return v === 27 || v === 28 ? { compact: signature.subarray(0, 64), recoveryId: v - 27 } : null;
  }
  if (signature.length !== 64) return null;
  const compact = Uint8Array.from(signature);
  const recoveryId = (compact[32] as number) >> 7;
  compact[32] = (compact[32] as number) & 0x7f;
  return { compact, recoveryId };
}

function isAboveHalfOrder(s: Uint8Array): boolean {
  return compareBytes(s, HALF_ORDER) > 0;
}
