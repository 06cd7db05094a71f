import { useSyncExternalStore } from 'react';

const QUERY = '(width >= 40rem)';

/** Whether there is room for tables; below, rows are cards. */
export function useWide(): boolean {
  return useSyncExternalStore(subscribe, () => window.matchMedia?.(QUERY).matches ?? true);
}

function subscribe(changed: () => void): () => void {
  const list = window.matchMedia?.(QUERY);
  list?.addEventListener('change', changed);
  return () => list?.removeEventListener('change', changed);
}
