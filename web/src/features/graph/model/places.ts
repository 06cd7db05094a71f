import { NODE } from './boxes.ts';
import type { EdgeType } from './picture.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Rectangle extends Point {
  readonly width: number;
  readonly height: number;
}

/** An edge with its way: from an item or a block of items to another, past what stands between. */
export interface Route {
  readonly key: string;
  readonly type: EdgeType;
  /** Its first point is where it leaves, its last where it arrives. */
  readonly points: readonly Point[];
  /** Arrives from the right: within a column, or back. */
  readonly isBack: boolean;
}

/** A picture with places. The same picture always has the same places. */
export interface Layout {
  /** The upper left corner of each item, all of which are as large as `NODE`. */
  readonly places: ReadonlyMap<string, Point>;
  readonly routes: readonly Route[];
  /** Around many leaves that one edge leads to. */
  readonly frames: readonly Rectangle[];
  readonly bounds: Rectangle;
  /** Keys of routes by what is joined: {@link routeKey}. */
  readonly boxOf: ReadonlyMap<string, string>;
}

/** What a route is called: many edges into one block are one route. */
export function routeKey(type: EdgeType, from: string, to: string): string {
  return `${type} ${from} ${to}`;
}

/** The item that covers a point. */
export function itemAt({ x, y }: Point, { places }: Layout): string | null {
  for (const [id, place] of places) {
    if (x >= place.x && y >= place.y && x <= place.x + NODE.width && y <= place.y + NODE.height) return id;
  }
  return null;
}

/** What encloses items at these places. */
export function boundsOf(places: Iterable<Point>): Rectangle {
  let [left, top, right, bottom] = [
    Number.POSITIVE_INFINITY,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ];
  for (const { x, y } of places) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + NODE.width);
    bottom = Math.max(bottom, y + NODE.height);
  }
  return right < left
    ? { x: 0, y: 0, width: 0, height: 0 }
    : { x: left, y: top, width: right - left, height: bottom - top };
}
