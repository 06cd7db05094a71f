import type { MockEvent } from '../../../sdk/src/roles/ocnTools/index.ts';

/** What a back office says of what happens to it. */
export interface Heard {
  readonly say: (event: MockEvent) => void;
  /** The next event, from now on, that is as wanted. @throws {Error} if there is none for half a minute. */
  next(what: string, isWanted: (event: MockEvent) => boolean): Promise<MockEvent>;
}

const patienceMs = 30_000;

export function createHeard(): Heard {
  const waiting = new Set<(event: MockEvent) => void>();
  return {
    say: (event) => {
      for (const take of [...waiting]) take(event);
    },
    next(what, isWanted) {
      const found = new Promise<MockEvent>((resolve, reject) => {
        const end = (work: () => void) => {
          clearTimeout(timer);
          waiting.delete(take);
          work();
        };
        const take = (event: MockEvent) => {
          if (isWanted(event)) end(() => resolve(event));
        };
        const timer = setTimeout(() => end(() => reject(new Error(`waited in vain for ${what}`))), patienceMs);
        timer.unref();
        waiting.add(take);
      });
      // Whoever waits is told; a story that has failed elsewhere waits no more.
      found.catch(() => undefined);
      return found;
    },
  };
}
