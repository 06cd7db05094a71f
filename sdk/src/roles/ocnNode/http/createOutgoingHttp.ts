import { getCACertificates } from 'node:tls';
import { Agent, errors } from 'undici';
import { BaseError } from '../../../errors/index.ts';
import { type AllowedNetworks, createAddressRules } from './addressRules.ts';
import { createDeadline, type Deadline } from './deadline.ts';
import { dispatch } from './dispatch.ts';
import { addressesOf, createGuardedLookup, type Resolve, systemResolve } from './guardedLookup.ts';
import type { OutgoingAnswer, OutgoingHttp, OutgoingRequest } from './outgoing.ts';
import { TimeoutError, TooLargeError, UnreachableHostError } from './outgoingErrors.ts';
import { parseOutgoingUrl } from './outgoingUrl.ts';
import { unpackBody } from './unpackBody.ts';

export interface OutgoingHttpOptions {
  /** Also `http:`: for tests on loopback, and behind a tunnel of one's own. */
  readonly allowHttp?: boolean;
  readonly allowPrivateNetworks?: AllowedNetworks;
  readonly connectionsPerOrigin?: number;
  /** Requests to one origin at a time, those that wait for a connection included. */
  readonly requestsPerOrigin?: number;
  /** Of an answer. A signature has up to 64 KiB. */
  readonly maxHeaderBytes?: number;
  readonly resolve?: Resolve;
  /** PEM of authorities that are trusted beside the system's, for networks with their own. */
  readonly authorities?: readonly string[];
}

const defaults = { connectionsPerOrigin: 32, requestsPerOrigin: 512, maxHeaderBytes: 96 * 1024 };
const field = 'url';

/** What undici and sockets complain about, in our words. Their own may hold addresses, so they stay the cause. */
function toOutgoingError(cause: unknown): Error {
  if (cause instanceof BaseError) return cause;
  if (cause instanceof errors.HeadersOverflowError) {
    return new TooLargeError('has headers that are too long', { field: 'answer', cause });
  }
  if (cause instanceof errors.HeadersTimeoutError || cause instanceof errors.BodyTimeoutError) {
    return new TimeoutError('did not answer in time', { field, cause });
  }
  return new UnreachableHostError('cannot be reached', { field, cause });
}

function flatHeaders(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const flat: Record<string, string> = Object.create(null);
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  }
  return flat;
}

/** Counts what is under way to each origin, so that one that is slow cannot take all memory. */
function createPlaces(limit: number) {
  const taken = new Map<string, number>();
  return async <T>(origin: string, work: () => Promise<T>): Promise<T> => {
    const count = taken.get(origin) ?? 0;
    if (count >= limit) throw new UnreachableHostError('has too many requests waiting for it', { field });
    taken.set(origin, count + 1);
    try {
      return await work();
    } finally {
      const left = (taken.get(origin) as number) - 1;
      if (left === 0) taken.delete(origin);
      else taken.set(origin, left);
    }
  };
}

function createAgent(options: OutgoingHttpOptions, lookup: ReturnType<typeof createGuardedLookup>): Agent {
  const ca = options.authorities ? [...getCACertificates('default'), ...options.authorities] : null;
  return new Agent({
    connections: options.connectionsPerOrigin ?? defaults.connectionsPerOrigin,
    maxHeaderSize: options.maxHeaderBytes ?? defaults.maxHeaderBytes,
    pipelining: 1,
    keepAliveTimeout: 10_000,
    keepAliveMaxTimeout: 60_000,
    // The deadline of each request is the only clock.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: { lookup, timeout: 10_000, ...(ca ? { ca } : {}) },
  });
}

/**
 * HTTP to hosts that others have named: see {@link Reach} for where it goes. Redirects are answers like any other.
 *
 * @example
 * ```ts
 * const http = createOutgoingHttp({ allowHttp: false, allowPrivateNetworks: false });
 * const { status, body } = await http.send({ method: 'GET', url, headers: {}, body: null, timeoutMs: 10_000, maxBytes: 1_048_576, reach });
 * ```
 */
export function createOutgoingHttp(options: OutgoingHttpOptions = {}): OutgoingHttp {
  const rules = createAddressRules(options.allowPrivateNetworks ?? false);
  const resolve = options.resolve ?? systemResolve;
  const agent = createAgent(options, createGuardedLookup(rules, resolve));
  const inPlace = createPlaces(options.requestsPerOrigin ?? defaults.requestsPerOrigin);
  const parse = (url: string, reach: OutgoingRequest['reach']) =>
    parseOutgoingUrl(url, reach, rules, options.allowHttp ?? false);

  const exchange = async (request: OutgoingRequest, url: URL, deadline: Deadline): Promise<OutgoingAnswer> => {
    const options = {
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method: request.method,
      headers: { 'accept-encoding': 'gzip, deflate, br', ...request.headers },
      body: request.body,
    };
    const { status, headers, body } = await dispatch(agent, options, request.maxBytes, deadline);
    const flat = flatHeaders(headers);
    return { status, headers: flat, body: await unpackBody(body, flat['content-encoding'], request.maxBytes) };
  };

  return {
    async send(request, signal) {
      const url = parse(request.url, request.reach);
      const deadline = createDeadline(request.timeoutMs, signal, field);
      try {
        return await inPlace(url.origin, () => exchange(request, url, deadline));
      } catch (error) {
        if (deadline.reason !== null) throw deadline.reason;
        throw toOutgoingError(error);
      } finally {
        deadline.clear();
      }
    },
    async check(url, reach) {
      await addressesOf(parse(url, reach).hostname, rules, resolve);
    },
    close: () => agent.destroy(),
  };
}
