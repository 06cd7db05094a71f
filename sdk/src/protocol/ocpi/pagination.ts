import { ArgumentError, DecodeError } from '../../errors/index.ts';
import { dateTimeToMilliseconds } from './dateTime.ts';
import { type HeaderSource, readHeader } from './headers.ts';
import { nextLink } from './linkHeader.ts';

/** What a client asks for. */
export interface PageQuery {
  /** Inclusive, by `last_updated`. */
  readonly dateFrom: string | null;
  /** Exclusive. */
  readonly dateTo: string | null;
  readonly offset: number;
  /** Already no more than the server gives. */
  readonly limit: number;
}

export interface PageRules {
  /** The most that a page of this server has, which is also what a client gets that asks for nothing. */
  readonly maxLimit: number;
  /** Sessions have to be asked for by date. */
  readonly requireDateFrom?: boolean;
}

/** What a server says of a page. What a server left out is null. */
export interface PageInfo {
  /** Where the next page is; null on the last one. */
  readonly next: string | null;
  readonly total: number | null;
  readonly limit: number | null;
}

function one(query: URLSearchParams, name: string): string | null {
  const values = query.getAll(name);
  if (values.length > 1) throw new DecodeError('is there more than once', { field: name });
  return values[0] ?? null;
}

function integer(text: string | null, field: string, min: number): number | null {
  if (text === null) return null;
  const value = /^[0-9]{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(value) || value < min) {
    throw new DecodeError(`is not an integer of ${min} or more`, { field });
  }
  return value;
}

function time(query: URLSearchParams, field: string): string | null {
  const text = one(query, field);
  if (text === null) return null;
  if (dateTimeToMilliseconds(text) === null)
    throw new DecodeError('is not a time like 2015-06-29T20:39:09Z', { field });
  return text;
}

/**
 * Reads the parameters of a request for a list.
 *
 * @throws {DecodeError} naming the parameter; a `limit` of 0 would make clients ask for ever.
 * @see OCPI 2.2.1-d2, "Transport and format", Paginated Request
 * @example `const { dateFrom, offset, limit } = decodePageQuery(url.searchParams, { maxLimit: 100 })`
 */
export function decodePageQuery(query: URLSearchParams, rules: PageRules): PageQuery {
  const dateFrom = time(query, 'date_from');
  if (rules.requireDateFrom && dateFrom === null) throw new DecodeError('is missing', { field: 'date_from' });
  const limit = integer(one(query, 'limit'), 'limit', 1) ?? rules.maxLimit;
  return {
    dateFrom,
    dateTo: time(query, 'date_to'),
    offset: integer(one(query, 'offset'), 'offset', 0) ?? 0,
    limit: Math.min(limit, rules.maxLimit),
  };
}

/**
 * The parameters of a request for a list; what is null or left out is not sent.
 *
 * @throws {ArgumentError} naming the parameter.
 * @example `encodePageQuery({ dateFrom: '2026-11-20T00:00:00Z', limit: 50 }).toString()`
 */
export function encodePageQuery(query: Partial<PageQuery>): URLSearchParams {
  const all = { date_from: query.dateFrom, date_to: query.dateTo, offset: query.offset, limit: query.limit };
  const given = Object.entries(all).filter(([, value]) => value !== null && value !== undefined);
  const parameters = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
  try {
    decodePageQuery(parameters, { maxLimit: Number.MAX_SAFE_INTEGER });
  } catch (cause) {
    if (!(cause instanceof DecodeError)) throw cause;
    throw new ArgumentError(cause.shortMessage, { field: cause.field ?? 'query', cause });
  }
  return parameters;
}

/**
 * Whether an object with this `last_updated` was asked for.
 *
 * @example `locations.filter(({ last_updated }) => isInPeriod(last_updated, query))`
 */
export function isInPeriod(lastUpdated: string, query: Pick<PageQuery, 'dateFrom' | 'dateTo'>): boolean {
  const at = dateTimeToMilliseconds(lastUpdated);
  if (at === null) return false;
  const from = query.dateFrom === null ? Number.NEGATIVE_INFINITY : (dateTimeToMilliseconds(query.dateFrom) ?? at + 1);
  const to = query.dateTo === null ? Number.POSITIVE_INFINITY : (dateTimeToMilliseconds(query.dateTo) ?? at);
  return from <= at && at < to;
}

/**
 * The headers of a page. The link keeps every other parameter of the request.
 *
 * @param page `total` counts all that match; `maxLimit` is what the server gives at most.
 * @see OCPI 2.2.1-d2, "Transport and format", Paginated Response
 * @example `encodePageHeaders(requestUrl, { offset: 0, limit: 50, maxLimit: 100, total: 120 })`
 */
export function encodePageHeaders(
  requested: URL,
  page: { readonly offset: number; readonly limit: number; readonly maxLimit: number; readonly total: number },
): Readonly<Record<string, string>> {
  const counts = { 'X-Total-Count': String(page.total), 'X-Limit': String(page.maxLimit) };
  const offset = page.offset + page.limit;
  if (offset >= page.total) return counts;
  const next = new URL(requested);
  next.hash = '';
  next.searchParams.set('offset', String(offset));
  next.searchParams.set('limit', String(page.limit));
  return { Link: `<${next.href}>; rel="next"`, ...counts };
}

/**
 * Reads the headers of a page. Where the link leads is the server's choice: whoever follows it with a token has to look first
 * whether it is still the same server.
 *
 * @param requested What a relative link is relative to.
 * @throws {DecodeError} naming the header.
 * @example `const { next } = decodePageHeaders(response.headers, requestUrl)`
 */
export function decodePageHeaders(headers: HeaderSource, requested: URL): PageInfo {
  const link = readHeader(headers, 'Link');
  const target = link === null ? null : nextLink(link);
  return {
    next: target === null ? null : absolute(target, requested),
    total: integer(readHeader(headers, 'X-Total-Count'), 'X-Total-Count', 0),
    limit: integer(readHeader(headers, 'X-Limit'), 'X-Limit', 0),
  };
}

function absolute(target: string, requested: URL): string {
  const url = URL.canParse(target, requested) ? new URL(target, requested) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') {
    throw new DecodeError('does not lead to an http or https URL without a password', { field: 'Link' });
  }
  return url.href;
}
