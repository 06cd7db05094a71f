import { z } from 'zod';
import { fromBase64url, type Hex, isHex, toBase64url } from '../../bytes/index.ts';
import { isKemAlgorithm, type KemAlgorithm } from '../../crypto/index.ts';
import { type DeliveryDraft, type DeliveryKind, deliveryKinds, Manifest } from '../../envelope/index.ts';
import { ArgumentError, DecodeError } from '../../errors/index.ts';

const hex = z.custom<Hex>((value) => isHex(value));
const hex32 = z.custom<Hex>((value) => isHex(value, 32));
const seconds = z.int().min(0);

const schema = z.strictObject({
  type: z.literal('gridseal/pending/v1'),
  /** The EIP-712 digest of the manifests: the same work has the same name. */
  id: hex32,
  channel: z.string(),
  group: z.string().nullable(),
  kind: z.custom<DeliveryKind>((value) => typeof value === 'string' && Object.hasOwn(deliveryKinds, value)),
  issuer: z.string().nullable(),
  serials: z.array(z.string()),
  /** Devices of the group that nothing could be sealed to. */
  leftOut: z.array(z.strictObject({ device: hex32, reason: z.string() })).default([]),
  notBefore: seconds,
  notAfter: seconds,
  /** The drafts as base64url of canonical JSON; secret, if a key was made here or files are. */
  drafts: z
    .array(
      z.strictObject({
        manifest: z.unknown(),
        contents: z.array(z.string()),
        recipients: z.array(
          z.strictObject({ algorithm: z.custom<KemAlgorithm>(isKemAlgorithm), publicKey: z.string() }),
        ),
      }),
    )
    .min(1),
  /** The authority's signature of the manifests, once there is one. */
  signature: hex.nullable(),
  /** What is to be announced, once everything is sealed and stored. */
  content: z.strictObject({ digest: hex32, codec: z.int().min(0).max(2), deadline: seconds }).nullable(),
});

/** An issue that was begun, as plain JSON: what its keeper writes down, so that it survives a crash and waits for co-signers. */
export type IssueState = z.output<typeof schema>;

function decode(value: unknown): IssueState {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new DecodeError('is not what an issue has there', { field: ['issue', ...(issue?.path ?? [])].join('.') });
}

function encodeDrafts(drafts: readonly DeliveryDraft[]): IssueState['drafts'] {
  return drafts.map(({ manifest, contents, recipients }) => ({
    manifest,
    contents: contents.map((content) => toBase64url(content)),
    recipients: recipients.map(({ algorithm, publicKey }) => ({ algorithm, publicKey: toBase64url(publicKey) })),
  }));
}

function draftsOf({ drafts }: Pick<IssueState, 'drafts'>): readonly DeliveryDraft[] {
  return drafts.map(({ manifest: value, contents, recipients }) => {
    const manifest = Manifest.read(value);
    if (contents.length < manifest.files.length) {
      throw new ArgumentError('has no contents any more: begin it anew', { field: 'issue.drafts' });
    }
    return {
      manifest,
      contents: contents.map((content) => fromBase64url(content, { field: 'contents' })),
      recipients: recipients.map(({ algorithm, publicKey }) => ({
        algorithm,
        publicKey: fromBase64url(publicKey, { field: 'recipients.publicKey' }),
      })),
    };
  });
}

function manifestsOf({ drafts }: Pick<IssueState, 'drafts'>): readonly Manifest[] {
  return drafts.map(({ manifest }) => Manifest.read(manifest));
}

function withoutContents(state: IssueState): IssueState {
  return { ...state, drafts: state.drafts.map((draft) => ({ ...draft, contents: [] })) };
}

/**
 * The plain state of an issue, between its steps.
 *
 * - `decode` reads what was kept; it throws {DecodeError} naming the field.
 * - `encodeDrafts`, `draftsOf`: the deliveries in it, before they are sealed. `draftsOf` throws if the contents were taken out.
 * - `manifestsOf` reads the manifests alone, which are never secret.
 * - `withoutContents` takes out what may be secret. Once the envelopes are stored, the issue can still be announced.
 */
export const IssueState = { decode, encodeDrafts, draftsOf, manifestsOf, withoutContents } as const;
