import type { FrontContext } from '../frontContext.ts';

/** Something that is done again and again, by one process of an operator at a time. */
export interface FrontJob {
  readonly name: string;
  /** Milliseconds from one time to the next. */
  readonly everyMs: number;
  /** Does it, or nothing if another process has done it lately. @throws what the signal was aborted with, and what has failed. */
  run(signal: AbortSignal): Promise<void>;
}

/** Of the time between two runs: whoever has done it keeps the others from doing it again, and not itself. */
const HELD = 0.9;

/**
 * Makes a job of work that all processes know of. The lease is kept when the work is done: it says that it was done in this period. One
 * that failed, or was ended, leaves it to the others.
 *
 * @example `sharedJob(context, 'sweep', 300_000, () => sweep(context))`
 */
export function sharedJob(
  context: FrontContext,
  name: string,
  everyMs: number,
  work: (signal: AbortSignal) => Promise<void>,
): FrontJob {
  const { leases } = context.store;
  const { holder } = context.front;
  const lease = `front.${name}`;
  return {
    name,
    everyMs,
    async run(signal) {
      const now = context.now();
      if (!(await leases.acquire(lease, holder, now + Math.floor(everyMs * HELD), now))) return;
      try {
        await work(signal);
      } catch (error) {
        await leases.release(lease, holder);
        throw error;
      }
    },
  };
}
