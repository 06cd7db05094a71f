import { DecodeError } from '../../errors/index.ts';

/**
 * Milliseconds since 1970 of `YYYY-MM-DDTHH:MM:SS.mmmZ`, the form of the original.
 *
 * @throws {DecodeError} for any other spelling, days that no calendar has, and years before 1970.
 */
export function momentOf(value: unknown, field: string): number {
  const form = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
  if (typeof value !== 'string' || !form.test(value)) {
    throw new DecodeError('is not a time of the form YYYY-MM-DDTHH:MM:SS.mmmZ', { field });
  }
  const moment = Date.parse(value);
  if (!Number.isSafeInteger(moment) || moment < 0 || new Date(moment).toISOString() !== value) {
    throw new DecodeError('is no moment from 1970 to 9999', { field });
  }
  return moment;
}
