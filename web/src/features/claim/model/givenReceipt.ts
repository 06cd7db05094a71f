import { equalBytes, fromHex, type Hex } from '@gridseal/sdk/bytes';
import { verifiersOf } from '@gridseal/sdk/chain';
import { sha256Hex, verifySignature } from '@gridseal/sdk/crypto';
import { decodeReceipt, type Receipt } from '@gridseal/sdk/delivery/claim';
import { signerId } from '@gridseal/sdk/delivery/subject';
import { ClaimRecord } from '@gridseal/sdk/envelope';
import { TypedData } from '@gridseal/sdk/quorum';
import type { Network } from '../../../data/index.ts';

/** What came of a receipt that somebody gave us. */
export type GivenReceipt =
  | { readonly receipt: Receipt; readonly device: Hex; readonly nextKey: boolean }
  | { readonly problem: 'bad' | 'badRecord' | 'otherChain' };

/** Takes a receipt apart: form, record and, where that can be told without the chain, signature. */
export function readGivenReceipt(bytes: Uint8Array, network: Pick<Network, 'chainId' | 'addresses'>): GivenReceipt {
  try {
    const receipt = decodeReceipt(bytes, 'receipt');
    const recordBytes = fromHex(receipt.recordBytes);
    if (sha256Hex(recordBytes) !== receipt.record.toLowerCase()) return { problem: 'badRecord' };
    const record = ClaimRecord.decode(recordBytes);
    const device = signerId(receipt.device);
    const same = (a: Hex, b: Hex) => equalBytes(fromHex(a), fromHex(b));
    const isOf =
      same(record.device, device) &&
      same(record.authority, receipt.authority) &&
      same(record.subject, receipt.subject) &&
      record.epoch === receipt.epoch &&
      (record.nextKey !== null) === receipt.namesNextKey;
    if (!isOf) return { problem: 'badRecord' };
    return holds(receipt, network) === false
      ? { problem: 'otherChain' }
      : { receipt, device, nextKey: record.nextKey !== null };
  } catch {
    return { problem: 'bad' };
  }
}

function holds(receipt: Receipt, { chainId, addresses }: Pick<Network, 'chainId' | 'addresses'>): boolean | null {
  const { device, authority, subject, epoch, record, deadline, signature } = receipt;
  const message = { device, authority, subject, epoch, record, deadline };
  const announcements = addresses.keyAnnouncements;
  const digest = TypedData.digest({ action: 'claim', chainId, announcements, message });
  return verifySignature({ signer: device, digest, signature, verifiers: verifiersOf(addresses) });
}
