import type { Hex } from '@gridseal/sdk/bytes';
import { isHex } from '@gridseal/sdk/bytes';
import { useCallback, useSyncExternalStore } from 'react';
import { useNetwork } from '../data/index.ts';
import { registerName } from './hooks.ts';

/** The devices that the user has picked; they stay picked on other pages and after a reload, for as long as the tab is open. */
export type Selection = ReadonlySet<Hex>;

const none: Selection = new Set();
const selections = new Map<string, Selection>();
const listeners = new Set<() => void>();

/**
 * @example
 * ```ts
 * const [selected, select] = useSelection();
 * select(new Set([...selected, id]));
 * ```
 */
export function useSelection(): readonly [Selection, (ids: Selection) => void] {
  const name = `${registerName(useNetwork())}-selection`;
  const selection = useSyncExternalStore(subscribe, () => selectionOf(name));
  const select = useCallback(
    (ids: Selection) => {
      selections.set(name, ids);
      try {
        sessionStorage.setItem(name, JSON.stringify([...ids]));
      } catch {
        // Full or denied: then it lasts until the page is loaded again.
      }
      for (const listener of listeners) listener();
    },
    [name],
  );
  return [selection, select];
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function selectionOf(name: string): Selection {
  const known = selections.get(name);
  if (known) return known;
  const kept = readKept(name);
  selections.set(name, kept);
  return kept;
}

function readKept(name: string): Selection {
  try {
    const ids: unknown = JSON.parse(sessionStorage.getItem(name) ?? '[]');
    return Array.isArray(ids) ? new Set(ids.filter((id): id is Hex => isHex(id, 32))) : none;
  } catch {
    return none;
  }
}
