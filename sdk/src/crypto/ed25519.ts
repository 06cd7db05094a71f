import { signatures } from '#signatures';
import { compareBytes, concat, fromHex, toHex } from '../bytes/index.ts';
import { loadPrivateKey } from './loadPrivateKey.ts';
import { offChainVerifier } from './offChainVerifiers.ts';
import type { Signer } from './signer.ts';

/**
 * An Ed25519 key, which no contract verifies: the signer is the algorithm's reserved address ‖ public key; signatures are those of
 * RFC 8032 (pure Ed25519), of the digest's 32 bytes.
 *
 * @param privateKey 32 bytes (RFC 8032, section 5.1.5).
 * @throws {ArgumentError} if it is not a private key; the message does not contain it.
 * @example
 * ```ts
 * const operator = ed25519Signer(privateKey);
 * operator.signer; // '0x…', 52 bytes
 * ```
 */
export function ed25519Signer(privateKey: Uint8Array): Signer & { readonly publicKey: Uint8Array } {
  const key = loadPrivateKey('Ed25519', 'Ed25519', privateKey);
  return {
    signer: toHex(concat(fromHex(offChainVerifier('Ed25519')), key.publicKey)),
    algorithm: 'Ed25519',
    publicKey: key.publicKey,
    async sign(digest) {
      return toHex(key.sign(fromHex(digest, { field: 'digest', size: 32 })));
    },
  };
}

/** p = 2^255 − 19, and the y of the points whose order divides 8 (RFC 7748, section 4.1); big-endian. */
const FIELD = fromHex('0x7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffed');
const SMALL_ORDER = [
  `0x${'00'.repeat(32)}`,
  `0x${'00'.repeat(31)}01`,
  '0x7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffec',
  '0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826',
  '0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7',
].map((y) => fromHex(y));

/**
 * Implementations disagree about keys of small order and about encodings that are not reduced (both of which no honest signer
 * has), so neither is a key here.
 */
export function isSoundEd25519Key(key: Uint8Array): boolean {
  const y = Uint8Array.from(key).reverse();
  y[0] = (y[0] as number) & 0x7f;
  return compareBytes(y, FIELD) < 0 && !SMALL_ORDER.some((bad) => compareBytes(y, bad) === 0);
}

/**
 * Whether a signature of the 32 bytes of a digest is the key's: RFC 8032, section 5.1.7, without the cofactor; keys that are
 * not canonical or of small order are refused.
 */
export function verifyEd25519(key: Uint8Array, digest: Uint8Array, signature: Uint8Array): boolean {
  if (key.length !== 32 || signature.length !== 64 || !isSoundEd25519Key(key)) return false;
  return signatures.Ed25519.verify(key, digest, signature);
}
