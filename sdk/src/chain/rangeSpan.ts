/** How many blocks one log query covers: learns the servers' limit and stays just below it. */
export interface RangeSpan {
  /** What to ask for next. */
  readonly blocks: () => number;
  /** The most that is known to work: what to start with the next time. */
  readonly learnt: () => number;
  /** @param asked How many blocks the accepted query covered. */
  readonly accepted: (asked: number) => void;
  /** @returns false if a single block was refused, so that less cannot be asked. */
  readonly refused: () => boolean;
}

/** After this many accepted queries the limit is probed again: it may have been a moment's load. */
const queriesBetweenProbes = 200;

/**
 * Doubles until something is refused, then closes in on the limit by halving the distance.
 *
 * @example
 * ```ts
 * const span = createRangeSpan(5_000, 5_000);
 * span.refused(); // span.blocks() is now 2,500
 * ```
 */
export function createRangeSpan(max: number, initial: number): RangeSpan {
  let blocks = Math.max(1, Math.min(initial, max));
  let learnt = blocks;
  let ceiling = max + 1;
  let accepted = 0;
  return {
    blocks: () => blocks,
    learnt: () => learnt,
    accepted: (asked) => {
      if (asked < blocks) return; // A shorter query says nothing about the limit.
      learnt = blocks;
      if (++accepted % queriesBetweenProbes === 0) ceiling = max + 1;
      const next = ceiling > max ? blocks * 2 : Math.floor((blocks + ceiling) / 2);
      blocks = Math.max(1, Math.min(next, ceiling - 1, max));
    },
    refused: () => {
      if (blocks === 1) return false;
      ceiling = blocks;
      blocks = Math.floor(blocks / 2);
      learnt = Math.min(learnt, blocks);
      return true;
    },
  };
}
