import {
  bounded,
  constant,
  declare,
  type Element,
  inMemory,
  map,
  maxima,
  minus,
  negative,
  offsetAbove,
  plus,
  shifted,
  variables,
  zip,
} from './bounded.ts';
import { block, type Code, reduce, requireZero, store } from './code.ts';
import { carry, product, square, total, withElement } from './columns.ts';
import { b as B, hex, LIMB_BITS, limbsOf, M, MASK, p } from './curve.ts';
import { requireMultipleOfP, settleInto } from './linear.ts';
import { at, most } from './memory.ts';

const X = inMemory(at.x, most.x);
const Y = inMemory(at.y, most.y);
const THREE: Element = [constant(3n), constant(0n), constant(0n)];

/** The limbs of a slope: 22 bytes each, lowest first. */
function readSlope(name: string, from: string): string[] {
  return [0, 1, 2].map((i) => {
    const place = i === 0 ? from : `add(${from}, ${22 * i})`;
    return `${name}${i} := shr(80, calldataload(${place}))`;
  });
}

const OTHER_X = inMemory('other', most.x);

/** The third point of the line with slope (l0, l1, l2) through P and a point with the x at `other`, mirrored: that is their sum. */
export function thirdPoint(): Code {
  const slope = variables('l', most.hint);
  const next = carry(withElement(square(slope), negative(plus(X, OTHER_X))));
  const difference = declare('d', minus(X, next.limbs));
  return [
    'let d0 let d1 let d2',
    ...block(
      next.lines,
      difference.lines.map((line) => line.slice('let '.length)),
      store(at.x, next.limbs, most.x),
    ),
    ...reduce(withElement(product(slope, difference.element), negative(Y)), at.y, most.y, 'loose'),
  ];
}

const POINT_X = inMemory('point', most.x);
const POINT_Y = inMemory('add(point, 96)', most.y);

/** Checks that a point that was read is on the curve: x (x² − 3) + b = y². */
export function requireOnCurve(): Code {
  const b = limbsOf(B).map(constant) as unknown as Element;
  const first = inMemory(at.t1, most.settled);
  const lessThree = plus(first, negative(THREE));
  return [
    `fieldSquare(point, ${hex(BigInt(at.t1))})`,
    ...store(at.t1, lessThree, most.factor),
    `fieldMultiply(point, ${hex(BigInt(at.t1))}, ${hex(BigInt(at.t1))})`,
    `fieldSquare(add(point, 96), ${hex(BigInt(at.t2))})`,
    requireMultipleOfP(minus(plus(first, b), inMemory(at.t2, most.settled))),
  ];
}

/** ±y₂ above a multiple of p: `sign` is 1, or −1 as a word. */
const SIGNED_Y = zip(POINT_Y, offsetAbove(most.y), (y, offset) =>
  bounded(`add(${hex(offset)}, mul(sign, ${y.code}))`, offset - y.max, offset + y.max),
);

/** P := ±point, with z = 1 for those who need it. */
export function start(): Code {
  return [
    settleInto(at.x, POINT_X),
    settleInto(at.y, SIGNED_Y),
    ...store(at.z, [constant(1n), constant(0n), constant(0n)], most.settled),
  ];
}

/** Checks that P ± point is infinity: that the point has the same x, and y with the other sign. */
export function requireOpposite(): Code {
  return [requireMultipleOfP(minus(POINT_X, X)), requireMultipleOfP(plus(Y, SIGNED_Y))];
}

/** P := 2P. The slope has to satisfy slope · 2y = 3x² − 3. */
export function double(): Code {
  const slope = variables('l', most.hint);
  const twiceY = declare(
    'y',
    map(Y, (limb) => shifted(limb, 1)),
  );
  const equation = withElement(total(product(slope, twiceY.element), square(X, -3n)), THREE);
  return [
    'let l0 let l1 let l2',
    ...readSlope('l', 'slope'),
    ...block(twiceY.lines, requireZero(equation, at.failed, hex(M))),
    `thirdPoint(l0, l1, l2, ${hex(BigInt(at.x))})`,
  ];
}

/** y ∓ y₂ above a multiple of p: `sign` is 1 to add the point, −1 (as a word) to subtract it. */
const FALL: Element = zip(Y, zip(POINT_Y, offsetAbove(most.y), pair), (y, [y2, offset]) =>
  bounded(`sub(add(${y.code}, ${hex(offset)}), mul(sign, ${y2.code}))`, offset - y2.max, y.max + offset + y2.max),
);

function pair<A, B>(a: A, b: B): readonly [A, B] {
  return [a, b];
}

/** Checks that slope · (x₂ − x) is ±y₂ − y, and that x₂ is not x. */
export function requireSlopeOfSum(): Code {
  const slope = variables('l', most.hint);
  const run = declare('d', minus(POINT_X, X));
  const fall = inMemory(at.t1, maxima(FALL));
  const kept = map(fall, (limb) => ({ ...limb, min: 1n }));
  return [
    ...store(at.t1, FALL, maxima(FALL)),
    ...block(
      run.lines,
      requireDistinct(run.element),
      requireZero(withElement(product(slope, run.element), kept), at.failed),
    ),
  ];
}

/** Notes a difference that is zero modulo p. The multiple k · p ends in −k: few others have to be looked at whole. */
function requireDistinct(difference: Element): string[] {
  const value = difference.reduce((all, { max }, i) => all + (max << (LIMB_BITS * BigInt(i))), 0n);
  const multiples = value / p;
  const limb = `and(add(${difference[0].code}, ${multiples}), ${hex(MASK)})`;
  const [place, failed] = [hex(BigInt(at.t2)), hex(BigInt(at.failed))];
  return [
    `if lt(${limb}, ${multiples + 1n}) {`,
    `  ${settleInto(at.t2, difference)}`,
    `  if isZero(${place}) { mstore(${failed}, 1) }`,
    '}',
  ];
}

/** P := P ± point. The slope is that of the line through both. */
export function add(): Code {
  return [
    'let l0 let l1 let l2',
    ...readSlope('l', 'slope'),
    'requireSlopeOfSum(l0, l1, l2, point, sign)',
    'thirdPoint(l0, l1, l2, point)',
  ];
}

/** P := 2P ± point, as (P ± point) + P: the y coordinate in between is not needed. */
export function doubleAdd(): Code {
  const first = variables('l', most.hint);
  const middle = inMemory(at.t2, most.x);
  const both = map(first, (limb) => bounded(limb.code, 0n, 2n * limb.max));
  const run = declare('d', minus(X, middle));
  // slope₂ = 2y / (x − x₃) − slope₁, where x₃ is that of P ± point. It cannot be x, as y is not zero.
  const equation = withElement(product(both, run.element), negative(map(Y, (limb) => shifted(limb, 1))));
  return [
    'let l0 let l1 let l2',
    ...readSlope('l', 'slope'),
    'requireSlopeOfSum(l0, l1, l2, point, sign)',
    ...reduce(withElement(square(first), negative(plus(X, POINT_X))), at.t2, most.x, 'loose'),
    'slope := add(slope, 66)',
    ...[0, 1, 2].map((i) => `l${i} := add(l${i}, shr(80, calldataload(add(slope, ${22 * i}))))`),
    ...block(run.lines, requireZero(equation, at.failed)),
    ...readSlope('l', 'slope'),
    `thirdPoint(l0, l1, l2, ${hex(BigInt(at.t2))})`,
  ];
}
