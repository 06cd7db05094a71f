import { ArgumentError, DecodeError } from '../errors/index.ts';

/** 9999-12-31T23:59:59Z. */
const LAST = 253_402_300_799;

/**
 * Reads `YYYY-MM-DDTHH:MM:SSZ`, the one form that documents use (a profile of RFC 3339).
 *
 * @returns seconds since 1970.
 * @throws {DecodeError} naming `field`, also for days that do not exist.
 * @example `parseTimestamp('2026-11-20T10:00:00Z') // 1795168800`
 */
export function parseTimestamp(text: unknown, options: { readonly field?: string } = {}): number {
  const field = options.field ?? 'time';
  if (typeof text !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text)) {
    throw new DecodeError('is not a time of the form YYYY-MM-DDTHH:MM:SSZ', { field });
  }
  const seconds = Date.parse(text) / 1000;
  if (!Number.isSafeInteger(seconds) || seconds < 0 || formatTimestamp(seconds) !== text) {
    throw new DecodeError('is no moment from 1970 to 9999', { field });
  }
  return seconds;
}

/**
 * @param seconds Since 1970.
 * @throws {ArgumentError} if they are not whole seconds from 1970 to 9999.
 * @example `formatTimestamp(1795168800) // '2026-11-20T10:00:00Z'`
 */
export function formatTimestamp(seconds: number): string {
  if (!Number.isSafeInteger(seconds) || seconds < 0 || seconds > LAST) {
    throw new ArgumentError('has to be whole seconds from 1970 to 9999', { field: 'time' });
  }
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;
}
