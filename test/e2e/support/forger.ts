import { formatTimestamp, type Hex, utf8Encode } from '../../../sdk/src/bytes/index.ts';
import { announce, chainTime } from '../../../sdk/src/chain/index.ts';
import { sha256, sha256Hex } from '../../../sdk/src/crypto/index.ts';
import { defaultChannels, signerId, subjectOf } from '../../../sdk/src/delivery/subject/index.ts';
import {
  Delivery,
  type DeliveryContext,
  type DeliveryKind,
  deliveryKinds,
  Envelope,
  Manifest,
  manifestsDigest,
  type Recipient,
} from '../../../sdk/src/envelope/index.ts';
import type { Sandbox } from '../../../sdk/src/roles/sandbox/index.ts';
import type { Person } from './people.ts';

/** What is different from an honest delivery. */
export interface Forgery {
  readonly kind: DeliveryKind;
  /** Who signs what is in it; the one who announces, by default. */
  readonly signedBy?: Person;
  /** What it is sealed for, instead. */
  readonly sealedFor?: Partial<DeliveryContext>;
  /** Whom it is sealed to, instead. */
  readonly recipient?: Recipient;
  /** What is on IPFS instead of the envelope; null: nothing at all. */
  readonly content?: Uint8Array | null;
}

/** A device as it enrolled. */
export interface Victim {
  readonly id: Hex;
  readonly key: Recipient;
}

/**
 * Announces a delivery to a device from somebody's wallet, on the channel that is usual for its kind, with whatever is wrong with it.
 *
 * @example `await forge(sandbox, people.admin, device, { kind: 'sshHost', signedBy: people.boreal })`
 */
export async function forge(sandbox: Sandbox, from: Person, to: Victim, forgery: Forgery): Promise<void> {
  const { kind } = forgery;
  const subject = subjectOf(to.id, defaultChannels[kind]);
  const { timestamp } = await chainTime(sandbox.chain);
  const envelope =
    forgery.content === undefined ? await sealed(sandbox, from, to, forgery, timestamp) : forgery.content;
  const bytes = envelope ?? utf8Encode(`nobody has this ${kind}`);
  if (envelope !== null) await sandbox.store.writeBlock(bytes);
  const validity = { notBefore: timestamp - 60, notAfter: timestamp + 3_600 };
  const terms = { epoch: 1, kind: deliveryKinds[kind], codec: 0, ...validity };
  await announce(sandbox.chain, from.account, { subject, digest: sha256Hex(bytes), ...terms });
}

async function sealed(
  { chain, addresses, chainId }: Sandbox,
  from: Person,
  to: Victim,
  { kind, signedBy = from, sealedFor, recipient = to.key }: Forgery,
  time: number,
): Promise<Uint8Array> {
  const announcements = addresses.keyAnnouncements.toLowerCase() as Hex;
  const authority = from.signer.signer.toLowerCase() as Hex;
  const subject = subjectOf(to.id, defaultChannels[kind]);
  const context = { chainId, announcements, authority: signerId(authority), subject, device: to.id, epoch: 1, kind };
  const content = utf8Encode('<script>alert(1)</script>');
  const file = { path: 'secret', mode: '0600', owner: null, group: null };
  const manifest: Manifest = {
    ...{ type: 'gridseal/manifest/v1', ...context, postInstall: [], revokes: [] },
    files: [{ ...file, size: content.length, digest: sha256Hex(content) }],
    notBefore: formatTimestamp(time - 60),
    notAfter: formatTimestamp(time + 3_600),
  };
  const root = sha256(Uint8Array.of(0, ...Manifest.encode(manifest)));
  const digest = manifestsDigest({ chainId: chain.chainId, announcements, authority, subject, epoch: 1, root });
  const signature = await signedBy.signer.sign(digest);
  const plaintext = Delivery.encode({ manifest, contents: [content], proof: [], index: 0, size: 1, signature });
  return Envelope.seal({ recipients: [recipient], context: { ...context, ...sealedFor }, plaintext });
}
