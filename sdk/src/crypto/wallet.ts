import { secp256k1 } from '@noble/curves/secp256k1.js';
import { fromHex, type Hex, toHex } from '../bytes/index.ts';
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

const HALF_ORDER = secp256k1.Point.CURVE().n >> 1n;

/**
 * The address whose key made a signature, or null for what ecrecover and OpenZeppelin's ECDSA refuse: a wrong length, v other
 * than 27 or 28, s in the upper half, r or s out of range. 64 bytes are the compact form (EIP-2098).
 */
export function recoverAddress(digest: Uint8Array, signature: Uint8Array): Hex | null {
  const recovered = new Uint8Array(65);
  if (signature.length === 65) {
    const v = signature[64];
    if (v !== 27 && v !== 28) return null;
    recovered[0] = v - 27;
    recovered.set(signature.subarray(0, 64), 1);
  } else if (signature.length === 64) {
    recovered.set(signature, 1);
    recovered[0] = (signature[32] as number) >> 7;
    recovered[33] = (signature[32] as number) & 0x7f;
  } else {
    return null;
  }
  try {
    if (secp256k1.Signature.fromBytes(recovered, 'recovered').s > HALF_ORDER) return null;
    return addressOf(secp256k1.recoverPublicKey(recovered, digest, { prehash: false }));
  } catch {
    return null;
  }
}
