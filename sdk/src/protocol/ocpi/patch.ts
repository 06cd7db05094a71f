import { z } from 'zod';
import { ArgumentError } from '../../errors/index.ts';
import { sameCiString } from './ciString.ts';
import { dateTime } from './fields.ts';

/**
 * The schema of a PATCH for objects of this shape: any of its fields, and always `last_updated`.
 *
 * @see OCPI 2.2.1-d2, "Transport and format", PATCH
 */
export function patchOf<T extends z.ZodRawShape>(shape: T) {
  const { last_updated: _, ...others } = shape;
  return z.looseObject({ ...z.object(others).partial().shape, last_updated: dateTime });
}

/**
 * An object with what a PATCH says: fields that it names replace the old ones as a whole, others stay.
 *
 * @param fixed Fields that may not change: they are in the URL.
 * @throws {ArgumentError} naming the field of a PATCH that would change what it is a PATCH of.
 */
export function merge<T extends object>(object: T, patch: object, fixed: readonly (keyof T & string)[]): T {
  for (const field of fixed) {
    const [before, after] = [object[field], (patch as Record<string, unknown>)[field]];
    if (after === undefined) continue;
    if (typeof before !== 'string' || typeof after !== 'string' || !sameCiString(before, after)) {
      throw new ArgumentError('cannot be changed', { field });
    }
  }
  const given = Object.entries(patch).filter(([, value]) => value !== undefined);
  return { ...object, ...Object.fromEntries(given) };
}
