import type { Chain } from '@gridseal/sdk/chain';
import type { Expected, Reaching } from './reach.ts';

/** What was found out about nodes since the page was opened. Kept nowhere else: it is old tomorrow. */
export interface ReachStore {
  readonly of: (expected: Expected) => Reaching;
  /** @param chain Answers for keys that are contracts. */
  readonly check: (expected: Expected, chain?: Chain) => Promise<void>;
  readonly subscribe: (listener: () => void) => () => void;
  /** Grows with each change. */
  readonly revision: () => number;
}

const unchecked: Reaching = { state: 'unchecked' };

/** A node that has changed in the registry is another one. */
const keyOf = ({ operator, key, url, network }: Expected) => JSON.stringify([operator, key, url, network]);

/** @param ask Asks one node; never rejects. */
export function createReachStore(ask: (expected: Expected, chain?: Chain) => Promise<Reaching>): ReachStore {
  const known = new Map<string, Reaching>();
  const listeners = new Set<() => void>();
  let revision = 0;
  const set = (key: string, reaching: Reaching) => {
    known.set(key, reaching);
    revision++;
    for (const listener of listeners) listener();
  };
  return {
    of: (expected) => known.get(keyOf(expected)) ?? unchecked,
    check: async (expected, chain) => {
      const key = keyOf(expected);
      if (known.get(key)?.state === 'checking') return;
      set(key, { state: 'checking' });
      set(key, await ask(expected, chain));
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    revision: () => revision,
  };
}
