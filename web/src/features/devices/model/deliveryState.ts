import type { FleetClaim, FleetSlot } from '../../../data/index.ts';

/** What has become of the latest announcement to a device. */
export type DeliveryState = 'claimed' | 'waiting' | 'late' | 'expired' | 'withdrawn' | 'never';

/** In the order in which an administrator wants to see them. */
export const deliveryStates = ['late', 'waiting', 'claimed', 'expired', 'withdrawn', 'never'] as const;

/** A device that has not claimed for so long is late, in seconds. */
export const lateAfter = 86_400;

/** What is valid for less is a temporary access: what is left of it is counted down. In seconds. */
export const temporary = 86_400;

/** The latest announcement to a device, and its latest claim from there. */
export interface Delivery {
  readonly slot: FleetSlot | null;
  readonly claim: Pick<FleetClaim, 'epoch'> | null;
}

/**
 * From when on a claim is late: a day after the beginning of the validity, and for what is valid for less than two days, after half of
 * it. The validity counts, which everybody sees in the announcement, not when the block was made: what is announced ahead of its time is
 * not late before it begins.
 */
export function lateFrom({ notBefore, notAfter }: Pick<FleetSlot, 'notBefore' | 'notAfter'>): number {
  return notBefore + Math.min(lateAfter, Math.floor((notAfter - notBefore) / 2));
}

/** @param now Block time in seconds since 1970. */
export function deliveryState({ slot, claim }: Delivery, now: number): DeliveryState {
  if (slot === null) return 'never';
  if (slot.withdrawnEpoch >= slot.epoch) return 'withdrawn';
  if (now > slot.notAfter) return 'expired';
  if (claim !== null && claim.epoch >= slot.epoch) return 'claimed';
  return now > lateFrom(slot) ? 'late' : 'waiting';
}

/** When the state changes by itself; null if it does not any more. */
export function nextChange(delivery: Delivery, now: number): number | null {
  const { slot } = delivery;
  switch (deliveryState(delivery, now)) {
    case 'waiting':
      return slot && Math.min(lateFrom(slot), slot.notAfter) + 1;
    case 'late':
    case 'claimed':
      return slot && slot.notAfter + 1;
    default:
      return null;
  }
}

/** Whether nothing of it is in force any more. */
export function isOver(state: DeliveryState): boolean {
  return state === 'expired' || state === 'withdrawn';
}

/** Whether what was announced is a temporary access. */
export function isTemporary({ notBefore, notAfter }: Pick<FleetSlot, 'notBefore' | 'notAfter'>): boolean {
  return notAfter - notBefore <= temporary;
}
