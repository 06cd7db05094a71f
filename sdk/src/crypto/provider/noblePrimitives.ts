import { gcm } from '@noble/ciphers/aes.js';
import { sha256 } from '@noble/hashes/sha2.js';
import type { PrimitivesProvider } from './cryptoProvider.ts';
import { recoverByNoble } from './nobleSecp256k1.ts';

/** What of noble's primitives most code needs. */
export const primitives: PrimitivesProvider = {
  name: 'noble',
  randomBytes: (size) => crypto.getRandomValues(new Uint8Array(size)),
  sha256,
  sealAes256Gcm: (key, nonce, aad, plaintext) => gcm(key, nonce, aad).encrypt(plaintext),
  openAes256Gcm: (key, nonce, aad, ciphertext) => gcm(key, nonce, aad).decrypt(ciphertext),
  recoverSecp256k1: recoverByNoble,
};
