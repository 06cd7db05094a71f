import { webCrypto } from '#webCrypto';
import { encodePem } from '../../bytes/index.ts';
import { DecodeError } from '../../errors/index.ts';
import type { TlsAlgorithm } from './algorithmNames.ts';
import { tlsAlgorithms } from './algorithms.ts';
import { readPem } from './pem.ts';

/**
 * A new key pair, extractable so that it can be stored or sealed.
 *
 * @example
 * ```ts
 * const keys = await generateTlsKeys('P-256');
 * ```
 */
export async function generateTlsKeys(algorithm: TlsAlgorithm): Promise<CryptoKeyPair> {
  const keys = await webCrypto.subtle.generateKey(tlsAlgorithms[algorithm].key, true, ['sign', 'verify']);
  return keys as CryptoKeyPair;
}

/** PKCS #8 in PEM (RFC 7468). To be sealed, or stored with mode 0600. */
export async function formatTlsPrivateKey(key: CryptoKey): Promise<string> {
  return encodePem('PRIVATE KEY', new Uint8Array(await webCrypto.subtle.exportKey('pkcs8', key)));
}

/**
 * Reads a PKCS #8 private key.
 *
 * @throws {DecodeError} naming `field`; no message holds a part of the key.
 */
export async function parseTlsPrivateKey(
  pem: string,
  algorithm: TlsAlgorithm,
  field = 'privateKey',
): Promise<CryptoKey> {
  const [bytes, ...more] = readPem(pem, 'PRIVATE KEY', field);
  if (!bytes || more.length > 0) throw new DecodeError('is not one PEM private key', { field });
  try {
    return await webCrypto.subtle.importKey('pkcs8', bytes, tlsAlgorithms[algorithm].key, true, ['sign']);
  } catch {
    throw new DecodeError(`is not a private key of ${algorithm}`, { field });
  }
}
