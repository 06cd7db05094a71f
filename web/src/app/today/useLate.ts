import { useAnnouncements } from '../../data/index.ts';
import { isLate } from '../../fleet/index.ts';

const most = 5_000;

/** How many announcements nobody has claimed in time; null before that is known. */
export function useLate(now: number | null): number | null {
  const { data } = useAnnouncements({ limit: most });
  if (!data || now === null) return null;
  return data.items.filter((record) => isLate(record, now)).length;
}
