import { createContext, useContext, useEffect, useState } from 'react';

/** Whether a list stands still. Rows that fly past need not ask who is who. */
export interface Calm {
  readonly isCalm: () => boolean;
  readonly subscribe: (changed: () => void) => () => void;
  /** The list was scrolled just now. */
  readonly disturb: () => void;
}

const pauseMs = 140;

export function createCalm(): Calm {
  const listeners = new Set<() => void>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    isCalm: () => timer === undefined,
    subscribe(changed) {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    disturb() {
      clearTimeout(timer);
      timer = setTimeout(() => {
        timer = undefined;
        for (const listener of listeners) listener();
      }, pauseMs);
    },
  };
}

/** Outside of lists it is calm. */
export const CalmContext = createContext<Calm>(createCalm());

/** Whether this may be shown in full: at once where it is calm, otherwise as soon as it is. It stays so. */
export function useReady(): boolean {
  const calm = useContext(CalmContext);
  const [isReady, setReady] = useState(calm.isCalm);
  useEffect(() => {
    if (isReady) return;
    return calm.subscribe(() => setReady(true));
  }, [calm, isReady]);
  return isReady;
}
