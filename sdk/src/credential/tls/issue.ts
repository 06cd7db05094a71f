import { webCrypto } from '#webCrypto';
import { utf8Encode } from '../../bytes/index.ts';
import type { RandomBytes } from '../../crypto/index.ts';
import { ArgumentError } from '../../errors/index.ts';
import type { Credential, CredentialFile } from '../credential.ts';
import { assertFileEntries } from '../files/rules.ts';
import { assertValidity, type Validity } from '../validity.ts';
import { assertConnects, tlsAlgorithmOf } from './algorithms.ts';
import { assertCommonName, ownCertificate, randomTlsSerial, type TlsAuthority } from './authority.ts';
import { authorityKeyIdentifier, signingAlgorithmOf } from './authorityExtensions.ts';
import { formatTlsPrivateKey } from './keys.ts';
import { assertNames, type TlsNames, toAlternativeNames } from './names.ts';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PublicKey,
  SubjectKeyIdentifierExtension,
  type X509Certificate,
  X509CertificateGenerator,
} from './x509.ts';

export interface IssueTlsOptions extends Validity {
  readonly authority: TlsAuthority;
  /**
   * The device's own public key: from a verified request, or DER SubjectPublicKeyInfo. Or a key pair that was made for the
   * device, whose private key then travels with the files.
   */
  readonly key: { readonly publicKey: PublicKey | Uint8Array } | { readonly keys: CryptoKeyPair };
  readonly names: TlsNames;
  /** At most 64 characters. Programs compare `names`; this is for people. */
  readonly commonName?: string;
  /** Both if not given. */
  readonly usages?: readonly ('server' | 'client')[];
  /** Hexadecimal without `0x`; random if not given. */
  readonly serial?: string;
  readonly random: RandomBytes;
  /** Files get `.crt`, `.key` and `-ca.crt` behind it; `tls` if not given. */
  readonly path?: string;
  readonly owner?: string | null;
  readonly group?: string | null;
}

/**
 * A certificate for TLS with its chain: `tls.crt` (leaf first, without the root), `tls-ca.crt` (the root), and `tls.key` if the
 * key was made here.
 *
 * @throws {ArgumentError} naming the option that cannot be right.
 * @see RFC 5280; accepted by `openssl verify -x509_strict`
 * @example
 * ```ts
 * const { publicKey, names } = await verifyTlsRequest(pem, { dns: ['station-7.example'] });
 * await issueTls({ authority, key: { publicKey }, names, notBefore, notAfter, random });
 * ```
 */
export async function issueTls(options: IssueTlsOptions): Promise<Credential> {
  assertValidity(options);
  assertNames(options.names);
  if (options.commonName !== undefined) assertCommonName(options.commonName);
  const serial = options.serial ?? randomTlsSerial(options.random);
  if (!/^(?!00)[0-7][0-9a-f](?:[0-9a-f]{2}){0,19}$/.test(serial)) {
    throw new ArgumentError('is not a positive number of 1 to 20 bytes in lower-case hexadecimal', { field: 'serial' });
  }
  const certificate = await certify(options, serial);
  const path = options.path ?? 'tls';
  const file = (suffix: string, mode: string, text: string): CredentialFile => ({
    path: `${path}${suffix}`,
    mode,
    owner: options.owner ?? null,
    group: options.group ?? null,
    content: utf8Encode(text),
  });
  const { chain } = options.authority;
  const files = [
    file('.crt', '0644', [`${certificate.toString('pem')}\n`, ...chain.slice(0, -1)].join('')),
    file('-ca.crt', '0644', chain.at(-1) as string),
  ];
  if ('keys' in options.key)
    files.unshift(file('.key', '0600', await formatTlsPrivateKey(options.key.keys.privateKey)));
  assertFileEntries(files.map((entry) => ({ ...entry, size: entry.content.length })));
  const { notBefore, notAfter } = options;
  return { kind: 'tls', files, serials: [`0x${serial}`], notBefore, notAfter };
}

async function certify(options: IssueTlsOptions, serial: string): Promise<X509Certificate> {
  const { authority, commonName, names, usages = ['server', 'client'] } = options;
  const issuer = ownCertificate(authority);
  assertWithin(options, issuer);
  const publicKey = readPublicKey(options.key);
  const purposes = { server: ExtendedKeyUsage.serverAuth, client: ExtendedKeyUsage.clientAuth };
  if (usages.length === 0) throw new ArgumentError('is empty', { field: 'usages' });
  const parameters = {
    serialNumber: serial,
    subject: commonName === undefined ? [] : [{ CN: [commonName] }],
    issuer: issuer.subjectName,
    notBefore: new Date(options.notBefore * 1000),
    notAfter: new Date(options.notAfter * 1000),
    publicKey,
    signingKey: authority.privateKey,
    signingAlgorithm: signingAlgorithmOf(authority.privateKey, 'authority'),
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension(usages.map((usage) => purposes[usage])),
      toAlternativeNames(names, commonName === undefined),
      await SubjectKeyIdentifierExtension.create(publicKey, false, webCrypto),
      await authorityKeyIdentifier(issuer),
    ],
  };
  return X509CertificateGenerator.create(parameters, webCrypto);
}

/** A certificate that outlives its authority's fails with the day that nobody has in mind. */
function assertWithin(validity: Validity, issuer: X509Certificate): void {
  if (validity.notBefore * 1000 < issuer.notBefore.getTime()) {
    throw new ArgumentError('is before the authority’s certificate begins', { field: 'notBefore' });
  }
  if (validity.notAfter * 1000 > issuer.notAfter.getTime()) {
    throw new ArgumentError('is after the authority’s certificate ends', { field: 'notAfter' });
  }
}

function readPublicKey(key: IssueTlsOptions['key']): PublicKey | CryptoKey {
  if ('keys' in key) {
    assertConnects(tlsAlgorithmOf(key.keys.publicKey.algorithm, 'key.keys'), 'key.keys');
    return key.keys.publicKey;
  }
  try {
    const publicKey = key.publicKey instanceof PublicKey ? key.publicKey : new PublicKey(new Uint8Array(key.publicKey));
    assertConnects(tlsAlgorithmOf(publicKey.algorithm, 'key.publicKey'), 'key.publicKey');
    return publicKey;
  } catch (cause) {
    if (cause instanceof ArgumentError) throw cause;
    throw new ArgumentError('is not a SubjectPublicKeyInfo', { field: 'key.publicKey', cause });
  }
}
