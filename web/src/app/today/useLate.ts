import { useAnnouncements } from '../../data/index.ts';

const minute = 60;

/** How many announcements nobody has claimed in time; null before that is known. */
export function useLate(now: number | null): number | null {
  const lateAt = now === null ? 0 : now - (now % minute);
  const { data } = useAnnouncements({ lateAt, limit: 0 });
  return now === null ? null : (data?.total ?? null);
}
