import type { Hex } from '@gridseal/sdk/bytes';
import type { ContentStore } from './contentStore.ts';
import type { ContentShelf } from './contents.ts';

/** What is kept in memory of what the browser does not keep. */
const defaultMaxBytes = 64 * 1024 * 1024;

/** Keeps content in the browser; what finds no room there in memory, where the oldest goes first. */
export function createShelf(
  disk: Pick<ContentStore, 'take' | 'put'> | null,
  { maxBytes = defaultMaxBytes }: { readonly maxBytes?: number } = {},
): ContentShelf {
  const memory = new Map<Hex, Uint8Array>();
  let size = 0;
  const forget = (digest: Hex) => {
    size -= memory.get(digest)?.length ?? 0;
    memory.delete(digest);
  };
  const remember = (digest: Hex, bytes: Uint8Array) => {
    forget(digest);
    if (bytes.length > maxBytes) return;
    for (const oldest of memory.keys()) {
      if (size + bytes.length <= maxBytes) break;
      forget(oldest);
    }
    memory.set(digest, bytes);
    size += bytes.length;
  };
  return {
    take: async (digest) => {
      const kept = memory.get(digest);
      if (!kept) return (await disk?.take(digest).catch(() => null)) ?? null;
      // The newest is last.
      memory.delete(digest);
      memory.set(digest, kept);
      return kept;
    },
    put: async (digest, bytes, keeping) => {
      if (!disk) return remember(digest, bytes);
      await disk.put(digest, bytes, keeping).catch(() => remember(digest, bytes));
    },
  };
}
