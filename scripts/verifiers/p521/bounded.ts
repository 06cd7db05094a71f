import { hex, multipleOfP, type Three } from './curve.ts';

const WORD = 1n << 256n;

/** A Yul expression whose value is an integer from `min` to `max`: no operation on it ever wraps. */
export interface Bounded {
  readonly code: string;
  readonly min: bigint;
  readonly max: bigint;
}

/** The limbs of an element of the field, lowest first; its value is that of the limbs modulo p. */
export type Element = Three<Bounded>;

/** @throws {Error} if the value may be negative or not fit into a word. */
export function bounded(code: string, min: bigint, max: bigint): Bounded {
  if (min < 0n) throw new Error(`${code} can be negative`);
  if (max >= WORD) throw new Error(`${code} can have ${max.toString(2).length} bits`);
  return { code, min, max };
}

export function constant(value: bigint): Bounded {
  return bounded(hex(value), value, value);
}

export function sum(...terms: readonly Bounded[]): Bounded {
  return terms.reduce((left, right) =>
    bounded(`add(${left.code}, ${right.code})`, left.min + right.min, left.max + right.max),
  );
}

export function shifted(term: Bounded, by: number): Bounded {
  return by === 0 ? term : bounded(`shl(${by}, ${term.code})`, term.min << BigInt(by), term.max << BigInt(by));
}

export function times(term: Bounded, factor: bigint): Bounded {
  return bounded(`mul(${term.code}, ${factor})`, term.min * factor, term.max * factor);
}

/** `minuend − subtrahend`, for a constant that is never smaller. */
function from(minuend: bigint, subtrahend: Bounded): Bounded {
  return bounded(`sub(${hex(minuend)}, ${subtrahend.code})`, minuend - subtrahend.max, minuend - subtrahend.min);
}

export function map(element: Element, change: (limb: Bounded) => Bounded): Element {
  return [change(element[0]), change(element[1]), change(element[2])];
}

export function zip<A, B, C>(left: Three<A>, right: Three<B>, join: (a: A, b: B) => C): Three<C> {
  return [join(left[0], right[0]), join(left[1], right[1]), join(left[2], right[2])];
}

/** The smallest of the multiples 2p · 2^k whose every limb exceeds the given one. */
export function offsetAbove(bounds: Three<bigint>): Three<bigint> {
  for (let shift = 0; ; shift++) {
    const offset = multipleOfP(shift);
    if (offset.every((limb, i) => limb > (bounds[i] as bigint))) return offset;
  }
}

export function maxima([first, second, third]: Element): Three<bigint> {
  return [first.max, second.max, third.max];
}

/** −element: a multiple of p above its limbs, less the limbs. */
export function negative(element: Element): Element {
  return zip(offsetAbove(maxima(element)), element, from);
}

export function plus(left: Element, right: Element): Element {
  return zip(left, right, (a, b) => sum(a, b));
}

export function minus(left: Element, right: Element): Element {
  return plus(left, negative(right));
}

/** Three words of memory that hold an element whose limbs do not exceed `max`. */
export function inMemory(address: number | string, max: Three<bigint>): Element {
  const word = (i: number) => {
    const at =
      typeof address === 'number' ? hex(BigInt(address + 32 * i)) : i === 0 ? address : `add(${address}, ${32 * i})`;
    return bounded(`mload(${at})`, 0n, max[i] as bigint);
  };
  return [word(0), word(1), word(2)];
}

/** Declares variables for limbs that are used more than once. */
export function declare(name: string, element: Element): { readonly lines: string[]; readonly element: Element } {
  return {
    lines: element.map((limb, i) => `let ${name}${i} := ${limb.code}`),
    element: zip([0, 1, 2], element, (i, { min, max }) => bounded(`${name}${i}`, min, max)),
  };
}

export function variables(name: string, max: Three<bigint>): Element {
  return zip([0, 1, 2], max, (i, limit) => bounded(`${name}${i}`, 0n, limit));
}
