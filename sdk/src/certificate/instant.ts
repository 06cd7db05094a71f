const form = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;

/**
 * Seconds since 1970 of `YYYY-MM-DDTHH:MM:SSZ`; null for any other spelling and for dates that no calendar has.
 *
 * @example `instantToSeconds('2026-01-01T00:00:00Z') // 1767225600`
 */
export function instantToSeconds(text: string): number | null {
  if (!form.test(text)) return null;
  const milliseconds = Date.parse(text);
  if (Number.isNaN(milliseconds) || secondsToInstant(milliseconds / 1000) !== text) return null;
  return milliseconds / 1000;
}

/** The inverse, for seconds in the years 0 to 9999. */
export function secondsToInstant(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}
