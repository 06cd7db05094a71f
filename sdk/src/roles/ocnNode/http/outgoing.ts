import type { HttpMethod } from '../../../protocol/ocpi/index.ts';

/** A request that this node makes. */
export interface OutgoingRequest {
  readonly method: HttpMethod;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | null;
  /** Milliseconds for everything, the last byte included. */
  readonly timeoutMs: number;
  /** Bytes of the answer, after unpacking. */
  readonly maxBytes: number;
  /** Where it may go; see {@link Reach}. */
  readonly reach: Reach;
}

/**
 * - `configured`: a URL that the operator of this node has typed or that the registry has for a node
 * - `platform`: a URL that a platform has said; it has to have the origin of `origin`, which is that of the platform's versions URL
 *
 * In both cases: https, unless the operator allows http; no user name; no private, loopback or link-local address, unless the operator
 * allows it, looked up once and connected to that very address; no redirect is followed.
 */
export type Reach = { readonly kind: 'configured' } | { readonly kind: 'platform'; readonly origin: string };

export interface OutgoingAnswer {
  readonly status: number;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** HTTP from this node to anybody. @throws {UnreachableHostError} @throws {TimeoutError} @throws {ForbiddenUrlError} @throws {TooLargeError} */
export interface OutgoingHttp {
  send(request: OutgoingRequest, signal?: AbortSignal): Promise<OutgoingAnswer>;
  /** Checks a URL without a request, as when a platform says where its versions are. @throws {ForbiddenUrlError} */
  check(url: string, reach: Reach): Promise<void>;
  close(): Promise<void>;
}
