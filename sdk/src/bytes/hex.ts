import { DecodeError } from '../errors/index.ts';

/** `0x` and lower- or upper-case hexadecimal digits, two a byte. */
export type Hex = `0x${string}`;

const digits = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
/** The values of the characters that are digits. */
const values = new Uint8Array(128);
for (const digit of '0123456789abcdefABCDEF') values[digit.charCodeAt(0)] = Number.parseInt(digit, 16);

/**
 * @example
 * ```ts
 * toHex(Uint8Array.of(1, 255)); // '0x01ff'
 * ```
 */
export function toHex(bytes: Uint8Array): Hex {
  let text = '0x';
  for (const byte of bytes) text += digits[byte];
  return text as Hex;
}

/**
 * Decodes `0x…`, of exactly `size` bytes if that is given.
 *
 * @throws {DecodeError} naming `field`.
 * @example
 * ```ts
 * fromHex('0x01ff', { field: 'digest', size: 2 }); // Uint8Array [1, 255]
 * ```
 */
export function fromHex(text: string, options: { readonly field?: string; readonly size?: number } = {}): Uint8Array {
  const field = options.field ?? 'hex';
  if (typeof text !== 'string' || !/^0x(?:[0-9a-fA-F]{2})*$/.test(text)) {
    throw new DecodeError('is not 0x followed by an even number of hexadecimal digits', { field });
  }
  const size = (text.length - 2) / 2;
  if (options.size !== undefined && size !== options.size) {
    throw new DecodeError(`has ${size} bytes where ${options.size} are expected`, { field });
  }
  const bytes = new Uint8Array(size);
  for (let i = 0, at = 2; i < size; i++, at += 2) {
    bytes[i] = ((values[text.charCodeAt(at)] as number) << 4) | (values[text.charCodeAt(at + 1)] as number);
  }
  return bytes;
}

/** Whether `value` is `0x` and the hexadecimal digits of `size` bytes (any number, if not given). */
export function isHex(value: unknown, size?: number): value is Hex {
  if (typeof value !== 'string') return false;
  // Lengths first: a hostile text may have megabytes.
  const fits = size === undefined ? value.length % 2 === 0 : value.length === 2 + 2 * size;
  return fits && /^0x[0-9a-fA-F]*$/.test(value);
}
