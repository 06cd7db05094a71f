import { webCrypto } from '#webCrypto';
import { concat, encodePem } from '../../bytes/index.ts';
import { ArgumentError } from '../../errors/index.ts';
import { assertValidity } from '../validity.ts';
import { ownCertificate, type TlsAuthority } from './authority.ts';
import { authorityKeyIdentifier, signingAlgorithmOf } from './authorityExtensions.ts';
import { Extension, X509CrlGenerator, X509CrlReason } from './x509.ts';

export interface TlsRevocation {
  /** Hexadecimal, with or without `0x`. */
  readonly serial: string;
  /** Seconds since 1970. */
  readonly time: number;
  readonly reason?: 'keyCompromise' | 'affiliationChanged' | 'superseded' | 'cessationOfOperation';
}

/** RFC 5280, section 5.2.3. */
const CRL_NUMBER = '2.5.29.20';

/**
 * A certificate revocation list in PEM (RFC 5280, section 5), signed by the authority whose certificates it names.
 *
 * @param options `number` grows with each list; `notBefore` and `notAfter` are thisUpdate and nextUpdate.
 * @example
 * ```ts
 * await issueTlsRevocations({ authority, number: 3, notBefore, notAfter, revoked: [{ serial: '0x4f…', time }] });
 * ```
 */
export async function issueTlsRevocations(options: {
  readonly authority: TlsAuthority;
  readonly number: number;
  readonly notBefore: number;
  readonly notAfter: number;
  readonly revoked: readonly TlsRevocation[];
}): Promise<string> {
  assertValidity(options);
  const { authority, number } = options;
  if (!Number.isSafeInteger(number) || number < 0)
    throw new ArgumentError('is not a number from 0', { field: 'number' });
  const issuer = ownCertificate(authority);
  const parameters = {
    issuer: issuer.subjectName,
    thisUpdate: new Date(options.notBefore * 1000),
    nextUpdate: new Date(options.notAfter * 1000),
    signingKey: authority.privateKey,
    signingAlgorithm: signingAlgorithmOf(authority.privateKey, 'authority'),
    extensions: [await authorityKeyIdentifier(issuer), new Extension(CRL_NUMBER, false, encodeInteger(number))],
    entries: options.revoked.map((entry, i) => ({
      serialNumber: readSerial(entry.serial, `revoked[${i}].serial`),
      revocationDate: new Date(entry.time * 1000),
      ...(entry.reason === undefined ? {} : { reason: X509CrlReason[entry.reason] }),
    })),
  };
  const list = await X509CrlGenerator.create(parameters, webCrypto);
  return encodePem('X509 CRL', new Uint8Array(list.rawData));
}

function readSerial(text: string, field: string): string {
  const match = /^(?:0x)?((?:[0-9a-f]{2}){1,20})$/.exec(text);
  if (!match) throw new ArgumentError('is not a serial in hexadecimal', { field });
  return match[1] as string;
}

/** A DER INTEGER that is not negative (X.690, section 8.3). */
function encodeInteger(value: number): Uint8Array<ArrayBuffer> {
  const hex = value.toString(16);
  const digits = hex.length % 2 === 0 ? hex : `0${hex}`;
  const bytes = Uint8Array.from(digits.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
  const content = (bytes[0] as number) & 0x80 ? concat(Uint8Array.of(0), bytes) : bytes;
  return new Uint8Array([0x02, content.length, ...content]);
}
