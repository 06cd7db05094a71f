import { fromBase64url, toBase64url, utf8Decode, utf8Encode } from '../../../bytes/index.ts';
import type { RandomBytes } from '../../../crypto/index.ts';
import { ArgumentError, DecodeError } from '../../../errors/index.ts';

/** Keeps secrets unreadable where they lie. */
export interface Sealing {
  seal(text: string): Promise<string>;
  /** @throws {DecodeError} for what was not sealed with this key. */
  open(sealed: string): Promise<string>;
}

const NONCE = 12;

/**
 * AES-256-GCM by WebCrypto: what lies in the database opens with a key that lies elsewhere.
 *
 * @param key 32 bytes.
 * @throws {ArgumentError} for a key of another size.
 * @example `sqlBridgeStore(sql, { sealing: aesSealing(key, (size) => crypto.getRandomValues(new Uint8Array(size))) })`
 */
export function aesSealing(key: Uint8Array, random: RandomBytes): Sealing {
  if (key.length !== 32) throw new ArgumentError('has not 32 bytes', { field: 'key' });
  const imported = crypto.subtle.importKey('raw', Uint8Array.from(key), 'AES-GCM', false, ['encrypt', 'decrypt']);
  return {
    async seal(text) {
      const iv = Uint8Array.from(random(NONCE));
      const sealed = new Uint8Array(
        await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await imported, Uint8Array.from(utf8Encode(text))),
      );
      return `${toBase64url(iv)}.${toBase64url(sealed)}`;
    },
    async open(sealed) {
      const [nonce = '', rest = ''] = sealed.split('.');
      const [iv, bytes] = [Uint8Array.from(fromBase64url(nonce)), Uint8Array.from(fromBase64url(rest))];
      try {
        return utf8Decode(new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, await imported, bytes)));
      } catch (cause) {
        throw new DecodeError('was not sealed with this key', { field: 'sealed', cause });
      }
    },
  };
}
