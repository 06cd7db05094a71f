import { signatures } from '#signatures';
import { concat, fromHex, type Hex, toHex } from '../bytes/index.ts';
import { loadPrivateKey } from './loadPrivateKey.ts';
import { signatureAlgorithms } from './signatureAlgorithms.ts';
import type { Signer } from './signer.ts';

const ALGORITHM = 'SLH-DSA-SHA2-128s';
const PUBLIC_KEY_SIZE = 32;

/**
 * An SLH-DSA-SHA2-128s key behind `SlhDsaVerifier`: the signer is verifier ‖ PK.seed ‖ PK.root; signatures (7,856 bytes, FIPS 205,
 * pure, empty context) are of the digest's 32 bytes. Signing takes a fifth of a second with OpenSSL, and a second in a browser.
 *
 * @param privateKey SK.seed ‖ SK.prf ‖ PK.seed ‖ PK.root, 64 bytes (FIPS 205, section 9.1). That the root belongs to the seeds is not
 * checked here, as it takes as long as making a key; `SigningKey.fromPem` does.
 * @param verifier The verifier's address on the chains where this key is to count.
 * @throws {ArgumentError} if it is not a private key; the message does not contain it.
 * @example
 * ```ts
 * const root = slhDsaSigner(privateKey, '0x…');
 * root.signer; // '0x…', 52 bytes
 * ```
 */
export function slhDsaSigner(privateKey: Uint8Array, verifier: Hex): Signer & { readonly publicKey: Uint8Array } {
  const key = loadPrivateKey(ALGORITHM, ALGORITHM, privateKey);
  return {
    signer: toHex(concat(fromHex(verifier, { field: 'verifier', size: 20 }), key.publicKey)),
    algorithm: ALGORITHM,
    publicKey: key.publicKey,
    async sign(digest) {
      return toHex(key.sign(fromHex(digest, { field: 'digest', size: 32 })));
    },
  };
}

/** Whether `SlhDsaVerifier` accepts (docs/spec/slh-dsa-verifier.md). */
export function verifySlhDsa(key: Uint8Array, digest: Uint8Array, signature: Uint8Array): boolean {
  if (key.length !== PUBLIC_KEY_SIZE || signature.length !== signatureAlgorithms[ALGORITHM].signatureSize) return false;
  return signatures[ALGORITHM].verify(key, digest, signature);
}
