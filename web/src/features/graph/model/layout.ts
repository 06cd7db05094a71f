import { type Box, boxesOf, cellsOf } from './boxes.ts';
import { heights } from './heights.ts';
import { layersOf } from './layers.ts';
import type { EdgeType, Picture } from './picture.ts';
import { pack, piecesOf } from './pieces.ts';
import { boundsOf, type Layout, type Point, type Rectangle, type Route, routeKey } from './places.ts';
import { rank, type Slot } from './ranks.ts';

const COLUMN_GAP = 48;
const ROW_GAP = 14;
const FRAME = 8;
const POINT_HEIGHT = 4;
/** Beyond this, long edges go straight across. */
const MAX_POINTS = 4_000;

/**
 * Places for a picture, in columns along the direction of trust.
 *
 * An own layout, and on the main thread, because it is small and quick (a few milliseconds for 2,000 items): libraries for layered graphs lay out 2,000
 * leaves of one quorum as one endless column, want graphs without cycles, or are larger than the rest of this page.
 */
export function layOut(picture: Picture): Layout {
  return pack(piecesOf(picture).map(layOutPiece));
}

function layOutPiece(picture: Picture): Layout {
  const { boxes, boxOf } = boxesOf(picture);
  const layerOf = layersOf(picture);
  const layer = (box: Box) => layerOf.get(box.members[0] as string) ?? 0;
  const slots: Slot[] = boxes.map((box) => ({
    layer: layer(box),
    height: box.height + 2 * inset(box),
    before: [],
    after: [],
  }));
  const slotOf = new Map(boxes.map((box, i) => [box.id, i]));
  const drafts = draftRoutes(picture, boxOf);
  const ways = drafts.map(({ from, to }) => pass(slotOf.get(from.id) as number, slotOf.get(to.id) as number, slots));
  const columns = rank(slots);
  const middle = heights(slots, columns, ROW_GAP);
  const left = lefts(columns, boxes);
  const corner = (box: Box): Point => {
    const slot = slotOf.get(box.id) as number;
    return { x: left[layer(box)] as number, y: (middle[slot] as number) - box.height / 2 };
  };
  /** Flat through each column on the way, so that an edge bends only where no node stands. */
  const between = (passed: readonly number[]): Point[] =>
    passed.flatMap((slot) => {
      const column = (slots[slot] as Slot).layer;
      const y = middle[slot] as number;
      return [
        { x: left[column] as number, y },
        { x: (left[column + 1] as number) - COLUMN_GAP, y },
      ];
    });
  const routes = drafts.map((draft, i) =>
    routeOf(draft, corner(draft.from), corner(draft.to), layer(draft.to) - layer(draft.from), between(ways[i] ?? [])),
  );
  const places = new Map(
    boxes.flatMap((box) => {
      const { x, y } = corner(box);
      return cellsOf(box).map((cell) => [cell.id, { x: x + cell.x, y: y + cell.y }] as const);
    }),
  );
  const frames = boxes.flatMap((box) => (box.members.length > 1 ? [frameOf(corner(box), box)] : []));
  const ids = new Map([...boxOf].map(([id, box]) => [id, box.id]));
  return { places, routes, frames, bounds: boundsOf(places.values()), boxOf: ids };
}

const inset = ({ members }: Box): number => (members.length > 1 ? FRAME : 0);
const rightOf = (box: Box): number => box.width + inset(box);

function frameOf({ x, y }: Point, { width, height }: Box): Rectangle {
  return { x: x - FRAME, y: y - FRAME, width: width + 2 * FRAME, height: height + 2 * FRAME };
}

/** Leaves on the right and arrives on the left; back over columns it is the other way round, and within a column a bow on the right. */
function routeOf({ key, type, from, to }: Draft, a: Point, b: Point, ahead: number, between: readonly Point[]): Route {
  const [startY, endY] = [a.y + from.height / 2, b.y + to.height / 2];
  const toLeft = { x: b.x - inset(to), y: endY };
  const toRight = { x: b.x + rightOf(to), y: endY };
  const fromRight = { x: a.x + rightOf(from), y: startY };
  if (ahead > 0) return { key, type, isBack: false, points: [fromRight, ...between, toLeft] };
  const start = ahead === 0 ? fromRight : { x: a.x - inset(from), y: startY };
  return { key, type, isBack: true, points: [start, toRight] };
}

interface Draft {
  readonly key: string;
  readonly type: EdgeType;
  readonly from: Box;
  readonly to: Box;
}

function draftRoutes(picture: Picture, boxOf: ReadonlyMap<string, Box>): readonly Draft[] {
  const drafts = new Map<string, Draft>();
  for (const { type, from, to } of picture.edges) {
    const [a, b] = [boxOf.get(from) as Box, boxOf.get(to) as Box];
    const key = routeKey(type, a.id, b.id);
    drafts.set(key, { key, type, from: a, to: b });
  }
  return [...drafts.values()];
}

/** Joins two slots through all columns between them, and returns the points that were made for that. */
function pass(from: number, to: number, slots: Slot[]): readonly number[] {
  const [first, last] = [(slots[from] as Slot).layer, (slots[to] as Slot).layer];
  if (first >= last) return [];
  const points: number[] = [];
  let at = from;
  const join = (next: number) => {
    (slots[at] as Slot).after.push(next);
    (slots[next] as Slot).before.push(at);
    at = next;
  };
  const isShort = last - first === 1;
  if (!isShort && slots.length > MAX_POINTS) return [];
  for (let layer = first + 1; layer < last; layer++) {
    slots.push({ layer, height: POINT_HEIGHT, before: [], after: [] });
    join(slots.length - 1);
    points.push(slots.length - 1);
  }
  join(to);
  return points;
}

/** Where columns begin. */
function lefts(columns: readonly (readonly number[])[], boxes: readonly Box[]): readonly number[] {
  let x = 0;
  return columns.map((column) => {
    const left = x;
    const widths = column.map((slot) => boxes[slot]?.width ?? 0);
    x += widths.reduce((most, width) => Math.max(most, width), 0) + COLUMN_GAP;
    return left;
  });
}
