import { addressWord, hashByte, memory, parameters, shifts } from './layout.ts';

const { n } = parameters;
const LAST_STEP = 14;
/** Where the digit of a chain is looked at: 35 digits and one more are below. */
export const DIGIT_SHIFT = 4 * (parameters.len + 1);

export function hex(value: number | bigint): string {
  const digits = value.toString(16);
  return `0x${digits.padStart(digits.length + (digits.length % 2), '0')}`;
}

/** Indented lines of a block. */
export function indented(lines: readonly string[], by = 4): string[] {
  return lines.map((line) => `${' '.repeat(by)}${line}`);
}

/** What a call has in the place of a constant: for the start of the node, and for the size of the output. */
interface Sizes {
  /** The call before it was a hash, too: returndatasize() is the start of the node. */
  readonly follows?: boolean;
  /** 16 bytes more may be written: returndatasize() is the size. */
  readonly spacious?: boolean;
}

/**
 * One call of SHA-256 (precompile 2), cut to n bytes; `good` remembers whether all of them succeeded.
 * returndatasize() is 32 after a call that succeeded, and to read it costs less than a constant.
 */
export function hash(
  from: number,
  bytes: number,
  to: string,
  { follows = true, spacious = false }: Sizes = {},
): string {
  const start = from === memory.node && follows ? 'returndatasize()' : hex(from);
  return `good := and(staticcall(gas(), 2, ${start}, ${bytes}, ${to}, ${spacious ? 'returndatasize()' : n}), good)`;
}

/** Bytes of the input of F (one value) and of H (two). */
export const inputOfF = 64 + 22 + n;
const inputOfH = inputOfF + n;

/**
 * The rest of a WOTS+ chain (Algorithm 5) from its digit on, which is bits DIGIT_SHIFT to DIGIT_SHIFT + 3 of `digits`: a tree of
 * decisions, one bit each, with the steps unrolled in its leaves. A step sets its number in the address, and hashes in place; the last one
 * puts the end of the chain where T_len finds it.
 */
export function chainLines(end: string, from = 0, bit = 8): string[] {
  if (from === LAST_STEP + 1) return [`if iszero(lt(slot, ${end})) {`, '    break', '}', 'continue'];
  if (bit === 0) {
    return [...Array.from({ length: LAST_STEP + 1 - from }, (_, index) => stepLines(from + index)).flat(), 'continue'];
  }
  const mask = hex(BigInt(bit) << BigInt(DIGIT_SHIFT));
  return [
    `if and(digits, ${mask}) {`,
    ...indented(chainLines(end, from + bit, bit >> 1)),
    '}',
    ...chainLines(end, from, bit >> 1),
  ];
}

function stepLines(step: number): string[] {
  return [
    `mstore8(${hex(hashByte)}, ${step})`,
    step === LAST_STEP
      ? hash(memory.node, inputOfF, 'slot')
      : hash(memory.node, inputOfF, hex(memory.nodeData), { spacious: true }),
  ];
}

/** Where a node goes whose `side` is 0 for a left and 16 for a right child. */
export const placed = `add(${hex(memory.nodeData)}, side)`;

/**
 * Climbs a Merkle tree by its authentication path at `auth` (Algorithms 11 and 17): of `index`, each bit says whether the node is
 * a right child; `sides` is the index, times 16. The node is in its place already; the root goes `to`.
 */
export function climbLines(height: number, to: string): string[] {
  return Array.from({ length: height }, (_, below) => {
    const level = below + 1;
    const isTop = level === height;
    return [
      `calldatacopy(sub(${hex(memory.nodeData + n)}, side), ${below === 0 ? 'auth' : `add(auth, ${below * n})`}, ${n})`,
      `mstore(${hex(addressWord(memory.nodeData))}, or(or(base, ${hex(BigInt(level) << BigInt(shifts.height))}), shr(${level}, index)))`,
      ...(isTop ? [] : [`side := and(shr(${level}, sides), 16)`]),
      hash(memory.node, inputOfH, isTop ? to : placed),
    ];
  }).flat();
}
