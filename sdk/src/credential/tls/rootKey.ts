import { toBase64url } from '../../bytes/index.ts';
import { isKeyAlgorithm, type KeyAlgorithm } from '../../crypto/index.ts';
import { ArgumentError, DecodeError } from '../../errors/index.ts';
import { readDer } from './der.ts';
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
  // SubjectPublicKeyInfo: a SEQUENCE of the algorithm and a BIT STRING whose first byte counts unused bits.
  const [spki] = readDer(new Uint8Array(certificate.publicKey.rawData)) ?? [];
  const bits = spki ? readDer(spki.content)?.[1] : undefined;
  if (bits?.tag !== 0x03 || bits.content[0] !== 0) throw new DecodeError('has a key that cannot be read', { field });
  return { use: 'tls', algorithm, publicKey: toBase64url(bits.content.subarray(1)) };
}
