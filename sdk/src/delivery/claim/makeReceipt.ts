import { equalBytes, formatTimestamp, fromHex, type Hex, toHex } from '../../bytes/index.ts';
import type { Chain } from '../../chain/index.ts';
import { ClaimRecord } from '../../envelope/index.ts';
import type { DeviceIdentity } from '../../identity/index.ts';
import { TypedData } from '../../quorum/index.ts';
import type { Receipt } from './receipt.ts';

/** All claims of a device turn one key: what opened a claimed epoch of any channel is gone, not only that channel's. */
export const ratchet = 'device';

/** Receipts may wait this long for somebody to relay them, in seconds; then they are signed again. */
const receiptLifetime = 90 * 86_400;

/** What is installed, and not known to be claimed. */
export interface InstalledDelivery {
  readonly authority: Hex;
  readonly subject: Hex;
  readonly epoch: number;
  /** SHA-256 of the manifest. */
  readonly manifest: Hex;
}

/** What a receipt is made with. */
export interface Signing {
  readonly chain: Chain;
  readonly identity: DeviceIdentity;
  /** Whether the record names the device's next key. */
  readonly turnsKey: boolean;
  /** Block time in seconds since 1970. */
  readonly time: number;
}

/**
 * Signs the receipt of an installed epoch; the next key is durable before anything names it.
 *
 * @throws {NotFoundError} if the device has no key that the ratchet could go on from; what the signer throws.
 * @example
 * ```ts
 * const installed = { authority, subject, epoch, manifest: opened.manifestDigest };
 * const receipt = await makeReceipt(installed, { chain, identity, turnsKey: true, time });
 * ```
 */
export async function makeReceipt(installed: InstalledDelivery, signing: Signing): Promise<Receipt> {
  const { chain, identity, turnsKey } = signing;
  const time = Math.floor(signing.time);
  const nextKey = turnsKey ? await identity.prepareNext(ratchet) : null;
  const { authority, subject, epoch, manifest } = installed;
  const installedAt = formatTimestamp(time);
  const record = ClaimRecord.encode({
    authority,
    subject,
    epoch,
    manifest,
    nextKey,
    device: identity.id,
    installedAt,
  });
  const message = {
    device: identity.signer.signer,
    authority,
    subject,
    epoch,
    record: ClaimRecord.digest(record),
    deadline: time + receiptLifetime,
  };
  const announcements = chain.addresses.keyAnnouncements;
  const digest = TypedData.digest({ action: 'claim', chainId: chain.chainId, announcements, message });
  return {
    type: 'gridseal/receipt/v1',
    ...message,
    recordBytes: toHex(record),
    signature: await identity.signer.sign(digest),
    namesNextKey: nextKey !== null,
    published: false,
  };
}

/**
 * Where the key that a receipt names stands: `next` is prepared and waits for its claim, `current` is in force already, `other` is
 * none of the device's (its folder was restored from a backup, for example).
 */
export async function keyNamedBy(receipt: Receipt, identity: DeviceIdentity): Promise<'next' | 'current' | 'other'> {
  const { nextKey } = ClaimRecord.decode(fromHex(receipt.recordBytes));
  if (nextKey === null) return 'other';
  const current = identity.currentKey(ratchet);
  if (current !== null && equalBytes(nextKey.publicKey, current.publicKey)) return 'current';
  const next = await identity.prepareNext(ratchet);
  return equalBytes(nextKey.publicKey, next.publicKey) ? 'next' : 'other';
}
