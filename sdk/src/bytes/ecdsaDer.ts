import { DecodeError } from '../errors/index.ts';
import { concat } from './arrays.ts';
import { derTags, encodeDer, readDer } from './der.ts';

/**
 * Reads `SEQUENCE { r INTEGER, s INTEGER }` (RFC 3279, section 2.2.3), the signature that OpenSSL and most hardware give for ECDSA, and
 * gives r ‖ s, each of `size` bytes. Only DER is taken: one encoding a signature.
 *
 * @param size 32 for P-256 and secp256k1, 66 for P-521.
 * @throws {DecodeError} naming the offset.
 * @example `decodeEcdsaDer(await readFile('signature.der'), 66) // 132 bytes`
 */
export function decodeEcdsaDer(bytes: Uint8Array, size: number, field = 'signature'): Uint8Array {
  const whole = readDer(bytes, field);
  const numbers = whole.enter(derTags.sequence, 'SEQUENCE');
  whole.end();
  const compact = concat(numbers.unsigned('number', size), numbers.unsigned('number', size));
  numbers.end();
  return compact;
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
  const numbers = [compact.subarray(0, half), compact.subarray(half)].map(encodeUnsigned);
  return encodeDer(derTags.sequence, ...numbers);
}

function encodeUnsigned(value: Uint8Array): Uint8Array {
  const first = value.findIndex((byte) => byte !== 0);
  const digits = first < 0 ? Uint8Array.of(0) : value.subarray(first);
  const sign = (digits[0] as number) >= 0x80 ? [0] : [];
  return encodeDer(derTags.integer, Uint8Array.from(sign), digits);
}
