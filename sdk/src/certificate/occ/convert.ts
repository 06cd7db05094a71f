import { concat, fromHex, type Hex, toBase64, toBase64url, toHex, utf8Encode } from '../../bytes/index.ts';
import { sha256 } from '../../crypto/index.ts';
import { ArgumentError } from '../../errors/index.ts';
import { Quorum } from '../../quorum/index.ts';
import * as Certificate from '../certificate.ts';
import type { CertificateUsage } from '../certificateWords.ts';
import { coreKeys } from '../chargingWorld/keys.ts';
import type { ChargingRole } from '../chargingWorld/roleNames.ts';
import { idOf, type OccCertificate, usageName } from './form.ts';
import { type Loss, lossesOf } from './losses.ts';
import { pointOf } from './publicKey.ts';
import { momentOf } from './time.ts';
import type { OccUsageName } from './words.ts';

/** How a certificate is converted. */
export interface ConvertOptions {
  /** The addresses of the ERC-7913 verifiers of the keys. */
  readonly verifiers: { readonly p521: Hex; readonly p256?: Hex };
  /**
   * The registry: then the certificate speaks of a quorum of one, which is the key. Endorsements stand on chain as words of quorums,
   * so whoever is to endorse others needs one. Without it, the certificate speaks of the key itself.
   */
  readonly asQuorumOf?: Hex;
  /** What the subject is, a camelCase word: the original does not say. Of the eight published keys of role authorities it is known. */
  readonly role?: string;
  /** Certificates that may be named in `edges`: they are converted in the same way, and their ids are what the new edges name. */
  readonly replaced?: readonly OccCertificate[];
}

/** A certificate of ours, made of one key of the original. */
export interface ConvertedCertificate {
  readonly id: Hex;
  readonly certificate: Certificate.Certificate;
  /** The ERC-7913 signer of the key. */
  readonly signer: Hex;
  /** With `asQuorumOf`: the quorum of one that has to be created. */
  readonly quorum?: Quorum.Quorum;
}

/** What came of it. */
export interface OccConversion {
  /** One for each public key, in their order. */
  readonly certificates: readonly ConvertedCertificate[];
  /** What the original says and ours cannot. */
  readonly lost: readonly Loss[];
}

const usagesOf: Readonly<Record<OccUsageName, CertificateUsage | null>> = {
  signData: 'signData',
  encryptData: 'encryptData',
  signCertificates: 'signCertificates',
  revokeCertificates: 'revokeCertificates',
  tlsServer: 'tlsServer',
  tlsClient: 'tlsClient',
  eMailSignature: null,
  eMailEncryption: null,
};

/** The roles of the published keys; of others, nobody has said any. */
const rolesOfPoints = new Map<string, ChargingRole>(coreKeys.map(({ publicKey, role }) => [publicKey, role]));

/**
 * Says in certificates of ours what a certificate of the Open Charging Cloud says. The same certificate gives the same bytes
 * wherever it is converted, so that all who are to endorse it find the same id. It carries no trust with it: verify it first, and
 * let a quorum endorse what comes out.
 *
 * @throws {ArgumentError} for a P-256 key without a verifier of P-256.
 * @throws {DecodeError} for an owner's name that no certificate of ours may have (docs/spec/certificate.md).
 * @example
 * ```ts
 * const { certificates, lost } = OccCertificate.convert(original, { verifiers: { p521: p521Verifier } });
 * ```
 */
export function convert(original: OccCertificate, options: ConvertOptions): OccConversion {
  return convertOnce(original, options, new Map());
}

/** An id is the hash of the edges, too, so this ends: no certificate can name itself, on whatever way. */
function convertOnce(
  original: OccCertificate,
  options: ConvertOptions,
  done: Map<string, OccConversion>,
): OccConversion {
  const id = idOf(original);
  const known = done.get(id);
  if (known) return known;
  const edges = edgesOf(original, options, done);
  const certificates = original.publicKeys.map((_, i) => convertKey(original, i, edges.found, options));
  const conversion: OccConversion = { certificates, lost: lossesOf(original, edges.unknown) };
  done.set(id, conversion);
  return conversion;
}

function edgesOf(original: OccCertificate, options: ConvertOptions, done: Map<string, OccConversion>) {
  const found: { type: 'replaces'; certificate: Hex }[] = [];
  const unknown: string[] = [];
  for (const [type, id] of original.edges ?? []) {
    const replaced = options.replaced?.find((one) => idOf(one) === id);
    if (!replaced) unknown.push(id);
    else found.push(...convertOnce(replaced, options, done).certificates.map((one) => ({ type, certificate: one.id })));
  }
  return { found, unknown };
}

function convertKey(
  original: OccCertificate,
  index: number,
  edges: readonly { readonly type: 'replaces'; readonly certificate: Hex }[],
  options: ConvertOptions,
): ConvertedCertificate {
  const { algorithm, point } = pointOf(original.publicKeys[index] as OccCertificate['publicKeys'][0]);
  const signer = toHex(concat(verifierOf(algorithm, options), point.subarray(1)));
  const names = (original.usages ?? []).map(usageName);
  const maxPathLength = original.usages?.find(({ maxPathLength: length }) => length !== undefined)?.maxPathLength;
  const role = options.role ?? rolesOfPoints.get(toBase64(point));
  const quorum = options.asQuorumOf ? Quorum.from({ members: [{ signer }], threshold: 1 }) : undefined;
  const certificate = Certificate.from({
    kind: 'authority',
    subject: {
      name: original.owner.name,
      ...(role ? { role } : {}),
      keys: keyUsesOf(names).map((use) => ({ use, algorithm, publicKey: toBase64url(point) })),
      signer: quorum && options.asQuorumOf ? Quorum.signer(options.asQuorumOf, Quorum.id(quorum)) : signer,
    },
    usages: names.flatMap((name) => usagesOf[name] ?? []),
    ...(maxPathLength === undefined ? {} : { pathLength: Math.min(maxPathLength, 16) }),
    notBefore: Math.ceil(momentOf(original.notBefore, 'notBefore') / 1000),
    notAfter: Math.floor(momentOf(original.notAfter, 'notAfter') / 1000),
    ...(edges.length > 0 ? { edges: [...edges] } : {}),
    serial: serialOf(original, point),
  });
  return { id: Certificate.id(certificate), certificate, signer, ...(quorum ? { quorum } : {}) };
}

function verifierOf(algorithm: 'P-521' | 'P-256', { verifiers }: ConvertOptions): Uint8Array {
  const verifier = algorithm === 'P-521' ? verifiers.p521 : verifiers.p256;
  if (verifier === undefined) {
    throw new ArgumentError('is needed: the certificate has a key of P-256', { field: 'verifiers.p256' });
  }
  return fromHex(verifier, { field: `verifiers.${algorithm === 'P-521' ? 'p521' : 'p256'}`, size: 20 });
}

function keyUsesOf(names: readonly OccUsageName[]): Certificate.SubjectKey['use'][] {
  const has = (...wanted: OccUsageName[]) => wanted.some((name) => names.includes(name));
  return [
    'sign',
    ...(has('encryptData') ? (['encrypt'] as const) : []),
    ...(has('tlsServer', 'tlsClient') ? (['tls'] as const) : []),
  ];
}

/** 16 bytes that are the same wherever the certificate is converted. */
function serialOf(original: OccCertificate, point: Uint8Array): Uint8Array {
  return sha256(concat(utf8Encode(`gridseal/open-charging-cloud/${idOf(original)}/`), point)).subarray(0, 16);
}
