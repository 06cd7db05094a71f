/** What became of one contestant that lost. */
export interface Loss<C> {
  readonly contestant: C;
  readonly error: unknown;
  readonly durationMs: number;
}

export type RaceResult<C, T> =
  | { readonly won: true; readonly winner: C; readonly value: T; readonly losses: readonly Loss<C>[] }
  | { readonly won: false; readonly losses: readonly Loss<C>[] };

export interface RaceOptions {
  /** How long the contestants before may take until the next one starts too. A failure starts it at once. */
  readonly staggerMs: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs `attempt` for each contestant, in order and staggered, until one succeeds; the rest are aborted then. Each has one
 * attempt, so the work is bounded by the length of the list. Contestants that were still busy when another won count among
 * the losses if they had started before it.
 *
 * @see RFC 8305, which staggers connections in the same way
 */
export function race<C, T>(
  contestants: readonly C[],
  attempt: (contestant: C, signal: AbortSignal) => Promise<T>,
  options: RaceOptions,
): Promise<RaceResult<C, T>> {
  const controller = new AbortController();
  const { promise, resolve } = Promise.withResolvers<RaceResult<C, T>>();
  const losses: Loss<C>[] = [];
  const running = new Map<C, number>();
  let next = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const finish = (result: RaceResult<C, T>) => {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', cancel);
    resolve(result);
    controller.abort();
  };
  const cancel = () => {
    for (const [contestant, since] of running) losses.push(lose(contestant, since, new Error('was cancelled')));
    finish({ won: false, losses });
  };
  const startNext = () => {
    clearTimeout(timer);
    const contestant = contestants[next++];
    if (contestant === undefined) {
      if (running.size === 0) finish({ won: false, losses });
      return;
    }
    const since = performance.now();
    running.set(contestant, since);
    timer = setTimeout(startNext, options.staggerMs);
    attempt(contestant, controller.signal).then(
      (value) => {
        for (const [slower, start] of running) {
          if (start < since) losses.push(lose(slower, start, new Error('was slower')));
        }
        finish({ won: true, winner: contestant, value, losses });
      },
      (error) => {
        if (controller.signal.aborted) return;
        running.delete(contestant);
        losses.push(lose(contestant, since, error));
        startNext();
      },
    );
  };

  if (options.signal?.aborted) finish({ won: false, losses });
  else {
    options.signal?.addEventListener('abort', cancel, { once: true });
    startNext();
  }
  return promise;
}

function lose<C>(contestant: C, since: number, error: unknown): Loss<C> {
  return { contestant, error, durationMs: Math.round(performance.now() - since) };
}
