import type { RandomBytes } from '../../crypto/index.ts';
import { ArgumentError } from '../../errors/index.ts';
import { assertValidity, type Validity } from '../validity.ts';
import { tlsAlgorithmOf, tlsAlgorithms } from './algorithms.ts';
import { readPem } from './pem.ts';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from './x509.ts';

/** Who signs X.509 certificates. */
export interface TlsAuthority {
  /** PEM: the authority's own certificate first, the root last. */
  readonly chain: readonly string[];
  readonly privateKey: CryptoKey;
}

export interface CreateTlsAuthorityOptions extends Validity {
  readonly commonName: string;
  readonly keys: CryptoKeyPair;
  /** How many further authorities may follow; 0 if not given. */
  readonly pathLength?: number;
  /** Who signs it; without it, the authority is a root. */
  readonly issuer?: TlsAuthority;
  readonly random: RandomBytes;
}

/**
 * A root, or an authority below another one.
 *
 * @throws {ArgumentError} naming the option that cannot be right.
 * @see RFC 5280, section 4.2
 * @example
 * ```ts
 * const root = await createTlsAuthority({ commonName: 'Fleet root', keys: await generateTlsKeys('P-256'), pathLength: 1,
 *   notBefore, notAfter, random });
 * ```
 */
export async function createTlsAuthority(options: CreateTlsAuthorityOptions): Promise<TlsAuthority> {
  assertValidity(options);
  assertCommonName(options.commonName);
  const { issuer, keys, pathLength = 0 } = options;
  if (!Number.isInteger(pathLength) || pathLength < 0 || pathLength > 16) {
    throw new ArgumentError('is not from 0 to 16', { field: 'pathLength' });
  }
  tlsAlgorithmOf(keys.publicKey.algorithm, 'keys');
  const subject = [{ CN: [options.commonName] }];
  const parent = issuer ? ownCertificate(issuer) : undefined;
  const signingKey = issuer ? issuer.privateKey : keys.privateKey;
  const { signing } = tlsAlgorithms[tlsAlgorithmOf(signingKey.algorithm, 'issuer')];
  const certificate = await X509CertificateGenerator.create({
    serialNumber: randomTlsSerial(options.random),
    subject,
    issuer: parent ? parent.subjectName.toJSON() : subject,
    notBefore: new Date(options.notBefore * 1000),
    notAfter: new Date(options.notAfter * 1000),
    publicKey: keys.publicKey,
    signingKey,
    signingAlgorithm: signing,
    extensions: [
      new BasicConstraintsExtension(true, pathLength, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
      await AuthorityKeyIdentifierExtension.create(parent ? parent.publicKey : keys.publicKey),
    ],
  });
  return { chain: [`${certificate.toString('pem')}\n`, ...(issuer?.chain ?? [])], privateKey: keys.privateKey };
}

/** The certificate that the authority signs with. */
export function ownCertificate(authority: TlsAuthority): X509Certificate {
  const [bytes] = readPem(authority.chain[0] ?? '', 'CERTIFICATE', 'authority.chain[0]');
  return new X509Certificate(bytes as Uint8Array<ArrayBuffer>);
}

/** 16 random bytes as a positive number, in hexadecimal without `0x` (RFC 5280, section 4.1.2.2). */
export function randomTlsSerial(random: RandomBytes): string {
  const bytes = Uint8Array.from(random(16));
  // Positive, and of the same length whatever the random bytes are.
  bytes[0] = ((bytes[0] as number) & 0x7f) | 0x40;
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** @throws {ArgumentError} for a name that is empty, longer than 64 characters (RFC 5280, ub-common-name), or not plain. */
export function assertCommonName(name: string): void {
  if (name.length < 1 || name.length > 64 || /[\p{Cc}\p{Cf}]/u.test(name)) {
    throw new ArgumentError('has to be 1 to 64 characters without control characters', { field: 'commonName' });
  }
}
