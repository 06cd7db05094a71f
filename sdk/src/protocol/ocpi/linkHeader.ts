import { DecodeError } from '../../errors/index.ts';

const FIELD = 'Link';
const MAX_LENGTH = 8_192;
/** One parameter: a name, and maybe a token or a quoted string. */
const parameter = /\s*;\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+)\s*(?:=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;,"]+)))?/y;

/**
 * The target of the first link whose relation is `next`.
 *
 * @returns null if there is none.
 * @throws {DecodeError} for a header that cannot be read (RFC 8288, section 3).
 * @example `nextLink('<https://example.com/cdrs?offset=50>; rel="next"') // 'https://example.com/cdrs?offset=50'`
 */
export function nextLink(header: string): string | null {
  if (header.length > MAX_LENGTH) throw new DecodeError(`has more than ${MAX_LENGTH} characters`, { field: FIELD });
  let at = 0;
  let next: string | null = null;
  while (at < header.length) {
    const start = skip(header, at);
    if (start === header.length) break;
    const end = header[start] === '<' ? header.indexOf('>', start) : -1;
    if (end < 0) throw new DecodeError('is not a list of links in angle brackets', { field: FIELD });
    const { relations, after } = readParameters(header, end + 1);
    if (relations.includes('next')) next ??= header.slice(start + 1, end).trim();
    at = after;
  }
  return next;
}

/** Past white space and empty elements. */
function skip(header: string, at: number): number {
  let start = at;
  while (start < header.length && /[\s,]/.test(header[start] as string)) start += 1;
  return start;
}

function readParameters(header: string, at: number): { relations: readonly string[]; after: number } {
  let relations: readonly string[] | null = null;
  let after = at;
  parameter.lastIndex = at;
  for (let found = parameter.exec(header); found; found = parameter.exec(header)) {
    const [, name = '', quoted, token] = found;
    // Only the first `rel` counts.
    if (name.toLowerCase() === 'rel') relations ??= (quoted ?? token ?? '').toLowerCase().split(/\s+/);
    after = parameter.lastIndex;
  }
  const rest = /^[\s;]*(?=,|$)/.exec(header.slice(after));
  if (!rest) throw new DecodeError('has parameters that cannot be read', { field: FIELD });
  return { relations: relations ?? [], after: after + rest[0].length };
}
