import type { Hex } from '@gridseal/sdk/bytes';
import type { ContentShelf } from './contents.ts';
import type { IndexDatabase } from './database.ts';

/** What is kept in memory where the browser keeps nothing. */
const maxBytes = 64 * 1024 * 1024;

/** Keeps content in the browser, or in memory up to a bound when that fails. */
export function createShelf(database: Pick<IndexDatabase, 'take' | 'put'> | null): ContentShelf {
  const memory = new Map<Hex, Uint8Array>();
  let size = 0;
  let disk = database;
  const remember = (digest: Hex, bytes: Uint8Array) => {
    if (memory.has(digest) || size + bytes.length > maxBytes) return;
    memory.set(digest, bytes);
    size += bytes.length;
  };
  return {
    take: async (digest) => {
      const kept = memory.get(digest);
      if (kept) return kept;
      return (await disk?.take(digest).catch(() => null)) ?? null;
    },
    put: async (digest, bytes) => {
      try {
        if (disk) await disk.put(digest, bytes);
        else remember(digest, bytes);
      } catch {
        disk = null;
        remember(digest, bytes);
      }
    },
  };
}
