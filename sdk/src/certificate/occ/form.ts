import { readInteger, readList, readOneOf, utf8Encode } from '../../bytes/index.ts';
import { sha256Hex } from '../../crypto/index.ts';
import { ArgumentError, DecodeError } from '../../errors/index.ts';
import { arrange, readDigest, readMembers, readVisibleText } from './members.ts';
import { type OccPublicKey, publicKeyMembers, read as readPublicKey } from './publicKey.ts';
import { type OccSignature, read as readSignature, signatureMembers } from './signature.ts';
import { momentOf } from './time.ts';
import { occContexts, occUsages, usagePrefix } from './words.ts';

/** What the subject may do. */
export interface OccUsage {
  readonly '@id': string;
  /** Only of signCertificates. */
  readonly maxPathLength?: number;
}

/** Whose keys these are. */
export interface OccOwner {
  readonly name: string;
  readonly description?: string;
  readonly '@id'?: string;
  readonly eMail?: string;
  readonly www?: string;
}

/** `['replaces', id]`: the certificate that this one stands for from now on. */
export type OccEdge = readonly [type: 'replaces', certificate: string];

/** A certificate of the Open Charging Cloud, member by member as its JSON has it (docs/spec/open-charging-cloud.md). */
export interface OccCertificate {
  /** SHA-256, 64 hexadecimal digits: what {@link idOf} gives, if nobody has changed anything. */
  readonly '@id': string;
  readonly '@context': string;
  readonly description?: string;
  readonly publicKeys: readonly OccPublicKey[];
  readonly usages?: readonly OccUsage[];
  /** `YYYY-MM-DDTHH:MM:SS.mmmZ`, both inclusive. */
  readonly notBefore: string;
  readonly notAfter: string;
  readonly owner: OccOwner;
  readonly edges?: readonly OccEdge[];
  readonly signatures?: readonly OccSignature[];
}

/** A certificate is at most this long, white space included. */
export const MAX_BYTES = 65_536;
/** It has at most this many of everything that it has several of: keys, edges, signatures. */
export const MAX_ITEMS = 16;

const certificateMembers = [
  '@id',
  '@context',
  'description',
  'publicKeys',
  'usages',
  'notBefore',
  'notAfter',
  'owner',
  'edges',
  'signatures',
] as const;
const ownerMembers = ['name', 'description', '@id', 'eMail', 'www'] as const;
const usageMembers = ['@id', 'maxPathLength'] as const;

/**
 * Checks a certificate's form: members, their order, their types. What it says is for `verify`.
 *
 * @throws {DecodeError} naming the field.
 */
export function fromJson(value: unknown, field = 'certificate'): OccCertificate {
  const optional = ['description', 'usages', 'edges', 'signatures'] as const;
  const members = readMembers(value, field, certificateMembers, optional);
  const { description, usages, edges, signatures } = members;
  const certificate: OccCertificate = {
    '@id': readDigest(members['@id'], `${field}.@id`),
    '@context': readOneOf(members['@context'], `${field}.@context`, occContexts),
    ...(description === undefined ? {} : { description: readVisibleText(description, `${field}.description`) }),
    publicKeys: readEach(members.publicKeys, `${field}.publicKeys`, readPublicKey),
    ...(usages === undefined ? {} : { usages: readEach(usages, `${field}.usages`, readUsage) }),
    notBefore: readTime(members.notBefore, `${field}.notBefore`),
    notAfter: readTime(members.notAfter, `${field}.notAfter`),
    owner: readOwner(members.owner, `${field}.owner`),
    ...(edges === undefined ? {} : { edges: readEach(edges, `${field}.edges`, readEdge) }),
    ...(signatures === undefined ? {} : { signatures: readEach(signatures, `${field}.signatures`, readSignature) }),
  };
  if (certificate.notBefore > certificate.notAfter) {
    throw new DecodeError('is before notBefore', { field: `${field}.notAfter` });
  }
  return certificate;
}

/** What is empty is left out: an empty list is none of the original's. */
function readEach<T>(value: unknown, field: string, read: (item: unknown, field: string) => T): readonly T[] {
  return readList(value, field, 1, MAX_ITEMS).map((item, i) => read(item, `${field}[${i}]`));
}

function readTime(value: unknown, field: string): string {
  momentOf(value, field);
  return value as string;
}

function readUsage(value: unknown, field: string): OccUsage {
  const { '@id': id, maxPathLength } = readMembers(value, field, usageMembers, ['maxPathLength']);
  const known = occUsages.map((name) => usagePrefix + name);
  const usage = { '@id': readOneOf(id, `${field}.@id`, known) };
  if (maxPathLength === undefined) return usage;
  if (usage['@id'] !== `${usagePrefix}signCertificates`) {
    throw new DecodeError('is only for signCertificates', { field: `${field}.maxPathLength` });
  }
  return { ...usage, maxPathLength: readInteger(maxPathLength, `${field}.maxPathLength`, 0, 32_767) };
}

function readOwner(value: unknown, field: string): OccOwner {
  const members = readMembers(value, field, ownerMembers, ['description', '@id', 'eMail', 'www']);
  const owner = ownerMembers
    .filter((name) => members[name] !== undefined)
    .map((name) => [name, readVisibleText(members[name], `${field}.${name}`)]);
  return Object.fromEntries(owner) as OccOwner;
}

function readEdge(value: unknown, field: string): OccEdge {
  const [type, certificate] = readList(value, field, 2, 2);
  return [readOneOf(type, `${field}[0]`, ['replaces']), readDigest(certificate, `${field}[1]`)];
}

/** The members in the original's order, whatever the order in which they were put together. */
export function arranged(certificate: OccCertificate): OccCertificate {
  const { publicKeys, usages, owner, signatures } = certificate;
  const whole = {
    ...certificate,
    publicKeys: publicKeys.map((key) => arrange(key, publicKeyMembers)),
    ...(usages ? { usages: usages.map((usage) => arrange(usage, usageMembers)) } : {}),
    owner: arrange(owner, ownerMembers),
    ...(signatures ? { signatures: signatures.map((signature) => arrange(signature, signatureMembers)) } : {}),
  };
  return arrange<OccCertificate>(whole, certificateMembers);
}

/** The id that belongs to the content: SHA-256 of the compact JSON without id and signatures. */
export function idOf(certificate: OccCertificate): string {
  const { '@id': _, signatures: __, ...body } = arranged(certificate);
  return sha256Hex(utf8Encode(JSON.stringify(body))).slice(2);
}

/** What is signed: the compact JSON with the id, without the signatures. */
export function signedBytes(certificate: OccCertificate): Uint8Array {
  const { signatures: _, ...body } = arranged(certificate);
  return utf8Encode(JSON.stringify(body));
}

/** The name of a usage. @example `usageName({ '@id': 'https://…/usages/signData' }) // 'signData'` */
export function usageName(usage: OccUsage): (typeof occUsages)[number] {
  const found = occUsages.find((name) => usage['@id'] === usagePrefix + name);
  if (found === undefined) throw new ArgumentError('is not a usage', { field: 'usage' });
  return found;
}
