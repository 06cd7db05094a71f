import type { Route } from './places.ts';

const BEND = 0.5;
const HEAD = 7;
const BULGE = 48;

/** The way of a route as SVG path data. */
export function curve({ points, isBack }: Route): string {
  const [first, ...rest] = points;
  if (!first) return '';
  let { x, y } = first;
  let path = `M${round(x)} ${round(y)}`;
  const isLoop = isBack && rest.length === 1 && (rest[0]?.x ?? 0) >= x;
  for (const next of rest) {
    const reach = isLoop ? BULGE : (next.x - x) * BEND;
    const back = isLoop ? -BULGE : (next.x - x) * BEND;
    path += `C${round(x + reach)} ${round(y)} ${round(next.x - back)} ${round(next.y)} ${round(next.x)} ${round(next.y)}`;
    ({ x, y } = next);
  }
  return path;
}

/** Its end: a bar for a revocation, an arrow for everything else. */
export function head({ points, isBack, type }: Route): string {
  const end = points.at(-1);
  if (!end) return '';
  const side = isBack ? HEAD : -HEAD;
  const [x, y] = [round(end.x), round(end.y)];
  if (type === 'revokes') return `M${round(end.x + side / 2)} ${y - HEAD}v${2 * HEAD}h${side / 3}v${-2 * HEAD}z`;
  return `M${x} ${y}l${side} ${-HEAD / 2}v${HEAD}z`;
}

const round = (value: number): number => Math.round(value * 10) / 10;
