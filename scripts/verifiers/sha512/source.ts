import { initialHash, roundConstants } from './constants.ts';

/**
 * The text of contracts/libraries/Sha512.sol.
 *
 * How it is fast: two 64-bit words sit 128 bits apart in a word of 256 bits, and `pair * (2^64 + 1)` doubles both (x‖x), so that
 * a rotation is one shift whose upper half nobody looks at. The message schedule is computed for two words at a time; a round
 * keeps a beside e, b beside f, and so on, and computes Ch and Maj in one go. Only four variables live through the rounds,
 * which keeps the compiler from moving them around.
 *
 * @example
 * ```ts
 * writeFileSync('contracts/libraries/Sha512.sol', sha512Source());
 * ```
 */
export function sha512Source(): string {
  return `${HEAD}${hashFunction()}\n${scheduleFunction()}\n${constantsFunction()}\n${roundsFunction()}}\n`;
}

const ROUNDS_A_TURN = 8;
const PAIRS_A_TURN = 4;
/** Where the message words and the round constants are, counted from the start of the free memory. */
const WORDS = 0x20;
const CONSTANTS = WORDS + 80 * 16;
/** The working variables of section 6.4.2, two to a word. */
const STATE = ['ae', 'bf', 'cg', 'dh'] as const;
const INITIAL = STATE.map((_, index) => pair(initialHash[index] ?? 0n, initialHash[index + 4] ?? 0n));

const HEAD = `// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.27;

// Made by scripts/verifiers/sha512 (\`npm run generate\`): do not edit.

/// @title SHA-512 of one word (FIPS 180-4, section 6.4)
/// @dev Two 64-bit words are kept 128 bits apart; pair * (2^64 + 1) is x‖x of both, of which a right shift is a rotation. What
/// comes to stand between the words is cut off (PAIR) before a sum could carry it into a word. Message words are 16 bytes apart
/// in memory, so that MLOAD reads two. Round constants are 8 bytes apart; what else MLOAD brings is above the 64 bits.
library Sha512 {
    uint256 private constant WORD = 0xffffffffffffffff;
    uint256 private constant PAIR = 0x0000000000000000ffffffffffffffff0000000000000000ffffffffffffffff;
    /// @dev The upper word of a pair. Where the bits above the lower one are known to be zero, the longer mask will do: it is
    /// another constant, as the compiler takes a constant apart that it has met too often.
    uint256 private constant UPPER = 0x0000000000000000ffffffffffffffff00000000000000000000000000000000;
    uint256 private constant ABOVE_LOWER = 0x0000000000000000ffffffffffffffffffffffffffffffff0000000000000000;
    uint256 private constant DOUBLE = 0x10000000000000001;
    uint256 private constant TO_BOTH = 0x100000000000000000000000000000001;

`;

function hashFunction(): string {
  return `    /// @notice SHA-512 of the 32 bytes \`message\`: \`high\` is the first half of the hash.
    /// @dev Uses ${CONSTANTS + 640} bytes of the free memory and does not keep them.
    function hash32(bytes32 message) internal pure returns (bytes32 high, bytes32 low) {
        uint256 free;
        assembly ("memory-safe") {
            free := mload(0x40)
        }
        _schedule(free, message);
        _constants(free);
        return _rounds(free);
    }
`;
}

function scheduleFunction(): string {
  return `    /// @dev The padded block (section 5.1.2) and the message schedule (section 6.4.2, step 1). W[t] is the upper word of the
    /// pair at free + ${hex(WORDS)} + 16 t, and W[t + 1] the lower one.
    function _schedule(uint256 free, bytes32 message) private pure {
        assembly ("memory-safe") {
${lines(blockLines(), 12)}            let end := add(free, ${hex(WORDS + 64 * 16)})
            for {
                let p := add(free, ${hex(WORDS)})
            } lt(p, end) {
                p := add(p, ${hex(PAIRS_A_TURN * 32)})
            } {
${lines(Array.from({ length: PAIRS_A_TURN }, (_, index) => pairLines(2 * index)).flat(), 16)}            }
        }
    }
`;
}

/** W[0] to W[15]: the message, the bit 1, zeros, and the length in bits. */
function blockLines(): string[] {
  const store = (offset: number, value: string): string => `mstore(add(free, ${hex(WORDS + offset)}), ${value})`;
  return [
    store(0, 'or(shl(128, shr(192, message)), and(shr(128, message), WORD))'),
    store(32, 'or(shl(128, and(shr(64, message), WORD)), and(message, WORD))'),
    store(64, pair(1n << 63n, 0n)),
    ...[96, 128, 160, 192].map((offset) => store(offset, '0')),
    store(224, '256'),
  ];
}

/** W[t] and W[t + 1] for t = 16 + \`index\`; \`p\` is where W[0] would be. */
function pairLines(index: number): string[] {
  const before = (words: number): string => `mload(${at('p', 16 * (index + 16 - words))})`;
  return [
    '{',
    `    let sum := add(${before(7)}, ${before(16)})`,
    `    let w := ${before(15)}`,
    '    let x := mul(w, DOUBLE)',
    `    sum := add(sum, and(xor(${rotated('x', 1, 8)}, shr(7, w)), PAIR))`,
    `    w := ${before(2)}`,
    '    x := mul(w, DOUBLE)',
    `    sum := add(sum, and(xor(${rotated('x', 19, 61)}, shr(6, w)), PAIR))`,
    `    mstore(${at('p', 16 * (index + 16))}, and(sum, PAIR))`,
    '}',
  ];
}

function constantsFunction(): string {
  const stores = Array.from({ length: 20 }, (_, index) => {
    const four = roundConstants.slice(4 * index, 4 * index + 4).map((value) => value.toString(16).padStart(16, '0'));
    return `mstore(add(free, ${hex(CONSTANTS + 32 * index)}), 0x${four.join('')})`;
  });
  return `    /// @dev K (section 4.2.3): K[t] is the lowest 64 bits of the word at free + ${hex(CONSTANTS)} + 8 t - 24.
    function _constants(uint256 free) private pure {
        assembly ("memory-safe") {
${lines(stores, 12)}        }
    }
`;
}

function roundsFunction(): string {
  const start = STATE.map((name, index) => `let ${name} := ${INITIAL[index]}`);
  const finish = STATE.map((name, index) => `${name} := and(add(${name}, ${INITIAL[index]}), PAIR)`);
  return `    /// @dev Eighty rounds from H(0) (section 6.4.2, steps 2 to 4); eight a turn, after which the names are back in their places.
    function _rounds(uint256 free) private pure returns (bytes32 high, bytes32 low) {
        assembly ("memory-safe") {
${lines(start, 12)}            for {
                let w := add(free, ${hex(WORDS - 16)})
                let k := add(free, ${hex(CONSTANTS - 24)})
                let end := add(k, ${hex(640)})
            } lt(k, end) {
                k := add(k, ${hex(ROUNDS_A_TURN * 8)})
                w := add(w, ${hex(ROUNDS_A_TURN * 16)})
            } {
${lines(Array.from({ length: ROUNDS_A_TURN }, (_, round) => roundLines(round)).flat(), 16)}            }
${lines(finish, 12)}            high := or(or(shl(64, and(ae, UPPER)), and(bf, UPPER)), or(shr(64, cg), shr(128, dh)))
            low := or(or(shl(192, ae), shl(128, bf)), or(shl(64, and(cg, WORD)), and(dh, WORD)))
        }
    }
`;
}

/**
 * Round t of a turn; the new a and e take the place of d and h.
 * Ch(e, f, g) = g ^ (e & (f ^ g)) and Maj(a, b, c) = c ^ ((a ^ c) & (b ^ c)) are the same but for what is in the place of e.
 */
function roundLines(round: number): string[] {
  const [ae, bf, cg, dh] = STATE.map((_, index) => STATE[(index + 8 - round) % 4]);
  return [
    '{',
    `    // Maj beside Ch`,
    `    let y := xor(${cg}, and(xor(${ae}, and(${cg}, ABOVE_LOWER)), xor(${bf}, ${cg})))`,
    `    let x := mul(${ae}, DOUBLE)`,
    `    // The sums: a without T1, then T1`,
    `    let z := add(and(${rotated('x', 28, 34, 39)}, UPPER), and(y, ABOVE_LOWER))`,
    `    y := add(add(y, ${rotated('x', 14, 18, 41)}), ${dh})`,
    `    y := add(y, add(mload(${at('w', 16 * round)}), mload(${at('k', 8 * round)})))`,
    `    ${dh} := and(add(add(z, shr(128, ${dh})), mul(and(y, WORD), TO_BOTH)), PAIR)`,
    '}',
  ];
}

/** The XOR of the rotations of both words of the doubled pair \`x\`: one shift is common to all. */
function rotated(x: string, first: number, second: number, third?: number): string {
  const more =
    third === undefined
      ? `shr(${second - first}, ${x})`
      : `xor(shr(${second - first}, ${x}), shr(${third - first}, ${x}))`;
  return `shr(${first}, xor(${x}, ${more}))`;
}

function pair(upper: bigint, lower: bigint): string {
  return hex((upper << 128n) | lower);
}

function hex(value: number | bigint): string {
  const digits = value.toString(16);
  return `0x${digits.padStart(digits.length + (digits.length % 2), '0')}`;
}

function at(pointer: string, offset: number): string {
  return offset === 0 ? pointer : `add(${pointer}, ${hex(offset)})`;
}

function lines(texts: readonly string[], indent: number): string {
  return texts.map((text) => `${' '.repeat(indent)}${text}\n`).join('');
}
