import { DecodeError } from '../../errors/index.ts';

/** File systems' usual limit, in UTF-8 bytes. */
const MAX_NAME_BYTES = 255;

/**
 * Checks the name of a file in a directory: 1 to 255 bytes, one path segment, nothing that a file system or a terminal
 * gives a meaning to.
 *
 * @throws {DecodeError} naming `field`.
 * @example
 * ```ts
 * checkEntryName('station-17'); // 'station-17'
 * checkEntryName('../passwd'); // throws
 * ```
 */
export function checkEntryName(name: string, field = 'name'): string {
  const bytes = new TextEncoder().encode(name).length;
  if (bytes === 0 || bytes > MAX_NAME_BYTES) {
    throw new DecodeError(`has ${bytes} bytes where 1 to ${MAX_NAME_BYTES} are allowed`, { field });
  }
  if (name === '.' || name === '..') throw new DecodeError('is a relative path', { field });
  if (/[/\\\p{Cc}\p{Cs}]/u.test(name)) {
    throw new DecodeError('contains a path separator or a control character', { field });
  }
  return name;
}
