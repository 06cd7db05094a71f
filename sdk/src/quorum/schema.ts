import { z } from 'zod';
import { type Hex, isHex } from '../bytes/index.ts';
import { DecodeError } from '../errors/index.ts';
import { escapeText } from './plainText.ts';

const lowerHex = /^0x(?:[0-9a-f]{2})*$/;

function hexOf(message: string, accepts: (bytes: number) => boolean) {
  return z.custom<Hex>((value) => {
    return typeof value === 'string' && accepts((value.length - 2) / 2) && lowerHex.test(value);
  }, message);
}

/** 32 bytes, as every id and digest. Lower case only, so that a value has one spelling. */
export const hex32 = hexOf('is not 0x and 64 lower-case hexadecimal digits', (bytes) => bytes === 32);
/** A contract's address; lower case only. */
export const address = hexOf('is not 0x and 40 lower-case hexadecimal digits', (bytes) => bytes === 20);
/** The longest text that a signature may take is what `uint24` can say; no known algorithm comes near 64 KiB. */
export const signature = hexOf('is not 0x and lower-case hexadecimal digits of at most 1 MiB', (n) => n <= 1_048_576);
/** ERC-7913 signer bytes: a wallet, or `verifier ‖ key`. */
export const signer = z.custom<Hex>(
  isSigner,
  'is not an ERC-7913 signer (0x, lower case, 20 to 65,535 bytes, not the zero address)',
);
export const uint8 = z.int().min(0).max(255);
export const uint16 = z.int().min(0).max(65_535);
export const uint32 = z.int().min(0).max(4_294_967_295);
/** A `uint64` on chain; in files and in JavaScript no more than the safe integers. */
export const uint64 = z.int().min(0);
export const chainId = z.int().min(1);

function isSigner(value: unknown): boolean {
  if (!isHex(value) || !lowerHex.test(value)) return false;
  const bytes = (value.length - 2) / 2;
  return bytes >= 20 && bytes <= 65_535 && !/^0x0{40}/.test(value);
}

function fieldPath(root: string, path: readonly PropertyKey[]): string {
  return path.reduce<string>((field, key) => {
    return typeof key === 'number' ? `${field}[${key}]` : `${field}.${escapeText(String(key), { maxLength: 64 })}`;
  }, root);
}

function message(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') {
    return `has an unknown field: ${issue.keys
      .slice(0, 3)
      .map((key) => escapeText(key, { maxLength: 64 }))
      .join(', ')}`;
  }
  if (issue.code === 'invalid_type' && issue.message.endsWith('received undefined')) return 'is missing';
  return issue.message.replace(/^(Invalid input|Too big|Too small): /, '');
}

/** Whether an object in `value` has a member of this name, which records of a schema would leave out without a word. */
function hasProto(value: unknown): boolean {
  const found = new Set<unknown>([value]);
  for (const one of found) {
    if (typeof one !== 'object' || one === null) continue;
    if (Object.hasOwn(one, '__proto__')) return true;
    for (const part of Object.values(one)) if (typeof part === 'object') found.add(part);
  }
  return false;
}

/**
 * Checks a value from outside against a schema.
 *
 * @throws {DecodeError} naming the path of the first field that is wrong.
 * @example
 * ```ts
 * parse(z.strictObject({ epoch: uint64 }), JSON.parse(text), 'claim');
 * ```
 */
export function parse<T>(schema: z.ZodType<T>, value: unknown, field: string): T {
  if (hasProto(value)) throw new DecodeError('has an unknown field: __proto__', { field });
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0] as z.core.$ZodIssue;
  throw new DecodeError(message(issue), { field: fieldPath(field, issue.path) });
}
