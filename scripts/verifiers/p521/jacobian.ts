import {
  bounded,
  declare,
  type Element,
  inMemory,
  map,
  minus,
  negative,
  offsetAbove,
  plus,
  shifted,
  times,
  zip,
} from './bounded.ts';
import { block, type Code, reduce } from './code.ts';
import { type Columns, product, square, total, withElement } from './columns.ts';
import { hex, M, type Three } from './curve.ts';
import { requireMultipleOfP } from './linear.ts';
import { at, most } from './memory.ts';

const [X, Y, Z] = [held(at.x), held(at.y), held(at.z)];
const places: readonly number[] = [at.t1, at.t2, at.t3, at.t4, at.t5, at.t6, at.t7];
const [T1, T2, T3, T4, T5, T6, T7] = places.map((address, i) => {
  return inMemory(address, most.between[i] as Three<bigint>);
}) as unknown as readonly [Element, Element, Element, Element, Element, Element, Element];

function held(address: number | string): Element {
  return inMemory(address, most.settled);
}

const twice = (element: Element) => map(element, (limb) => shifted(limb, 1));

/** address := left · right + more. */
function multiply(address: number, left: Element, right: Element, ...more: Element[]): string[] {
  const a = declare('a', left);
  const b = declare('b', right);
  const columns = more.reduce<Columns>(withElement, product(a.element, b.element));
  return block(a.lines, b.lines, keep(columns, address));
}

/** address := value² + more. */
function squared(address: number, value: Element, ...more: Element[]): string[] {
  const a = declare('a', value);
  const columns = more.reduce<Columns>(withElement, square(a.element));
  return block(a.lines, keep(columns, address));
}

/** Coordinates are settled, or they would grow from step to step. */
function keep(columns: Columns, address: number, modulus = 'm'): string[] {
  if (address < at.t1) return reduce(columns, address, most.settled, 'settled', modulus);
  return reduce(columns, address, most.between[places.indexOf(address)] as Three<bigint>, 'loose', modulus);
}

/** P := 2P, for a point that is not infinity: "dbl-2001-b" of Lange's formulas, as the curve's a is −3. */
export function double(): Code {
  const alpha = declare('a', T4);
  const difference = declare('b', minus(twice(twice(T3)), X));
  return [
    ...squared(at.t1, Z),
    ...squared(at.t2, Y),
    ...multiply(at.t3, X, T2),
    // z = (y + z)² − z² − y² is 2yz
    ...squared(at.z, plus(Y, Z), negative(plus(T1, T2))),
    // α = 3 (x − z²) (x + z²)
    ...multiply(
      at.t4,
      minus(X, T1),
      map(plus(X, T1), (limb) => times(limb, 3n)),
    ),
    ...squared(at.x, T4, negative(map(T3, (limb) => shifted(limb, 3)))),
    // y = α (4β − x) − 8γ²
    ...block(
      alpha.lines,
      difference.lines,
      keep(total(product(alpha.element, difference.element), square(T2, -8n)), at.y),
    ),
  ];
}

const POINT_X = held('point');
const POINT_Y = held('add(point, 96)');

/** ±y₂ above a multiple of p: `sign` is 1 to add the point, −1 (as a word) to subtract it. */
const SIGNED_Y = zip(offsetAbove(most.settled), POINT_Y, (offset, y) =>
  bounded(`add(${hex(offset)}, mul(sign, ${y.code}))`, offset - y.max, offset + y.max),
);

/** t2 := x₂z² − x and t4 := ±y₂z³ − y, where x and y are those of P: both are zero if the point is P, the first alone if it is −P. */
export function compare(): Code {
  return [
    ...squared(at.t1, Z),
    ...multiply(at.t2, POINT_X, T1, negative(X)),
    ...multiply(at.t3, Z, T1),
    ...multiply(at.t4, SIGNED_Y, T3, negative(Y)),
  ];
}

/** P := P ± point by what `compare` left, unless t2 is zero: "madd" of Lange's formulas. */
export function add(): Code {
  const slope = declare('a', T4);
  const difference = declare('b', minus(T7, X));
  const y = declare('c', Y);
  return [
    ...multiply(at.z, Z, T2),
    ...squared(at.t5, T2),
    ...multiply(at.t6, T2, T5),
    ...multiply(at.t7, X, T5),
    ...squared(at.x, T4, negative(plus(T6, twice(T7)))),
    // y = t4 (t7 − x) − y t6
    ...block(
      slope.lines,
      difference.lines,
      y.lines,
      keep(total(product(slope.element, difference.element), product(y.element, T6, -1n)), at.y, hex(M)),
    ),
  ];
}

/** Checks that the value is the affine x of P: value · z² = x. */
export function requireX(): Code {
  const left = inMemory(at.t1, most.settled);
  return [
    `fieldSquare(${hex(BigInt(at.z))}, ${hex(BigInt(at.t1))})`,
    `fieldMultiply(${hex(BigInt(at.t1))}, value, ${hex(BigInt(at.t1))})`,
    requireMultipleOfP(minus(left, X)),
  ];
}
