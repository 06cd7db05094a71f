import { fromHex } from '../bytes/index.ts';
import { ArgumentError } from '../errors/index.ts';

/** The orders of the groups (SEC 2, section 2.4.1; SP 800-186, section 3.2.1.3). */
const orders = {
  secp256k1: 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n,
  'P-256': 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
} as const;

/**
 * The twin of an ECDSA signature r ‖ s whose s is in the lower half: n − s where s is above n / 2. OpenSSL and hardware give either,
 * and contracts take one.
 *
 * @param signature 64 bytes.
 * @throws {ArgumentError} for any other length.
 * @example `toLowS('P-256', decodeEcdsaDer(bytes, 32))`
 */
export function toLowS(algorithm: keyof typeof orders, signature: Uint8Array): Uint8Array {
  if (signature.length !== 64) throw new ArgumentError('is not r ‖ s of 64 bytes', { field: 'signature' });
  const order = orders[algorithm];
  const s = signature.subarray(32).reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
  if (s <= order / 2n || s >= order) return Uint8Array.from(signature);
  const low = Uint8Array.from(signature);
  low.set(fromHex(`0x${(order - s).toString(16).padStart(64, '0')}`), 32);
  return low;
}
