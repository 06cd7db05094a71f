import { concat } from '../../bytes/index.ts';

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
