import type { MiddlewareHandler } from 'hono';
import type { NodeContext } from '../context.ts';
import { TryLaterError } from './answers.ts';
import type { ServerEnv } from './serverEnv.ts';
import { createTokenBuckets, type Rate, type TokenBuckets } from './tokenBuckets.ts';

/** How often who may ask. */
export interface Rates {
  /** Each platform, with its token. */
  readonly platform: Rate;
  /** Each address, for what is not authenticated: public documents, and every token or key that is wrong. */
  readonly address: Rate;
  /** Each address, for messages of nodes, before their signatures are looked at. */
  readonly peerAddress: Rate;
  /** Each other operator, once its signature is known to be good. */
  readonly peer: Rate;
}

/** Tokens that nobody has, by the address that tries them. */
export interface Guesses {
  /** @throws {TryLaterError} if an address has tried too many: its tokens are not looked up any more. */
  admit(address: string): void;
  /** Counts one that was wrong. */
  failed(address: string): void;
}

/** Refuses with HTTP 429 and `Retry-After` what comes too often. */
export interface RateLimits {
  readonly publicPaths: MiddlewareHandler<ServerEnv>;
  readonly guesses: Guesses;
  readonly platforms: MiddlewareHandler<ServerEnv>;
  readonly peerAddresses: MiddlewareHandler<ServerEnv>;
  /** @throws {TryLaterError} if an operator has sent too much. */
  readonly admitPeer: (operator: string) => void;
}

export function createRateLimits(rates: Rates, { now, metrics }: Pick<NodeContext, 'now' | 'metrics'>): RateLimits {
  const refuse = (what: string, waitMs: number) => {
    if (waitMs === 0) return;
    metrics.refused(`rate-${what}`);
    throw new TryLaterError(429, 'asks too often', waitMs);
  };
  const [platform, address, peerAddress, peer] = [
    createTokenBuckets(rates.platform),
    createTokenBuckets(rates.address),
    createTokenBuckets(rates.peerAddress),
    createTokenBuckets(rates.peer),
  ] as const;
  const byAddress = (buckets: TokenBuckets, what: string): MiddlewareHandler<ServerEnv> => {
    return async (c, next) => {
      refuse(what, buckets.take(c.get('address'), now()));
      await next();
    };
  };
  return {
    publicPaths: byAddress(address, 'address'),
    peerAddresses: byAddress(peerAddress, 'peer-address'),
    platforms: async (c, next) => {
      refuse('platform', platform.take(c.get('platform').id, now()));
      await next();
    },
    guesses: {
      admit: (from) => refuse('address', address.wait(from, now())),
      failed: (from) => void address.take(from, now()),
    },
    admitPeer: (operator) => refuse('peer', peer.take(operator, now())),
  };
}
