import { signatures } from '#signatures';
import { ArgumentError } from '../errors/index.ts';
import type { LoadedKey, SchemeName } from './provider/signatureScheme.ts';
import { type SignatureAlgorithm, signatureAlgorithms } from './signatureAlgorithms.ts';

/**
 * A private key of a scheme, ready to sign.
 *
 * @throws {ArgumentError} if it is none; the message does not contain it, and there is no cause that might.
 */
export function loadPrivateKey(algorithm: SignatureAlgorithm, scheme: SchemeName, privateKey: Uint8Array): LoadedKey {
  const { privateKeySize } = signatureAlgorithms[algorithm];
  if (privateKey.length === privateKeySize) {
    try {
      return signatures[scheme].loadPrivateKey(privateKey);
    } catch {
      // What the platform says may quote the key.
    }
  }
  throw new ArgumentError(`is not a ${algorithm} private key`, { field: 'privateKey' });
}
