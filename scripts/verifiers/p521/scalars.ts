import { type Bounded, declare, type Element, inMemory } from './bounded.ts';
import { block, type Code } from './code.ts';
import { hex, INVERSE_OF_LIMB, LIMB_BITS, M, MASK, n, type Three } from './curve.ts';
import { at } from './memory.ts';

/** The most that limbs of a factor reach: sums of scalars and of a few multiples of n have more than 522 bits. */
const FACTOR: Three<bigint> = [MASK, MASK, (1n << 196n) - 1n];

/** 17 words of 8 bytes: 578 gas by EIP-7883. */
const BASE_BYTES = 136;

/** Where the parts of the precompile's input are (EIP-198): lengths, base, exponent, modulus. */
const BASE = at.modexp + 0x60;
const EXPONENT = BASE + BASE_BYTES;
const MODULUS = EXPONENT + 1;
const END = MODULUS + 66;

/**
 * Writes left · right mod n at `result`, in limbs: an exact product, reduced by the precompile with 1 as the exponent.
 *
 * Reverts if the precompile did not answer: a caller who is sparing with gas is to fail, not to be told something.
 */
export function multiplyModN(): Code {
  const left = declare('a', inMemory('left', FACTOR));
  const right = declare('b', inMemory('right', [MASK, MASK, MASK]));
  const word = (i: number) => `mload(${at.t1 + 32 * i})`;
  // The topmost word comes before the length that covers its empty part.
  return [
    ...block(left.lines, right.lines, exactProduct(left.element, right.element)),
    `mstore(${BASE + BASE_BYTES - 160}, shr(154, ${word(5)}))`,
    `mstore(${BASE + BASE_BYTES - 128}, or(shr(72, ${word(4)}), shl(102, ${word(5)})))`,
    `mstore(${BASE + BASE_BYTES - 96}, or(or(shr(164, ${word(2)}), shl(10, ${word(3)})), shl(184, ${word(4)})))`,
    `mstore(${BASE + BASE_BYTES - 64}, or(shr(82, ${word(1)}), shl(92, ${word(2)})))`,
    `mstore(${BASE + BASE_BYTES - 32}, or(${word(0)}, shl(174, ${word(1)})))`,
    `mstore(${at.modexp}, ${BASE_BYTES})`,
    `mstore(${at.modexp + 0x20}, 1)`,
    `mstore(${at.modexp + 0x40}, 66)`,
    `mstore8(${EXPONENT}, 1)`,
    `mstore(${MODULUS}, ${hex(n >> 272n)})`,
    `mstore(${MODULUS + 2}, ${hex((n >> 256n) & ((1n << 256n) - 1n))})`,
    `mstore(${MODULUS + 34}, ${hex(n & ((1n << 256n) - 1n))})`,
    `let answered := staticcall(gas(), 5, ${at.modexp}, ${END - at.modexp}, ${at.t1}, 66)`,
    'if iszero(and(answered, eq(returndatasize(), 66))) { revert(0, 0) }',
    `let low := mload(${at.t1 + 34})`,
    `let middle := mload(${at.t1 + 2})`,
    `mstore(result, and(low, ${hex(MASK)}))`,
    `mstore(add(result, 32), and(or(shr(174, low), shl(82, middle)), ${hex(MASK)}))`,
    `mstore(add(result, 64), or(shr(92, middle), shl(164, shr(240, mload(${at.t1})))))`,
  ];
}

/** Leaves the five limbs of a product and what is above them in six words from t1 on. */
function exactProduct(a: Element, b: Element): Code {
  const lines = ['let q := 0', 'let r'];
  let carried = 0n;
  for (let column = 0; column < 5; column++) {
    const pairs = [0, 1, 2].flatMap((i) => {
      const j = column - i;
      return j < 0 || j > 2 ? [] : [[a[i], b[j]] as [Bounded, Bounded]];
    });
    const max = pairs.reduce((all, [x, y]) => all + x.max * y.max, carried);
    carried = max >> LIMB_BITS;
    if (carried >= M) throw new Error(`the carry of column ${column} of a product can exceed M`);
    const low = pairs.map(([x, y]) => `mul(${x.code}, ${y.code})`);
    const high = pairs.map(([x, y]) => `mulmod(${x.code}, ${y.code}, m)`);
    lines.push(
      `r := and(${[...low, 'q'].reduce((x, y) => `add(${x}, ${y})`)}, ${hex(MASK)})`,
      `q := mulmod(sub(add(${[...high, 'q'].reduce((x, y) => `add(${x}, ${y})`)}, m), r), ${hex(INVERSE_OF_LIMB)}, m)`,
      `mstore(${at.t1 + 32 * column}, r)`,
    );
  }
  if (carried >= 1n << BigInt(8 * BASE_BYTES - 870))
    throw new Error('a product can be longer than the precompile is told');
  return [...lines, `mstore(${at.t1 + 160}, q)`];
}
