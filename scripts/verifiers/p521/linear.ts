import { bounded, type Element, map } from './bounded.ts';
import { type Code, reduce, requireZero } from './code.ts';
import { type Columns, withElement } from './columns.ts';
import { hex, type Three } from './curve.ts';
import { at, most } from './memory.ts';

const NOTHING: Columns = { products: [[], [], []], added: [] };

/** The limbs of sums and differences of a few numbers. */
const SUM: Three<bigint> = [(1n << 200n) - 1n, (1n << 200n) - 1n, (1n << 200n) - 1n];

const argument = ([0, 1, 2] as const).map((i) => bounded(`a${i}`, 0n, SUM[i])) as unknown as Element;

/** The body of a function of three limbs: notes in `failed` if their value, which is not 0 itself, is not 0 modulo p. */
export function requireMultipleOfPBody(): Code {
  const positive = map(argument, (limb) => ({ ...limb, min: 1n }));
  return requireZero(withElement(NOTHING, positive), at.failed);
}

/** The body of a function of a place and three limbs: writes them with 174 bits each. */
export function settleIntoBody(): Code {
  return reduce(withElement(NOTHING, argument), 'place', most.settled, 'settled');
}

/** A call of the first. */
export function requireMultipleOfP(element: Element): string {
  if (element.every(({ min }) => min === 0n))
    throw new Error('zero itself would not be recognised: add a multiple of p');
  return `requireMultipleOfP(${argumentsOf(element)})`;
}

/** A call of the second. */
export function settleInto(place: number, element: Element): string {
  return `settleInto(${hex(BigInt(place))}, ${argumentsOf(element)})`;
}

function argumentsOf(element: Element): string {
  element.forEach(({ code, max }, i) => {
    if (max > (SUM[i] as bigint)) throw new Error(`${code} has too many bits for a sum`);
  });
  return element.map(({ code }) => code).join(', ');
}
