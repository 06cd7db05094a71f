import { concat } from '../../bytes/index.ts';

/** One value of DER. */
export interface DerValue {
  readonly tag: number;
  readonly content: Uint8Array;
}

/**
 * One DER value: tag, length in its shortest form, content (X.690, section 10.1).
 *
 * @example `encodeDer(0x04, Uint8Array.of(1)) // 04 01 01`
 */
export function encodeDer(tag: number, content: Uint8Array): Uint8Array {
  const { length } = content;
  if (length < 0x80) return concat(Uint8Array.of(tag, length), content);
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return concat(Uint8Array.of(tag, 0x80 | bytes.length, ...bytes), content);
}

/**
 * The values that stand one after the other in `bytes`; null if these are not such, or a tag or length is not in its shortest form.
 * Tags of one byte and lengths up to three are all that X.509 needs.
 */
export function readDer(bytes: Uint8Array): readonly DerValue[] | null {
  const values: DerValue[] = [];
  for (let at = 0; at < bytes.length; ) {
    const [tag, first] = [bytes[at] as number, bytes[at + 1]];
    if (first === undefined || (tag & 0x1f) === 0x1f) return null;
    const count = first & 0x80 ? first & 0x7f : 0;
    let length = first & 0x80 ? 0 : first;
    for (let i = 0; i < count; i++) length = length * 256 + (bytes[at + 2 + i] ?? 0);
    const minimal = count === 0 || (count <= 3 && length >= (count === 1 ? 128 : 256 ** (count - 1)));
    const start = at + 2 + count;
    if ((first & 0x80 && count === 0) || !minimal || start + length > bytes.length) return null;
    values.push({ tag, content: bytes.subarray(start, start + length) });
    at = start + length;
  }
  return values;
}
