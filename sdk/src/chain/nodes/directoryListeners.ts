/** Whoever wants to know of changes. */
export interface Listeners<Change> {
  /** @returns takes the listener away. One function may listen twice. */
  readonly add: (listener: (change: Change) => void) => () => void;
  /** Everyone is told; then the first of those that failed is heard of. */
  readonly tell: (change: Change) => void;
}

export function createListeners<Change>(): Listeners<Change> {
  const listeners = new Set<(change: Change) => void>();
  return {
    add: (listener) => {
      const entry = (change: Change) => listener(change);
      listeners.add(entry);
      return () => listeners.delete(entry);
    },
    tell: (change) => {
      const errors: unknown[] = [];
      for (const listener of [...listeners]) {
        try {
          listener(change);
        } catch (error) {
          errors.push(error);
        }
      }
      if (errors.length > 0) throw errors[0];
    },
  };
}
