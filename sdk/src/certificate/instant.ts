import { formatTimestamp, parseTimestamp } from '../bytes/index.ts';
import { BaseError } from '../errors/index.ts';

/**
 * Seconds since 1970 of `YYYY-MM-DDTHH:MM:SSZ`; null for any other spelling, dates that no calendar has, and years before 1970.
 *
 * @example `instantToSeconds('2026-01-01T00:00:00Z') // 1767225600`
 */
export function instantToSeconds(text: string): number | null {
  try {
    return parseTimestamp(text);
  } catch (error) {
    if (error instanceof BaseError) return null;
    throw error;
  }
}

/** The inverse. @throws {ArgumentError} for anything but whole seconds of the years 1970 to 9999. */
export const secondsToInstant = formatTimestamp;
