import { fromHex, type Hex, parseTimestamp } from '../bytes/index.ts';
import { type Hpke, keccak256Hex, MerkleTree, type OpeningKey, sha256Hex, wipe } from '../crypto/index.ts';
import { VerificationError } from '../errors/index.ts';
import { Delivery } from './delivery.ts';
import { type DeliveryContext, encodeDeliveryContext } from './deliveryContext.ts';
import { Envelope, type Recipient } from './envelope.ts';
import { Manifest } from './manifest.ts';
import type { ManifestFile } from './manifestFiles.ts';
import { manifestsDigest } from './manifestsDigest.ts';

/** What the announcement and the device's own configuration say: the measure of everything in the envelope. */
export interface ExpectedDelivery extends Omit<DeliveryContext, 'authority'> {
  /** The ERC-7913 signer of the authority that the device follows. */
  readonly authority: Hex;
  /** SHA-256 of the envelope, or null if the store has verified the envelope from the root of an announced directory. */
  readonly digest: Hex | null;
  /** Block time, in seconds since 1970. */
  readonly time: number;
  /** The highest epoch that was installed of this authority and subject; 0 if none was. */
  readonly highWaterEpoch: number;
}

/** What `openDelivery` takes. */
export interface DeliveryOpening {
  readonly envelope: Uint8Array;
  /** All KEM keys that the device still has. */
  readonly keys: readonly OpeningKey[];
  readonly expected: ExpectedDelivery;
  /** Whether `signature` is the signer's, as far as the device can and wants to tell; false stops the delivery. */
  readonly verifyAuthority: (signer: Hex, digest: Hex, signature: Hex) => Promise<boolean>;
  readonly hpke?: Hpke;
}

/** A file that may be written now. */
export interface DeliveredFile extends ManifestFile {
  readonly content: Uint8Array;
}

/** A delivery that has passed every check. */
export interface OpenedDelivery {
  readonly manifest: Manifest;
  /** SHA-256 of the manifest, for the claim. */
  readonly manifestDigest: Hex;
  readonly files: readonly DeliveredFile[];
  /** The public key that the envelope was sealed to. */
  readonly recipient: Recipient;
}

/**
 * Opens and checks a delivery in the order of docs/spec/manifest.md: digest, seal, form, context, Merkle proof and signature,
 * sizes and digests, validity by block time, epoch.
 *
 * @returns null if the envelope is sealed to none of the keys.
 * @throws {DecodeError} if something has not the form that it has to have; {VerificationError} if something well-formed does not
 * hold. Nothing was written, and nothing of the contents is in the message.
 * @example
 * ```ts
 * const opened = await openDelivery({ envelope, keys, expected, verifyAuthority });
 * if (opened === null) return 'not for this device';
 * ```
 */
export async function openDelivery(opening: DeliveryOpening): Promise<OpenedDelivery | null> {
  const { envelope, keys, expected, verifyAuthority } = opening;
  const context = contextOf(expected);
  encodeDeliveryContext(context);
  if (expected.digest !== null && sha256Hex(envelope) !== lowerCase(expected.digest)) {
    throw new VerificationError('is not what was announced: its digest differs', { field: 'envelope' });
  }
  const hpke = opening.hpke === undefined ? {} : { hpke: opening.hpke };
  const plaintext = await Envelope.open({ envelope, keys, context, ...hpke });
  const key = Envelope.recipientOf(envelope, keys);
  if (plaintext === null || key === null) return null;
  const delivery = decodeAndWipe(plaintext);
  assertContext(delivery.manifest, context);
  const leaf = Manifest.encode(delivery.manifest);
  await assertSigned(delivery, leaf, expected, verifyAuthority);
  const files = checkedFiles(delivery);
  assertValid(delivery.manifest, expected);
  const recipient = { algorithm: key.algorithm, publicKey: key.publicKey };
  return { manifest: delivery.manifest, manifestDigest: sha256Hex(leaf), files, recipient };
}

/** In the one spelling that manifests have: a configuration may write addresses with a checksum. */
function contextOf(expected: ExpectedDelivery): DeliveryContext {
  return {
    chainId: expected.chainId,
    announcements: lowerCase(expected.announcements),
    authority: keccak256Hex(fromHex(expected.authority, { field: 'expected.authority' })),
    subject: lowerCase(expected.subject),
    device: lowerCase(expected.device),
    epoch: expected.epoch,
    kind: expected.kind,
  };
}

function lowerCase(hex: Hex): Hex {
  return hex.toLowerCase() as Hex;
}

function decodeAndWipe(plaintext: Uint8Array): Delivery {
  try {
    return Delivery.decode(plaintext);
  } finally {
    wipe(plaintext);
  }
}

function assertContext(manifest: Manifest, context: DeliveryContext): void {
  for (const name of Object.keys(context) as (keyof DeliveryContext)[]) {
    if (manifest[name] !== context[name]) {
      throw new VerificationError('is not what was announced', { field: `manifest.${name}` });
    }
  }
}

async function assertSigned(
  { proof, index, size, signature }: Delivery,
  leaf: Uint8Array,
  expected: ExpectedDelivery,
  verifyAuthority: DeliveryOpening['verifyAuthority'],
): Promise<void> {
  const root = MerkleTree.rootOf({ leaf, index, size, proof });
  if (root === null) throw new VerificationError('leads to no root', { field: 'delivery.proof' });
  const digest = manifestsDigest({ ...expected, root });
  if (!(await verifyAuthority(expected.authority, digest, signature))) {
    throw new VerificationError('is not the authority’s', { field: 'delivery.signature' });
  }
}

function checkedFiles({ manifest, contents }: Delivery): readonly DeliveredFile[] {
  return manifest.files.map((file, i) => {
    const content = contents[i] as Uint8Array;
    if (content.length !== file.size || sha256Hex(content) !== file.digest) {
      throw new VerificationError('is not what the manifest says', { field: `delivery.contents[${i}]` });
    }
    return { ...file, content };
  });
}

/** Written so that what is no number refuses. */
function assertValid(manifest: Manifest, { time, highWaterEpoch }: ExpectedDelivery): void {
  if (!(time >= parseTimestamp(manifest.notBefore))) {
    throw new VerificationError(`is not valid before ${manifest.notBefore}`, { field: 'manifest.notBefore' });
  }
  if (!(time <= parseTimestamp(manifest.notAfter))) {
    throw new VerificationError(`was valid until ${manifest.notAfter}`, { field: 'manifest.notAfter' });
  }
  if (!(manifest.epoch > highWaterEpoch)) {
    throw new VerificationError(`is not above ${highWaterEpoch}, the highest that was installed`, {
      field: 'manifest.epoch',
    });
  }
}
