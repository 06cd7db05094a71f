import type { Hex } from '../bytes/index.ts';
import { keyAnnouncementsAbi } from '../generated/index.ts';
import { type ViewCall, viewCall } from './call.ts';
import type { Chain } from './chain.ts';
import { toCount } from './number.ts';
import type { ReadOptions } from './quorumReads.ts';
import { snapshot } from './snapshot.ts';

/** An authority (keccak256 of its signer) and whom it speaks to. */
export interface Pair {
  readonly authority: Hex;
  readonly subject: Hex;
}

/** The slot of a pair; all zero if nothing was announced. */
export interface Slot {
  readonly epoch: number;
  /** The block of the latest announcement's event. */
  readonly announcedAt: number;
  /** Everything up to this epoch is withdrawn. */
  readonly withdrawnEpoch: number;
  readonly withdrawnAt: number;
}

/** A device's latest claim; all zero if there is none. */
export interface ClaimSlot {
  readonly epoch: number;
  readonly claimedAt: number;
}

/**
 * The slot of (authority, subject).
 *
 * @example
 * ```ts
 * const { epoch, withdrawnEpoch } = await latestOf(chain, { authority, subject });
 * ```
 */
export async function latestOf(chain: Chain, pair: Pair, options: ReadOptions = {}): Promise<Slot> {
  const { results } = await snapshot(chain, [latestCall(chain, pair)], options);
  return results[0];
}

/** The epoch that a device claimed last from (authority, subject). */
export async function claimOf(
  chain: Chain,
  claim: Pair & { readonly device: Hex },
  options: ReadOptions = {},
): Promise<ClaimSlot> {
  const { results } = await snapshot(chain, [claimCall(chain, claim)], options);
  return results[0];
}

/** {@link claimOf} as part of a {@link snapshot}. */
export function claimCall(chain: Chain, claim: Pair & { readonly device: Hex }): ViewCall<ClaimSlot> {
  const args = [claim.authority, claim.subject, claim.device] as const;
  const call = viewCall(chain.addresses.keyAnnouncements, keyAnnouncementsAbi, 'claimOf', args);
  return {
    at: call.at,
    read: (answer) => {
      const [epoch, claimedAt] = call.read(answer);
      return { epoch: toCount(epoch, 'claim.epoch'), claimedAt: toCount(claimedAt, 'claim.claimedAt') };
    },
  };
}

/** {@link latestOf} as part of a {@link snapshot}. */
export function latestCall(chain: Chain, pair: Pair): ViewCall<Slot> {
  const args = [pair.authority, pair.subject] as const;
  const call = viewCall(chain.addresses.keyAnnouncements, keyAnnouncementsAbi, 'latestOf', args);
  return {
    at: call.at,
    read: (answer) => {
      const [epoch, announcedAt, withdrawnEpoch, withdrawnAt] = call.read(answer);
      return {
        epoch: toCount(epoch, 'slot.epoch'),
        announcedAt: toCount(announcedAt, 'slot.announcedAt'),
        withdrawnEpoch: toCount(withdrawnEpoch, 'slot.withdrawnEpoch'),
        withdrawnAt: toCount(withdrawnAt, 'slot.withdrawnAt'),
      };
    },
  };
}
