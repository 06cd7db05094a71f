import type { IndexStatus } from '../model/status.ts';

/** The latest status, for React's `useSyncExternalStore`. */
export interface StatusStore {
  readonly get: () => IndexStatus;
  readonly set: (status: IndexStatus) => void;
  readonly subscribe: (listener: () => void) => () => void;
}

/** Before anything is known. */
export const initialStatus: IndexStatus = {
  status: 'idle',
  block: null,
  target: null,
  head: null,
  settled: null,
  events: 0,
  error: null,
  leader: false,
  storage: 'memory',
  revision: 0,
};

/** @example `const status = useSyncExternalStore(store.subscribe, store.get)` */
export function createStatusStore(): StatusStore {
  let current = initialStatus;
  const listeners = new Set<() => void>();
  return {
    get: () => current,
    set: (status) => {
      current = status;
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
