import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';

/** What the browser promises for what it keeps: `kept` until the user deletes it, or `evictable` when room gets scarce. */
export type Keeping = 'kept' | 'evictable' | 'unknown';

const queryKey = ['fleet-keeping'] as const;

/**
 * Whether the register is safe from the browser's own tidying up, and asking for that. Ask on a press of the user: some browsers show a
 * question.
 *
 * @example `const { keeping, ask } = useKeeping()`
 */
export function useKeeping(): { readonly keeping: Keeping; readonly ask: () => Promise<Keeping> } {
  const queries = useQueryClient();
  const { data = 'unknown' } = useQuery({ queryKey, queryFn: () => keepingBy('persisted'), retry: false });
  const ask = useCallback(async () => {
    const answer = await keepingBy('persist');
    queries.setQueryData(queryKey, answer);
    return answer;
  }, [queries]);
  return { keeping: data, ask };
}

async function keepingBy(method: 'persist' | 'persisted'): Promise<Keeping> {
  try {
    return (await navigator.storage[method]()) ? 'kept' : 'evictable';
  } catch {
    // No secure context, or a browser that has no such promise.
    return 'unknown';
  }
}
