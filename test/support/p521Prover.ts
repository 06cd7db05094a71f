import { concat, type Hex, pad, slice, toHex } from 'viem';
import { b, G } from '../../scripts/verifiers/p521/curve.ts';
import { SECOND_BASE, tableCode } from '../../scripts/verifiers/p521/table.ts';
import { n, number66, p, pair } from './p521Keys.ts';

/** A point, on the curve or not. */
export type Point = readonly [x: bigint, y: bigint];

/** A step of a program: `gap` doublings, then `digit` (odd) times the base of a table. */
export interface Step {
  readonly table: 'G' | 'G261' | 'Q' | 'R';
  readonly digit: number;
  readonly gap?: number;
  /** Another number of the table's entry than the digit's. */
  readonly entry?: number;
}

/** The multiples of the bases that a program adds up to. */
export interface Sum {
  readonly g: bigint;
  readonly q: bigint;
  readonly r: bigint;
}

/** Slopes as an attacker wants them: called with the rightful one for each slope in order. */
export type Choose = (slope: bigint, index: number) => bigint;

const bases = { G: 0, G261: 64, Q: 128, R: 136 } as const;

export const modP = (value: bigint) => ((value % p) + p) % p;
export const modN = (value: bigint) => ((value % n) + n) % n;
export const inverse = (value: bigint, modulus: bigint) => {
  let [a, m, u, v] = [((value % modulus) + modulus) % modulus, modulus, 1n, 0n];
  while (a !== 0n) [a, m, u, v] = [m % a, a, v - (m / a) * u, u];
  return ((v % modulus) + modulus) % modulus;
};
export const isOnCurve = ([x, y]: Point) => modP(y * y - x * x * x + 3n * x - b) === 0n;
export const negative = ([x, y]: Point): Point => [x, modP(-y)];

/** A power modulo p. */
export function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (const bit of exponent.toString(2)) result = modP(result * result * (bit === '1' ? base : 1n));
  return result;
}

/** The point of the chord through `from` and one with the x `other`, as the verifier computes it. */
export function third([x, y]: Point, other: bigint, slope: bigint): Point {
  const x3 = modP(slope * slope - x - other);
  return [x3, modP(slope * (x - x3) - y)];
}
export const tangent = ([x, y]: Point) => modP(3n * (x * x - 1n) * inverse(2n * y, p));
export const chord = ([x, y]: Point, [x2, y2]: Point) => modP((y2 - y) * inverse(x2 - x, p));

const table = tableCode();
const multiplesOfG: readonly Point[] = Array.from({ length: 128 }, (_, i) => {
  const words = Array.from({ length: 6 }, (_, k) => BigInt(slice(table, 192 * i + 32 * k, 192 * i + 32 * k + 32)));
  const [x0, x1, x2, y0, y1, y2] = words as [bigint, bigint, bigint, bigint, bigint, bigint];
  return [x0 + (x1 << 174n) + (x2 << 348n), y0 + (y1 << 174n) + (y2 << 348n)];
});

/** An entry of the table of odd multiples of G. */
export const ofG = (digit: number): Point => multiplesOfG[(digit - 1) / 2] as Point;

/** What an attacker puts behind r ‖ s. Every slope is the rightful one unless `choose` says something else. */
export interface Attempt {
  readonly q: Point;
  readonly r: Point;
  readonly steps: readonly Step[];
  readonly wrapped?: number;
  /** Doublings that the program announces; as many as its steps have. */
  readonly doublings?: number;
  readonly choose?: Choose;
}

const limbs = (value: bigint): Hex =>
  concat([0n, 174n, 348n].map((at) => pad(toHex((value >> at) & ((1n << 174n) - 1n)), { size: 22 })));

/** Hints for a program, right or wrong, computed as the verifier goes through it. */
export function hintsOf({ q, r, steps, wrapped = 0, doublings, choose = (slope) => slope }: Attempt): Hex {
  const slopes: bigint[] = [];
  const take = (slope: bigint) => {
    const chosen = choose(slope, slopes.length);
    slopes.push(chosen);
    return chosen;
  };
  const multiples = (point: Point): Point[] => {
    const twice = third(point, point[0], take(tangent(point)));
    const list = [point];
    for (let i = 1; i < 8; i++) {
      const last = list[i - 1] as Point;
      list.push(third(last, twice[0], take(chord(last, twice))));
    }
    return [...list, twice];
  };
  const ofQ = multiples(q);
  const points = [...multiplesOfG, ...ofQ.slice(0, 8), ...multiples(r)];
  const pointOf = (step: Step) => {
    const point = points[entryOf(step)] as Point;
    return step.digit < 0 ? negative(point) : point;
  };
  const [first, ...others] = steps as [Step, ...Step[]];
  const last = others.pop();
  let sum = pointOf(first);
  const double = () => {
    sum = third(sum, sum[0], take(tangent(sum)));
  };
  for (const step of others) {
    const [gap, point] = [step.gap ?? 0, pointOf(step)];
    for (let left = gap; left > 1; left--) double();
    const isEqual = sum[0] === point[0] && sum[1] === point[1];
    const slope = take(isEqual ? tangent(sum) : chord(sum, point));
    if (gap === 0) sum = third(sum, point[0], slope);
    else {
      const between = modP(slope * slope - sum[0] - point[0]);
      const second = take(modP(2n * sum[1] * inverse(sum[0] - between, p) - slope));
      sum = third(sum, between, second);
    }
  }
  for (let left = last?.gap ?? 0; left > 0; left--) double();
  const all = steps.reduce((total, { gap = 0 }) => total + gap, 0);
  const program = steps.map((step) => {
    return toHex(((step.gap ?? 0) << 9) | (step.digit < 0 ? 256 : 0) | entryOf(step), { size: 2 });
  });
  const head = [toHex(wrapped, { size: 1 }), number66(r[1]), ...slopes.slice(0, 16).map(limbs)];
  const counts = [toHex(doublings ?? all, { size: 2 }), toHex(steps.length, { size: 1 })];
  return concat([...head, ...counts, ...program, ...slopes.slice(16).map(limbs)]);
}

function entryOf({ table, digit, entry }: Step): number {
  return bases[table] + (entry ?? (Math.abs(digit) - 1) / 2);
}

/** What the steps add up to. */
export function sumOf(steps: readonly Step[]): Sum {
  let position = steps.reduce((total, { gap = 0 }) => total + gap, 0);
  const sum = { g: 0n, q: 0n, r: 0n };
  for (const { table, digit, gap = 0 } of steps) {
    position -= gap;
    const value = BigInt(digit) << BigInt(position + (table === 'G261' ? SECOND_BASE : 0));
    if (table === 'Q') sum.q += value;
    else if (table === 'R') sum.r += value;
    else sum.g += value;
  }
  return sum;
}

/** What a signature is to be whose r is given. */
export interface Made {
  readonly plain: Hex;
  /** 64 bytes. */
  readonly digest: Hex;
}

/**
 * How to make r ‖ s and the digest for which a verifier that trusts a program finds all scalars right: null if no digest of 64 bytes
 * is.
 */
export function signaturesFor({ g, q, r: minusD }: Sum): (r: bigint) => Made | null {
  const [ofS, ofE] = [-minusD, g].map((one) => modN(one * inverse(q, n))) as [bigint, bigint];
  return (r) => {
    const [s, e] = [modN(r * ofS), modN(r * ofE)];
    return e >= 1n << 512n ? null : { plain: pair(r, s), digest: pad(toHex(e), { size: 64 }) };
  };
}

/** The same for one r that is known to have a digest. */
export function signatureFor(r: bigint, sum: Sum): Made {
  const made = signaturesFor(sum)(r);
  if (!made) throw new Error('has no digest of 64 bytes');
  return made;
}

/** The sum of points of the curve; null is infinity. */
export function plus(left: Point | null, right: Point | null): Point | null {
  if (!left || !right) return left ?? right;
  if (left[0] !== right[0]) return third(left, right[0], chord(left, right));
  return left[1] === right[1] ? third(left, left[0], tangent(left)) : null;
}

export function times(point: Point, scalar: bigint): Point | null {
  let sum: Point | null = null;
  for (const bit of modN(scalar).toString(2)) sum = plus(plus(sum, sum), bit === '1' ? point : null);
  return sum;
}

const known: Point[] = [G];

/** kG for k = 1, 2, 3, … */
export function* multiples(): Generator<Point> {
  for (let k = 0; ; k++) {
    const point = known[k] ?? (plus(known[k - 1] as Point, G) as Point);
    known[k] = point;
    yield point;
  }
}

/** The key for which these multiples of G, Q and R add up to a point, or to infinity. */
export function keyFor({ g, q, r }: Sum, point: Point, target: Point | null = null): Point {
  const others = plus(times(G, g), times(point, r));
  return times(plus(target, others && negative(others)) as Point, inverse(q, n)) as Point;
}
