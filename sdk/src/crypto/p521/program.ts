/** What is added or subtracted: an odd multiple of G, of 2^261 G, of Q or of R. */
export type Table = 'G' | 'G261' | 'Q' | 'R';

/** One addition of a sum of multiples: `2^position · digit` times the base of a table. */
export interface Term {
  readonly table: Table;
  readonly position: number;
  /** Odd. */
  readonly digit: number;
}

/** Where the odd multiples of each base begin among all, and how long a window of digits is. */
export const tables: Readonly<Record<Table, { readonly first: number; readonly width: number }>> = {
  G: { first: 0, width: 8 },
  G261: { first: 64, width: 8 },
  Q: { first: 128, width: 5 },
  R: { first: 136, width: 5 },
};

/** What the verifier takes at most. */
const MOST_DOUBLINGS = 264;
const MOST_STEPS = 255;
const MOST_GAP = 127;

/** The terms of a scalar, in non-adjacent form of the table's width. */
export function termsOf(table: Table, scalar: bigint): Term[] {
  const sign = scalar < 0n ? -1 : 1;
  const { width } = tables[table];
  const window = 1n << BigInt(width);
  const terms: Term[] = [];
  let rest = scalar < 0n ? -scalar : scalar;
  for (let position = 0; rest !== 0n; position++) {
    if ((rest & 1n) === 1n) {
      const low = rest % window;
      const digit = low > window / 2n ? low - window : low;
      terms.push({ table, position, digit: sign * Number(digit) });
      rest -= digit;
    }
    rest >>= 1n;
  }
  return terms;
}

/** The order in which the verifier goes through the terms. */
export function inOrder(terms: readonly Term[]): Term[] {
  return [...terms].sort((a, b) => b.position - a.position);
}

/** Doublings before each term; the first has none. */
export function gapsOf(terms: readonly Term[]): number[] {
  return terms.map(({ position }, i) => (terms[i - 1]?.position ?? position) - position);
}

/** Whether the verifier would take a program of these terms. */
export function fits(terms: readonly Term[]): boolean {
  const doublings = terms[0]?.position ?? 0;
  const isShort = terms.length >= 2 && terms.length <= MOST_STEPS && doublings <= MOST_DOUBLINGS;
  return isShort && terms.at(-1)?.position === 0 && gapsOf(terms).every((gap) => gap <= MOST_GAP);
}

/** The index of a term's point among all. */
export function entryOf({ table, digit }: Term): number {
  return tables[table].first + (Math.abs(digit) - 1) / 2;
}

/** Doublings, number of steps, and two bytes a step: gap (7 bits), subtracted (1 bit), entry (8 bits). */
export function encodeProgram(terms: readonly Term[]): Uint8Array {
  const doublings = terms[0]?.position ?? 0;
  const gaps = gapsOf(terms);
  const steps = terms.flatMap((term, i) => [((gaps[i] ?? 0) << 1) | (term.digit < 0 ? 1 : 0), entryOf(term)]);
  return Uint8Array.from([doublings >> 8, doublings & 0xff, terms.length, ...steps]);
}
