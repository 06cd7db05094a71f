import { type AffinePoint, normalizeZ } from '@noble/curves/abstract/curve.js';
import { p521 } from '@noble/curves/nist.js';
import { invertAll, modulo, p } from './field.ts';
import { gapsOf, type Table, type Term } from './program.ts';

type Point = InstanceType<typeof p521.Point>;

/** Two points of a line; the tangent, if they are equal. */
type Line = readonly [Point, Point];

type Points = Readonly<Record<Table, readonly Point[]>>;

/**
 * The slopes of all lines that the verifier goes through: for the odd multiples of Q and R, then for the sum of the terms but the
 * last, as its point and the sum before are opposite.
 *
 * @returns null if a line is upright, or a tangent where the verifier expects none: no one meets that by chance.
 */
export function slopesOf(q: Point, r: Point, terms: readonly Term[]): bigint[] | null {
  const [ofQ, ofR] = [oddMultiples(q, 8), oddMultiples(r, 8)];
  const points = { ...multiplesOfG(), Q: ofQ, R: ofR };
  return slopes([...linesOfMultiples(ofQ), ...linesOfMultiples(ofR), ...linesOfSum(points, terms)]);
}

function oddMultiples(point: Point, count: number): Point[] {
  const twice = point.double();
  const points = [point];
  for (let i = 1; i < count; i++) points.push((points[i - 1] as Point).add(twice));
  return points;
}

let kept: Pick<Points, 'G' | 'G261'> | undefined;

/** Made when they are asked for first: it takes some milliseconds. */
function multiplesOfG(): Pick<Points, 'G' | 'G261'> {
  const { BASE } = p521.Point;
  kept ??= { G: oddMultiples(BASE, 64), G261: oddMultiples(BASE.multiplyUnsafe(1n << 261n), 64) };
  return kept;
}

function linesOfMultiples(points: readonly Point[]): Line[] {
  const [first] = points as [Point];
  const twice = first.double();
  return [[first, first], ...points.slice(0, -1).map((point): Line => [point, twice])];
}

function linesOfSum(points: Points, terms: readonly Term[]): Line[] {
  const lines: Line[] = [];
  const gaps = gapsOf(terms);
  let sum = pointOf(points, terms[0] as Term);
  for (let i = 1; i < terms.length; i++) {
    const isLast = i === terms.length - 1;
    const gap = gaps[i] as number;
    for (let left = gap; left > (isLast ? 0 : 1); left--) {
      lines.push([sum, sum]);
      sum = sum.double();
    }
    if (isLast) break;
    const point = pointOf(points, terms[i] as Term);
    lines.push([sum, point]);
    const added = sum.add(point);
    // 2 sum + point, as (sum + point) + sum.
    if (gap > 0) lines.push([added, sum]);
    sum = gap > 0 ? added.add(sum) : added;
  }
  return lines;
}

function pointOf(points: Points, { table, digit }: Term): Point {
  const point = points[table][(Math.abs(digit) - 1) / 2] as Point;
  return digit < 0 ? point.negate() : point;
}

/** Tangents where both points are the same object, chords elsewhere. */
function slopes(lines: readonly Line[]): bigint[] | null {
  const points = [...new Set(lines.flat())];
  if (points.some((point) => point.is0())) return null;
  const affine = new Map(normalizeZ(p521.Point, points).map((point, i) => [points[i], point.toAffine()] as const));
  const parts = lines.map(([from, to]) => {
    const [a, b] = [affine.get(from), affine.get(to)] as [AffinePoint<bigint>, AffinePoint<bigint>];
    if (from === to) return { rise: modulo(3n * (a.x * a.x - 1n), p), run: modulo(2n * a.y, p) };
    return { rise: modulo(b.y - a.y, p), run: modulo(b.x - a.x, p) };
  });
  if (parts.some(({ run }) => run === 0n)) return null;
  const inverses = invertAll(parts.map(({ run }) => run));
  return parts.map(({ rise }, i) => modulo(rise * (inverses[i] as bigint), p));
}
