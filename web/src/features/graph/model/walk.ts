import type { Picture } from './picture.ts';
import type { Layout, Point } from './places.ts';

export type Direction = 'left' | 'right' | 'up' | 'down';

/** Where an arrow key leads: left and right along the statements, up and down within the column. Null if there is nothing. */
export function walk(from: string, direction: Direction, picture: Picture, layout: Layout): string | null {
  const at = layout.places.get(from);
  if (!at) return null;
  if (direction === 'up' || direction === 'down') return inColumn(at, direction, layout);
  const isRight = direction === 'right';
  const ahead = (point: Point) => (isRight ? point.x > at.x : point.x < at.x);
  const sibling = inBlock(from, at, ahead, layout);
  const joined = [
    ...(picture.out.get(from) ?? []).map(({ to }) => to),
    ...(picture.into.get(from) ?? []).map((edge) => edge.from),
  ];
  const found = nearest(joined, at, ahead, layout);
  // Left of a block's first column is whoever the block is of.
  return isRight ? (found ?? sibling) : (sibling ?? found);
}

/** Where to begin: what stands first in the first column. */
export function firstOf({ starts }: Picture, { places }: Layout): string | null {
  const [first] = starts
    .filter((id) => places.has(id))
    .sort((a, b) => (places.get(a) as Point).y - (places.get(b) as Point).y);
  return first ?? places.keys().next().value ?? null;
}

function inColumn(at: Point, direction: 'up' | 'down', { places }: Layout): string | null {
  let best: string | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const [id, { x, y }] of places) {
    const distance = direction === 'down' ? y - at.y : at.y - y;
    if (x !== at.x || distance <= 0 || distance >= least) continue;
    least = distance;
    best = id;
  }
  return best;
}

function inBlock(from: string, at: Point, ahead: (point: Point) => boolean, { places, boxOf }: Layout): string | null {
  const box = boxOf.get(from);
  if (box === from) return null;
  let best: string | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const [id, point] of places) {
    if (boxOf.get(id) !== box || !ahead(point)) continue;
    const distance = Math.abs(point.x - at.x) * 1_000 + Math.abs(point.y - at.y);
    if (distance >= least) continue;
    least = distance;
    best = id;
  }
  return best;
}

function nearest(
  ids: readonly string[],
  at: Point,
  ahead: (point: Point) => boolean,
  { places }: Layout,
): string | null {
  const found = ids.flatMap((id) => {
    const point = places.get(id);
    return point && ahead(point) ? [{ id, distance: Math.hypot(point.x - at.x, point.y - at.y) }] : [];
  });
  found.sort((a, b) => a.distance - b.distance || (a.id < b.id ? -1 : 1));
  return found[0]?.id ?? null;
}
