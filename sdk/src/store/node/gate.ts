/** Many may hold it shared, or one exclusively. Exclusive requests go first, so that they are not starved. */
export interface Gate {
  shared<T>(work: () => Promise<T>): Promise<T>;
  exclusive<T>(work: () => Promise<T>): Promise<T>;
}

/**
 * Keeps garbage collection away from blocks that were written and are about to be pinned.
 *
 * @example
 * ```ts
 * await gate.shared(async () => { await write(blocks); await pin(root); });
 * ```
 */
export function createGate(): Gate {
  let holders = 0;
  let last: Promise<unknown> = Promise.resolve();
  let drained = Promise.withResolvers<void>();
  drained.resolve();

  return {
    async shared(work) {
      for (let seen: unknown; seen !== last; ) {
        seen = last;
        await last;
      }
      if (holders++ === 0) drained = Promise.withResolvers<void>();
      try {
        return await work();
      } finally {
        if (--holders === 0) drained.resolve();
      }
    },
    exclusive(work) {
      const turn = last.then(() => drained.promise).then(work);
      last = turn.catch(() => undefined);
      return turn;
    },
  };
}
