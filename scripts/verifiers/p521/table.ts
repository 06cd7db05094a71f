import { concat, type Hex, keccak256, pad, toHex } from 'viem';
import { G, limbsOf, p } from './curve.ts';

/** The doublings that a sum with half-size scalars has: multiples of G by more are those of this multiple. */
export const SECOND_BASE = 261;

/** How many odd multiples of a base the table has. */
export const MULTIPLES = 64;

type Point = readonly [x: bigint, y: bigint];

/**
 * The code of the data contract: G, 3G, … 127G and the same of 2^261 G, each as the limbs of x and of y in words. It starts with
 * STOP, as limbs are shorter than words, so nobody can run it.
 */
export function tableCode(): Hex {
  let second: Point = G;
  for (let i = 0; i < SECOND_BASE; i++) second = plus(second, second);
  const points = [...oddMultiples(G), ...oddMultiples(second)];
  return concat(points.flatMap(([x, y]) => [...limbsOf(x), ...limbsOf(y)].map((limb) => pad(toHex(limb)))));
}

export function tableHash(): Hex {
  return keccak256(tableCode());
}

function oddMultiples(base: Point): Point[] {
  const twice = plus(base, base);
  const points = [base];
  for (let i = 1; i < MULTIPLES; i++) points.push(plus(points[i - 1] as Point, twice));
  return points;
}

/** The sum of points that are equal, or neither equal nor opposite. */
function plus([x1, y1]: Point, [x2, y2]: Point): Point {
  const slope = x1 === x2 ? 3n * (x1 * x1 - 1n) * inverse(2n * y1) : (y2 - y1) * inverse(x2 - x1);
  const x = modulo(slope * slope - x1 - x2);
  return [x, modulo(slope * (x1 - x) - y1)];
}

function modulo(value: bigint): bigint {
  return ((value % p) + p) % p;
}

/** By Euclid's algorithm. */
function inverse(value: bigint): bigint {
  let [a, b, u, v] = [modulo(value), p, 1n, 0n];
  while (a !== 0n) {
    const quotient = b / a;
    [a, b, u, v] = [b - quotient * a, a, v - quotient * u, u];
  }
  return modulo(v);
}
