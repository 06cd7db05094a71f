/**
 * Runs `work` on every item, at most `limit` at a time, starting in order; the results are in the items' order.
 *
 * @example
 * ```ts
 * await inParallel(2, [3, 1, 2], async (n) => n * 2); // [6, 2, 4]
 * ```
 */
export async function inParallel<T, R>(
  limit: number,
  items: readonly T[],
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results = new Map<number, R>();
  const queue = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) results.set(index, await work(item));
  };
  await Promise.all(Array.from({ length: limit }, worker));
  return [...results].sort(([a], [b]) => a - b).map(([, result]) => result);
}
