import { z } from 'zod';
import { dateTimeToMilliseconds } from './dateTime.ts';

/** More items than any list of OCPI has; the standard itself sets no bound. */
const MAX_ITEMS = 1_000;
const printableAscii = /^[\x20-\x7e]*$/;
/** Controls, line separators, and halves of characters. */
const unprintable = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u;

function isText(value: unknown, max: number): boolean {
  if (typeof value !== 'string' || value.length > 2 * max || unprintable.test(value)) return false;
  return value.length <= max || [...value].length <= max;
}

function isUrl(value: string): boolean {
  if (value.length > 255 || !/^https?:\/\/[\x21-\x7e]+$/i.test(value)) return false;
  return URL.canParse(value);
}

/** `string(max)`: printable, counted in characters. */
export function text(max: number) {
  return z.custom<string>((value) => isText(value, max), `is not printable text of at most ${max} characters`);
}

/** `CiString(max)`: printable ASCII. */
export function ciString(max: number) {
  return z.custom<string>(
    (value) => typeof value === 'string' && value.length <= max && printableAscii.test(value),
    `is not printable ASCII of at most ${max} characters`,
  );
}

/** A `CiString(max)` that names something: it goes into URLs, where nothing at all would name the list. */
export function id(max = 36) {
  return z.custom<string>(
    (value) => typeof value === 'string' && value.length > 0 && value.length <= max && printableAscii.test(value),
    `is not printable ASCII of 1 to ${max} characters`,
  );
}

/** `URL`: `string(255)`; only http and https, which are what can be called and shown. */
export const url = z.custom<string>(
  (value) => typeof value === 'string' && isUrl(value),
  'is not an http or https URL of at most 255 characters',
);

/** `DateTime`: see {@link parseDateTime}. */
export const dateTime = z.custom<string>(
  (value) => typeof value === 'string' && dateTimeToMilliseconds(value) !== null,
  'is not a time like 2015-06-29T20:39:09Z',
);

/** `string(5)`: a time of day. */
export const timeOfDay = z.string().regex(/^(?:[01][0-9]|2[0-3]):[0-5][0-9]$/, 'is not a time of day like 08:30');

/** `string(10)`: a day. */
export const date = z
  .string()
  .regex(/^[12][0-9]{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])$/, 'is not a day like 2026-11-20');

/** ISO 3166-1 alpha-2, `CiString(2)`. */
export const countryCode = z.string().regex(/^[A-Za-z]{2}$/, 'is not two letters');
/** The party's id of ISO 15118, `CiString(3)`. */
export const partyId = z.string().regex(/^[A-Za-z0-9]{3}$/, 'is not three letters or digits');
/** ISO 3166-1 alpha-3. */
export const country = z.string().regex(/^[A-Za-z]{3}$/, 'is not three letters');
/** ISO 4217. */
export const currency = z.string().regex(/^[A-Za-z]{3}$/, 'is not three letters');
/** ISO 639-1. */
export const language = z.string().regex(/^[A-Za-z]{2}$/, 'is not two letters');

export const number = z.number();
export const boolean = z.boolean();
/** `int`, where less than nothing makes no sense. */
export const natural = z.int().min(0);

/** Cardinality `?`. What is null is not there: many back offices write their empty columns like that. */
export function optional<T extends z.ZodType>(schema: T) {
  return schema.nullish();
}

/** Cardinality `*`. */
export function many<T extends z.ZodType>(schema: T, max = MAX_ITEMS) {
  return z.array(schema).max(max).nullish();
}

/** Cardinality `+`. */
export function some<T extends z.ZodType>(schema: T, max = MAX_ITEMS) {
  return z.array(schema).min(1).max(max);
}

/** What a rule about more than one field adds to the issues of an object. */
export interface Rules {
  readonly value: unknown;
  readonly issues: z.core.$ZodRawIssue[];
}

/** Complains about one field of the object that is checked. */
export function complain(context: Rules, field: string, message: string): void {
  context.issues.push({ code: 'custom', message, path: [field], input: context.value, params: { rule: true } });
}
