import { equalBytes, fromHex } from '../../bytes/index.ts';
import { DecodeError } from '../../errors/index.ts';

/** SubjectPublicKeyInfo of an uncompressed P-256 point, up to the point (RFC 5480, section 2). */
const prefix = fromHex('0x3059301306072a8648ce3d020106082a8648ce3d030107034200');

/**
 * The point of a P-256 key, 0x04 ‖ x ‖ y, as a registration gives it (`AuthenticatorAttestationResponse.getPublicKey()`).
 *
 * @throws {DecodeError} for any other key; register with `{ alg: -7, type: 'public-key' }` alone (ES256).
 * @example
 * ```ts
 * const publicKey = spkiToP256Point(new Uint8Array(credential.response.getPublicKey()));
 * ```
 */
export function spkiToP256Point(spki: Uint8Array): Uint8Array {
  const point = spki.slice(prefix.length);
  if (!equalBytes(spki.subarray(0, prefix.length), prefix) || point.length !== 65 || point[0] !== 4) {
    throw new DecodeError('is not the SubjectPublicKeyInfo of a P-256 key', { field: 'publicKey' });
  }
  return point;
}
