/** Blocks come late by this much at times: the clock does not go back for that. In milliseconds. */
const tolerance = 60_000;

/** Block time that goes on between blocks. */
export interface ChainClock {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** A block of this time, in seconds, is the newest one. */
  readonly note: (time: number) => void;
}

/**
 * @param watch Milliseconds from any beginning; the browser's clock, which need not be right.
 * @example `createChainClock(Date.now)`
 */
export function createChainClock(watch: () => number): ChainClock {
  let offset = 0;
  let latest: number | null = null;
  return {
    now: () => watch() + offset,
    note: (time) => {
      if (time === latest) return;
      const next = time * 1_000 - watch();
      // Another network, or a chain that took blocks back: then the clock has to follow.
      if (latest === null || next > offset || offset - next > tolerance) offset = next;
      latest = time;
    },
  };
}
