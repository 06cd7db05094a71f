import { DecodeError } from '../errors/index.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
/** Values by character code; 255 for what is no digit. */
const values = new Uint8Array(128).fill(255);
for (let value = 0; value < 64; value++) values[alphabet.charCodeAt(value)] = value;

/** Two characters at once: half as many steps for large contents. */
const pairs = Array.from({ length: 4096 }, (_, i) => `${alphabet[i >> 6]}${alphabet[i & 63]}`);

/**
 * Base64url without padding (RFC 4648, section 5).
 *
 * @example
 * ```ts
 * toBase64url(Uint8Array.of(251, 255)); // '-_8'
 * ```
 */
export function toBase64url(bytes: Uint8Array): string {
  let text = '';
  let i = 0;
  for (; i + 2 < bytes.length; i += 3) {
    const group = ((bytes[i] as number) << 16) | ((bytes[i + 1] as number) << 8) | (bytes[i + 2] as number);
    text += (pairs[group >> 12] as string) + (pairs[group & 4095] as string);
  }
  if (i === bytes.length) return text;
  const rest = ((bytes[i] as number) << 16) | ((bytes[i + 1] ?? 0) << 8);
  return text + (pairs[rest >> 12] as string) + (i + 1 < bytes.length ? alphabet[(rest >> 6) & 63] : '');
}

/**
 * Strict: no padding, no white space, and the unused bits of the last character are zero, so every value has one spelling.
 *
 * @throws {DecodeError} naming `field`.
 * @example
 * ```ts
 * fromBase64url('-_8'); // Uint8Array [251, 255]
 * ```
 */
export function fromBase64url(
  text: string,
  options: { readonly field?: string; readonly size?: number } = {},
): Uint8Array {
  const field = options.field ?? 'base64url';
  if (typeof text !== 'string') throw new DecodeError('is not text', { field });
  const size = Math.floor((text.length * 3) / 4);
  if (text.length % 4 === 1) throw new DecodeError('is not base64url: a character is missing', { field });
  if (options.size !== undefined && size !== options.size) {
    throw new DecodeError(`has ${size} bytes where ${options.size} are expected`, { field });
  }
  const bytes = new Uint8Array(size);
  let buffer = 0;
  let bits = 0;
  let at = 0;
  for (let i = 0; i < text.length; i++) {
    const value = values[text.charCodeAt(i)] ?? 255;
    if (value === 255) throw new DecodeError(`is not base64url at character ${i}`, { field });
    buffer = ((buffer << 6) | value) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = (buffer >> bits) & 0xff;
    }
  }
  if (buffer & ((1 << bits) - 1)) throw new DecodeError('is not base64url: its last bits are not zero', { field });
  return bytes;
}
