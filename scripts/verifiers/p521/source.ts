import { readFileSync } from 'node:fs';
import * as Affine from './affine.ts';
import { declare, inMemory } from './bounded.ts';
import { block, type Code, reduce } from './code.ts';
import { product, square } from './columns.ts';
import { hex, LIMB_BITS, limbsOf, M, MASK, n, p } from './curve.ts';
import * as Jacobian from './jacobian.ts';
import { requireMultipleOfPBody, settleIntoBody } from './linear.ts';
import { at, most, POINT_BYTES } from './memory.ts';
import { multiplyModN } from './scalars.ts';
import { SECOND_BASE, tableCode, tableHash } from './table.ts';

const LOW_WORD = (1n << 256n) - 1n;

/** The text of contracts/verifiers/generated/P521.sol: arithmetic by the generator, and verify.yul, which uses it. */
export function p521Source(): string {
  return `// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.27;

// Made by scripts/verifiers/p521 (\`npm run generate\`): do not edit.

/// @title ECDSA on P-521 (FIPS 186-5, section 6.4.2), with or without hints
/// @dev docs/spec/p521-verifier.md: equations, places in memory, bounds, hints.
library P521 {
    /// @dev keccak256 of the code of the table of multiples of G.
    bytes32 internal constant TABLE_HASH = ${tableHash()};

${constants()}
    /// @dev Whether the signature in calldata (r ‖ s, perhaps with hints) is that of the digest by the key (x ‖ y, perhaps after
    /// 0x04). Anything wrong with these is false. Reverts where gas ran out in a precompile. Keeps nothing in memory from 0x80 on.
    function verify(
        address multiplesOfG,
        uint256 keyOffset,
        uint256 keyLength,
        uint256 digestHigh,
        uint256 digestLow,
        uint256 signatureOffset,
        uint256 signatureLength
    ) internal view returns (bool accepted) {
        assembly {
${indented([
  ...functions().flat(),
  ...readFileSync(new URL('./verify.yul', import.meta.url), 'utf8')
    .trimEnd()
    .split('\n'),
])}        }
    }
}
`;
}

/** The places in memory, and numbers that verify.yul uses by name. */
function constants(): string {
  const orders = limbsOf(n << 20n);
  const points = at.points;
  const values: Record<string, bigint> = {
    ...Object.fromEntries(Object.entries(at).map(([name, address]) => [name.toUpperCase(), BigInt(address)])),
    EXPONENT: BigInt(at.modexp + 0x60 + 66),
    POINT_BYTES: BigInt(POINT_BYTES),
    TABLE_Q: BigInt(points + 128 * POINT_BYTES),
    TABLE_R: BigInt(points + 136 * POINT_BYTES),
    TWICE: BigInt(points + 144 * POINT_BYTES),
    TABLE_BYTES: BigInt(tableCode().length / 2 - 1),
    SECOND_BASE: BigInt(SECOND_BASE),
    LIMB: MASK,
    TOP_LIMB: p >> (2n * LIMB_BITS),
    ORDER_MIDDLE: (n >> 256n) & LOW_WORD,
    ORDER_LOW: n & LOW_WORD,
    GAP_MIDDLE: (p - n) >> 256n,
    GAP_LOW: (p - n) & LOW_WORD,
    ORDERS_FIRST: orders[0],
    ORDERS_SECOND: orders[1],
    ORDERS_THIRD: orders[2],
  };
  return Object.entries(values)
    .map(([name, value]) => `    uint256 private constant ${name} = ${hex(value)};\n`)
    .join('');
}

function functions(): Code[] {
  return [
    yul(
      'Checks that limbs, which are not all zero, are zero modulo p.',
      'requireMultipleOfP(a0, a1, a2)',
      requireMultipleOfPBody(),
    ),
    yul('Writes limbs of up to 200 bits with 174 bits each.', 'settleInto(place, a0, a1, a2)', settleIntoBody()),
    yul(
      'P := point (`sign` 1) or -point (-1), affine, and Jacobian with z = 1.',
      'startPoint(point, sign)',
      Affine.start(),
    ),
    yul('Checks that a point is on the curve.', 'requireOnCurve(point)', Affine.requireOnCurve()),
    yul('Checks that P + point or P - point is infinity.', 'requireOpposite(point, sign)', Affine.requireOpposite()),
    yul(
      'Checks that the slope is that of the line through P and the point or its negative, which must not be P.',
      'requireSlopeOfSum(l0, l1, l2, point, sign)',
      Affine.requireSlopeOfSum(),
    ),
    yul(
      'P := the sum of P and of a point with the x at `other`, by the slope of their line.',
      'thirdPoint(l0, l1, l2, other)',
      Affine.thirdPoint(),
    ),
    yul('P := 2P, affine, by its slope.', 'affineDouble(slope)', Affine.double()),
    yul('P := P + point or P - point, affine, by the slope.', 'affineAdd(slope, point, sign)', Affine.add()),
    yul(
      'P := 2P + point or 2P - point, affine, by two slopes.',
      'affineDoubleAdd(slope, point, sign)',
      Affine.doubleAdd(),
    ),
    yul('P := 2P, Jacobian.', 'jacobianDouble()', Jacobian.double()),
    yul(
      'T2 := x2 z^2 - x and T4 := y2 z^3 - y, for the point or its negative.',
      'jacobianCompare(point, sign)',
      Jacobian.compare(),
    ),
    yul('P := P + point or P - point after jacobianCompare, unless T2 is zero.', 'jacobianAdd()', Jacobian.add()),
    yul('Checks that P has this x.', 'jacobianRequireX(value)', Jacobian.requireX()),
    yul('result := left right mod p.', 'fieldMultiply(left, right, result)', multiply()),
    yul('result := value^2 mod p.', 'fieldSquare(value, result)', squareOf()),
    yul('result := left right mod n.', 'multiplyModN(left, right, result)', multiplyModN()),
  ];
}

function multiply(): Code {
  const a = declare('a', inMemory('left', most.factor));
  const b = declare('b', inMemory('right', most.factor));
  return block(a.lines, b.lines, reduce(product(a.element, b.element), 'result', most.settled, 'settled'));
}

function squareOf(): Code {
  const a = declare('a', inMemory('value', most.factor));
  return block(a.lines, reduce(square(a.element), 'result', most.settled, 'settled'));
}

function yul(comment: string, signature: string, code: Code): Code {
  return [
    `// ${comment}`,
    `function ${signature} {`,
    `  let m := ${hex(M)}`,
    ...code.map((line) => `  ${line}`),
    '}',
    '',
  ];
}

/** Yul at its place in a Solidity function, two spaces of the source becoming four. */
function indented(lines: Code): string {
  return lines
    .map((line) => (line === '' ? '\n' : `            ${line.replace(/^ +/, (spaces) => spaces + spaces)}\n`))
    .join('');
}
