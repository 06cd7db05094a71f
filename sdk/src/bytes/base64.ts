import { DecodeError } from '../errors/index.ts';
import { fromBase64url, toBase64url } from './base64url.ts';

/**
 * Base64 with padding (RFC 4648, section 4), as OpenSSH, PEM and the Open Charging Cloud write it.
 *
 * @example `toBase64(Uint8Array.of(251, 255)) // '+/8='`
 */
export function toBase64(bytes: Uint8Array): string {
  const text = toBase64url(bytes).replaceAll('-', '+').replaceAll('_', '/');
  return text + '='.repeat((4 - (text.length % 4)) % 4);
}

/** Strict: padded, no white space, one spelling a value. @throws {DecodeError} naming `field`. */
export function fromBase64(text: string, field: string): Uint8Array {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) throw new DecodeError('is not base64', { field });
  return fromBase64url(text.replace(/=+$/, '').replaceAll('+', '-').replaceAll('/', '_'), { field });
}
