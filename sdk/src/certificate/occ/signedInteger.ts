import { fromBase64, toBase64 } from '../../bytes/index.ts';
import { DecodeError } from '../../errors/index.ts';

/**
 * A positive number of `size` bytes as the original writes it: the base64 of a two's complement big-endian integer without
 * needless bytes, so with a zero byte in front where the first bit would be set.
 *
 * @example `encodeInteger(Uint8Array.of(0, 200)) // 'AMg='`, the base64 of 00 c8
 */
export function encodeInteger(bytes: Uint8Array): string {
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start++;
  const digits = bytes.subarray(start);
  if (((digits[0] ?? 0) & 0x80) === 0) return toBase64(digits);
  return toBase64(Uint8Array.of(0, ...digits));
}

/**
 * The inverse, with leading zeros up to `size` bytes.
 *
 * @throws {DecodeError} for a negative number, needless bytes, or one that is longer than `size` bytes.
 */
export function decodeInteger(text: string, size: number, field: string): Uint8Array {
  const bytes = fromBase64(text, field);
  const [first, second = 0] = bytes;
  if (first === undefined) throw new DecodeError('is empty', { field });
  if (first & 0x80) throw new DecodeError('is negative', { field });
  if (bytes.length > 1 && first === 0 && !(second & 0x80)) throw new DecodeError('has needless zero bytes', { field });
  const digits = first === 0 ? bytes.subarray(1) : bytes;
  if (digits.length > size) throw new DecodeError(`has more than ${size} bytes`, { field });
  const padded = new Uint8Array(size);
  padded.set(digits, size - digits.length);
  return padded;
}
