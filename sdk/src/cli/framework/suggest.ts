/** Edit distance with transpositions (optimal string alignment). */
function distance(a: string, b: string): number {
  const rows: number[][] = Array.from({ length: a.length + 1 }, (_, i) => [i]);
  const at = (i: number, j: number): number => rows[i]?.[j] ?? Number.POSITIVE_INFINITY;
  for (let j = 1; j <= b.length; j++) (rows[0] as number[])[j] = j;
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped =
        i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? at(i - 2, j - 2) + 1 : Infinity;
      (rows[i] as number[])[j] = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + cost, swapped);
    }
  }
  return at(a.length, b.length);
}

/**
 * The one of `words` that somebody who wrote `word` probably meant, if there is one.
 *
 * @example
 * ```ts
 * closest('chian.rpcUrls', ['chain.rpcUrls', 'chain.chainId']); // 'chain.rpcUrls'
 * ```
 */
export function closest(word: string, words: readonly string[]): string | undefined {
  if (word.length > 64) return undefined;
  const lower = word.toLowerCase();
  let best: string | undefined;
  let least = Math.max(1, Math.floor(word.length * 0.4)) + 1;
  for (const candidate of words) {
    const dot = candidate.indexOf('.');
    const parts = dot === -1 ? [candidate] : [candidate, candidate.slice(dot + 1), candidate.slice(0, dot)];
    for (const part of parts) {
      const far = distance(lower, part.toLowerCase());
      if (far < least) [best, least] = [part === parts[2] ? part : candidate, far];
    }
  }
  return best;
}
