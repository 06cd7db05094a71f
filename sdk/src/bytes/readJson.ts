import { DecodeError } from '../errors/index.ts';
import type { Hex } from './hex.ts';

/**
 * The fields of an object that has to have exactly these: a value from outside is looked at field by field, and every
 * complaint names the path of the field.
 *
 * @throws {DecodeError} for anything else than an object, a missing field or an unknown one.
 * @example
 * ```ts
 * const fields = readObject(JSON.parse(text), 'claim', ['epoch', 'type']);
 * const epoch = readInteger(fields.epoch, 'claim.epoch', 1, Number.MAX_SAFE_INTEGER);
 * ```
 */
export function readObject<Required extends string, Optional extends string = never>(
  value: unknown,
  field: string,
  required: readonly Required[],
  optional: readonly Optional[] = [],
): Readonly<Record<Required, unknown> & Partial<Record<Optional, unknown>>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new DecodeError('is not an object', { field });
  }
  for (const key of required) {
    if (!Object.hasOwn(value, key)) throw new DecodeError('is missing', { field: `${field}.${key}` });
  }
  const known: readonly string[] = [...required, ...optional];
  const unknown = Object.keys(value).find((key) => !known.includes(key));
  if (unknown !== undefined) throw new DecodeError(`has the unknown field ${quote(unknown)}`, { field });
  return value as Record<Required, unknown> & Partial<Record<Optional, unknown>>;
}

/** @throws {DecodeError} unless `value` is a list of `min` to `max` items. */
export function readList(value: unknown, field: string, min: number, max: number): readonly unknown[] {
  if (!Array.isArray(value)) throw new DecodeError('is not a list', { field });
  if (value.length < min || value.length > max) {
    throw new DecodeError(`has ${value.length} items where ${min} to ${max} are allowed`, { field });
  }
  return value;
}

/** @throws {DecodeError} unless `value` is text that matches; `what` says what it should be. */
export function readText(value: unknown, field: string, pattern: RegExp, what: string): string {
  if (typeof value !== 'string' || !pattern.test(value)) throw new DecodeError(`is not ${what}`, { field });
  return value;
}

/** @throws {DecodeError} unless `value` is one of `allowed`. */
export function readOneOf<T extends string>(value: unknown, field: string, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === value);
  if (found === undefined) throw new DecodeError(`is not ${allowed.join(', ')}`, { field });
  return found;
}

/** @throws {DecodeError} unless `value` is an integer from `min` to `max`. */
export function readInteger(value: unknown, field: string, min: number, max: number): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < min || value > max) {
    throw new DecodeError(`is not an integer from ${min} to ${max}`, { field });
  }
  return value;
}

/** @throws {DecodeError} unless `value` is `0x` and lower-case digits of `min` to `max` bytes: one spelling a value. */
export function readHex(value: unknown, field: string, min: number, max = min): Hex {
  const size = typeof value === 'string' ? (value.length - 2) / 2 : -1;
  if (typeof value !== 'string' || size < min || size > max || !/^0x(?:[0-9a-f]{2})*$/.test(value)) {
    const bytes = min === max ? `${min}` : `${min} to ${max}`;
    throw new DecodeError(`is not 0x and the lower-case hexadecimal digits of ${bytes} bytes`, { field });
  }
  return value as Hex;
}

function quote(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text).replace(/[^\x20-\x7e…]/g, '?');
}
