import { concat, fromBase64url, toBase64url } from '../../bytes/index.ts';
import type { OldBytes } from './statement.ts';

/** What of `before` is needed to get it back from `after`: the bytes between their common start and their common end. */
export function oldBytesOf(before: Uint8Array, after: Uint8Array): OldBytes | undefined {
  const shorter = Math.min(before.length, after.length);
  let at = 0;
  while (at < shorter && before[at] === after[at]) at++;
  if (at === before.length && at === after.length) return undefined;
  let end = 0;
  while (end < shorter - at && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  return { at, length: after.length - end - at, bytes: toBase64url(before.subarray(at, before.length - end)) };
}

/** The body before; null if the place is not in `after`. */
export function bodyBefore(after: Uint8Array, { at, length, bytes }: OldBytes): Uint8Array | null {
  if (at + length > after.length) return null;
  return concat(after.subarray(0, at), fromBase64url(bytes), after.subarray(at + length));
}
