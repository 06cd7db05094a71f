import type { z } from 'zod';
import { utf8Decode } from '../../bytes/index.ts';
import { DecodeError } from '../../errors/index.ts';

/** How much a message may hold before anything of it is looked at. */
export interface MessageLimits {
  /** Of the JSON text, in UTF-8. */
  readonly bytes: number;
  /** Objects and lists in one another. */
  readonly depth: number;
  /** Values of any kind. */
  readonly values: number;
}

/** Room for pages of full locations; a message that needs more has to be sent as more pages. */
export const messageLimits: MessageLimits = { bytes: 8 * 1024 * 1024, depth: 24, values: 500_000 };

/** What one object of a list is not, and where. */
export interface ListProblem {
  readonly index: number;
  readonly error: DecodeError;
}

/**
 * Parses the JSON of a message, within limits.
 *
 * @throws {DecodeError} for what is too long, no UTF-8, no JSON, too deep, or names `__proto__`.
 * @example `decodeJson(await request.bytes(), 'request')`
 */
export function decodeJson(json: Uint8Array | string, field: string, limits: Partial<MessageLimits> = {}): unknown {
  const { bytes } = { ...messageLimits, ...limits };
  if (json.length > bytes) throw new DecodeError(`has more than ${bytes} bytes`, { field });
  const source = typeof json === 'string' ? json : utf8Decode(json, { field });
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch {
    throw new DecodeError('is not JSON', { field });
  }
  assertBounded(value, field, limits);
  return value;
}

/** @throws {DecodeError} for a value that is too deep, too large, or names `__proto__`, which copies would take for something else. */
export function assertBounded(value: unknown, field: string, limits: Partial<MessageLimits> = {}): void {
  const { depth, values } = { ...messageLimits, ...limits };
  let level: unknown[] = [value];
  let count = 1;
  for (let deep = 0; level.length > 0; deep += 1) {
    if (deep > depth) throw new DecodeError(`has more than ${depth} levels`, { field });
    const next: unknown[] = [];
    for (const one of level) {
      if (typeof one !== 'object' || one === null) continue;
      if (Object.hasOwn(one, '__proto__')) throw new DecodeError('has a field named __proto__', { field });
      const parts = Array.isArray(one) ? one : Object.values(one);
      count += parts.length;
      if (count > values) throw new DecodeError(`has more than ${values} values`, { field });
      for (const part of parts) if (typeof part === 'object' && part !== null) next.push(part);
    }
    level = next;
  }
}

function messageOf(issue: z.core.$ZodIssue): string {
  return issue.message.replace(/^(Invalid input|Invalid option|Too big|Too small): /, '');
}

function fieldPath(root: string, path: readonly PropertyKey[]): string {
  return path.reduce<string>((f, key) => (typeof key === 'number' ? `${f}[${key}]` : `${f}.${String(key)}`), root);
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], value);
}

/**
 * Checks an object of OCPI, and gives back the very same value: fields that the standard does not know stay where they are, in
 * their order, because signatures of the Open Charging Network depend on it.
 *
 * @param field What the complaint calls the value.
 * @throws {DecodeError} naming the path of the first field that is wrong.
 * @example `const location = decode(locationSchema, body, 'location')`
 */
export function decode<T extends z.ZodType>(schema: T, value: unknown, field: string): z.infer<T> {
  assertBounded(value, field);
  return check(schema, value, field);
}

function check<T extends z.ZodType>(schema: T, value: unknown, field: string): z.infer<T> {
  const result = schema.safeParse(value);
  if (result.success) return value as z.infer<T>;
  const issue = result.error.issues[0] as z.core.$ZodIssue;
  const isRule = issue.code === 'custom' && issue.params?.rule === true;
  const missing = !isRule && issue.path.length > 0 && valueAt(value, issue.path) === undefined;
  throw new DecodeError(missing ? 'is missing' : messageOf(issue), { field: fieldPath(field, issue.path) });
}

/**
 * Checks a list object by object: a broken one does not take the others with it.
 *
 * @throws {DecodeError} if `value` is no list, or beyond all limits.
 * @see OCPI 2.2.1-d2, "Transport and format", GET
 * @example `const { objects, problems } = decodeList(locationSchema, envelope.data, 'locations')`
 */
export function decodeList<T extends z.ZodType>(schema: T, value: unknown, field: string) {
  if (!Array.isArray(value)) throw new DecodeError('is not a list', { field });
  assertBounded(value, field);
  const objects: z.infer<T>[] = [];
  const problems: ListProblem[] = [];
  for (const [index, one] of value.entries()) {
    try {
      objects.push(check(schema, one, `${field}[${index}]`));
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      problems.push({ index, error });
    }
  }
  return { objects: objects as readonly z.infer<T>[], problems: problems as readonly ListProblem[] };
}
