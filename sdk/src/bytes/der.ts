import { DecodeError } from '../errors/index.ts';
import { concat } from './arrays.ts';

/** Tags of DER (X.690, section 8), with the constructed bit where the type is constructed. */
export const derTags = {
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  objectIdentifier: 0x06,
  sequence: 0x30,
} as const;

/** Takes elements off DER, one after the other. */
export interface DerReader {
  /** The content of the next element. */
  read(tag: number, what: string): Uint8Array;
  /** Its content if it has this tag, else null. */
  optional(tag: number): Uint8Array | null;
  /** Whether the next element has this tag. */
  isNext(tag: number): boolean;
  /** A reader of the content of the next element. */
  enter(tag: number, what: string): DerReader;
  /** A whole number that is not negative and fits into `size` bytes, as so many bytes. */
  unsigned(what: string, size: number): Uint8Array;
  /** A whole number from 0 to `max`. */
  integer(what: string, max: number): number;
  /** The octets of a BIT STRING without unused bits. */
  bits(what: string): Uint8Array;
  isAtEnd(): boolean;
  /** @throws {DecodeError} unless everything has been read. */
  end(): void;
}

/** Longer lengths are in nothing that is read here. */
const MAX_LENGTH_BYTES = 3;

/**
 * Reads DER strictly: definite lengths in their shortest form (X.690, section 10.1).
 *
 * @param base Offset of `bytes` in the whole, for messages.
 * @throws {DecodeError} naming `field` and the offset; never a value, which may be secret.
 * @example
 * ```ts
 * const info = readDer(bytes, 'privateKey').enter(derTags.sequence, 'SEQUENCE');
 * const version = info.integer('version', 1);
 * ```
 */
export function readDer(bytes: Uint8Array, field: string, base = 0): DerReader {
  let at = 0;
  const fail = (why: string): never => {
    throw new DecodeError(`${why} at offset ${base + at}`, { field });
  };
  const byte = (): number => {
    const next = bytes[at] ?? fail('ends too early');
    at++;
    return next;
  };
  const length = (): number => {
    const first = byte();
    if (first < 0x80) return first;
    const size = first - 0x80;
    if (size < 1 || size > MAX_LENGTH_BYTES) return fail('has a length that is not allowed here');
    let value = 0;
    for (let i = 0; i < size; i++) value = value * 256 + byte();
    const isShortest = size === 1 ? value >= 0x80 : value >= 256 ** (size - 1);
    return isShortest ? value : fail('has a length that is not in its shortest form');
  };
  const read = (tag: number, what: string): Uint8Array => {
    if (bytes[at] !== tag) fail(`has no ${what}`);
    at++;
    const size = length();
    if (at + size > bytes.length) fail(`ends in the middle of ${what}`);
    at += size;
    return bytes.subarray(at - size, at);
  };
  /** The digits of a number that is not negative, without a zero before them. */
  const digitsOf = (what: string): Uint8Array => {
    const content = read(derTags.integer, what);
    const [first = 0x80, second = 0x80] = content;
    if (first >= 0x80 || (first === 0 && content.length > 1 && second < 0x80)) fail(`has a wrong ${what} before`);
    return first === 0 ? content.subarray(1) : content;
  };
  const enter = (tag: number, what: string): DerReader => {
    const content = read(tag, what);
    return readDer(content, field, base + at - content.length);
  };
  return {
    read,
    enter,
    isNext: (tag) => bytes[at] === tag,
    optional: (tag) => (bytes[at] === tag ? read(tag, 'element') : null),
    unsigned(what, size) {
      const digits = digitsOf(what);
      if (digits.length > size) fail(`has a ${what} of more than ${size} bytes before`);
      return concat(new Uint8Array(size - digits.length), digits);
    },
    integer(what, max) {
      const digits = digitsOf(what);
      const value = digits.length > 6 ? Number.POSITIVE_INFINITY : digits.reduce((sum, next) => sum * 256 + next, 0);
      return value <= max ? value : fail(`has a ${what} above ${max} before`);
    },
    bits(what) {
      const content = read(derTags.bitString, what);
      if (content[0] !== 0) fail(`has unused bits in ${what} before`);
      return content.subarray(1);
    },
    isAtEnd: () => at === bytes.length,
    end() {
      if (at !== bytes.length) fail('has more than it should have');
    },
  };
}

/**
 * One element of DER.
 *
 * @example `encodeDer(derTags.sequence, encodeDer(derTags.integer, Uint8Array.of(1))) // 30 03 02 01 01`
 */
export function encodeDer(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const size = parts.reduce((sum, part) => sum + part.length, 0);
  return concat(Uint8Array.from([tag, ...lengthOf(size)]), ...parts);
}

function lengthOf(size: number): readonly number[] {
  if (size < 0x80) return [size];
  const digits: number[] = [];
  for (let rest = size; rest > 0; rest = Math.floor(rest / 256)) digits.unshift(rest % 256);
  return [0x80 + digits.length, ...digits];
}

/** A whole number that is not negative, as an INTEGER. */
export function encodeDerInteger(value: number): Uint8Array {
  const digits: number[] = [];
  for (let rest = value; rest > 0; rest = Math.floor(rest / 256)) digits.unshift(rest % 256);
  if ((digits[0] ?? 0x80) >= 0x80) digits.unshift(0);
  return encodeDer(derTags.integer, Uint8Array.from(digits));
}
