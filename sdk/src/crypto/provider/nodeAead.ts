import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { AEAD } from 'hpke';

const TAG_SIZE = 16;

/** AES-256-GCM (NIST SP 800-38D): ciphertext ‖ tag. */
export function sealAes256Gcm(key: Uint8Array, nonce: Uint8Array, aad: Uint8Array, plaintext: Uint8Array): Uint8Array {
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  if (aad.length > 0) cipher.setAAD(aad);
  const sealed = new Uint8Array(plaintext.length + TAG_SIZE);
  sealed.set(cipher.update(plaintext));
  cipher.final();
  sealed.set(cipher.getAuthTag(), plaintext.length);
  return sealed;
}

/** Throws if the tag does not hold, or if there is none. */
export function openAes256Gcm(key: Uint8Array, nonce: Uint8Array, aad: Uint8Array, ciphertext: Uint8Array): Uint8Array {
  if (ciphertext.length < TAG_SIZE) throw new Error('shorter than its tag');
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_SIZE });
  if (aad.length > 0) decipher.setAAD(aad);
  decipher.setAuthTag(ciphertext.subarray(ciphertext.length - TAG_SIZE));
  const plaintext = decipher.update(ciphertext.subarray(0, ciphertext.length - TAG_SIZE));
  try {
    decipher.final();
  } catch (cause) {
    plaintext.fill(0);
    throw cause;
  }
  return new Uint8Array(plaintext.buffer, plaintext.byteOffset, plaintext.length);
}

/** AES-256-GCM (AEAD id 0x0002 of RFC 9180, section 7.3). */
export const nodeAead = (): AEAD => ({
  id: 0x0002,
  type: 'AEAD',
  name: 'AES-256-GCM',
  Nk: 32,
  Nn: 12,
  Nt: TAG_SIZE,
  Seal: async (key, nonce, aad, plaintext) => sealAes256Gcm(key, nonce, aad, plaintext),
  Open: async (key, nonce, aad, ciphertext) => openAes256Gcm(key, nonce, aad, ciphertext),
});
