import { signatures } from '#signatures';
import { concat, equalBytes, fromHex, type Hex, toHex } from '../bytes/index.ts';
import { loadPrivateKey } from './loadPrivateKey.ts';
import { addHints } from './p521/index.ts';
import type { Signer } from './signer.ts';

/** What is hashed before it is signed: the verifier contract has to be the one for it. */
export type P521Hash = 'SHA-512' | 'SHA-256';

/** r ‖ s, 66 bytes each. */
const SIGNATURE_SIZE = 132;
const uncompressed = Uint8Array.of(4);
const schemeOf = (hash: P521Hash) => (hash === 'SHA-512' ? 'P-521' : 'P-521-SHA256');

/**
 * A P-521 key behind `P521Verifier`, or `P521Sha256Verifier`: the signer is verifier ‖ x ‖ y, signatures are r ‖ s (132 bytes) over
 * SHA-512 or SHA-256 of the digest's 32 bytes, so `openssl dgst -sha512 -sign` makes the same kind. s may be in either half. With
 * `withHints`, they cost less on chain.
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
 * A signer whose signatures have hints behind r ‖ s, which make them cheap to verify on chain: 28 kB instead of 132 bytes.
 *
 * @param signer A P-521 signer of any kind, whose private key may be anywhere.
 * @example `const cheap = withHints(await webCryptoP521Signer(pair, verifier));`
 */
export function withHints(
  signer: Signer & { readonly publicKey: Uint8Array },
  hash: P521Hash = 'SHA-512',
): Signer & { readonly publicKey: Uint8Array } {
  const { publicKey } = signer;
  return {
    signer: signer.signer,
    algorithm: 'P-521',
    publicKey,
    async sign(digest) {
      const signature = fromHex(await signer.sign(digest), { field: 'signature' });
      return toHex(addHints({ publicKey, digest: fromHex(digest, { field: 'digest', size: 32 }), signature, hash }));
    },
  };
}

/**
 * Whether `P521Verifier` accepts (docs/spec/p521-verifier.md): the key is a point, 132 bytes or 133 with 0x04 before them; the
 * signature is r ‖ s, alone or with hints.
 *
 * @returns null for a good r ‖ s with other hints behind it than `addHints` computes: only the contract can tell whether they do.
 */
export function verifyP521(hash: P521Hash, key: Uint8Array, digest: Uint8Array, signature: Uint8Array): boolean | null {
  const publicKey = key.length === 132 ? concat(uncompressed, key) : key;
  if (publicKey.length !== 133 || publicKey[0] !== 4 || signature.length < SIGNATURE_SIZE) return false;
  const plain = signature.subarray(0, SIGNATURE_SIZE);
  if (!signatures[schemeOf(hash)].verify(publicKey, digest, plain)) return false;
  if (signature.length === SIGNATURE_SIZE) return true;
  return equalBytes(addHints({ publicKey, digest, signature: plain, hash }), signature) ? true : null;
}
