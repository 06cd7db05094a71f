import { fromHex, type Hex, toHex } from '../bytes/index.ts';
import {
  type Hpke,
  keccak256Hex,
  MerkleTree,
  type RandomBytes,
  type SignableTypedData,
  type Signer,
  sha256Hex,
  wipe,
} from '../crypto/index.ts';
import { ArgumentError } from '../errors/index.ts';
import { Delivery } from './delivery.ts';
import { Envelope, type Recipient } from './envelope.ts';
import { Manifest } from './manifest.ts';
import { manifestsDigest, manifestsTypedData, type SignedRoot } from './manifestsDigest.ts';

/** One device's part of a batch. */
export interface DeliveryDraft {
  readonly manifest: Manifest;
  /** `contents[i]` belongs to `manifest.files[i]`. */
  readonly contents: readonly Uint8Array[];
  readonly recipients: readonly Recipient[];
}

/** One sealed delivery. */
export interface SealedDelivery {
  /** The device's id. */
  readonly device: Hex;
  readonly envelope: Uint8Array;
  /** SHA-256 of the envelope. */
  readonly digest: Hex;
  /** SHA-256 of the manifest, by which a claim names it. */
  readonly manifestDigest: Hex;
}

/** Deliveries that wait for the authority's one signature. */
export interface DeliveryBatch {
  /** What the authority signs: EIP-712 typed data and its digest. */
  readonly typedData: SignableTypedData;
  readonly digest: Hex;
  /** Merkle root of the manifests. */
  readonly root: Hex;
  /**
   * Seals one after the other, in the order of the drafts. The signature is not checked here: a quorum's is known to the chain
   * alone.
   */
  seal(signature: Hex): AsyncGenerator<SealedDelivery, void, undefined>;
}

/** Replaceable parts, for tests and vectors. */
export interface SealingOptions {
  readonly randomBytes?: RandomBytes;
  readonly hpke?: Hpke;
}

/**
 * Prepares the deliveries of one epoch: any number of devices, one signature.
 *
 * @param authority The authority's ERC-7913 signer; its keccak256 is in every manifest.
 * @throws {ArgumentError} naming the draft that does not belong to the others, or whose contents are not those of its manifest.
 * @example
 * ```ts
 * const batch = prepareDeliveries(wallet.signer, drafts);
 * for await (const { device, envelope } of batch.seal(await wallet.sign(batch.digest))) …
 * ```
 */
export function prepareDeliveries(
  authority: Hex,
  drafts: readonly DeliveryDraft[],
  options: SealingOptions = {},
): DeliveryBatch {
  const leaves = drafts.map(({ manifest }) => Manifest.encode(manifest));
  const tree = MerkleTree.from(leaves);
  const first = (drafts[0] as DeliveryDraft).manifest;
  if (keccak256Hex(fromHex(authority, { field: 'authority' })) !== first.authority) {
    throw new ArgumentError('is not the authority of the manifests', { field: 'authority' });
  }
  assertTogether(drafts, first);
  const { chainId, announcements, subject, epoch } = first;
  const signed: SignedRoot = { chainId, announcements, authority, subject, epoch, root: tree.root };
  return {
    typedData: manifestsTypedData(signed),
    digest: manifestsDigest(signed),
    root: toHex(tree.root),
    async *seal(signature) {
      for (const [index, draft] of drafts.entries()) {
        const place = { index, size: tree.size, proof: tree.proof(index), signature };
        yield await sealOne(draft, place, sha256Hex(leaves[index] as Uint8Array), options);
      }
    },
  };
}

/** Seals the delivery of a single device, with a signer at hand. */
export async function sealDelivery(
  signer: Signer,
  draft: DeliveryDraft,
  options: SealingOptions = {},
): Promise<SealedDelivery> {
  const batch = prepareDeliveries(signer.signer, [draft], options);
  const signature = (await signer.signTypedData?.(batch.typedData)) ?? (await signer.sign(batch.digest));
  for await (const sealed of batch.seal(signature)) return sealed;
  throw new ArgumentError('has no delivery', { field: 'draft' });
}

type Place = Pick<Delivery, 'index' | 'size' | 'proof' | 'signature'>;

async function sealOne(
  { manifest, contents, recipients }: DeliveryDraft,
  place: Place,
  manifestDigest: Hex,
  options: SealingOptions,
): Promise<SealedDelivery> {
  const plaintext = Delivery.encode({ manifest, contents, ...place });
  try {
    const envelope = await Envelope.seal({ recipients, context: Manifest.contextOf(manifest), plaintext, ...options });
    return { device: manifest.device, envelope, digest: sha256Hex(envelope), manifestDigest };
  } finally {
    wipe(plaintext);
  }
}

function assertTogether(drafts: readonly DeliveryDraft[], first: Manifest): void {
  const devices = new Set<Hex>();
  for (const [i, { manifest, contents }] of drafts.entries()) {
    for (const name of ['chainId', 'announcements', 'authority', 'subject', 'epoch'] as const) {
      if (manifest[name] !== first[name]) {
        throw new ArgumentError('is not that of the first', { field: `drafts[${i}].manifest.${name}` });
      }
    }
    if (devices.has(manifest.device)) {
      throw new ArgumentError('stands twice', { field: `drafts[${i}].manifest.device` });
    }
    devices.add(manifest.device);
    assertContents(manifest, contents, `drafts[${i}]`);
  }
}

function assertContents(manifest: Manifest, contents: readonly Uint8Array[], field: string): void {
  if (contents.length !== manifest.files.length) {
    throw new ArgumentError('has not one content for each file', { field: `${field}.contents` });
  }
  for (const [i, { size, digest }] of manifest.files.entries()) {
    const content = contents[i] as Uint8Array;
    if (content.length !== size || sha256Hex(content) !== digest) {
      throw new ArgumentError('is not what the manifest says', { field: `${field}.contents[${i}]` });
    }
  }
}
