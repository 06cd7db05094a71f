import { DecodeError } from '../../errors/index.ts';

/** Headers as `fetch` has them, or as Node's `http` has them. */
export type HeaderSource =
  | { get(name: string): string | null }
  | Readonly<Record<string, string | readonly string[] | number | undefined>>;

function isFetchHeaders(headers: HeaderSource): headers is { get(name: string): string | null } {
  return typeof headers.get === 'function';
}

/**
 * One header, by its name in any case.
 *
 * @returns null if it is not there.
 * @throws {DecodeError} if it is there more than once.
 * @example `readHeader(request.headers, 'X-Request-ID')`
 */
export function readHeader(headers: HeaderSource, name: string): string | null {
  if (isFetchHeaders(headers)) return headers.get(name);
  const wanted = name.toLowerCase();
  const found = Object.entries(headers)
    .filter(([key, value]) => value !== undefined && key.toLowerCase() === wanted)
    .flatMap(([, value]) => value);
  if (found.length > 1) throw new DecodeError('is there more than once', { field: name });
  const [value] = found;
  return value === undefined ? null : String(value);
}
