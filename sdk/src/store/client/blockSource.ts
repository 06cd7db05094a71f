import type { CID } from 'multiformats/cid';
import { BaseError } from '../../errors/index.ts';
import { assertBlock, MAX_BLOCK_BYTES } from '../content/index.ts';
import { cappedFetch, type Fetch } from './cappedFetch.ts';
import type { Endpoint } from './endpoint.ts';
import { type Loss, race } from './race.ts';
import { ContentUnavailableError, type EndpointFailure } from './storeErrors.ts';

export interface BlockSourceOptions {
  readonly fetch: Fetch;
  /** For each endpoint's answer. */
  readonly timeoutMs: number;
  readonly staggerMs: number;
}

export interface BlockRequest {
  /** At most 2 MiB, the largest block there is. */
  readonly maxBytes?: number;
  readonly signal?: AbortSignal | undefined;
}

/** Fetches single blocks; what it returns has the digest that was asked for. */
export type BlockSource = (cid: CID, request?: BlockRequest) => Promise<Uint8Array>;

/** How much worse an endpoint can get than a good one, so that it needs few successes to be trusted again. */
const MAX_PENALTY = 8;

/**
 * Reads blocks from whichever endpoint is first to deliver the right bytes. Endpoints that failed or were slow are asked
 * later next time.
 *
 * `kubo-rpc-client` is not used for this: it keeps whole answers in memory without a limit, follows redirects, and costs
 * more memory than an agent on a device has to spare.
 */
export function createBlockSource(endpoints: readonly Endpoint[], options: BlockSourceOptions): BlockSource {
  const penalties = new Map<Endpoint, number>();
  const penalty = (endpoint: Endpoint) => penalties.get(endpoint) ?? 0;

  return async (cid, request = {}) => {
    const maxBytes = Math.min(request.maxBytes ?? MAX_BLOCK_BYTES, MAX_BLOCK_BYTES);
    const ordered = endpoints.toSorted((a, b) => penalty(a) - penalty(b));
    const result = await race(
      ordered,
      async (endpoint, signal) => {
        const bytes = await fetchBlock(endpoint, cid, { ...options, maxBytes, signal });
        await assertBlock(cid, bytes);
        return bytes;
      },
      { staggerMs: options.staggerMs, signal: request.signal },
    );
    if (!request.signal?.aborted) {
      for (const { contestant } of result.losses) {
        penalties.set(contestant, Math.min(penalty(contestant) + 1, MAX_PENALTY));
      }
    }
    if (!result.won) throw new ContentUnavailableError(`block ${cid}`, result.losses.map(toFailure));
    penalties.set(result.winner, Math.floor(penalty(result.winner) / 2));
    return result.value;
  };
}

function fetchBlock(
  endpoint: Endpoint,
  cid: CID,
  options: BlockSourceOptions & { readonly maxBytes: number; readonly signal: AbortSignal },
): Promise<Uint8Array> {
  const isRpc = endpoint.kind === 'rpc';
  return cappedFetch(options.fetch, {
    url: isRpc
      ? // The node has no reason to go on looking when nobody waits any more.
        `${endpoint.url}/api/v0/block/get?arg=${cid}&timeout=${options.timeoutMs}ms`
      : `${endpoint.url}/ipfs/${cid}?format=raw`,
    method: isRpc ? 'POST' : 'GET',
    headers: isRpc ? endpoint.headers : { accept: 'application/vnd.ipld.raw', ...endpoint.headers },
    maxBytes: options.maxBytes,
    timeoutMs: options.timeoutMs,
    signal: options.signal,
  });
}

function toFailure({ contestant, error, durationMs }: Loss<Endpoint>): EndpointFailure {
  const text = error instanceof BaseError ? error.shortMessage : error instanceof Error ? error.message : 'failed';
  return { endpoint: contestant.name, error: text, durationMs };
}
