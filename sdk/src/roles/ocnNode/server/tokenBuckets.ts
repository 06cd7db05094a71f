/** How often something may be done: so often a second on the average, and so often at once. 0 a second: without a limit. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/** Rates of many callers. */
export interface TokenBuckets {
  /** Takes one of a caller's places. @returns 0, or the milliseconds after which there is one. */
  take(caller: string, now: number): number;
  /** As {@link take}, without taking it. */
  wait(caller: string, now: number): number;
}

interface Bucket {
  tokens: number;
  at: number;
}

/** More callers than this are not told apart for long: whoever was heard least lately is forgotten. */
const MAX_CALLERS = 20_000;

/**
 * Token buckets, in bounded memory.
 *
 * @param rate How often each caller may.
 * @example
 * ```ts
 * const buckets = createTokenBuckets({ perSecond: 1, burst: 2 });
 * buckets.take('a', 0); // 0
 * buckets.take('a', 0); // 0
 * buckets.take('a', 0); // 1000
 * ```
 */
export function createTokenBuckets({ perSecond, burst }: Rate, maxCallers = MAX_CALLERS): TokenBuckets {
  const buckets = new Map<string, Bucket>();

  const refilled = (caller: string, now: number): Bucket => {
    const known = buckets.get(caller);
    if (!known) return { tokens: burst, at: now };
    // A clock that goes back gives nothing, and takes nothing.
    const elapsed = Math.max(0, now - known.at) / 1_000;
    return { tokens: Math.min(burst, known.tokens + elapsed * perSecond), at: now };
  };
  const missing = ({ tokens }: Bucket): number =>
    tokens >= 1 ? 0 : Math.ceil(((1 - tokens) / perSecond) * 1_000 - 1e-6);
  const keep = (caller: string, bucket: Bucket): void => {
    // Written anew, so that the order of the map is that of who was heard last.
    buckets.delete(caller);
    buckets.set(caller, bucket);
    if (buckets.size <= maxCallers) return;
    const [oldest] = buckets.keys();
    buckets.delete(oldest as string);
  };

  return {
    take(caller, now) {
      if (perSecond === 0) return 0;
      const bucket = refilled(caller, now);
      const wait = missing(bucket);
      keep(caller, wait === 0 ? { ...bucket, tokens: bucket.tokens - 1 } : bucket);
      return wait;
    },
    wait: (caller, now) => (perSecond === 0 ? 0 : missing(refilled(caller, now))),
  };
}
