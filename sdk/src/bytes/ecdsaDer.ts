import { DecodeError } from '../errors/index.ts';

const SEQUENCE = 0x30;
const INTEGER = 0x02;

/** Where the decoder stands in the bytes. */
interface Reader {
  readonly bytes: Uint8Array;
  readonly field: string;
  at: number;
}

function fail(reader: Reader, why: string): never {
  throw new DecodeError(`${why} at offset ${reader.at}`, { field: reader.field });
}

/** The length after a tag, in the only form that DER allows (X.690, section 10.1). */
function readHeader(reader: Reader, tag: number, what: string): number {
  const { bytes } = reader;
  if (bytes[reader.at] !== tag) fail(reader, `has no ${what}`);
  reader.at += 1;
  const first = bytes[reader.at];
  if (first === undefined) fail(reader, 'ends in the middle of a length');
  reader.at += 1;
  if (first < 0x80) return first;
  // Signatures of the curves here are shorter than 256 bytes.
  const length = bytes[reader.at];
  if (first !== 0x81 || length === undefined || length < 0x80) fail(reader, 'has a length that is not DER');
  reader.at += 1;
  return length;
}

/** A positive INTEGER without a needless zero in front, as `size` bytes. */
function readUnsigned(reader: Reader, size: number): Uint8Array {
  const length = readHeader(reader, INTEGER, 'INTEGER');
  const value = reader.bytes.subarray(reader.at, reader.at + length);
  if (length === 0 || value.length !== length) fail(reader, 'ends in the middle of a number');
  const [first = 0, second = 0] = value;
  if (first >= 0x80) fail(reader, 'has a negative number');
  if (first === 0 && length > 1 && second < 0x80) fail(reader, 'has a needless zero before a number');
  const digits = first === 0 ? value.subarray(1) : value;
  if (digits.length > size) fail(reader, `has a number of more than ${size} bytes`);
  reader.at += length;
  const padded = new Uint8Array(size);
  padded.set(digits, size - digits.length);
  return padded;
}

/**
 * Reads `SEQUENCE { r INTEGER, s INTEGER }` (RFC 3279, section 2.2.3), the signature that OpenSSL and most hardware give for ECDSA, and
 * gives r ‖ s, each of `size` bytes. Only DER is taken: one encoding a signature.
 *
 * @param size 32 for P-256 and secp256k1, 66 for P-521.
 * @throws {DecodeError} naming the offset.
 * @example `decodeEcdsaDer(await readFile('signature.der'), 66) // 132 bytes`
 */
export function decodeEcdsaDer(bytes: Uint8Array, size: number, field = 'signature'): Uint8Array {
  const reader: Reader = { bytes, field, at: 0 };
  const length = readHeader(reader, SEQUENCE, 'SEQUENCE');
  if (reader.at + length > bytes.length) fail(reader, 'ends in the middle of the SEQUENCE');
  if (reader.at + length < bytes.length) fail(reader, 'has bytes after the SEQUENCE');
  const compact = new Uint8Array(2 * size);
  compact.set(readUnsigned(reader, size));
  compact.set(readUnsigned(reader, size), size);
  if (reader.at !== bytes.length) fail(reader, 'has bytes after the two numbers');
  return compact;
}

function encodeUnsigned(value: Uint8Array): readonly number[] {
  const first = value.findIndex((byte) => byte !== 0);
  const digits = first < 0 ? [0] : [...value.subarray(first)];
  const padded = (digits[0] as number) >= 0x80 ? [0, ...digits] : digits;
  return [INTEGER, padded.length, ...padded];
}

/**
 * The DER form of r ‖ s, as OpenSSL verifies it (RFC 3279, section 2.2.3).
 *
 * @example `await writeFile('signature.der', encodeEcdsaDer(fromHex(signature)))`
 */
export function encodeEcdsaDer(compact: Uint8Array): Uint8Array {
  const half = compact.length / 2;
  if (!Number.isInteger(half) || half < 1 || half > 66) {
    throw new DecodeError(`has ${compact.length} bytes, which is not r ‖ s`, { field: 'signature' });
  }
  const numbers = [...encodeUnsigned(compact.subarray(0, half)), ...encodeUnsigned(compact.subarray(half))];
  const length = numbers.length < 0x80 ? [numbers.length] : [0x81, numbers.length];
  return Uint8Array.from([SEQUENCE, ...length, ...numbers]);
}
