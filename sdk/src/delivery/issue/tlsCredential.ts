import { concat, fromHex } from '../../bytes/index.ts';
import type { Credential } from '../../credential/credential.ts';
import type { IssueTlsOptions, TlsAuthority, TlsLeafAlgorithm, TlsNames } from '../../credential/tls/index.ts';
import type { Validity } from '../../credential/validity.ts';
import type { RandomBytes } from '../../crypto/index.ts';
import { ArgumentError, NotFoundError } from '../../errors/index.ts';
import type { EnrolledDevice } from './enrolledDevice.ts';
import type { KeyMode } from './keyMode.ts';

/** A certificate for TLS that is to be issued. */
export interface TlsCredentialRequest {
  readonly kind: 'tls';
  readonly authority: TlsAuthority;
  /** The names that the certificate is for; of a signing request, those that it may ask for. */
  readonly names: TlsNames;
  readonly commonName?: string;
  /** Both by default. */
  readonly usages?: readonly ('server' | 'client')[];
  readonly keys?: KeyMode;
  /** Of a key that is made here (keys: server); P-256 by default. */
  readonly algorithm?: TlsLeafAlgorithm;
  /** A PKCS #10 request in PEM: its key is certified instead of the enrolled one, for the names that it asks for. */
  readonly request?: string;
}

/** The X.509 library is large: only what has to do with TLS loads it. */
const loadTls = () => import('../../credential/tls/index.ts');

/** SubjectPublicKeyInfo of a P-256 key up to the point (RFC 5480, section 2). */
const p256Prefix = fromHex('0x3059301306072a8648ce3d020106082a8648ce3d030107034200');

/**
 * Certifies the device's enrolled TLS key, the key of its signing request, or one that is made here and travels sealed.
 *
 * @throws {NotFoundError} for a device's key that is not there. @throws {ArgumentError} naming the option that
 * cannot be right. @throws {DecodeError} or {VerificationError} for a signing request that is not one, or asks for other names.
 */
export async function makeTlsCredential(
  request: TlsCredentialRequest,
  device: EnrolledDevice,
  { random, notBefore, notAfter }: Validity & { readonly random: RandomBytes },
): Promise<Credential> {
  const { authority, commonName, usages } = request;
  const { issueTls } = await loadTls();
  const { key, names } = await keyOf(request, device);
  return issueTls({
    authority,
    key,
    names,
    notBefore,
    notAfter,
    random,
    ...(commonName === undefined ? {} : { commonName }),
    ...(usages === undefined ? {} : { usages }),
  });
}

async function keyOf(
  { keys, names, request, algorithm }: TlsCredentialRequest,
  device: EnrolledDevice,
): Promise<Pick<IssueTlsOptions, 'key' | 'names'>> {
  if (keys === 'server') {
    if (request !== undefined) throw new ArgumentError('has a key already (keys: server)', { field: 'request' });
    const { generateTlsKeys } = await loadTls();
    return { key: { keys: await generateTlsKeys(algorithm ?? 'P-256') }, names };
  }
  if (algorithm !== undefined)
    throw new ArgumentError('is for a key that is made here (keys: server)', { field: 'algorithm' });
  if (request === undefined) return { key: { publicKey: enrolledKey(device) }, names };
  const { verifyTlsRequest } = await loadTls();
  const verified = await verifyTlsRequest(request, names);
  return { key: { publicKey: verified.publicKey }, names: verified.names };
}

function enrolledKey({ id, enrolment }: EnrolledDevice): Uint8Array {
  const key = enrolment.keys.find(({ use, algorithm }) => use === 'tls' && algorithm === 'P-256');
  if (key) return concat(p256Prefix, key.publicKey);
  throw new NotFoundError('the device has enrolled no P-256 key for tls', {
    field: `device ${id}`,
    metaMessages: ['Give a signing request, or let the key be made here (keys: server).'],
  });
}
