import type { NodeContext } from '../../context.ts';
import type { Platform } from '../../platform.ts';

const PAGE = 100;
/** Platforms that are worked on at a time. */
const PARALLEL = 8;

/**
 * Does something with every platform of the node, a few at a time, and reads them in pages.
 *
 * @throws what the work throws, and what the signal was aborted with.
 */
export async function eachPlatform(
  context: Pick<NodeContext, 'store'>,
  signal: AbortSignal | undefined,
  work: (platform: Platform) => Promise<void>,
): Promise<void> {
  let cursor: string | null = null;
  do {
    signal?.throwIfAborted();
    const page: Awaited<ReturnType<NodeContext['store']['platforms']['list']>> = await context.store.platforms.list(
      cursor,
      PAGE,
    );
    await inParallel(page.platforms, PARALLEL, async (platform) => {
      signal?.throwIfAborted();
      await work(platform);
    });
    cursor = page.next;
  } while (cursor !== null);
}

async function inParallel<T>(all: readonly T[], width: number, work: (one: T) => Promise<void>): Promise<void> {
  const left = all.values();
  const worker = async () => {
    for (const one of left) await work(one);
  };
  await Promise.all(Array.from({ length: Math.min(width, all.length) }, worker));
}
