import { z } from 'zod';
import { fromBase64url, type Hex, isHex, toBase64url } from '../../bytes/index.ts';
import { isKemAlgorithm, type KemAlgorithm } from '../../crypto/index.ts';
import { type DeliveryDraft, type DeliveryKind, deliveryKinds, Manifest } from '../../envelope/index.ts';
import { FileError, NotFoundError } from '../../errors/index.ts';
import type { AdminHome } from './home.ts';

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
  /** The drafts as base64url of canonical JSON; secret, if a key was made here. */
  drafts: z.array(
    z.strictObject({
      manifest: z.unknown(),
      contents: z.array(z.string()),
      recipients: z.array(z.strictObject({ algorithm: z.custom<KemAlgorithm>(isKemAlgorithm), publicKey: z.string() })),
    }),
  ),
  /** The authority's signature of the manifests, once there is one. */
  signature: hex.nullable(),
  /** What is to be announced, once everything is sealed and stored. */
  content: z.strictObject({ digest: hex32, codec: z.int().min(0).max(2), deadline: seconds }).nullable(),
});

/** An issue that was begun: what survives a crash, and what waits for co-signers. */
export type Pending = z.output<typeof schema>;

const folder = 'pending';

/** Issues that were begun and not announced yet, one file each, mode 0600. */
export class PendingIssues {
  readonly #home: AdminHome;

  constructor(home: AdminHome) {
    this.#home = home;
  }

  async list(): Promise<readonly Hex[]> {
    return (await this.#home.names(folder)).map((name): Hex => `0x${name}`);
  }

  async get(id: Hex): Promise<Pending> {
    const value = await this.#home.read(folder, id.slice(2));
    if (value === null) throw new NotFoundError(`nothing pending has the id ${id}`, { field: 'id' });
    const result = schema.safeParse(value);
    if (result.success) return result.data;
    throw new FileError(`is not a pending issue (${result.error.issues[0]?.path.join('.')})`, {
      field: `pending/${id.slice(2)}.json`,
    });
  }

  async save(pending: Pending): Promise<void> {
    await this.#home.write(folder, pending.id.slice(2), pending as never);
  }

  async remove({ id }: Pick<Pending, 'id'>): Promise<void> {
    await this.#home.remove(folder, id.slice(2));
  }
}

/** Drafts in the form of a file. */
export function encodeDrafts(drafts: readonly DeliveryDraft[]): Pending['drafts'] {
  return drafts.map(({ manifest, contents, recipients }) => ({
    manifest,
    contents: contents.map((content) => toBase64url(content)),
    recipients: recipients.map(({ algorithm, publicKey }) => ({ algorithm, publicKey: toBase64url(publicKey) })),
  }));
}

/** @throws {DecodeError} naming the field that is wrong. */
export function decodeDrafts(drafts: Pending['drafts']): readonly DeliveryDraft[] {
  return drafts.map(({ manifest, contents, recipients }) => ({
    manifest: Manifest.read(manifest),
    contents: contents.map((content) => fromBase64url(content, { field: 'contents' })),
    recipients: recipients.map(({ algorithm, publicKey }) => ({
      algorithm,
      publicKey: fromBase64url(publicKey, { field: 'recipients.publicKey' }),
    })),
  }));
}
