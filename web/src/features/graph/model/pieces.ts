import { type Edge, type Item, type Picture, pictureOf } from './picture.ts';
import type { Layout, Point, Rectangle } from './places.ts';

const GAP = 56;
/** How much wider than high the whole is, if there are many pieces. */
const SHAPE = 1.8;

/** The pieces of a picture that nothing joins, in the order of their first items. */
export function piecesOf(picture: Picture): readonly Picture[] {
  const pieceOf = new Map<string, number>();
  let count = 0;
  for (const start of picture.items.keys()) {
    if (pieceOf.has(start)) continue;
    const piece = count++;
    pieceOf.set(start, piece);
    const found = new Set([start]);
    for (const id of found) {
      pieceOf.set(id, piece);
      for (const { to } of picture.out.get(id) ?? []) found.add(to);
      for (const { from } of picture.into.get(id) ?? []) found.add(from);
    }
  }
  if (count <= 1) return [picture];
  const items: Item[][] = Array.from({ length: count }, () => []);
  const edges: Edge[][] = Array.from({ length: count }, () => []);
  for (const item of picture.items.values()) items[pieceOf.get(item.id) as number]?.push(item);
  for (const edge of picture.edges) edges[pieceOf.get(edge.from) as number]?.push(edge);
  return items.map((own, i) => pictureOf(own, edges[i] as Edge[], picture.starts));
}

/** Puts layouts beside and below each other, in their order, in about the shape of a screen. */
export function pack(layouts: readonly Layout[]): Layout {
  const [only] = layouts;
  if (layouts.length === 1 && only) return only;
  const area = layouts.reduce((sum, { bounds }) => sum + (bounds.width + GAP) * (bounds.height + GAP), 0);
  const widest = layouts.reduce((most, { bounds }) => Math.max(most, bounds.width), 0);
  const limit = Math.max(widest, Math.sqrt(area * SHAPE));
  const at = { x: 0, y: 0, height: 0 };
  let right = 0;
  const moved = layouts.map((layout) => {
    const { bounds } = layout;
    if (at.x > 0 && at.x + bounds.width > limit) Object.assign(at, { x: 0, y: at.y + at.height + GAP, height: 0 });
    const shifted = shift(layout, { x: at.x - bounds.x, y: at.y - bounds.y });
    at.height = Math.max(at.height, bounds.height);
    right = Math.max(right, at.x + bounds.width);
    at.x += bounds.width + GAP;
    return shifted;
  });
  return {
    places: new Map(moved.flatMap(({ places }) => [...places])),
    routes: moved.flatMap(({ routes }) => routes),
    frames: moved.flatMap(({ frames }) => frames),
    boxOf: new Map(moved.flatMap(({ boxOf }) => [...boxOf])),
    bounds: { x: 0, y: 0, width: right, height: at.y + at.height },
  };
}

function shift(layout: Layout, by: Point): Layout {
  const move = <P extends Point | Rectangle>(point: P): P => ({ ...point, x: point.x + by.x, y: point.y + by.y });
  return {
    ...layout,
    places: new Map([...layout.places].map(([id, place]) => [id, move(place)])),
    routes: layout.routes.map((route) => ({ ...route, points: route.points.map(move) })),
    frames: layout.frames.map(move),
  };
}
