import { webCrypto } from '#webCrypto';
import { tlsAlgorithmOf, tlsAlgorithms } from './algorithms.ts';
import { type TlsNameConstraints, toNameConstraints } from './nameConstraints.ts';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  type Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  type PublicKey,
  SubjectKeyIdentifierExtension,
  type X509Certificate,
} from './x509.ts';

/** The extensions of an authority's certificate (RFC 5280, section 4.2.1). */
export async function authorityExtensions(
  publicKey: PublicKey | CryptoKey,
  pathLength: number,
  parent: X509Certificate | undefined,
  constraints: TlsNameConstraints | undefined,
): Promise<Extension[]> {
  return [
    new BasicConstraintsExtension(true, pathLength, true),
    new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
    ...(constraints === undefined ? [] : [toNameConstraints(constraints)]),
    await SubjectKeyIdentifierExtension.create(publicKey, false, webCrypto),
    parent
      ? await authorityKeyIdentifier(parent)
      : await AuthorityKeyIdentifierExtension.create(publicKey as PublicKey, false, webCrypto),
  ];
}

/** Points to the issuer by the identifier that its certificate gives itself, however that was made. */
export async function authorityKeyIdentifier(issuer: X509Certificate): Promise<AuthorityKeyIdentifierExtension> {
  const own = issuer.getExtension(SubjectKeyIdentifierExtension);
  if (own) return new AuthorityKeyIdentifierExtension(own.keyId, false);
  return AuthorityKeyIdentifierExtension.create(issuer.publicKey, false, webCrypto);
}

/** What a key signs certificates with. @throws {ArgumentError} naming `field`. */
export function signingAlgorithmOf(key: CryptoKey, field: string): Algorithm | EcdsaParams {
  return tlsAlgorithms[tlsAlgorithmOf(key.algorithm, field)].signing;
}
