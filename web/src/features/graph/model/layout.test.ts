import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NODE } from './boxes.ts';
import { certificate, edge, fleet, id, quorum, signer } from './graph.fixtures.ts';
import { layersOf } from './layers.ts';
import { layOut } from './layout.ts';
import { type Edge, type EdgeType, type Item, type Picture, pictureOf } from './picture.ts';
import { itemAt, type Layout, type Point } from './places.ts';

/** Any picture at all: loops, cycles, edges of every kind between everything. */
const anyPicture = fc
  .record({
    items: fc.integer({ min: 1, max: 40 }),
    edges: fc.array(
      fc.tuple(
        fc.nat(39),
        fc.nat(39),
        fc.constantFrom<EdgeType>('endorses', 'revokes', 'speaksOf', 'memberOf', 'replaces'),
      ),
      { maxLength: 90 },
    ),
    anchors: fc.array(fc.nat(39), { maxLength: 3 }),
  })
  .map(({ items: count, edges, anchors }): Picture => {
    const items = Array.from(
      { length: count },
      (_, i): Item => (i % 3 === 0 ? quorum(i) : i % 7 === 1 ? { ...signer(i), id: id(i) } : certificate(i)),
    );
    const all = edges.map(([from, to, type]): Edge => edge(type, id(from % count), id(to % count)));
    return pictureOf(
      items,
      all,
      anchors.map((anchor) => id(anchor % count)),
    );
  });

function overlaps({ places }: Layout): number {
  const all = [...places.values()];
  const near = (a: Point, b: Point) => Math.abs(a.x - b.x) < NODE.width && Math.abs(a.y - b.y) < NODE.height;
  return all.reduce((sum, a, i) => sum + all.slice(i + 1).filter((b) => near(a, b)).length, 0);
}

describe('layOut', () => {
  test('behavior: trust goes from left to right', () => {
    const { places } = layOut(fleet(3));
    const x = [id(1), id(2), id(3), id(100)].map((one) => (places.get(one) as Point).x);
    expect(x).toEqual([...x].sort((a, b) => a - b));
    expect(new Set(x).size).toBe(4);
  });

  test('behavior: everything has a place of its own, whatever is joined with what', () => {
    fc.assert(
      fc.property(anyPicture, (picture) => {
        const layout = layOut(picture);
        expect(layout.places.size).toBe(picture.items.size);
        expect(overlaps(layout)).toBe(0);
        for (const { points } of layout.routes) {
          for (const { x, y } of points) expect(Number.isFinite(x) && Number.isFinite(y)).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('behavior: the same picture has the same places', () => {
    fc.assert(
      fc.property(anyPicture, (picture) => {
        expect(layOut(picture)).toEqual(layOut(picture));
      }),
      { numRuns: 50 },
    );
  });

  test('behavior: many leaves stand in a block with one line to it', () => {
    const layout = layOut(fleet(500));
    expect(layout.frames).toHaveLength(1);
    expect(layout.routes).toHaveLength(3);
    expect(layout.bounds.height).toBeLessThan(2_500);
    expect(overlaps(layout)).toBe(0);
  });

  test('behavior: blocks below each other do not touch', () => {
    const [one, other] = [quorum(1, true), quorum(2, true)];
    const all = Array.from({ length: 60 }, (_, i) => certificate(100 + i));
    const shared = certificate(900);
    const edges = [...all.map((item, i) => edge('endorses', i < 30 ? one : other, item))];
    const both = [edge('endorses', one, shared), edge('endorses', other, shared)];
    const [a, b] = layOut(pictureOf([one, other, ...all, shared], [...edges, ...both], [one.id, other.id])).frames;
    expect(Math.abs((a?.y ?? 0) - (b?.y ?? 0))).toBeGreaterThan(a?.height ?? 0);
  });

  test('behavior: what nothing joins stands beside and below, not in one column', () => {
    const items = Array.from({ length: 40 }, (_, i) => [quorum(i, true), certificate(100 + i)] as const);
    const layout = layOut(
      pictureOf(
        items.flat(),
        items.map(([from, to]) => edge('endorses', from, to)),
        [],
      ),
    );
    expect(layout.bounds.width).toBeGreaterThan(layout.bounds.height);
    expect(overlaps(layout)).toBe(0);
  });

  test('behavior: keys stand just before the first quorum that has them', () => {
    const world = fleet(1);
    const [early, late] = [signer(1), signer(2)];
    const edges = [
      ...world.edges,
      edge('memberOf', early, id(1)),
      edge('memberOf', early, id(3)),
      edge('memberOf', late, id(3)),
    ];
    const layers = layersOf(pictureOf([...world.items.values(), early, late], edges, world.starts));
    expect((layers.get(id(1)) as number) - (layers.get(early.id) as number)).toBe(1);
    expect((layers.get(id(3)) as number) - (layers.get(late.id) as number)).toBe(1);
  });

  test('error: endless: a cycle of thousands of strangers does not stretch it over the horizon', () => {
    const count = 1_500;
    const items = Array.from({ length: count }, (_, i) => (i % 2 === 0 ? quorum(i) : certificate(i)));
    const edges = items.map((item, i) =>
      edge(i % 2 === 0 ? 'endorses' : 'speaksOf', item, items[(i * 7 + 1) % count] as Item),
    );
    const layout = layOut(pictureOf(items, edges, [id(0)]));
    expect(layout.places.size).toBe(count);
    expect(layout.bounds.width).toBeLessThan(20_000);
  });

  test('error: an empty picture', () => {
    expect(layOut(pictureOf([], [], []))).toMatchObject({ bounds: { width: 0, height: 0 }, routes: [] });
  });

  test('behavior: what is under a point', () => {
    const layout = layOut(fleet(2));
    const { x, y } = layout.places.get(id(2)) as Point;
    expect(itemAt({ x: x + 5, y: y + 5 }, layout)).toBe(id(2));
    expect(itemAt({ x: x - 5, y }, layout)).toBeNull();
  });
});
