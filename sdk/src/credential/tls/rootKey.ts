import { derTags, readDer, toBase64url } from '../../bytes/index.ts';
import { isKeyAlgorithm, type KeyAlgorithm } from '../../crypto/index.ts';
import { ArgumentError } from '../../errors/index.ts';
import { readTlsFacts } from './facts.ts';

/** An authority's key in the terms of Gridseal's certificates. */
export interface TlsRootKey {
  readonly use: 'tls';
  readonly algorithm: KeyAlgorithm;
  /** Raw, base64url. */
  readonly publicKey: string;
}

/**
 * The key of an authority's certificate, as a certificate of the kind `tlsAuthority` names it.
 *
 * @throws {DecodeError} if it is not an X.509 certificate. @throws {ArgumentError} for a leaf, or an algorithm that such certificates
 * do not have (P-384).
 * @example `tlsRootKeyOf(der) // { use: 'tls', algorithm: 'SLH-DSA-SHA2-128s', publicKey: '…' }`
 */
export function tlsRootKeyOf(der: Uint8Array, field = 'root'): TlsRootKey {
  const { algorithm, authority, certificate } = readTlsFacts(der, field);
  if (!authority) throw new ArgumentError('is not the certificate of an authority', { field });
  if (!isKeyAlgorithm(algorithm)) throw new ArgumentError(`has a key of ${algorithm}`, { field });
  // SubjectPublicKeyInfo: the algorithm and a BIT STRING.
  const info = readDer(new Uint8Array(certificate.publicKey.rawData), field).enter(derTags.sequence, 'key');
  info.read(derTags.sequence, 'algorithm');
  return { use: 'tls', algorithm, publicKey: toBase64url(info.bits('key')) };
}
