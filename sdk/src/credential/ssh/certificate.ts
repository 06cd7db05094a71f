import { concat, fromBase64, toBase64 } from '../../bytes/index.ts';
import type { RandomBytes } from '../../crypto/index.ts';
import { ArgumentError, DecodeError } from '../../errors/index.ts';
import { assertValidity } from '../validity.ts';
import {
  type CertificateOptions,
  decodeOptions,
  encodeCriticalOptions,
  encodeExtensions,
} from './certificateOptions.ts';
import { decodePublicKey, type SshPublicKey } from './publicKey.ts';
import { type SshSigner, verifySshSignature } from './signer.ts';
import { WireReader, WireWriter } from './wire.ts';

/** What an OpenSSH certificate says (PROTOCOL.certkeys). */
export interface SshCertificateBody extends CertificateOptions {
  readonly type: 'user' | 'host';
  readonly publicKey: SshPublicKey;
  /** 1 to 2^64 - 1: revocation lists cannot name serial 0. */
  readonly serial: bigint;
  /** Appears in sshd's log. */
  readonly keyId: string;
  /** User names, or names from `AuthorizedPrincipalsFile`, or host names. Never empty: that would mean *any*. */
  readonly principals: readonly string[];
  /** Seconds since 1970, both inclusive. */
  readonly notBefore: number;
  readonly notAfter: number;
}

export interface SshCertificate extends SshCertificateBody {
  readonly authority: SshPublicKey;
  readonly blob: Uint8Array;
}

const SUFFIX = '-cert-v01@openssh.com';
const types = { user: 1, host: 2 } as const;
const principalForm = /^[A-Za-z0-9_][A-Za-z0-9_.@:-]{0,254}$/;

/**
 * Signs a certificate.
 *
 * @throws {ArgumentError} naming the field that cannot be right.
 * @see OpenSSH PROTOCOL.certkeys
 */
export async function signCertificate(
  body: SshCertificateBody,
  authority: SshSigner,
  random: RandomBytes,
): Promise<SshCertificate> {
  assertBody(body);
  const key = new WireReader(body.publicKey.blob, 'publicKey');
  const algorithm = key.text();
  const toBeSigned = new WireWriter()
    .text(`${algorithm}${SUFFIX}`)
    .string(random(32))
    .raw(body.publicKey.blob.subarray(key.offset))
    .uint64(body.serial)
    .uint32(types[body.type])
    .text(body.keyId)
    .string(encodeNames(body.principals))
    .uint64(BigInt(body.notBefore))
    // OpenSSH's end is exclusive (`valid before`), ours is inclusive.
    .uint64(BigInt(body.notAfter) + 1n)
    .string(encodeCriticalOptions(body))
    .string(encodeExtensions(body))
    .string(new Uint8Array())
    .string(authority.publicKey.blob)
    .bytes();
  const signature = await authority.sign(toBeSigned);
  return { ...body, authority: authority.publicKey, blob: new WireWriter().raw(toBeSigned).string(signature).bytes() };
}

function assertBody(body: SshCertificateBody): void {
  assertValidity(body);
  if (body.serial < 1n || body.serial > 0xffff_ffff_ffff_ffffn) {
    throw new ArgumentError('is not from 1 to 2^64 - 1', { field: 'serial' });
  }
  if (body.keyId.length === 0 || body.keyId.length > 255 || /\p{Cc}/u.test(body.keyId)) {
    throw new ArgumentError('has to be 1 to 255 characters without control characters', { field: 'keyId' });
  }
  if (body.principals.length === 0 || body.principals.length > 256) {
    throw new ArgumentError('has to name 1 to 256 principals', { field: 'principals' });
  }
  body.principals.forEach((name, i) => {
    if (!principalForm.test(name)) throw new ArgumentError('is not a principal', { field: `principals[${i}]` });
  });
}

function encodeNames(names: readonly string[]): Uint8Array {
  return names.reduce((writer, name) => writer.text(name), new WireWriter()).bytes();
}

/**
 * Decodes a certificate's blob. The signature is checked by `verifyCertificate`.
 *
 * @throws {DecodeError} naming `field`; also for critical options that are not known, as they must be obeyed.
 */
export function decodeCertificate(blob: Uint8Array, field = 'certificate'): SshCertificate {
  const reader = new WireReader(blob, field);
  const certificateType = reader.text();
  if (!certificateType.endsWith(SUFFIX)) throw new DecodeError('is not an OpenSSH certificate', { field });
  reader.string();
  const publicKey = readPublicKey(reader, certificateType.slice(0, -SUFFIX.length), field);
  const serial = reader.uint64();
  const type = reader.uint32();
  if (type !== types.user && type !== types.host)
    throw new DecodeError('is neither for users nor for hosts', { field });
  const keyId = reader.text();
  const principals = readNames(reader.string(), field);
  const [notBefore, validBefore] = [reader.uint64(), reader.uint64()];
  const options = decodeOptions(reader.string(), reader.string(), field);
  reader.string();
  const authority = decodePublicKey(reader.string(), `${field}.authority`);
  reader.string();
  reader.end();
  if (validBefore <= notBefore) throw new DecodeError('has an empty validity', { field });
  return {
    type: type === types.user ? 'user' : 'host',
    publicKey,
    serial,
    keyId,
    principals,
    // "For ever" is 2^64 - 1; Infinity says so without losing the order.
    notBefore: Number(notBefore),
    notAfter: validBefore > BigInt(Number.MAX_SAFE_INTEGER) ? Number.POSITIVE_INFINITY : Number(validBefore - 1n),
    ...options,
    authority,
    blob,
  };
}

function readPublicKey(reader: WireReader, algorithm: string, field: string): SshPublicKey {
  const fields = { 'ssh-ed25519': 1, 'ssh-rsa': 2 }[algorithm] ?? (algorithm.startsWith('ecdsa-sha2-') ? 2 : 0);
  if (fields === 0) throw new DecodeError('certifies a key that is not Ed25519, ECDSA or RSA', { field });
  const writer = new WireWriter().text(algorithm);
  for (let i = 0; i < fields; i++) writer.string(reader.string());
  return decodePublicKey(writer.bytes(), `${field}.publicKey`);
}

function readNames(bytes: Uint8Array, field: string): readonly string[] {
  const reader = new WireReader(bytes, `${field}.principals`);
  const names: string[] = [];
  while (!reader.done) names.push(reader.text());
  return names;
}

/** What `verifyCertificate` found: `problems` is empty for a certificate that may be relied on. */
export interface SshCertificateVerification {
  readonly valid: boolean;
  readonly problems: readonly ('untrustedAuthority' | 'signature' | 'notYetValid' | 'expired' | 'type' | 'principal')[];
}

/**
 * Checks a certificate as sshd would, without a revocation list (see `isRevoked`).
 *
 * @example
 * ```ts
 * verifyCertificate(certificate, { authorities: [userCa], time: 1795158000, type: 'user', principal: 'alice' }).valid;
 * ```
 */
export function verifyCertificate(
  certificate: SshCertificate,
  expected: {
    readonly authorities: readonly SshPublicKey[];
    /** Seconds since 1970. */
    readonly time: number;
    readonly type: 'user' | 'host';
    readonly principal?: string;
  },
): SshCertificateVerification {
  const problems: SshCertificateVerification['problems'][number][] = [];
  const authority = toBase64(certificate.authority.blob);
  if (!expected.authorities.some((key) => toBase64(key.blob) === authority)) problems.push('untrustedAuthority');
  if (!verifyBlob(certificate)) problems.push('signature');
  if (expected.time < certificate.notBefore) problems.push('notYetValid');
  if (expected.time > certificate.notAfter) problems.push('expired');
  if (certificate.type !== expected.type) problems.push('type');
  if (expected.principal !== undefined && !certificate.principals.includes(expected.principal))
    problems.push('principal');
  return { valid: problems.length === 0, problems };
}

function verifyBlob(certificate: SshCertificate): boolean {
  // The signature is the last field, so what it covers is found from the end of the authority's key.
  const reader = new WireReader(certificate.blob, 'certificate');
  const strings = reader.text().startsWith('ssh-ed25519') ? 2 : 3;
  for (let i = 0; i < strings; i++) reader.string();
  reader.uint64();
  reader.uint32();
  reader.string();
  reader.string();
  reader.uint64();
  reader.uint64();
  for (let i = 0; i < 4; i++) reader.string();
  const covered = certificate.blob.subarray(0, reader.offset);
  return verifySshSignature(certificate.authority, covered, reader.string());
}

/** The line of a `-cert.pub` file. */
export function formatCertificate(certificate: SshCertificate): string {
  return `${certificate.publicKey.algorithm}${SUFFIX} ${toBase64(certificate.blob)} ${certificate.keyId.replace(/\s/g, '_')}\n`;
}

/** Reads the line of a `-cert.pub` file. */
export function parseCertificate(line: string, field = 'certificate'): SshCertificate {
  const match = /^(\S+) (\S+)(?: [^\r\n]*)?\r?\n?$/.exec(line);
  if (line.length > 65_536 || !match) throw new DecodeError('is not one line of an OpenSSH certificate', { field });
  const certificate = decodeCertificate(fromBase64(match[2] as string, field), field);
  if (`${certificate.publicKey.algorithm}${SUFFIX}` !== match[1]) {
    throw new DecodeError('names another algorithm than its bytes', { field });
  }
  return certificate;
}

/** A random serial number other than 0. */
export function randomSerial(random: RandomBytes): bigint {
  const bytes = concat(random(8));
  const serial = new DataView(bytes.buffer).getBigUint64(0);
  return serial === 0n ? 1n : serial;
}
