import { z } from 'zod';
import { decodeCanonicalJson, encodeCanonicalJson, type Hex, type Json } from '../bytes/index.ts';
import { sha256Hex } from '../crypto/index.ts';
import { ArgumentError, BaseError, DecodeError } from '../errors/index.ts';
import { Quorum, QuorumHistory, Schema } from '../quorum/index.ts';
import { type Certificate, encode as encodeCertificate, MAX_CERTIFICATE_BYTES } from './certificate.ts';
import { certificateSchema } from './certificateSchema.ts';

/** Sixteen authorities with a post-quantum quorum each fit. */
export const MAX_BUNDLE_BYTES = 1_048_576;
const MAX_CERTIFICATES = 64;
const MAX_STATEMENTS = 256;
const MAX_QUORUMS = 64;

const statement = {
  certificate: Schema.hex32,
  quorum: Schema.hex32,
  version: Schema.uint32,
  deadline: Schema.uint64,
  approvals: Schema.signature,
};
const endorsementSchema = z.strictObject(statement);
const revocationSchema = z.strictObject({ ...statement, reason: Schema.uint8 });
const bundleSchema = z.strictObject({
  type: z.literal('gridseal/bundle/v1'),
  target: Schema.hex32,
  chainId: Schema.chainId,
  registry: Schema.address,
  certificates: z.array(certificateSchema).min(1).max(MAX_CERTIFICATES),
  endorsements: z.array(endorsementSchema).max(MAX_STATEMENTS),
  revocations: z.array(revocationSchema).max(MAX_STATEMENTS),
  quorums: z.array(QuorumHistory.historySchema).max(MAX_QUORUMS),
  checkedAt: z.strictObject({ blockNumber: Schema.uint64, blockHash: Schema.hex32, timestamp: Schema.uint64 }),
});

/** A certificate with all that is needed to verify it without a connection (docs/spec/bundle.md). */
export type Bundle = z.infer<typeof bundleSchema>;
/** An endorsement with its proof: the packed approvals of the quorum's members. */
export type BundleEndorsement = z.infer<typeof endorsementSchema>;
/** A revocation with its proof. */
export type BundleRevocation = z.infer<typeof revocationSchema>;

/**
 * Puts a bundle together; what a decoder would refuse is refused here.
 *
 * @throws {ArgumentError} naming the field.
 * @example
 * ```ts
 * const bundle = Bundle.from({ target, chainId, registry, certificates, endorsements, revocations: [], quorums, checkedAt });
 * ```
 */
export function from(parts: Omit<Bundle, 'type'>): Bundle {
  try {
    return fromJson({ type: 'gridseal/bundle/v1', ...parts });
  } catch (cause) {
    if (!(cause instanceof BaseError)) throw cause;
    throw new ArgumentError(cause.shortMessage, { field: cause.field ?? 'bundle', cause });
  }
}

/**
 * The bundle's file: canonical JSON.
 *
 * @throws {ArgumentError} if it is too long to be read again.
 */
export function encode(bundle: Bundle): Uint8Array {
  const bytes = encodeCanonicalJson(bundle);
  if (bytes.length > MAX_BUNDLE_BYTES) {
    throw new ArgumentError(`has ${bytes.length} bytes where ${MAX_BUNDLE_BYTES} are allowed`, { field: 'bundle' });
  }
  return bytes;
}

/**
 * Decodes a bundle from outside. Nothing in it is verified yet: see `Bundle.verify`.
 *
 * @throws {DecodeError} naming the field.
 */
export function decode(bytes: Uint8Array): Bundle {
  if (bytes.length > MAX_BUNDLE_BYTES) {
    throw new DecodeError(`has ${bytes.length} bytes where ${MAX_BUNDLE_BYTES} are allowed`, { field: 'bundle' });
  }
  return fromJson(decodeCanonicalJson(bytes, { field: 'bundle' }) as Json);
}

function fromJson(value: unknown): Bundle {
  const bundle = Schema.parse(bundleSchema, value, 'bundle');
  bundle.quorums.forEach((history, i) => {
    QuorumHistory.decode(history, `bundle.quorums[${i}]`);
  });
  const certificates = bundle.certificates.map((certificate, i) => idOf(certificate, `bundle.certificates[${i}]`));
  requireUnique(certificates, 'certificates');
  requireUnique(
    bundle.quorums.map((history) => Quorum.id(history)),
    'quorums',
  );
  for (const field of ['endorsements', 'revocations'] as const) {
    requireUnique(
      bundle[field].map(({ certificate, quorum }) => `${certificate}${quorum}`),
      field,
    );
  }
  if (!certificates.includes(bundle.target as Hex)) {
    throw new DecodeError('is not among the certificates', { field: 'bundle.target' });
  }
  return bundle;
}

/** The limit holds here too: what is refused as a block must not be valid in a bundle. */
function idOf(certificate: Certificate, field: string): Hex {
  const bytes = encodeCertificate(certificate);
  if (bytes.length > MAX_CERTIFICATE_BYTES) {
    throw new DecodeError(`has ${bytes.length} bytes where ${MAX_CERTIFICATE_BYTES} are allowed`, { field });
  }
  return sha256Hex(bytes);
}

function requireUnique(names: readonly string[], field: string): void {
  const twice = names.findIndex((name, i) => names.indexOf(name) !== i);
  if (twice >= 0) throw new DecodeError('is there twice', { field: `bundle.${field}[${twice}]` });
}

export { withoutHints } from './plainBundle.ts';
export { type ProvingOptions, provesItself } from './provesItself.ts';
export {
  type BundleOptions,
  type BundleVerdict,
  type StatementVerdict,
  verifyBundle as verify,
} from './verifyBundle.ts';
