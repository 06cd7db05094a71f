import { webCrypto } from '#webCrypto';
import type { RandomBytes } from '../../crypto/index.ts';
import { ArgumentError } from '../../errors/index.ts';
import { assertValidity, type Validity } from '../validity.ts';
import { tlsAlgorithmOf } from './algorithms.ts';
import { authorityExtensions, signingAlgorithmOf } from './authorityExtensions.ts';
import type { TlsNameConstraints } from './nameConstraints.ts';
import { readPem } from './pem.ts';
import { type PublicKey, X509Certificate, X509CertificateGenerator } from './x509.ts';

/** Who signs X.509 certificates. */
export interface TlsAuthority {
  /** PEM: the authority's own certificate first, the root last. */
  readonly chain: readonly string[];
  readonly privateKey: CryptoKey;
}

interface AuthorityTerms extends Validity {
  readonly commonName: string;
  /** How many further authorities may follow; 0 if not given. */
  readonly pathLength?: number;
  /** What it may certify; anything if not given. */
  readonly nameConstraints?: TlsNameConstraints;
  readonly random: RandomBytes;
}

export interface CreateTlsAuthorityOptions extends AuthorityTerms {
  readonly keys: CryptoKeyPair;
  /** Who signs it; without it, the authority is a root. */
  readonly issuer?: TlsAuthority;
}

export interface CertifyTlsAuthorityOptions extends AuthorityTerms {
  readonly issuer: TlsAuthority;
  /** From a verified request. */
  readonly publicKey: PublicKey;
}

/**
 * A root, or an authority below another one.
 *
 * @throws {ArgumentError} naming the option that cannot be right.
 * @see RFC 5280, section 4.2
 * @example
 * ```ts
 * const keys = await generateTlsKeys('SLH-DSA-SHA2-128s');
 * const root = await createTlsAuthority({ commonName: 'Fleet root', keys, pathLength: 1, notBefore, notAfter, random });
 * ```
 */
export async function createTlsAuthority(options: CreateTlsAuthorityOptions): Promise<TlsAuthority> {
  const { issuer, keys } = options;
  tlsAlgorithmOf(keys.publicKey.algorithm, 'keys');
  const certificate = await certify(options, keys.publicKey, issuer, issuer?.privateKey ?? keys.privateKey);
  return { chain: [certificate, ...(issuer?.chain ?? [])], privateKey: keys.privateKey };
}

/**
 * Certifies an authority whose key is somewhere else: the chain in PEM, its own certificate first.
 *
 * @throws {ArgumentError} naming the option that cannot be right.
 * @example
 * ```ts
 * const { publicKey } = await verifyTlsAuthorityRequest(pem);
 * const chain = await certifyTlsAuthority({ issuer: root, publicKey, commonName: 'Plant 2', notBefore, notAfter, random });
 * ```
 */
export async function certifyTlsAuthority(options: CertifyTlsAuthorityOptions): Promise<readonly string[]> {
  const { issuer, publicKey } = options;
  tlsAlgorithmOf(publicKey.algorithm, 'publicKey');
  return [await certify(options, publicKey, issuer, issuer.privateKey), ...issuer.chain];
}

async function certify(
  options: AuthorityTerms,
  publicKey: PublicKey | CryptoKey,
  issuer: TlsAuthority | undefined,
  signingKey: CryptoKey,
): Promise<string> {
  assertValidity(options);
  assertCommonName(options.commonName);
  const { pathLength = 0 } = options;
  if (!Number.isInteger(pathLength) || pathLength < 0 || pathLength > 16) {
    throw new ArgumentError('is not from 0 to 16', { field: 'pathLength' });
  }
  const subject = [{ CN: [options.commonName] }];
  const parent = issuer ? ownCertificate(issuer) : undefined;
  const certificate = await X509CertificateGenerator.create(
    {
      serialNumber: randomTlsSerial(options.random),
      subject,
      issuer: parent ? parent.subjectName : subject,
      notBefore: new Date(options.notBefore * 1000),
      notAfter: new Date(options.notAfter * 1000),
      publicKey,
      signingKey,
      signingAlgorithm: signingAlgorithmOf(signingKey, 'issuer'),
      extensions: await authorityExtensions(publicKey, pathLength, parent, options.nameConstraints),
    },
    webCrypto,
  );
  return `${certificate.toString('pem')}\n`;
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
