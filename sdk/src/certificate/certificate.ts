import type { z } from 'zod';
import {
  decodeCanonicalJson,
  encodeCanonicalJson,
  equalBytes,
  formatTimestamp,
  type Hex,
  type Json,
  toBase64url,
} from '../bytes/index.ts';
import { sha256Hex } from '../crypto/index.ts';
import { ArgumentError, DecodeError, VerificationError } from '../errors/index.ts';
import { Schema } from '../quorum/index.ts';
import { certificateSchema } from './certificateSchema.ts';
import type { CertificateKind, CertificateUsage } from './certificateWords.ts';

/** What its endorsers say of a subject (docs/spec/certificate.md). It carries no signature. */
export type Certificate = z.infer<typeof certificateSchema>;
/** One key of a certificate's subject; `publicKey` is base64url. */
export type SubjectKey = Certificate['subject']['keys'][number];

/** A certificate's canonical bytes are at most this long. */
export const MAX_CERTIFICATE_BYTES = 65_536;

/** What {@link from} takes: the certificate, with sets in any order and times also as seconds since 1970. */
export interface CertificateInput {
  readonly kind: CertificateKind;
  readonly subject: {
    readonly name: string;
    readonly role?: string;
    readonly keys?: readonly SubjectKey[];
    /** For the kind `party`: its id of OCPI, in capitals. */
    readonly party?: Certificate['subject']['party'];
    readonly signer?: Hex;
  };
  readonly usages: readonly CertificateUsage[];
  readonly certifies?: readonly CertificateKind[];
  readonly pathLength?: number;
  /** 1 if left out. */
  readonly requiredEndorsements?: number;
  readonly notBefore: number | string;
  readonly notAfter: number | string;
  readonly edges?: Certificate['edges'];
  /** For the kind `tlsLeaves`: the root of the tree, and the number of its leaves. */
  readonly leaves?: Certificate['leaves'];
  /** 16 random bytes. */
  readonly serial: Uint8Array;
}

/**
 * @throws {DecodeError} naming the field that breaks a rule.
 * @throws {ArgumentError} if the certificate is too long.
 * @example
 * ```ts
 * const certificate = Certificate.from({
 *   kind: 'authority', subject: { name: 'Fleet administration', signer }, usages: ['signCertificates', 'issueKeys'],
 *   notBefore: now, notAfter: now + 365 * 86_400, serial: randomBytes(16),
 * });
 * ```
 */
export function from(input: CertificateInput): Certificate {
  const { subject, certifies, pathLength, edges, leaves } = input;
  const { role, party, signer } = subject;
  const certificate = fromJson({
    type: 'gridseal/certificate/v1',
    kind: input.kind,
    subject: {
      name: typeof subject.name === 'string' ? subject.name.normalize('NFC') : subject.name,
      ...(role === undefined ? {} : { role }),
      keys: [...(subject.keys ?? [])],
      ...(party === undefined ? {} : { party: { ...party } }),
      ...(signer === undefined ? {} : { signer: signer.toLowerCase() }),
    },
    usages: sortedSet(input.usages),
    ...(certifies === undefined ? {} : { certifies: sortedSet(certifies) }),
    ...(pathLength === undefined ? {} : { pathLength }),
    requiredEndorsements: input.requiredEndorsements ?? 1,
    notBefore: instantOf(input.notBefore, 'notBefore'),
    notAfter: instantOf(input.notAfter, 'notAfter'),
    ...(edges === undefined ? {} : { edges: edges.map((edge) => ({ ...edge })) }),
    ...(leaves === undefined ? {} : { leaves: { root: leaves.root.toLowerCase(), size: leaves.size } }),
    serial: toBase64url(input.serial),
  });
  const size = encode(certificate).length;
  if (size > MAX_CERTIFICATE_BYTES) {
    throw new ArgumentError(`has ${size} bytes where ${MAX_CERTIFICATE_BYTES} are allowed`, { field: 'certificate' });
  }
  return certificate;
}

function sortedSet<T extends string>(values: readonly T[]): T[] {
  return [...new Set(values)].sort();
}

function instantOf(time: number | string, field: string): string {
  if (typeof time === 'string') return time;
  try {
    return formatTimestamp(time);
  } catch (cause) {
    if (!(cause instanceof ArgumentError)) throw cause;
    throw new ArgumentError(cause.shortMessage, { field: `certificate.${field}`, cause });
  }
}

/**
 * Checks a certificate that is inside another file.
 *
 * @throws {DecodeError} naming the field.
 */
export function fromJson(value: Json | object, field = 'certificate'): Certificate {
  return Schema.parse(certificateSchema, value, field);
}

/** The canonical bytes (RFC 8785): what is hashed, stored and sent. */
export function encode(certificate: Certificate): Uint8Array {
  return encodeCanonicalJson(certificate);
}

/**
 * Decodes bytes from outside. If `id` is given, the bytes have to be those of that certificate.
 *
 * @throws {DecodeError} naming the field, for bytes that are too long, not canonical, or break a rule of the format.
 * @throws {VerificationError} if the id is another one.
 * @example
 * ```ts
 * const certificate = Certificate.decode(await store.read(id), { id });
 * ```
 */
export function decode(bytes: Uint8Array, options: { readonly id?: Hex; readonly field?: string } = {}): Certificate {
  const field = options.field ?? 'certificate';
  if (bytes.length > MAX_CERTIFICATE_BYTES) {
    throw new DecodeError(`has ${bytes.length} bytes where ${MAX_CERTIFICATE_BYTES} are allowed`, { field });
  }
  if (options.id !== undefined && sha256Hex(bytes) !== options.id.toLowerCase()) {
    throw new VerificationError('is not the certificate with this id', { field, metaMessages: [options.id] });
  }
  const certificate = fromJson(decodeCanonicalJson(bytes, { field }) as Json, field);
  // What was decoded has to be all there was: an id stands for exactly one meaning.
  if (!equalBytes(encode(certificate), bytes)) throw new DecodeError('has fields that cannot be read', { field });
  return certificate;
}

/**
 * The id: SHA-256 of the canonical bytes.
 *
 * @example `Certificate.id(certificate) // '0x…'`
 */
export function id(certificate: Certificate): Hex {
  return sha256Hex(encode(certificate));
}

export { describeCertificate as describe } from './describeCertificate.ts';
