import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { weightedPaths } from './weightedPaths.ts';

interface Graph {
  readonly edges: readonly (readonly number[])[];
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  readonly capacities: readonly number[];
}

function solve({ edges, starts, ends, capacities }: Graph, limit = 99) {
  return weightedPaths({
    starts,
    next: (v) => edges[v] ?? [],
    isEnd: (v) => ends.includes(v),
    capacity: (v) => capacities[v] ?? 0,
    limit,
  });
}

const total = (paths: readonly { readonly times: number }[]) => paths.reduce((sum, { times }) => sum + times, 0);

/** As much as flows is what the lightest set of vertices weighs that cuts every path. */
function lightestCut({ edges, starts, ends, capacities }: Graph): number {
  let best = Number.POSITIVE_INFINITY;
  for (let cut = 0; cut < 1 << edges.length; cut++) {
    const open = (v: number) => !(cut & (1 << v));
    const weight = capacities.reduce((sum, capacity, v) => sum + (open(v) ? 0 : capacity), 0);
    if (weight >= best) continue;
    const reached = new Set(starts.filter(open));
    for (const v of reached) for (const next of edges[v] ?? []) if (open(next)) reached.add(next);
    if (!ends.some((end) => reached.has(end))) best = weight;
  }
  return best;
}

describe('weightedPaths', () => {
  const some = fc.uniqueArray(fc.nat(6), { maxLength: 4 });
  const graph: fc.Arbitrary<Graph> = fc.record({
    edges: fc.array(some, { minLength: 7, maxLength: 7 }),
    starts: some,
    ends: some,
    capacities: fc.array(fc.nat(5), { minLength: 7, maxLength: 7 }),
  });

  test('behavior: as much as the lightest cut, in paths that keep to the capacities', () => {
    fc.assert(
      fc.property(graph, (made) => {
        const paths = solve(made);
        expect(total(paths)).toBe(lightestCut(made));
        const passed = new Map<number, number>();
        for (const { path, times } of paths) {
          expect(times).toBeGreaterThan(0);
          expect(made.starts).toContain(path[0]);
          expect(made.ends).toContain(path.at(-1));
          expect(new Set(path).size).toBe(path.length);
          path.slice(1).forEach((v, i) => {
            expect(made.edges[path[i] as number]).toContain(v);
          });
          for (const v of path) passed.set(v, (passed.get(v) ?? 0) + times);
        }
        for (const [v, times] of passed) expect(times).toBeLessThanOrEqual(made.capacities[v] as number);
      }),
      { numRuns: 500 },
    );
  });

  test('behavior: a path is given back in part to make room', () => {
    const made = { edges: [[2, 3], [2], [], []], starts: [0, 1], ends: [2, 3], capacities: [2, 2, 3, 1] };
    expect(total(solve(made))).toBe(4);
  });

  test('behavior: a path is given back over several vertices', () => {
    // 0 → 1 → 2 → 3 comes first; what comes from 4 has to send it back to 0, which goes on to 5.
    const edges = [[1, 5], [2], [3], [], [8], [6], [7], [], [9], [10], [3]];
    const made = { edges, starts: [0, 4], ends: [3, 7], capacities: edges.map(() => 1) };
    expect(total(solve(made))).toBe(2);
  });

  test('behavior: stops at the limit', () =>
    expect(total(solve({ edges: [[]], starts: [0], ends: [0], capacities: [9] }, 4))).toBe(4));

  test('error: gives up when told to', () => {
    let left = 3;
    const onStep = () => {
      if (left-- === 0) throw new Error('enough');
    };
    const problem = {
      starts: [0],
      next: (v: number) => [v + 1],
      isEnd: () => false,
      capacity: () => 1,
      limit: 1,
      onStep,
    };
    expect(() => weightedPaths(problem)).toThrow('enough');
  });
});
