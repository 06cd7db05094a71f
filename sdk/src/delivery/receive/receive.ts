import type { Hex } from '../../bytes/index.ts';
import { type Announcement, type Chain, verifySigner } from '../../chain/index.ts';
import type { OpeningKey } from '../../crypto/index.ts';
import { MAX_ENVELOPE_SIZE, type OpenedDelivery, openDelivery } from '../../envelope/index.ts';
import { NotFoundError, VerificationError } from '../../errors/index.ts';
import type { Store } from '../../store/index.ts';
import { kindOf } from '../subject/index.ts';
import type { FollowedSlot } from './slots.ts';

/** What is needed to fetch and check what was announced. */
export interface Receiving {
  readonly chain: Chain;
  readonly store: Store;
  /** The device's id. */
  readonly device: Hex;
  /** All that the device still has. */
  readonly keys: readonly OpeningKey[];
  /** Block time in seconds since 1970. */
  readonly time: number;
  /** The highest epoch that was installed from this slot. */
  readonly highWaterEpoch: number;
  readonly signal?: AbortSignal;
}

const codecs = ['raw', 'file', 'directory'] as const;

/**
 * Fetches an announced envelope from whoever has it, and checks everything that docs/spec/manifest.md asks for.
 *
 * @returns null if it is for other devices: the directory has no envelope of this one, or it is sealed to other keys.
 * @throws {TransportError} if it cannot be had now. @throws {DecodeError} or {VerificationError} if it is not what it has to be.
 * @example
 * ```ts
 * const opened = await receive(slot, announcement, { chain, store, device, keys, time, highWaterEpoch: 0 });
 * ```
 */
export async function receive(
  slot: Pick<FollowedSlot, 'signer' | 'subject'>,
  announcement: Announcement,
  receiving: Receiving,
): Promise<OpenedDelivery | null> {
  const { chain, store, device, signal } = receiving;
  const fetched = await fetchEnvelope(store, announcement, device, signal);
  if (fetched === null) return null;
  return openDelivery({
    envelope: fetched.envelope,
    keys: receiving.keys,
    expected: {
      chainId: chain.chainId,
      announcements: chain.addresses.keyAnnouncements,
      authority: slot.signer,
      subject: slot.subject,
      device,
      epoch: announcement.epoch,
      kind: kindOf(announcement.kind),
      digest: fetched.digest,
      time: receiving.time,
      highWaterEpoch: receiving.highWaterEpoch,
    },
    verifyAuthority: (signer, digest, signature) =>
      verifySigner(chain, { signer, digest, signature }, signal ? { signal } : {}),
  });
}

async function fetchEnvelope(store: Store, announcement: Announcement, device: Hex, signal: AbortSignal | undefined) {
  const codec = codecs[announcement.codec];
  if (codec === undefined) throw new VerificationError('is none that is known', { field: 'announcement.codec' });
  const options = { maxBytes: MAX_ENVELOPE_SIZE, ...(signal ? { signal } : {}) };
  const { digest } = announcement;
  if (codec !== 'directory') {
    const envelope = await store.read({ digest, codec, ...options });
    // The digest of a UnixFS file is that of its root block: the store has checked it, block by block.
    return { envelope, digest: codec === 'raw' ? digest : null };
  }
  try {
    return { envelope: await store.readPath(digest, device.slice(2), options), digest: null };
  } catch (error) {
    if (error instanceof NotFoundError) return null;
    throw error;
  }
}
