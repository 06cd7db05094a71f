import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { disjointPaths } from './disjointPaths.ts';

type Edges = readonly (readonly number[])[];

function solve(edges: Edges, starts: readonly number[], ends: readonly number[], limit = 16) {
  return disjointPaths({ starts, next: (v) => edges[v] ?? [], isEnd: (v) => ends.includes(v), limit });
}

/** Menger: the largest number of disjoint paths is the smallest number of vertices that cut all of them. */
function smallestCut(edges: Edges, starts: readonly number[], ends: readonly number[]): number {
  const count = edges.length;
  let best = count;
  for (let cut = 0; cut < 1 << count; cut++) {
    const size = cut.toString(2).replaceAll('0', '').length;
    if (size >= best) continue;
    const open = (v: number) => !(cut & (1 << v));
    const reached = new Set(starts.filter(open));
    for (const v of reached) for (const next of edges[v] ?? []) if (open(next)) reached.add(next);
    if (!ends.some((end) => reached.has(end))) best = size;
  }
  return best;
}

describe('disjointPaths', () => {
  const graph = fc.record({
    edges: fc.array(fc.uniqueArray(fc.nat(6), { maxLength: 4 }), { minLength: 7, maxLength: 7 }),
    starts: fc.uniqueArray(fc.nat(6), { maxLength: 4 }),
    ends: fc.uniqueArray(fc.nat(6), { maxLength: 4 }),
  });

  test('behavior: finds as many as the smallest cut allows, and each is a path of its own', () => {
    fc.assert(
      fc.property(graph, ({ edges, starts, ends }) => {
        const paths = solve(edges, starts, ends);
        expect(paths.length).toBe(smallestCut(edges, starts, ends));
        expect(new Set(paths.flat()).size).toBe(paths.flat().length);
        for (const path of paths) {
          expect(starts).toContain(path[0]);
          expect(ends).toContain(path.at(-1));
          path.slice(1).forEach((v, i) => {
            expect(edges[path[i] as number]).toContain(v);
          });
        }
      }),
      { numRuns: 500 },
    );
  });

  test('behavior: gives a path back to make room for two', () => {
    const edges = [[2, 3], [2], [], []];
    expect(solve(edges, [0, 1], [2, 3]).length).toBe(2);
  });

  test('behavior: stops at the limit', () => expect(solve([[], [], []], [0, 1, 2], [0, 1, 2], 2).length).toBe(2));

  test('error: gives up when told to', () => {
    let left = 3;
    const onStep = () => {
      if (left-- === 0) throw new Error('enough');
    };
    const next = (v: number) => [v + 1];
    expect(() => disjointPaths({ starts: [0], next, isEnd: () => false, limit: 1, onStep })).toThrow('enough');
  });
});
