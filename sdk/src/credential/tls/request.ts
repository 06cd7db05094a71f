import { webCrypto } from '#webCrypto';
import { ArgumentError, DecodeError, VerificationError } from '../../errors/index.ts';
import type { TlsAlgorithm } from './algorithmNames.ts';
import { tlsAlgorithmOf, tlsAlgorithms } from './algorithms.ts';
import { assertNames, fromAlternativeNames, type TlsNames, toAlternativeNames } from './names.ts';
import { readPem } from './pem.ts';
import {
  Pkcs10CertificateRequest,
  Pkcs10CertificateRequestGenerator,
  type PublicKey,
  SubjectAlternativeNameExtension,
} from './x509.ts';

const SUBJECT_ALTERNATIVE_NAME = '2.5.29.17';

/**
 * A certificate signing request (PKCS #10, RFC 2986) that a device makes with its own key.
 *
 * @throws {ArgumentError} naming the name that is none.
 * @example
 * ```ts
 * const pem = await createTlsRequest(await generateTlsKeys('P-256'), { dns: ['station-7.example'] });
 * ```
 */
export async function createTlsRequest(keys: CryptoKeyPair, names: TlsNames): Promise<string> {
  assertNames(names);
  const signingAlgorithm = tlsAlgorithms[tlsAlgorithmOf(keys.publicKey.algorithm, 'keys')].signing;
  // Without a subject name: the names are the alternative ones, which are critical then.
  const extensions = [toAlternativeNames(names, true)];
  const request = await Pkcs10CertificateRequestGenerator.create({ keys, signingAlgorithm, extensions }, webCrypto);
  return `${request.toString('pem')}\n`;
}

/** What a request proves, and asks for. */
export interface VerifiedTlsRequest {
  readonly publicKey: PublicKey;
  readonly algorithm: TlsAlgorithm;
  readonly names: Required<TlsNames>;
}

/**
 * Verifies a request: its form, that its maker has the private key, and that each name is one of `allowed`.
 *
 * @throws {DecodeError} if it is not a request, or asks for anything but names.
 * @throws {VerificationError} if the signature is wrong, or a name (`request.dns[0]`) is not allowed.
 */
export async function verifyTlsRequest(pem: string, allowed: TlsNames, field = 'request'): Promise<VerifiedTlsRequest> {
  const request = decodeRequest(pem, field);
  const algorithm = keyAlgorithm(request, field);
  const names = requestedNames(request, field);
  await assertPossession(request, field);
  for (const kind of ['dns', 'ip', 'uri'] as const) {
    names[kind].forEach((name, i) => {
      if (allowed[kind]?.includes(name)) return;
      throw new VerificationError('is not a name that this device may have', { field: `${field}.${kind}[${i}]` });
    });
  }
  return { publicKey: request.publicKey, algorithm, names };
}

/**
 * Verifies the request of an authority: its form, and that its maker has the private key. Who it is for is for its reader to decide: the
 * names and extensions that it asks for are not taken over.
 *
 * @throws {DecodeError} if it is not a request. @throws {VerificationError} if the signature is wrong.
 * @example `const { publicKey } = await verifyTlsAuthorityRequest(pem)`
 */
export async function verifyTlsAuthorityRequest(
  pem: string,
  field = 'request',
): Promise<Pick<VerifiedTlsRequest, 'publicKey' | 'algorithm'>> {
  const request = decodeRequest(pem, field);
  const algorithm = keyAlgorithm(request, field);
  await assertPossession(request, field);
  return { publicKey: request.publicKey, algorithm };
}

async function assertPossession(request: Pkcs10CertificateRequest, field: string): Promise<void> {
  if (await request.verify(webCrypto).catch(() => false)) return;
  throw new VerificationError('is not signed with the key that it asks a certificate for', { field });
}

function decodeRequest(pem: string, field: string): Pkcs10CertificateRequest {
  const [bytes, ...more] = readPem(pem, 'CERTIFICATE REQUEST', field);
  if (!bytes || more.length > 0) throw new DecodeError('is not one certificate request', { field });
  try {
    return new Pkcs10CertificateRequest(bytes);
  } catch (cause) {
    throw new DecodeError('is not a certificate request', { field, cause });
  }
}

function keyAlgorithm(request: Pkcs10CertificateRequest, field: string): TlsAlgorithm {
  try {
    return tlsAlgorithmOf(request.publicKey.algorithm, `${field}.publicKey`);
  } catch (cause) {
    if (cause instanceof ArgumentError) throw new DecodeError(cause.shortMessage, { field: `${field}.publicKey` });
    throw new DecodeError('has a key that cannot be read', { field, cause });
  }
}

function requestedNames(request: Pkcs10CertificateRequest, field: string): Required<TlsNames> {
  try {
    const { extensions } = request;
    if (extensions.some((extension) => extension.type !== SUBJECT_ALTERNATIVE_NAME) || extensions.length !== 1) {
      throw new DecodeError('asks for something else than alternative names', { field: `${field}.extensions` });
    }
    const [extension] = extensions;
    if (!(extension instanceof SubjectAlternativeNameExtension)) throw new Error('unknown form');
    const names = fromAlternativeNames(extension, `${field}.extensions`);
    assertNames(names);
    return names;
  } catch (cause) {
    if (cause instanceof DecodeError) throw cause;
    const name = cause instanceof ArgumentError && cause.field ? `${field}.${cause.field}` : field;
    throw new DecodeError('has names that cannot be read', { field: name, cause });
  }
}
