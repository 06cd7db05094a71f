import type { Element } from './bounded.ts';
import { type Columns, carry, settle } from './columns.ts';
import { hex, MASK, type Three } from './curve.ts';

/** Lines of Yul. */
export type Code = readonly string[];

export function block(...lines: readonly (string | Code)[]): string[] {
  return ['{', ...lines.flat().map((line) => `  ${line}`), '}'];
}

/** Stores limbs, and checks that none exceeds what is promised of the place. */
export function store(address: number | string, element: Element, most: Three<bigint>): string[] {
  return element.map(({ code, max }, i) => {
    if (max > (most[i] as bigint)) throw new Error(`limb ${i}, ${code}, can exceed what ${address} may hold`);
    const place =
      typeof address === 'number' ? hex(BigInt(address + 32 * i)) : i === 0 ? address : `add(${address}, ${32 * i})`;
    return `mstore(${place}, ${code})`;
  });
}

/** Carries columns and stores the limbs, as short as they are to be. */
export function reduce(
  columns: Columns,
  address: number | string,
  most: Three<bigint>,
  how: 'settled' | 'loose',
  modulus = 'm',
): string[] {
  const carried = carry(columns, modulus);
  const { lines, limbs } = how === 'settled' ? settle(carried) : carried;
  return block(lines, store(address, limbs, most));
}

/** Notes in `failed` if the sum of the columns is not zero modulo p. */
export function requireZero(columns: Columns, failed: number, modulus = 'm'): string[] {
  const { lines, limbs, canBeZero } = carry(columns, modulus);
  if (canBeZero) throw new Error('zero itself would not be recognised: add a multiple of p');
  if (limbs[0].max >= 1n << 300n) throw new Error('the value can exceed 3p');
  // Positive and below 3p, a multiple of p is p or 2p; with the bits above 2^521 worth 1 each, both are written p.
  return block(
    lines,
    'r1 := add(r1, shr(174, r0))',
    'r2 := add(r2, shr(174, r1))',
    `r0 := add(and(r0, ${hex(MASK)}), shr(173, r2))`,
    `let d := or(xor(r0, ${hex(MASK)}), xor(and(r1, ${hex(MASK)}), ${hex(MASK)}))`,
    `d := or(d, xor(and(r2, ${hex(MASK >> 1n)}), ${hex(MASK >> 1n)}))`,
    `mstore(${hex(BigInt(failed))}, or(mload(${hex(BigInt(failed))}), d))`,
  );
}
