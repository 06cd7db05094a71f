import { type Bounded, type Element, offsetAbove, variables } from './bounded.ts';
import { hex, INVERSE_OF_LIMB, LIMB_BITS, M, MASK, type Three } from './curve.ts';

/** `factor · a · b`, part of a column. */
interface Product {
  readonly a: Bounded;
  readonly b: Bounded;
  readonly factor: bigint;
}

/**
 * A sum of products, of elements that are added and of a constant, as three columns: the value is column 0 + column 1 · 2^174 +
 * column 2 · 2^348 modulo p. Subtracted products carry a negative factor.
 */
export interface Columns {
  readonly products: Three<readonly Product[]>;
  readonly added: readonly Element[];
}

/** `factor · a · b`: nine products of limbs; those beyond the third column wrap, as 2^522 is 2 modulo p. */
export function product(a: Element, b: Element, factor = 1n): Columns {
  const of = (i: 0 | 1 | 2, j: 0 | 1 | 2, wrap: bigint): Product => ({ a: a[i], b: b[j], factor: wrap * factor });
  return {
    products: [
      [of(0, 0, 1n), of(1, 2, 2n), of(2, 1, 2n)],
      [of(0, 1, 1n), of(1, 0, 1n), of(2, 2, 2n)],
      [of(0, 2, 1n), of(1, 1, 1n), of(2, 0, 1n)],
    ],
    added: [],
  };
}

/** `factor · a²`: six products of limbs. */
export function square(a: Element, factor = 1n): Columns {
  const of = (i: 0 | 1 | 2, j: 0 | 1 | 2, wrap: bigint): Product => ({ a: a[i], b: a[j], factor: wrap * factor });
  return {
    products: [
      [of(0, 0, 1n), of(1, 2, 4n)],
      [of(0, 1, 2n), of(2, 2, 2n)],
      [of(0, 2, 2n), of(1, 1, 1n)],
    ],
    added: [],
  };
}

export function total(...parts: readonly Columns[]): Columns {
  const column = (i: 0 | 1 | 2) => parts.flatMap(({ products }) => products[i]);
  return { products: [column(0), column(1), column(2)], added: parts.flatMap(({ added }) => added) };
}

/** The columns and an element more. */
export function withElement(columns: Columns, element: Element): Columns {
  return { ...columns, added: [...columns.added, element] };
}

/** Code that carries, and the limbs `r0`, `r1`, `r2` that it leaves. */
export interface Carried {
  readonly lines: readonly string[];
  readonly limbs: Element;
  /** Whether the sum of the columns, as an integer, can be zero. */
  readonly canBeZero: boolean;
}

/**
 * Carries columns into limbs.
 *
 * A column is below 2^174 · M, far more than a word. It is known twice: modulo 2^256 (by MUL) and modulo M = 2^216 − 1 (by MULMOD).
 * The limb `r` is the low 174 bits of the first; the carry, (column − r) / 2^174, is below M and so is what the second says,
 * times 2^-174, modulo M. Both are exact. The last carry returns to the lowest limb twice, as 2^522 is 2.
 *
 * @throws {Error} if a column could be negative or too large, or an intermediate sum could leave the word.
 */
export function carry({ products, added }: Columns, modulus = 'm'): Carried {
  const offset = hasNegative(products) ? offsetAbove(mapThree(products, (list) => bound(list, -1n))) : undefined;
  const lines = ['let q'];
  const names = ['r0', 'r1', 'r2'] as const;
  let carried = 0n;
  for (const [i, r] of names.entries()) {
    const column = products[i] as readonly Product[];
    const extra = added.map((element) => element[i] as Bounded).filter(({ max }) => max > 0n);
    const shift = offset?.[i] ?? 0n;
    const direct = extra.reduce((all, { max }) => all + max, carried);
    const max = bound(column, 1n) + shift + direct;
    const q = i === 0 ? undefined : 'q';
    const shared = extra.some(({ code }) => code.includes('(')) || extra.length > 1 ? `e${i}` : extra[0]?.code;
    if (shared === `e${i}`) lines.push(`let e${i} := ${sumOf(extra.map(({ code }) => code))}`);
    lines.push(`let ${r} := and(${low(column, shift, shared, q)}, ${hex(MASK)})`);
    lines.push(
      `q := mulmod(${high(column, shift, shared, q, r, direct, modulus)}, ${hex(INVERSE_OF_LIMB)}, ${modulus})`,
    );
    carried = max >> LIMB_BITS;
    if (carried >= M) throw new Error(`column ${i} can reach 2^${max.toString(2).length}: its carry does not fit`);
  }
  lines.push('r0 := add(r0, shl(1, q))');
  const canBeZero = offset === undefined && !added.some((element) => element.some(({ min }) => min > 0n));
  return { lines, limbs: variables('r', [MASK + 2n * carried, MASK, MASK]), canBeZero };
}

/** Brings the limbs of `carry` down to 174 bits; the middle one may keep the carry of the lowest. */
export function settle({ lines, limbs, canBeZero }: Carried): Carried {
  const [{ max }] = limbs;
  const more = [`r1 := add(r1, shr(174, r0))`, `r0 := and(r0, ${hex(MASK)})`];
  return { lines: [...lines, ...more], limbs: variables('r', [MASK, MASK + (max >> LIMB_BITS), MASK]), canBeZero };
}

function hasNegative(products: Columns['products']): boolean {
  return products.some((column) => column.some(({ factor }) => factor < 0n));
}

/** The most that the products of one sign amount to. */
function bound(column: readonly Product[], sign: bigint): bigint {
  const counted = column.filter(({ factor }) => factor * sign > 0n);
  return counted.reduce((all, { a, b, factor }) => all + a.max * b.max * factor * sign, 0n);
}

function mapThree<A, B>([a, b, c]: Three<A>, change: (one: A) => B): Three<B> {
  return [change(a), change(b), change(c)];
}

/** The column modulo 2^256, or something with the same limb: an offset may be a multiple of 2^174. */
function low(column: readonly Product[], offset: bigint, extra: string | undefined, q: string | undefined): string {
  const { positive, negative } = bySign(column, ({ a, b }) => `mul(${a.code}, ${b.code})`);
  const terms = [...positive, extra, q, (offset & MASK) === 0n ? undefined : hex(offset & MASK)].filter(
    (t) => t !== undefined,
  );
  return negative.length === 0 ? sumOf(terms) : `sub(${sumOf(terms)}, ${sumOf(negative)})`;
}

/** The column less its low limb, modulo M, as a sum that neither wraps nor becomes negative. */
function high(
  column: readonly Product[],
  offset: bigint,
  extra: string | undefined,
  q: string | undefined,
  r: string,
  direct: bigint,
  modulus: string,
): string {
  const { positive, negative } = bySign(column, ({ a, b }) => `mulmod(${a.code}, ${b.code}, ${modulus})`);
  // What is subtracted, the limb included, is at most this; and M is nothing.
  const balance = (offset % M) + (1n + weight(column, -1n)) * M;
  if (balance + weight(column, 1n) * M + direct >= 1n << 256n) throw new Error('the sum modulo M can leave the word');
  const terms = [...positive, extra, q, hex(balance)].filter((term) => term !== undefined);
  return `sub(${sumOf(terms)}, ${sumOf([...negative, r])})`;
}

/** How many residues modulo M the products of one sign add up to. */
function weight(column: readonly Product[], sign: bigint): bigint {
  return column.reduce((all, { factor }) => (factor * sign > 0n ? all + factor * sign : all), 0n);
}

/** The products of each sign, those of equal factor added before they are multiplied by it. */
function bySign(column: readonly Product[], write: (product: Product) => string) {
  const groups = new Map<bigint, string[]>();
  for (const one of column) groups.set(one.factor, [...(groups.get(one.factor) ?? []), write(one)]);
  const side = (sign: bigint) =>
    [...groups]
      .filter(([factor]) => factor * sign > 0n)
      .map(([factor, codes]) => multiplied(sumOf(codes), factor * sign));
  return { positive: side(1n), negative: side(-1n) };
}

function multiplied(code: string, factor: bigint): string {
  if (factor === 1n) return code;
  const shift = factor.toString(2).length - 1;
  return 1n << BigInt(shift) === factor ? `shl(${shift}, ${code})` : `mul(${code}, ${factor})`;
}

function sumOf(terms: readonly string[]): string {
  return terms.reduce((left, right) => `add(${left}, ${right})`);
}
