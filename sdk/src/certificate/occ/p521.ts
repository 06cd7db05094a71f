import { signatures } from '#signatures';
import { ArgumentError } from '../../errors/index.ts';

const scheme = signatures['P-521'];

/**
 * Whether `publicKey` (133 bytes) has signed the message: ECDSA over P-521 with SHA-512 (FIPS 186-5), r ‖ s of 132 bytes, s in
 * either half, as the original takes it.
 */
export function verifyMessage(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  return scheme.verify(publicKey, message, signature);
}

/**
 * @param privateKey 66 bytes.
 * @returns what signs messages with it: r ‖ s, 132 bytes.
 * @throws {ArgumentError} if it is no private key; the message does not contain it.
 */
export function messageSigner(privateKey: Uint8Array): (message: Uint8Array) => Uint8Array {
  try {
    const key = scheme.loadPrivateKey(privateKey);
    return (message) => key.sign(message);
  } catch {
    throw new ArgumentError('is not a P-521 private key of 66 bytes', { field: 'privateKey' });
  }
}
