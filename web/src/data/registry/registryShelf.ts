import type { Hex } from '@gridseal/sdk/bytes';
import type { CursorState, NodeEvent } from '@gridseal/sdk/chain';
import { openDB } from 'idb';

/** How far a registry's events were read, and these events: kept together, so that none is missing or doubled. */
export interface KeptLog {
  readonly state: CursorState;
  readonly events: readonly NodeEvent[];
}

/** What this browser keeps of a registry's history. Whatever goes wrong costs reading it again, and nothing else. */
export interface RegistryShelf {
  readonly load: () => Promise<KeptLog | null>;
  readonly save: (kept: KeptLog) => Promise<void>;
  readonly clear: () => Promise<void>;
}

const table = 'log';
const key = 'all';

/** One database for each registry. Of several tabs the last one wins: all of them read the same. */
export function openRegistryShelf(chainId: number, registry: Hex): RegistryShelf {
  const opening = openDB(`gridseal-registry-${chainId}-${registry}`, 1, {
    upgrade: (database) => void database.createObjectStore(table),
    // Another tab forgets everything: do not stand in its way.
    blocking: (_, __, event) => (event.target as IDBDatabase | null)?.close(),
  });
  opening.catch(() => undefined);
  const attempt = async <T>(work: (database: Awaited<typeof opening>) => Promise<T>): Promise<T | null> => {
    try {
      return await work(await opening);
    } catch {
      return null;
    }
  };
  return {
    load: () => attempt(async (database) => toKept(await database.get(table, key))),
    save: async (kept) => void (await attempt((database) => database.put(table, kept, key))),
    clear: async () => void (await attempt((database) => database.delete(table, key))),
  };
}

/** The cursor checks its own state; events were decoded by us before they were kept. */
function toKept(value: unknown): KeptLog | null {
  const { state, events } = (value ?? {}) as Partial<KeptLog>;
  return state && Array.isArray(events) ? { state, events } : null;
}
