import { p521 } from '@noble/curves/nist.js';
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import type { LoadedKey, SignatureScheme } from './signatureScheme.ts';

const hashes = { 'SHA-512': sha512, 'SHA-256': sha256 } as const;

/** Signs deterministically (RFC 6979, with HMAC-SHA512); s may be in either half. */
export function loadP521(hash: keyof typeof hashes, privateKey: Uint8Array): LoadedKey {
  const own = Uint8Array.from(privateKey);
  return {
    publicKey: p521.getPublicKey(own, false),
    sign: (message) => p521.sign(hashes[hash](message), own, { prehash: false, lowS: false }),
  };
}

/** ECDSA on P-521 (FIPS 186-5, section 6) by noble. */
export const nobleP521 = (hash: keyof typeof hashes): SignatureScheme => ({
  loadPrivateKey: (privateKey) => loadP521(hash, privateKey),
  verify(publicKey, message, signature) {
    try {
      return p521.verify(signature, hashes[hash](message), publicKey, { prehash: false, lowS: false });
    } catch {
      return false;
    }
  },
});
