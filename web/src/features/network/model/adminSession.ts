import { useSyncExternalStore } from 'react';
import type { AdminSession } from './adminClient.ts';

/** In memory only, so that other parts of the page can be looked at in between; gone with the tab. */
let current: (AdminSession & { readonly number: number }) | null = null;
let number = 0;
const listeners = new Set<() => void>();

export function setAdminSession(session: AdminSession | null): void {
  current = session && { ...session, number: ++number };
  for (const listener of listeners) listener();
}

/** The number tells sessions apart where the key must not be seen. */
export function useAdminSession() {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
}
