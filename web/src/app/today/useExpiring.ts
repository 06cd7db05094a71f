import { useCertificates } from '../../data/index.ts';

/** How far ahead is soon. */
export const expiryDays = 30;
const [hour, day] = [3_600, 86_400];

/** How many certificates that count now will not in a month, by the user's anchors if there are any; null before that is known. */
export function useExpiring(now: number | null): number | null {
  // Asked anew once an hour, not with each block.
  const after = now === null ? 0 : now - (now % hour);
  const endsWithin = { after, before: after + expiryDays * day };
  const { data } = useCertificates({ status: 'endorsed', reach: 'anchors', endsWithin, limit: 0 });
  return now === null ? null : (data?.total ?? null);
}
