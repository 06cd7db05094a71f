import type { z } from 'zod';
import { TransportError, VerificationError } from '../../../errors/index.ts';
import {
  decodeList,
  decodePageHeaders,
  encodePageQuery,
  type ListProblem,
  type PageQuery,
  type Party,
} from '../../../protocol/ocpi/index.ts';
import { type Ask, type Client, urlOf } from './client.ts';
import { dataOf, registeredConnection } from './peer.ts';

/** What of a list is wanted. */
export interface ListOptions extends Ask, Partial<Pick<PageQuery, 'dateFrom' | 'dateTo' | 'offset' | 'limit'>> {
  /** Called with objects that are not what they have to be; left out: they are skipped. */
  readonly onProblem?: (problem: ListProblem) => void;
}

/** One page of a list of another party's. */
export interface Page<T> {
  readonly objects: readonly T[];
  /** Of the whole list, if the other said so. */
  readonly total: number | null;
}

/**
 * The pages of a list, one after the other, until there is no next link.
 *
 * @throws {VerificationError} for a next link of another origin: the token goes nowhere else.
 * @throws {TransportError} for a link that was followed before, and for more pages than there may be.
 */
export async function* pagesOf<T extends z.ZodType>(
  client: Client,
  to: Party,
  name: string,
  schema: T,
  options: ListOptions = {},
): AsyncGenerator<Page<z.infer<T>>, void> {
  const connection = await registeredConnection(client.context);
  const endpoint = client.find(name, connection);
  let url: URL = urlOf(connection, endpoint, { query: encodePageQuery(options) });
  const [{ origin }, seen] = [url, new Set<string>()];
  for (let count = 0; count < client.context.limits.maxPages; count += 1) {
    if (seen.has(url.href)) throw new TransportError('leads back to a page that was there', { field: 'Link' });
    seen.add(url.href);
    const answer = await client.request(to, connection, url, { ...options, endpoint });
    const { objects, problems } = decodeList(schema, dataOf(answer, null) ?? [], 'response.data');
    for (const problem of problems) options.onProblem?.(problem);
    const { next, total } = decodePageHeaders(answer.headers, url);
    yield { objects, total };
    if (next === null) return;
    url = new URL(next);
    if (url.origin !== origin) throw new VerificationError('is of another origin', { field: 'Link' });
  }
  throw new TransportError('has more pages than may be followed', { field: 'Link' });
}

/** The objects of all pages. */
export async function* objectsOf<T extends z.ZodType>(
  ...asked: Parameters<typeof pagesOf<T>>
): AsyncGenerator<z.infer<T>, void> {
  for await (const { objects } of pagesOf(...asked)) yield* objects;
}
