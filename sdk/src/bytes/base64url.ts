import { DecodeError } from '../errors/index.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const values = new Map([...alphabet].map((character, value) => [character, value]));

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
  for (let i = 0; i < bytes.length; i += 3) {
    const [a, b = 0, c = 0] = [bytes[i] as number, bytes[i + 1], bytes[i + 2]];
    const group = (a << 16) | (b << 8) | c;
    const left = Math.min(3, bytes.length - i) + 1;
    for (let j = 0; j < left; j++) text += alphabet[(group >> (18 - 6 * j)) & 63];
  }
  return text;
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
    const value = values.get(text[i] as string);
    if (value === undefined) throw new DecodeError(`is not base64url at character ${i}`, { field });
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
