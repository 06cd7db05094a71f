import { addressWord, chainByte, memory, parameters, shifts, signatureBytes, types } from './layout.ts';
import { chainLines, climbLines, hash, hex, indented, inputOfF, placed } from './steps.ts';

const { n, k, a, d, len, len1, treeHeight } = parameters;
const { node, nodeData, list, listData } = memory;
const WOTS_BYTES = len * n;
const FORS_TREE_BYTES = (1 + a) * n;

/**
 * The text of contracts/libraries/SlhDsaSha2128s.sol (docs/spec/slh-dsa-verifier.md says what is where, and why).
 *
 * @example
 * ```ts
 * writeFileSync('contracts/libraries/SlhDsaSha2128s.sol', slhDsaSource());
 * ```
 */
export function slhDsaSource(): string {
  const body = [...startLines(), ...forsLines(), ...hypertreeLines()];
  return `${HEAD}${indented(body, 12).join('\n')}\n${TAIL}`;
}

const HEAD = `// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.27;

// Made by scripts/verifiers/slh-dsa (\`npm run generate\`): do not edit.

/// @title SLH-DSA-SHA2-128s: the root to which a signature leads (FIPS 205, Algorithm 20)
/// @dev docs/spec/slh-dsa-verifier.md has the layout of the memory and the numbers of the algorithms.
library SlhDsaSha2128s {
    /// @notice SHA-256's precompile did not answer: there was too little gas for it, or this chain has none.
    error SlhDsaHashFailed();

    uint256 internal constant SIGNATURE_BYTES = ${signatureBytes};

    /// @notice H_msg (section 11.2.1): MGF1 of m = 30 bytes is one block.
    /// @param message M', with the prefix that tells pure signatures from others (Algorithm 24, line 8).
    function digest(bytes32 key, bytes16 randomness, bytes memory message) internal pure returns (bytes32) {
        bytes32 inner = sha256(abi.encodePacked(randomness, key, message));
        return sha256(abi.encodePacked(randomness, bytes16(key), inner, uint32(0)));
    }

    /// @notice What PK.root has to be for the signature to be valid.
    /// @param seed PK.seed.
    /// @param hashed What {digest} returned; its last two bytes are not used.
    /// @param signature Of exactly SIGNATURE_BYTES.
    /// @dev Ends the use of memory: it writes from ${hex(node)} to ${hex(listData + WOTS_BYTES)}, whatever was allocated there.
    function root(bytes16 seed, bytes32 hashed, bytes calldata signature) internal view returns (bytes16 found) {
        bool good;
        assembly {
`;

const TAIL = `        }
        require(good, SlhDsaHashFailed());
    }
}
`;

const store = (data: number, value: string): string => `mstore(${hex(addressWord(data))}, ${value})`;
const type = (value: bigint): string => hex(value << BigInt(shifts.type));

/** The two inputs of the hash, and the digest taken apart (Algorithm 20, lines 8 to 14). */
function startLines(): string[] {
  return [
    'good := 1',
    ...[node, list].flatMap((from) => [
      `mstore(${hex(from)}, shl(128, shr(128, seed)))`,
      `mstore(${hex(from + 32)}, 0)`,
    ]),
    '// md is the first 21 bytes, idx_tree the lower 54 bits of the next 7, idx_leaf the lower 9 bits of the next 2',
    `let tree := and(shr(32, hashed), ${hex((1n << 54n) - 1n)})`,
    `let leaf := and(shr(16, hashed), ${hex((1 << treeHeight) - 1)})`,
    `let auth := add(signature.offset, ${2 * n})`,
    `let position := or(shl(${shifts.tree}, tree), shl(${shifts.keyPair}, leaf))`,
  ];
}

/** Algorithm 17: the roots of the FORS trees in a row, and T_k of them. */
function forsLines(): string[] {
  return [
    '{',
    `    let base := or(position, ${type(types.forsTree)})`,
    '    for {',
    '        let i := 0',
    `    } lt(i, ${k}) {`,
    '        i := add(i, 1)',
    `        auth := add(auth, ${FORS_TREE_BYTES})`,
    '    } {',
    `        let index := or(shl(${a}, i), and(shr(sub(${256 - a}, mul(i, ${a})), hashed), ${hex((1 << a) - 1)}))`,
    '        let sides := shl(4, index)',
    '        let side := and(sides, 16)',
    `        ${store(nodeData, 'or(base, index)')}`,
    `        mstore(${hex(nodeData)}, calldataload(sub(auth, ${n})))`,
    `        ${hash(node, inputOfF, placed, { follows: false })}`,
    ...indented(climbLines(a, `add(${hex(listData)}, shl(4, i))`), 8),
    '    }',
    `    ${store(listData, `or(position, ${type(types.forsRoots)})`)}`,
    `    ${hash(list, 64 + 22 + k * n, hex(nodeData))}`,
    '    // Where there is no precompile, calls succeed and return nothing',
    '    good := and(eq(returndatasize(), 32), good)',
    `    auth := sub(auth, ${n})`,
    '}',
  ];
}

/** Algorithm 13: a WOTS+ key from its signature of the node below, then up the tree to the node that the next layer signs. */
function hypertreeLines(): string[] {
  return [
    'for {',
    '    let layer := 0',
    `} lt(layer, ${d}) {`,
    '    layer := add(layer, 1)',
    '} {',
    ...indented([...digitsLines(), ...chainsLines(), ...treeLines()]),
    '}',
    `found := shl(128, shr(128, mload(${hex(nodeData)})))`,
    'mstore(0x40, 0x80)',
    'mstore(0x60, 0)',
  ];
}

/** Algorithm 8, lines 1 to 6: 32 digits, then the checksum: the sum of 15 - digit, in three digits. */
function digitsLines(): string[] {
  const mask = (digit: string, times: number): string => `0x${digit.repeat(times)}`;
  return [
    `let digits := shr(128, mload(${hex(nodeData)}))`,
    '{',
    `    let sum := and(digits, ${mask('0f', 16)})`,
    `    sum := add(sum, and(shr(4, digits), ${mask('0f', 16)}))`,
    `    let next := and(shr(8, sum), ${mask('00ff', 8)})`,
    `    sum := add(and(sum, ${mask('00ff', 8)}), next)`,
    '    // mod 2^16 - 1 adds up lanes of 16 bits',
    `    digits := or(or(shl(20, digits), shl(8, sub(${15 * len1}, mod(sum, 0xffff)))), 0xf0)`,
    '}',
  ];
}

/** Algorithm 8, lines 7 to 14. A digit of 15 ends the loop, and is the end of a chain otherwise. */
function chainsLines(): string[] {
  return [
    `position := or(shl(${shifts.tree}, tree), shl(${shifts.layer}, layer))`,
    `let base := or(position, shl(${shifts.keyPair}, leaf))`,
    store(nodeData, 'base'),
    `calldatacopy(${hex(listData)}, auth, ${WOTS_BYTES})`,
    `auth := add(auth, ${WOTS_BYTES})`,
    `let slot := ${hex(listData)}`,
    'for {} 1 {',
    '    digits := shl(4, digits)',
    `    slot := add(slot, ${n})`,
    '} {',
    `    mstore8(${hex(chainByte)}, shr(4, slot))`,
    `    mstore(${hex(nodeData)}, mload(slot))`,
    ...indented(chainLines(hex(listData + WOTS_BYTES))),
    '}',
  ];
}

/** Algorithm 8, lines 15 to 18, and Algorithm 11. */
function treeLines(): string[] {
  return [
    'let sides := shl(4, leaf)',
    'let side := and(sides, 16)',
    store(listData, `or(base, ${type(types.wotsKey)})`),
    hash(list, 64 + 22 + WOTS_BYTES, placed),
    `base := or(position, ${type(types.tree)})`,
    'let index := leaf',
    ...climbLines(treeHeight, hex(nodeData)),
    `auth := add(auth, ${treeHeight * n})`,
    `leaf := and(tree, ${hex((1 << treeHeight) - 1)})`,
    `tree := shr(${treeHeight}, tree)`,
  ];
}
