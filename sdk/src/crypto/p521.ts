import { provider } from '#crypto';
import { concat, fromHex, type Hex, toHex } from '../bytes/index.ts';
import { loadPrivateKey } from './loadPrivateKey.ts';
import type { Signer } from './signer.ts';

/** What is hashed before it is signed: the verifier contract has to be the one for it. */
export type P521Hash = 'SHA-512' | 'SHA-256';

/** r ‖ s, 66 bytes each. */
const SIGNATURE_SIZE = 132;
const uncompressed = Uint8Array.of(4);
const schemeOf = (hash: P521Hash) => (hash === 'SHA-512' ? 'P-521' : 'P-521-SHA256');

/**
 * A P-521 key behind `P521Verifier`, or `P521Sha256Verifier`: the signer is verifier ‖ x ‖ y, signatures are r ‖ s (132 bytes) over
 * SHA-512 or SHA-256 of the digest's 32 bytes, so `openssl dgst -sha512 -sign` makes the same kind. s may be in either half.
 *
 * @param privateKey 66 bytes (SEC 1, section 2.3.7); copied.
 * @param verifier The verifier's address on the chains where this key is to count.
 * @throws {ArgumentError} if it is not a private key; the message does not contain it.
 * @example
 * ```ts
 * const stakeholder = p521Signer(privateKey, '0x…');
 * stakeholder.signer; // '0x…', 152 bytes
 * ```
 */
export function p521Signer(
  privateKey: Uint8Array,
  verifier: Hex,
  hash: P521Hash = 'SHA-512',
): Signer & { readonly publicKey: Uint8Array } {
  const key = loadPrivateKey('P-521', schemeOf(hash), privateKey);
  return {
    signer: toHex(concat(fromHex(verifier, { field: 'verifier', size: 20 }), key.publicKey.subarray(1))),
    algorithm: 'P-521',
    publicKey: key.publicKey,
    async sign(digest) {
      return toHex(key.sign(fromHex(digest, { field: 'digest', size: 32 })));
    },
  };
}

/**
 * Whether `P521Verifier` accepts (docs/spec/p521-verifier.md): the key is a point, 132 bytes or 133 with 0x04 before them; the signature is r ‖ s.
 *
 * @returns null for a good r ‖ s with hints behind it, which only the contract checks.
 */
export function verifyP521(hash: P521Hash, key: Uint8Array, digest: Uint8Array, signature: Uint8Array): boolean | null {
  const point = key.length === 132 ? concat(uncompressed, key) : key;
  if (point.length !== 133 || point[0] !== 4 || signature.length < SIGNATURE_SIZE) return false;
  const accepted = provider.signatures[schemeOf(hash)].verify(point, digest, signature.subarray(0, SIGNATURE_SIZE));
  return accepted && signature.length > SIGNATURE_SIZE ? null : accepted;
}
