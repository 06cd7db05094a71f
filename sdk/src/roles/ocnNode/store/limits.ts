import { fromHex, type Hex, isHex } from '../../../bytes/index.ts';
import { ArgumentError } from '../../../errors/index.ts';

/** What the node's own limits keep far below; here they keep one caller from filling the database. In characters, bytes or items. */
export const limits = {
  text: 512,
  url: 4_096,
  token: 1_024,
  signature: 256 * 1024,
  headers: 64 * 1024,
  body: 32 * 1024 * 1024,
  details: 4 * 1024 * 1024,
  parties: 1_000,
  page: 1_000,
} as const;

/** Text that PostgreSQL can keep as it is: no NUL, no half of a character. @throws {ArgumentError} */
export function checkedText(value: string, field: string, max: number = limits.text): string {
  if (value.length > max) throw new ArgumentError(`has more than ${max} characters`, { field });
  if (value.includes('\0') || !value.isWellFormed()) throw new ArgumentError('has characters that are none', { field });
  return value;
}

/** Milliseconds since 1970, and other whole numbers. @throws {ArgumentError} */
export function checkedNumber(value: number, field: string): number {
  if (!Number.isSafeInteger(value)) throw new ArgumentError('is not a whole number', { field });
  return value;
}

/** @returns Its 64 digits, without `0x`. @throws {ArgumentError} */
export function checkedDigest(value: Hex, field: string): string {
  if (!isHex(value) || fromHex(value).length !== 32) throw new ArgumentError('is not a digest of 32 bytes', { field });
  return value.slice(2).toLowerCase();
}

/** How many rows a page may have. */
export function checkedLimit(value: number): number {
  if (!Number.isSafeInteger(value) || value < 1) throw new ArgumentError('has to be at least 1', { field: 'limit' });
  return Math.min(value, limits.page);
}
