import { z } from 'zod';
import { fromBase64url } from '../bytes/index.ts';
import { type KeyAlgorithm, keyAlgorithms, keyUses } from '../crypto/index.ts';
import { Schema } from '../quorum/index.ts';
import { certificateKinds, certificateUsages } from './certificateWords.ts';
import { instantToSeconds } from './instant.ts';
import { nameProblem } from './subjectName.ts';

const algorithms = Object.keys(keyAlgorithms) as [KeyAlgorithm, ...KeyAlgorithm[]];

/** First bytes of SEC 1 points: 2 and 3 compressed, 4 uncompressed. */
const pointPrefixes: Partial<Record<KeyAlgorithm, Readonly<Record<number, readonly number[]>>>> = {
  secp256k1: { 33: [2, 3], 65: [4] },
  'P-256': { 65: [4] },
  'P-521': { 133: [4] },
};

function isPublicKey(algorithm: KeyAlgorithm, text: string): boolean {
  const bytes = decodeBase64url(text);
  if (!bytes || !(keyAlgorithms[algorithm].publicKeySizes as readonly number[]).includes(bytes.length)) return false;
  const prefixes = pointPrefixes[algorithm]?.[bytes.length];
  return prefixes === undefined || prefixes.includes(bytes[0] as number);
}

function decodeBase64url(text: string): Uint8Array | null {
  try {
    return fromBase64url(text);
  } catch {
    return null;
  }
}

const key = z
  .strictObject({ use: z.enum(keyUses), algorithm: z.enum(algorithms), publicKey: z.string().max(8_192) })
  .refine(({ algorithm, publicKey }) => isPublicKey(algorithm, publicKey), {
    path: ['publicKey'],
    error: 'is not a public key of the algorithm in base64url',
  });

/** An id of OCPI 2.2.1 (credentials, "CredentialsRole"), in the one spelling that the node registry knows. */
const party = z.strictObject({
  countryCode: z.string().regex(/^[A-Z]{2}$/, 'is not two capital letters'),
  partyId: z.string().regex(/^[A-Z0-9]{3}$/, 'is not three capital letters or digits'),
});

const subject = z.strictObject({
  name: z.string().check((context) => {
    const problem = nameProblem(context.value);
    if (problem) context.issues.push({ code: 'custom', message: problem, input: context.value });
  }),
  role: z.exactOptional(
    z.string().regex(/^[a-z][A-Za-z0-9]{0,63}$/, 'is not a camelCase word of 1 to 64 letters and digits'),
  ),
  keys: z.array(key).max(16),
  party: z.exactOptional(party),
  signer: z.exactOptional(Schema.signer),
});

function sortedSet<T extends string>(values: readonly [T, ...T[]]) {
  return z.array(z.enum(values)).refine((list) => list.every((value, i) => i === 0 || (list[i - 1] as T) < value), {
    error: 'is not sorted, or has something twice',
  });
}

const instant = z
  .string()
  .refine((text) => instantToSeconds(text) !== null, { error: 'is not a date and time as 2026-01-31T23:59:59Z' });

const edge = z.strictObject({ type: z.literal('replaces'), certificate: Schema.hex32 });

/** The root of a tree of fingerprints (docs/spec/x509.md), and how many there are. */
const leaves = z.strictObject({
  root: Schema.hex32,
  size: z
    .int()
    .min(1)
    .max(2 ** 31),
});

const shape = {
  type: z.literal('gridseal/certificate/v1'),
  kind: z.enum(certificateKinds),
  subject,
  usages: sortedSet(certificateUsages),
  certifies: z.exactOptional(sortedSet(certificateKinds)),
  pathLength: z.exactOptional(z.int().min(0).max(16)),
  requiredEndorsements: z.int().min(1).max(16),
  notBefore: instant,
  notAfter: instant,
  edges: z.exactOptional(z.array(edge).max(16)),
  leaves: z.exactOptional(leaves),
  serial: z
    .string()
    .refine((text) => text.length === 22 && decodeBase64url(text) !== null, { error: 'is not 16 bytes in base64url' }),
};

/** docs/spec/certificate.md, section "Bytes". */
export const certificateSchema = z.strictObject(shape).check((context) => {
  const { kind, usages, certifies, pathLength, notBefore, notAfter } = context.value;
  const fail = (field: string, message: string) => {
    context.issues.push({ code: 'custom', message, path: field.split('.'), input: context.value });
  };
  const mayCertify = usages.includes('signCertificates');
  if (certifies && !mayCertify) fail('certifies', 'is only for the usage signCertificates');
  if (pathLength !== undefined && !mayCertify) fail('pathLength', 'is only for the usage signCertificates');
  if ((kind === 'tlsLeaves') !== (context.value.leaves !== undefined)) {
    fail('leaves', 'is for the kind tlsLeaves, which has to have it');
  }
  if (kind !== 'party' && context.value.subject.party) fail('subject.party', 'is only for the kind party');
  if (notBefore > notAfter) fail('notAfter', 'is before notBefore');
});
