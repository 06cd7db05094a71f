import type { Hex } from '@gridseal/sdk/bytes';
import type { FleetSlot } from '../../../data/index.ts';
import type { FleetEntry } from '../../../fleet/index.ts';

/** 32 bytes that are the same in each place. */
export const id32 = (byte: string): Hex => `0x${byte.repeat(32)}`;

export const day = 86_400;

/** An announcement that is valid from 1,000 for thirty days. */
export function slotOf(more: Partial<FleetSlot> = {}): FleetSlot {
  return {
    ...{ authority: id32('aa'), subject: id32('bb'), device: null, group: null, channel: null },
    ...{ epoch: 2, kind: 2, digest: id32('dd'), notBefore: 1_000, notAfter: 1_000 + 30 * day },
    ...{ block: 7, transaction: id32('07'), withdrawnEpoch: 0, claims: [] },
    ...more,
  };
}

export function claimOf(device: Hex, epoch = 2) {
  return { device, epoch, block: 9, transaction: id32('09') };
}

export function entryOf(id: Hex, more: Partial<FleetEntry> = {}): FleetEntry {
  const signer: Hex = `0x${id.slice(2, 42)}`;
  return { id, signer, label: `L ${id.slice(2, 4)}`, name: 'n', groups: [], enrolledAt: 1, certificate: null, ...more };
}
