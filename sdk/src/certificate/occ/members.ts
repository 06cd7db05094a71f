import { hiddenCharacters, readObject, readText } from '../../bytes/index.ts';
import { DecodeError } from '../../errors/index.ts';

/**
 * The members of an object, which stand in the order of `names` and in no other: ids and signatures are over this order.
 *
 * @throws {DecodeError} also for a member that is missing, unknown, or out of order.
 */
export function readMembers<Name extends string, Optional extends Name>(
  value: unknown,
  field: string,
  names: readonly Name[],
  optional: readonly Optional[],
): Readonly<Record<Exclude<Name, Optional>, unknown> & Partial<Record<Optional, unknown>>> {
  const required = names.filter((name) => !(optional as readonly string[]).includes(name));
  const members = readObject(value, field, required as Exclude<Name, Optional>[], optional);
  const given = Object.keys(members);
  const ordered = names.filter((name) => Object.hasOwn(members, name));
  const misplaced = ordered.find((name, i) => name !== given[i]);
  if (misplaced !== undefined) {
    throw new DecodeError('stands in another place than in the original format', { field: `${field}.${misplaced}` });
  }
  return members;
}

const hidden = new RegExp(`[${hiddenCharacters}]`, 'u');
/** The original reads such text as a time and writes it anew, in whatever place it stands. */
const timeLike = /^\d{4}-\d\d-\d\dT|^\/Date\(/;
const MAX_LENGTH = 1_024;

/** @throws {DecodeError} unless `value` is text that a person can see the whole of. */
export function readVisibleText(value: unknown, field: string): string {
  const text = readText(value, field, /^.+$/su, 'text');
  if (text.length > MAX_LENGTH) throw new DecodeError(`is longer than ${MAX_LENGTH} characters`, { field });
  if (hidden.test(text)) throw new DecodeError('contains invisible or direction-changing characters', { field });
  if (timeLike.test(text)) throw new DecodeError('looks like a time', { field });
  return text;
}

/** @throws {DecodeError} unless `value` is a SHA-256 digest in 64 lower-case hexadecimal digits. */
export function readDigest(value: unknown, field: string): string {
  return readText(value, field, /^[0-9a-f]{64}$/, '64 lower-case hexadecimal digits');
}

/** An object with the members in the order of `names`, leaving out those that are undefined. */
export function arrange<T extends object>(value: T, names: readonly (keyof T & string)[]): T {
  const present = names.filter((name) => value[name] !== undefined);
  return Object.fromEntries(present.map((name) => [name, value[name]])) as T;
}
