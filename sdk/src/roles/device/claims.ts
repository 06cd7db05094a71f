import { equalBytes, formatTimestamp, fromHex, type Hex, toHex } from '../../bytes/index.ts';
import { type Chain, claim, claimOf } from '../../chain/index.ts';
import { ClaimRecord } from '../../envelope/index.ts';
import { BaseError } from '../../errors/index.ts';
import type { DeviceIdentity } from '../../identity/index.ts';
import { TypedData } from '../../quorum/index.ts';
import type { Store } from '../../store/index.ts';
import type { ClaimBook, Receipt } from './claimBook.ts';
import type { DeviceConfig } from './config.ts';
import { signerAccount } from './signerAccount.ts';

/** All claims of a device turn one key: what opened a claimed epoch of any channel is gone, not only that channel's. */
export const ratchet = 'device';

/** Receipts may wait this long for somebody to relay them, in seconds. */
const receiptLifetime = 90 * 86_400;

/** What claims need of the device. */
export interface Claiming {
  readonly config: DeviceConfig;
  readonly chain: Chain;
  readonly store: Store;
  readonly identity: DeviceIdentity;
  readonly book: ClaimBook;
  readonly signal?: AbortSignal;
}

/** What was installed. */
export interface InstalledDelivery {
  readonly authority: Hex;
  readonly subject: Hex;
  readonly epoch: number;
  /** SHA-256 of the manifest. */
  readonly manifest: Hex;
  /** Block time in seconds since 1970. */
  readonly installedAt: number;
}

/** Signs the receipt of an installed epoch and writes it down, with the next key durable before anything names it. */
export async function makeReceipt(claiming: Claiming, installed: InstalledDelivery): Promise<Receipt> {
  const { config, chain, identity, book } = claiming;
  const nextKey = config.claims.ratchet ? await identity.prepareNext(ratchet) : null;
  const { authority, subject, epoch, manifest } = installed;
  const recordBytes = ClaimRecord.encode({
    authority,
    subject,
    epoch,
    manifest,
    nextKey,
    device: identity.id,
    installedAt: formatTimestamp(installed.installedAt),
  });
  const message = {
    device: identity.signer.signer,
    authority,
    subject,
    epoch,
    record: ClaimRecord.digest(recordBytes),
    deadline: installed.installedAt + receiptLifetime,
  };
  const announcements = chain.addresses.keyAnnouncements;
  const digest = TypedData.digest({ action: 'claim', chainId: chain.chainId, announcements, message });
  const receipt: Receipt = {
    type: 'gridseal/receipt/v1',
    ...message,
    recordBytes: toHex(recordBytes),
    signature: await identity.signer.sign(digest),
    namesNextKey: nextKey !== null,
    published: false,
  };
  await book.put(receipt);
  return receipt;
}

/** What became of the outstanding receipts in one round. */
export interface ClaimReport {
  /** Final on chain since the last round. */
  readonly claimed: readonly Receipt[];
  readonly outstanding: readonly Receipt[];
  readonly problems: readonly BaseError[];
}

/**
 * Publishes and sends what is outstanding, and turns the key once every receipt that names the next one is final.
 * Trouble with one receipt stops no other.
 */
export async function advanceClaims(claiming: Claiming): Promise<ClaimReport> {
  const claimed: Receipt[] = [];
  const outstanding: Receipt[] = [];
  const problems: BaseError[] = [];
  for (const receipt of await claiming.book.list()) {
    try {
      if (await isFinal(claiming, receipt)) {
        claimed.push(receipt);
        continue;
      }
      const advanced = await advance(claiming, receipt);
      if (claiming.config.claims.mode === 'send' && (await isFinal(claiming, receipt))) claimed.push(receipt);
      else outstanding.push(advanced);
    } catch (error) {
      if (!(error instanceof BaseError)) throw error;
      outstanding.push(receipt);
      problems.push(error);
    }
  }
  const turns = claimed.some((receipt) => receipt.namesNextKey && !isTurned(claiming, receipt));
  if (turns && !outstanding.some((receipt) => receipt.namesNextKey)) await claiming.identity.confirmNext(ratchet);
  // Only now: after a crash before this line the next round finds the receipts again, and finishes.
  for (const receipt of claimed) await claiming.book.remove(receipt);
  return { claimed, outstanding, problems };
}

/** Whether the key that the receipt names is the current one already. */
function isTurned({ identity }: Claiming, receipt: Receipt): boolean {
  const { nextKey } = ClaimRecord.decode(fromHex(receipt.recordBytes));
  const current = identity.currentKey(ratchet);
  return nextKey !== null && current !== null && equalBytes(nextKey.publicKey, current.publicKey);
}

async function isFinal({ chain, identity, signal }: Claiming, receipt: Receipt): Promise<boolean> {
  const { authority, subject, epoch } = receipt;
  const slot = await claimOf(chain, { authority, subject, device: identity.id }, signal ? { signal } : {});
  return slot.epoch >= epoch;
}

async function advance(claiming: Claiming, receipt: Receipt): Promise<Receipt> {
  const { config, chain, store, identity, book, signal } = claiming;
  const options = signal ? { signal } : {};
  let current = receipt;
  if (!current.published && current.namesNextKey) {
    await store.writeBlock(fromHex(current.recordBytes), options);
    current = { ...current, published: true };
    await book.put(current);
  }
  if (config.claims.mode === 'send') await claim(chain, signerAccount(identity.signer), current, options);
  return current;
}
