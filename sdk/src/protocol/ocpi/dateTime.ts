import { ArgumentError, DecodeError } from '../../errors/index.ts';

const pattern = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,5}))?(Z?)$/;
/** The type is `string(25)`. */
const MAX_LENGTH = 25;

/** Milliseconds since 1970, which may have a fraction; null for what is no time of OCPI. */
export function dateTimeToMilliseconds(text: string): number | null {
  const found = text.length <= MAX_LENGTH ? pattern.exec(text) : null;
  if (!found) return null;
  const [, year, month, day, hours, minutes, seconds, fraction] = found;
  const whole = `${year}-${month}-${day}T${hours}:${minutes}:${seconds}`;
  const milliseconds = Date.parse(`${whole}Z`);
  // Days that do not exist, and 24:00, become another moment when they are read.
  if (Number.isNaN(milliseconds) || new Date(milliseconds).toISOString().slice(0, 19) !== whole) return null;
  return fraction === undefined ? milliseconds : milliseconds + Number(`0.${fraction}`) * 1000;
}

/**
 * Reads a time of OCPI: RFC 3339 in UTC, with `Z` or without any zone, with or without a fraction of a second, at most 25
 * characters.
 *
 * @returns milliseconds since 1970, with a fraction if the text is that precise.
 * @throws {DecodeError} naming `field`; also for an offset like `+00:00`, which OCPI does not take for UTC, and leap seconds.
 * @see OCPI 2.2.1-d2, "Types", DateTime
 * @example `parseDateTime('2015-06-29T20:39:09.2') // 1435610349200`
 */
export function parseDateTime(text: unknown, field = 'time'): number {
  const milliseconds = typeof text === 'string' ? dateTimeToMilliseconds(text) : null;
  if (milliseconds === null) throw new DecodeError('is not a time like 2015-06-29T20:39:09Z', { field });
  return milliseconds;
}

/**
 * @param milliseconds Since 1970; what is finer is cut off.
 * @throws {ArgumentError} for what is not in the years 0 to 9999.
 * @example `formatDateTime(1435610349200) // '2015-06-29T20:39:09.200Z'`
 */
export function formatDateTime(milliseconds: number): string {
  const date = new Date(Math.floor(milliseconds));
  const text = Number.isNaN(date.getTime()) ? '' : date.toISOString();
  if (text.length !== 24) throw new ArgumentError('is not in the years 0 to 9999', { field: 'time' });
  return text.replace('.000Z', 'Z');
}

/**
 * Orders times by the moment, not by the spelling: negative if `a` is before `b`, 0 if they are the same.
 *
 * @throws {DecodeError} for what is no time of OCPI.
 * @example `compareDateTimes('2015-06-29T20:39:09', '2015-06-29T20:39:09.0Z') // 0`
 */
export function compareDateTimes(a: string, b: string): number {
  return parseDateTime(a) - parseDateTime(b);
}
