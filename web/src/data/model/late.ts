import type { AnnouncementRecord } from './announcements.ts';

/** A device that has not claimed for so long is late, in seconds. */
const lateAfter = 86_400;

/**
 * From when on a claim is late: a day after the beginning of the validity, and for what is valid for less than two days, after half of it.
 *
 * @returns seconds since 1970.
 */
function lateFrom({ notBefore, notAfter }: { readonly notBefore: number; readonly notAfter: number }): number {
  return notBefore + Math.min(lateAfter, Math.floor((notAfter - notBefore) / 2));
}

/**
 * Whether nobody has claimed what was announced though it is valid and time. Of a batch, the first claim is enough: who else is in it is
 * not on the chain.
 *
 * @param now Block time in seconds since 1970.
 */
export function isLate({ latest, withdrawn, claims }: AnnouncementRecord, now: number): boolean {
  if (withdrawn && withdrawn.epoch >= latest.epoch) return false;
  if (now > latest.notAfter || now <= lateFrom(latest)) return false;
  return !claims.some(({ epoch }) => epoch >= latest.epoch);
}
