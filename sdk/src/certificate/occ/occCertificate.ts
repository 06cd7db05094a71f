import { readList, utf8Encode } from '../../bytes/index.ts';
import { ArgumentError, DecodeError } from '../../errors/index.ts';
import { arranged, fromJson, idOf, MAX_BYTES, type OccCertificate, type OccOwner, signedBytes } from './form.ts';
import { messageSigner } from './p521.ts';
import { readPlainJson } from './plainJson.ts';
import { from as publicKeyFrom } from './publicKey.ts';
import { type OccSignature, from as signatureFrom } from './signature.ts';
import { type OccUsageName, occContexts, usagePrefix } from './words.ts';

/** A file of several certificates has at most so many of them, and bytes. */
const MAX_LIST = 64;
export const MAX_LIST_BYTES = 524_288;

/** What {@link from} takes. */
export interface OccCertificateInput {
  readonly description?: string;
  /** Uncompressed SEC 1 points: 133 bytes of P-521, 65 of P-256. */
  readonly publicKeys: readonly Uint8Array[];
  readonly usages: readonly OccUsageName[];
  /** Of signCertificates. */
  readonly maxPathLength?: number;
  /** Seconds since 1970, or `YYYY-MM-DDTHH:MM:SS.mmmZ`. */
  readonly notBefore: number | string;
  readonly notAfter: number | string;
  readonly owner: OccOwner;
  /** Ids of certificates that it stands for from now on. */
  readonly replaces?: readonly string[];
}

/** Somebody who signs certificates: a key in memory, or whatever answers with an ECDSA signature (P-521, SHA-512). */
export interface OccSigner extends Pick<OccSignature, 'name' | 'eMail' | 'www'> {
  /** @returns r ‖ s, 132 bytes. */
  sign(message: Uint8Array): Promise<Uint8Array>;
}

/**
 * A certificate that nobody has signed yet.
 *
 * @throws {DecodeError} naming the field that breaks a rule.
 * @example
 * ```ts
 * const draft = OccCertificate.from({
 *   publicKeys: [point], usages: ['signCertificates'], owner: { name: 'Meter makers' }, notBefore: now, notAfter: later,
 * });
 * const certificate = await OccCertificate.sign(draft, OccCertificate.p521Signer(privateKey, { name: 'FQ1' }));
 * ```
 */
export function from(input: OccCertificateInput): OccCertificate {
  const { description, maxPathLength, owner } = input;
  const usages = input.usages.map((name) => ({
    '@id': usagePrefix + name,
    ...(name === 'signCertificates' && maxPathLength !== undefined ? { maxPathLength } : {}),
  }));
  const edges = (input.replaces ?? []).map((id) => ['replaces', id] as const);
  const body: OccCertificate = {
    '@id': '0'.repeat(64),
    '@context': occContexts[0],
    ...(description === undefined ? {} : { description }),
    publicKeys: input.publicKeys.map(publicKeyFrom),
    ...(usages.length > 0 ? { usages } : {}),
    notBefore: timeOf(input.notBefore, 'notBefore'),
    notAfter: timeOf(input.notAfter, 'notAfter'),
    owner,
    ...(edges.length > 0 ? { edges } : {}),
  };
  return fromJson(arranged({ ...body, '@id': idOf(body) }));
}

function timeOf(time: number | string, field: string): string {
  if (typeof time === 'string') return time;
  if (!Number.isSafeInteger(time) || Math.abs(time) > 8.64e12) {
    throw new ArgumentError('has to be whole seconds since 1970', { field: `certificate.${field}` });
  }
  return new Date(time * 1000).toISOString();
}

/**
 * The certificate with one more signature.
 *
 * @throws {ArgumentError} if the signer answers with something else than r ‖ s.
 * @example `await OccCertificate.sign(certificate, OccCertificate.p521Signer(privateKey, { name: 'FQ2' }))`
 */
export async function sign(certificate: OccCertificate, signer: OccSigner): Promise<OccCertificate> {
  const bytes = await signer.sign(signedBytes(certificate));
  if (bytes.length !== 132) throw new ArgumentError('gave no signature of 132 bytes', { field: 'signer' });
  const signatures = [...(certificate.signatures ?? []), signatureFrom(signer, bytes)];
  return fromJson(arranged({ ...certificate, signatures }));
}

/**
 * A signer whose key is in memory.
 *
 * @param privateKey 66 bytes; kept.
 * @throws {ArgumentError} if it is not a private key; the message does not contain it.
 */
export function p521Signer(privateKey: Uint8Array, about: Omit<OccSigner, 'sign'>): OccSigner {
  const signMessage = messageSigner(privateKey);
  return { ...about, sign: async (message) => signMessage(message) };
}

/**
 * Decodes bytes from outside: the form alone, `verify` says what they are worth.
 *
 * @throws {DecodeError} naming the field: not JSON, too long, nested too deep, a member that is missing, unknown, twice there or out
 * of order, text that hides characters, a key that is no point.
 * @example
 * ```ts
 * const certificate = OccCertificate.decode(await readFile('certificate.json'));
 * ```
 */
export function decode(bytes: Uint8Array, options: { readonly field?: string } = {}): OccCertificate {
  const field = options.field ?? 'certificate';
  if (bytes.length > MAX_BYTES) {
    throw new DecodeError(`has ${bytes.length} bytes where ${MAX_BYTES} are allowed`, { field });
  }
  return fromJson(readPlainJson(bytes, field), field);
}

/**
 * Decodes a file of one certificate, or of a list of up to 64 of them.
 *
 * @throws {DecodeError} naming the field.
 * @example `OccCertificate.decodeAll(await readFile('certificates.json')).length // 3`
 */
export function decodeAll(bytes: Uint8Array, options: { readonly field?: string } = {}): readonly OccCertificate[] {
  const field = options.field ?? 'certificates';
  if (bytes.length > MAX_LIST_BYTES) {
    throw new DecodeError(`has ${bytes.length} bytes where ${MAX_LIST_BYTES} are allowed`, { field });
  }
  const value = readPlainJson(bytes, field);
  if (!Array.isArray(value)) return [decode(bytes, { field })];
  return readList(value, field, 1, MAX_LIST).map((item, i) => fromJson(item, `${field}[${i}]`));
}

/**
 * The JSON as the original writes it: two spaces a level, or compact.
 *
 * @example `await writeFile('certificate.json', OccCertificate.encode(certificate))`
 */
export function encode(certificate: OccCertificate, options: { readonly compact?: boolean } = {}): Uint8Array {
  const json = arranged(certificate);
  return utf8Encode(options.compact ? JSON.stringify(json) : `${JSON.stringify(json, null, 2)}\n`);
}

export { type ConvertedCertificate, type ConvertOptions, convert, type OccConversion } from './convert.ts';
export { idOf, MAX_BYTES, type OccCertificate, type OccOwner, signedBytes, usageName } from './form.ts';
export type { Loss } from './losses.ts';
export { verify } from './verify.ts';
