// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.27;

// Made by scripts/verifiers/p521 (`npm run generate`): do not edit.

/// @title ECDSA on P-521 (FIPS 186-5, section 6.4.2), with or without hints
/// @dev docs/spec/p521-verifier.md: equations, places in memory, bounds, hints.
library P521 {
    /// @dev keccak256 of the code of the table of multiples of G.
    bytes32 internal constant TABLE_HASH = 0xccb21d1556812c650af050536906c06546cecdc669837bdc71ce3e2489340cac;

    uint256 private constant X = 0x80;
    uint256 private constant Y = 0xe0;
    uint256 private constant Z = 0x140;
    uint256 private constant T1 = 0x1a0;
    uint256 private constant T2 = 0x200;
    uint256 private constant T3 = 0x260;
    uint256 private constant T4 = 0x2c0;
    uint256 private constant T5 = 0x320;
    uint256 private constant T6 = 0x380;
    uint256 private constant T7 = 0x3e0;
    uint256 private constant T8 = 0x440;
    uint256 private constant FAILED = 0x4a0;
    uint256 private constant MODEXP = 0x4c0;
    uint256 private constant R = 0x640;
    uint256 private constant S = 0x6a0;
    uint256 private constant E = 0x700;
    uint256 private constant U = 0x760;
    uint256 private constant V = 0x7c0;
    uint256 private constant W = 0x820;
    uint256 private constant DIGITS = 0x900;
    uint256 private constant POINTS = 0x1000;
    uint256 private constant EXPONENT = 0x562;
    uint256 private constant POINT_BYTES = 0xc0;
    uint256 private constant TABLE_Q = 0x7000;
    uint256 private constant TABLE_R = 0x7600;
    uint256 private constant TWICE = 0x7c00;
    uint256 private constant TABLE_BYTES = 0x6000;
    uint256 private constant SECOND_BASE = 0x105;
    uint256 private constant LIMB = 0x3fffffffffffffffffffffffffffffffffffffffffff;
    uint256 private constant TOP_LIMB = 0x1fffffffffffffffffffffffffffffffffffffffffff;
    uint256 private constant ORDER_MIDDLE = 0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa;
    uint256 private constant ORDER_LOW = 0x51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409;
    uint256 private constant GAP_MIDDLE = 0x5;
    uint256 private constant GAP_LOW = 0xae79787c40d069948033feb708f65a2fc44a36477663b851449048e16ec79bf6;
    uint256 private constant ORDERS_FIRST = 0x309a5d03bb5c9b8899c47aebb6fb71e9138640900000;
    uint256 private constant ORDERS_SECOND = 0x3ffffffffffffffffe9461a1e0efcbe59adff300523d;
    uint256 private constant ORDERS_THIRD = 0x1ffffffffffffffffffffffffffffffffffffffffffffffff;

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
            // Checks that limbs, which are not all zero, are zero modulo p.
            function requireMultipleOfP(a0, a1, a2) {
                let m := 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff
                {
                    let q
                    let r0 := and(a0, 0x3fffffffffffffffffffffffffffffffffffffffffff)
                    q := mulmod(sub(add(a0, 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), r0), 0x40000000000, m)
                    let r1 := and(add(a1, q), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                    q := mulmod(sub(add(add(a1, q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), r1), 0x40000000000, m)
                    let r2 := and(add(a2, q), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                    q := mulmod(sub(add(add(a2, q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), r2), 0x40000000000, m)
                    r0 := add(r0, shl(1, q))
                    r1 := add(r1, shr(174, r0))
                    r2 := add(r2, shr(174, r1))
                    r0 := add(and(r0, 0x3fffffffffffffffffffffffffffffffffffffffffff), shr(173, r2))
                    let d := or(xor(r0, 0x3fffffffffffffffffffffffffffffffffffffffffff), xor(and(r1, 0x3fffffffffffffffffffffffffffffffffffffffffff), 0x3fffffffffffffffffffffffffffffffffffffffffff))
                    d := or(d, xor(and(r2, 0x1fffffffffffffffffffffffffffffffffffffffffff), 0x1fffffffffffffffffffffffffffffffffffffffffff))
                    mstore(0x4a0, or(mload(0x4a0), d))
                }
            }

            // Writes limbs of up to 200 bits with 174 bits each.
            function settleInto(place, a0, a1, a2) {
                let m := 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff
                {
                    let q
                    let r0 := and(a0, 0x3fffffffffffffffffffffffffffffffffffffffffff)
                    q := mulmod(sub(add(a0, 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), r0), 0x40000000000, m)
                    let r1 := and(add(a1, q), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                    q := mulmod(sub(add(add(a1, q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), r1), 0x40000000000, m)
                    let r2 := and(add(a2, q), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                    q := mulmod(sub(add(add(a2, q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), r2), 0x40000000000, m)
                    r0 := add(r0, shl(1, q))
                    r1 := add(r1, shr(174, r0))
                    r0 := and(r0, 0x3fffffffffffffffffffffffffffffffffffffffffff)
                    mstore(place, r0)
                    mstore(add(place, 32), r1)
                    mstore(add(place, 64), r2)
                }
            }

            // P := point (`sign` 1) or -point (-1), affine, and Jacobian with z = 1.
            function startPoint(point, sign) {
                let m := 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff
                settleInto(0x80, mload(point), mload(add(point, 32)), mload(add(point, 64)))
                settleInto(0xe0, add(0x1fffffffffffffffffffffffffffffffffffffffffff0000, mul(sign, mload(add(point, 96)))), add(0x1fffffffffffffffffffffffffffffffffffffffffff8000, mul(sign, mload(add(add(point, 96), 32)))), add(0x1fffffffffffffffffffffffffffffffffffffffffff8000, mul(sign, mload(add(add(point, 96), 64)))))
                mstore(0x140, 0x1)
                mstore(0x160, 0x0)
                mstore(0x180, 0x0)
            }

            // Checks that a point is on the curve.
            function requireOnCurve(point) {
                let m := 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff
                fieldSquare(point, 0x1a0)
                mstore(0x1a0, add(mload(0x1a0), sub(0x3ffffffffffffffffffffffffffffffffffffffffffe, 0x3)))
                mstore(0x1c0, add(mload(0x1c0), sub(0x3fffffffffffffffffffffffffffffffffffffffffff, 0x0)))
                mstore(0x1e0, add(mload(0x1e0), sub(0x3fffffffffffffffffffffffffffffffffffffffffff, 0x0)))
                fieldMultiply(point, 0x1a0, 0x1a0)
                fieldSquare(add(point, 96), 0x200)
                requireMultipleOfP(add(add(mload(0x1a0), 0xbd3bb1bf073573df883d2c34f1ef451fd46b503f00), sub(0xfffffffffffffffffffffffffffffffffffffffffff8, mload(0x200))), add(add(mload(0x1c0), 0x26cc57cee2d226463bc427855864e547b1fa4dec594b), sub(0xfffffffffffffffffffffffffffffffffffffffffffc, mload(0x220))), add(add(mload(0x1e0), 0x51953eb9618e1c9a1f929a21a0b68540eea2da725b9), sub(0xfffffffffffffffffffffffffffffffffffffffffffc, mload(0x240))))
            }

            // Checks that P + point or P - point is infinity.
            function requireOpposite(point, sign) {
                let m := 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff
                requireMultipleOfP(add(mload(point), sub(0xfffffffffffffffffffffffffffffffffffffffffff800, mload(0x80))), add(mload(add(point, 32)), sub(0xfffffffffffffffffffffffffffffffffffffffffffc00, mload(0xa0))), add(mload(add(point, 64)), sub(0xfffffffffffffffffffffffffffffffffffffffffffc00, mload(0xc0))))
                requireMultipleOfP(add(mload(0xe0), add(0x1fffffffffffffffffffffffffffffffffffffffffff0000, mul(sign, mload(add(point, 96))))), add(mload(0x100), add(0x1fffffffffffffffffffffffffffffffffffffffffff8000, mul(sign, mload(add(add(point, 96), 32))))), add(mload(0x120), add(0x1fffffffffffffffffffffffffffffffffffffffffff8000, mul(sign, mload(add(add(point, 96), 64))))))
            }

            // Checks that the slope is that of the line through P and the point or its negative, which must not be P.
            function requireSlopeOfSum(l0, l1, l2, point, sign) {
                let m := 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff
                mstore(0x1a0, sub(add(mload(0xe0), 0x1fffffffffffffffffffffffffffffffffffffffffff0000), mul(sign, mload(add(point, 96)))))
                mstore(0x1c0, sub(add(mload(0x100), 0x1fffffffffffffffffffffffffffffffffffffffffff8000), mul(sign, mload(add(add(point, 96), 32)))))
                mstore(0x1e0, sub(add(mload(0x120), 0x1fffffffffffffffffffffffffffffffffffffffffff8000), mul(sign, mload(add(add(point, 96), 64)))))
                {
                    let d0 := add(mload(point), sub(0xfffffffffffffffffffffffffffffffffffffffffff800, mload(0x80)))
                    let d1 := add(mload(add(point, 32)), sub(0xfffffffffffffffffffffffffffffffffffffffffffc00, mload(0xa0)))
                    let d2 := add(mload(add(point, 64)), sub(0xfffffffffffffffffffffffffffffffffffffffffffc00, mload(0xc0)))
                    if lt(and(add(d0, 2056), 0x3fffffffffffffffffffffffffffffffffffffffffff), 2057) {
                        settleInto(0x200, d0, d1, d2)
                        if isZero(0x200) { mstore(0x4a0, 1) }
                    }
                    {
                        let q
                        let e0 := mload(0x1a0)
                        let r0 := and(add(add(mul(l0, d0), shl(1, add(mul(l1, d2), mul(l2, d1)))), e0), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                        q := mulmod(sub(add(add(add(mulmod(l0, d0, m), shl(1, add(mulmod(l1, d2, m), mulmod(l2, d1, m)))), e0), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), r0), 0x40000000000, m)
                        let e1 := mload(0x1c0)
                        let r1 := and(add(add(add(add(mul(l0, d1), mul(l1, d0)), shl(1, mul(l2, d2))), e1), q), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                        q := mulmod(sub(add(add(add(add(add(mulmod(l0, d1, m), mulmod(l1, d0, m)), shl(1, mulmod(l2, d2, m))), e1), q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), r1), 0x40000000000, m)
                        let e2 := mload(0x1e0)
                        let r2 := and(add(add(add(add(mul(l0, d2), mul(l1, d1)), mul(l2, d0)), e2), q), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                        q := mulmod(sub(add(add(add(add(add(mulmod(l0, d2, m), mulmod(l1, d1, m)), mulmod(l2, d0, m)), e2), q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), r2), 0x40000000000, m)
                        r0 := add(r0, shl(1, q))
                        r1 := add(r1, shr(174, r0))
                        r2 := add(r2, shr(174, r1))
                        r0 := add(and(r0, 0x3fffffffffffffffffffffffffffffffffffffffffff), shr(173, r2))
                        let d := or(xor(r0, 0x3fffffffffffffffffffffffffffffffffffffffffff), xor(and(r1, 0x3fffffffffffffffffffffffffffffffffffffffffff), 0x3fffffffffffffffffffffffffffffffffffffffffff))
                        d := or(d, xor(and(r2, 0x1fffffffffffffffffffffffffffffffffffffffffff), 0x1fffffffffffffffffffffffffffffffffffffffffff))
                        mstore(0x4a0, or(mload(0x4a0), d))
                    }
                }
            }

            // P := the sum of P and of a point with the x at `other`, by the slope of their line.
            function thirdPoint(l0, l1, l2, other) {
                let m := 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff
                let d0 let d1 let d2
                {
                    let q
                    let e0 := sub(0x1fffffffffffffffffffffffffffffffffffffffffff000, add(mload(0x80), mload(other)))
                    let r0 := and(add(add(mul(l0, l0), shl(2, mul(l1, l2))), e0), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                    q := mulmod(sub(add(add(add(mulmod(l0, l0, m), shl(2, mulmod(l1, l2, m))), e0), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), r0), 0x40000000000, m)
                    let e1 := sub(0x1fffffffffffffffffffffffffffffffffffffffffff800, add(mload(0xa0), mload(add(other, 32))))
                    let r1 := and(add(add(shl(1, add(mul(l0, l1), mul(l2, l2))), e1), q), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                    q := mulmod(sub(add(add(add(shl(1, add(mulmod(l0, l1, m), mulmod(l2, l2, m))), e1), q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), r1), 0x40000000000, m)
                    let e2 := sub(0x1fffffffffffffffffffffffffffffffffffffffffff800, add(mload(0xc0), mload(add(other, 64))))
                    let r2 := and(add(add(add(shl(1, mul(l0, l2)), mul(l1, l1)), e2), q), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                    q := mulmod(sub(add(add(add(add(shl(1, mulmod(l0, l2, m)), mulmod(l1, l1, m)), e2), q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), r2), 0x40000000000, m)
                    r0 := add(r0, shl(1, q))
                    d0 := add(mload(0x80), sub(0x1fffffffffffffffffffffffffffffffffffffffffff00, r0))
                    d1 := add(mload(0xa0), sub(0x1fffffffffffffffffffffffffffffffffffffffffff80, r1))
                    d2 := add(mload(0xc0), sub(0x1fffffffffffffffffffffffffffffffffffffffffff80, r2))
                    mstore(0x80, r0)
                    mstore(0xa0, r1)
                    mstore(0xc0, r2)
                }
                {
                    let q
                    let e0 := sub(0x1fffffffffffffffffffffffffffffffffffffffffff0000, mload(0xe0))
                    let r0 := and(add(add(mul(l0, d0), shl(1, add(mul(l1, d2), mul(l2, d1)))), e0), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                    q := mulmod(sub(add(add(add(mulmod(l0, d0, m), shl(1, add(mulmod(l1, d2, m), mulmod(l2, d1, m)))), e0), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), r0), 0x40000000000, m)
                    let e1 := sub(0x1fffffffffffffffffffffffffffffffffffffffffff8000, mload(0x100))
                    let r1 := and(add(add(add(add(mul(l0, d1), mul(l1, d0)), shl(1, mul(l2, d2))), e1), q), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                    q := mulmod(sub(add(add(add(add(add(mulmod(l0, d1, m), mulmod(l1, d0, m)), shl(1, mulmod(l2, d2, m))), e1), q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), r1), 0x40000000000, m)
                    let e2 := sub(0x1fffffffffffffffffffffffffffffffffffffffffff8000, mload(0x120))
                    let r2 := and(add(add(add(add(mul(l0, d2), mul(l1, d1)), mul(l2, d0)), e2), q), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                    q := mulmod(sub(add(add(add(add(add(mulmod(l0, d2, m), mulmod(l1, d1, m)), mulmod(l2, d0, m)), e2), q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), r2), 0x40000000000, m)
                    r0 := add(r0, shl(1, q))
                    mstore(0xe0, r0)
                    mstore(0x100, r1)
                    mstore(0x120, r2)
                }
            }

            // P := 2P, affine, by its slope.
            function affineDouble(slope) {
                let m := 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff
                let l0 let l1 let l2
                l0 := shr(80, calldataload(slope))
                l1 := shr(80, calldataload(add(slope, 22)))
                l2 := shr(80, calldataload(add(slope, 44)))
                {
                    let y0 := shl(1, mload(0xe0))
                    let y1 := shl(1, mload(0x100))
                    let y2 := shl(1, mload(0x120))
                    {
                        let q
                        let r0 := and(sub(add(add(mul(l0, y0), shl(1, add(mul(l1, y2), mul(l2, y1)))), 0x3), add(mul(mul(mload(0x80), mload(0x80)), 3), mul(mul(mload(0xa0), mload(0xc0)), 12))), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                        q := mulmod(sub(add(add(add(mulmod(l0, y0, 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), shl(1, add(mulmod(l1, y2, 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), mulmod(l2, y1, 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff)))), 0x3), 0x10fffff80000000000ffffffffffffffffffffffffffffffffffffef), add(add(mul(mulmod(mload(0x80), mload(0x80), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), 3), mul(mulmod(mload(0xa0), mload(0xc0), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), 12)), r0)), 0x40000000000, 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff)
                        let r1 := and(sub(add(add(add(mul(l0, y1), mul(l1, y0)), shl(1, mul(l2, y2))), q), mul(add(mul(mload(0x80), mload(0xa0)), mul(mload(0xc0), mload(0xc0))), 6)), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                        q := mulmod(sub(add(add(add(add(mulmod(l0, y1, 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), mulmod(l1, y0, 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff)), shl(1, mulmod(l2, y2, 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff))), q), 0xdfffffc0000000000fffffffffffffffffffffffffffffffffffff2), add(mul(add(mulmod(mload(0x80), mload(0xa0), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), mulmod(mload(0xc0), mload(0xc0), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff)), 6), r1)), 0x40000000000, 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff)
                        let r2 := and(sub(add(add(add(mul(l0, y2), mul(l1, y1)), mul(l2, y0)), q), add(mul(mul(mload(0x80), mload(0xc0)), 6), mul(mul(mload(0xa0), mload(0xa0)), 3))), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                        q := mulmod(sub(add(add(add(add(mulmod(l0, y2, 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), mulmod(l1, y1, 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff)), mulmod(l2, y0, 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff)), q), 0xafffffc0000000000fffffffffffffffffffffffffffffffffffff5), add(add(mul(mulmod(mload(0x80), mload(0xc0), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), 6), mul(mulmod(mload(0xa0), mload(0xa0), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), 3)), r2)), 0x40000000000, 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff)
                        r0 := add(r0, shl(1, q))
                        r1 := add(r1, shr(174, r0))
                        r2 := add(r2, shr(174, r1))
                        r0 := add(and(r0, 0x3fffffffffffffffffffffffffffffffffffffffffff), shr(173, r2))
                        let d := or(xor(r0, 0x3fffffffffffffffffffffffffffffffffffffffffff), xor(and(r1, 0x3fffffffffffffffffffffffffffffffffffffffffff), 0x3fffffffffffffffffffffffffffffffffffffffffff))
                        d := or(d, xor(and(r2, 0x1fffffffffffffffffffffffffffffffffffffffffff), 0x1fffffffffffffffffffffffffffffffffffffffffff))
                        mstore(0x4a0, or(mload(0x4a0), d))
                    }
                }
                thirdPoint(l0, l1, l2, 0x80)
            }

            // P := P + point or P - point, affine, by the slope.
            function affineAdd(slope, point, sign) {
                let m := 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff
                let l0 let l1 let l2
                l0 := shr(80, calldataload(slope))
                l1 := shr(80, calldataload(add(slope, 22)))
                l2 := shr(80, calldataload(add(slope, 44)))
                requireSlopeOfSum(l0, l1, l2, point, sign)
                thirdPoint(l0, l1, l2, point)
            }

            // P := 2P + point or 2P - point, affine, by two slopes.
            function affineDoubleAdd(slope, point, sign) {
                let m := 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff
                let l0 let l1 let l2
                l0 := shr(80, calldataload(slope))
                l1 := shr(80, calldataload(add(slope, 22)))
                l2 := shr(80, calldataload(add(slope, 44)))
                requireSlopeOfSum(l0, l1, l2, point, sign)
                {
                    let q
                    let e0 := sub(0x1fffffffffffffffffffffffffffffffffffffffffff000, add(mload(0x80), mload(point)))
                    let r0 := and(add(add(mul(l0, l0), shl(2, mul(l1, l2))), e0), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                    q := mulmod(sub(add(add(add(mulmod(l0, l0, m), shl(2, mulmod(l1, l2, m))), e0), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), r0), 0x40000000000, m)
                    let e1 := sub(0x1fffffffffffffffffffffffffffffffffffffffffff800, add(mload(0xa0), mload(add(point, 32))))
                    let r1 := and(add(add(shl(1, add(mul(l0, l1), mul(l2, l2))), e1), q), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                    q := mulmod(sub(add(add(add(shl(1, add(mulmod(l0, l1, m), mulmod(l2, l2, m))), e1), q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), r1), 0x40000000000, m)
                    let e2 := sub(0x1fffffffffffffffffffffffffffffffffffffffffff800, add(mload(0xc0), mload(add(point, 64))))
                    let r2 := and(add(add(add(shl(1, mul(l0, l2)), mul(l1, l1)), e2), q), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                    q := mulmod(sub(add(add(add(add(shl(1, mulmod(l0, l2, m)), mulmod(l1, l1, m)), e2), q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), r2), 0x40000000000, m)
                    r0 := add(r0, shl(1, q))
                    mstore(0x200, r0)
                    mstore(0x220, r1)
                    mstore(0x240, r2)
                }
                slope := add(slope, 66)
                l0 := add(l0, shr(80, calldataload(add(slope, 0))))
                l1 := add(l1, shr(80, calldataload(add(slope, 22))))
                l2 := add(l2, shr(80, calldataload(add(slope, 44))))
                {
                    let d0 := add(mload(0x80), sub(0xfffffffffffffffffffffffffffffffffffffffffff800, mload(0x200)))
                    let d1 := add(mload(0xa0), sub(0xfffffffffffffffffffffffffffffffffffffffffffc00, mload(0x220)))
                    let d2 := add(mload(0xc0), sub(0xfffffffffffffffffffffffffffffffffffffffffffc00, mload(0x240)))
                    {
                        let q
                        let e0 := sub(0x3ffffffffffffffffffffffffffffffffffffffffffe0000, shl(1, mload(0xe0)))
                        let r0 := and(add(add(mul(l0, d0), shl(1, add(mul(l1, d2), mul(l2, d1)))), e0), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                        q := mulmod(sub(add(add(add(mulmod(l0, d0, m), shl(1, add(mulmod(l1, d2, m), mulmod(l2, d1, m)))), e0), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), r0), 0x40000000000, m)
                        let e1 := sub(0x3fffffffffffffffffffffffffffffffffffffffffff0000, shl(1, mload(0x100)))
                        let r1 := and(add(add(add(add(mul(l0, d1), mul(l1, d0)), shl(1, mul(l2, d2))), e1), q), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                        q := mulmod(sub(add(add(add(add(add(mulmod(l0, d1, m), mulmod(l1, d0, m)), shl(1, mulmod(l2, d2, m))), e1), q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), r1), 0x40000000000, m)
                        let e2 := sub(0x3fffffffffffffffffffffffffffffffffffffffffff0000, shl(1, mload(0x120)))
                        let r2 := and(add(add(add(add(mul(l0, d2), mul(l1, d1)), mul(l2, d0)), e2), q), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                        q := mulmod(sub(add(add(add(add(add(mulmod(l0, d2, m), mulmod(l1, d1, m)), mulmod(l2, d0, m)), e2), q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), r2), 0x40000000000, m)
                        r0 := add(r0, shl(1, q))
                        r1 := add(r1, shr(174, r0))
                        r2 := add(r2, shr(174, r1))
                        r0 := add(and(r0, 0x3fffffffffffffffffffffffffffffffffffffffffff), shr(173, r2))
                        let d := or(xor(r0, 0x3fffffffffffffffffffffffffffffffffffffffffff), xor(and(r1, 0x3fffffffffffffffffffffffffffffffffffffffffff), 0x3fffffffffffffffffffffffffffffffffffffffffff))
                        d := or(d, xor(and(r2, 0x1fffffffffffffffffffffffffffffffffffffffffff), 0x1fffffffffffffffffffffffffffffffffffffffffff))
                        mstore(0x4a0, or(mload(0x4a0), d))
                    }
                }
                l0 := shr(80, calldataload(slope))
                l1 := shr(80, calldataload(add(slope, 22)))
                l2 := shr(80, calldataload(add(slope, 44)))
                thirdPoint(l0, l1, l2, 0x200)
            }

            // P := 2P, Jacobian.
            function jacobianDouble() {
                let m := 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff
                {
                    let a0 := mload(0x140)
                    let a1 := mload(0x160)
                    let a2 := mload(0x180)
                    {
                        let q
                        let r0 := and(add(mul(a0, a0), shl(2, mul(a1, a2))), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                        q := mulmod(sub(add(add(mulmod(a0, a0, m), shl(2, mulmod(a1, a2, m))), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), r0), 0x40000000000, m)
                        let r1 := and(add(shl(1, add(mul(a0, a1), mul(a2, a2))), q), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                        q := mulmod(sub(add(add(shl(1, add(mulmod(a0, a1, m), mulmod(a2, a2, m))), q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), r1), 0x40000000000, m)
                        let r2 := and(add(add(shl(1, mul(a0, a2)), mul(a1, a1)), q), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                        q := mulmod(sub(add(add(add(shl(1, mulmod(a0, a2, m)), mulmod(a1, a1, m)), q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), r2), 0x40000000000, m)
                        r0 := add(r0, shl(1, q))
                        mstore(0x1a0, r0)
                        mstore(0x1c0, r1)
                        mstore(0x1e0, r2)
                    }
                }
                {
                    let a0 := mload(0xe0)
                    let a1 := mload(0x100)
                    let a2 := mload(0x120)
                    {
                        let q
                        let r0 := and(add(mul(a0, a0), shl(2, mul(a1, a2))), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                        q := mulmod(sub(add(add(mulmod(a0, a0, m), shl(2, mulmod(a1, a2, m))), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), r0), 0x40000000000, m)
                        let r1 := and(add(shl(1, add(mul(a0, a1), mul(a2, a2))), q), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                        q := mulmod(sub(add(add(shl(1, add(mulmod(a0, a1, m), mulmod(a2, a2, m))), q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), r1), 0x40000000000, m)
                        let r2 := and(add(add(shl(1, mul(a0, a2)), mul(a1, a1)), q), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                        q := mulmod(sub(add(add(add(shl(1, mulmod(a0, a2, m)), mulmod(a1, a1, m)), q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), r2), 0x40000000000, m)
                        r0 := add(r0, shl(1, q))
                        mstore(0x200, r0)
                        mstore(0x220, r1)
                        mstore(0x240, r2)
                    }
                }
                {
                    let a0 := mload(0x80)
                    let a1 := mload(0xa0)
                    let a2 := mload(0xc0)
                    let b0 := mload(0x200)
                    let b1 := mload(0x220)
                    let b2 := mload(0x240)
                    {
                        let q
                        let r0 := and(add(mul(a0, b0), shl(1, add(mul(a1, b2), mul(a2, b1)))), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                        q := mulmod(sub(add(add(mulmod(a0, b0, m), shl(1, add(mulmod(a1, b2, m), mulmod(a2, b1, m)))), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), r0), 0x40000000000, m)
                        let r1 := and(add(add(add(mul(a0, b1), mul(a1, b0)), shl(1, mul(a2, b2))), q), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                        q := mulmod(sub(add(add(add(add(mulmod(a0, b1, m), mulmod(a1, b0, m)), shl(1, mulmod(a2, b2, m))), q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), r1), 0x40000000000, m)
                        let r2 := and(add(add(add(mul(a0, b2), mul(a1, b1)), mul(a2, b0)), q), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                        q := mulmod(sub(add(add(add(add(mulmod(a0, b2, m), mulmod(a1, b1, m)), mulmod(a2, b0, m)), q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), r2), 0x40000000000, m)
                        r0 := add(r0, shl(1, q))
                        mstore(0x260, r0)
                        mstore(0x280, r1)
                        mstore(0x2a0, r2)
                    }
                }
                {
                    let a0 := add(mload(0xe0), mload(0x140))
                    let a1 := add(mload(0x100), mload(0x160))
                    let a2 := add(mload(0x120), mload(0x180))
                    {
                        let q
                        let e0 := sub(0x1fffffffffffffffffffffffffffffffffffffffffff000, add(mload(0x1a0), mload(0x200)))
                        let r0 := and(add(add(mul(a0, a0), shl(2, mul(a1, a2))), e0), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                        q := mulmod(sub(add(add(add(mulmod(a0, a0, m), shl(2, mulmod(a1, a2, m))), e0), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), r0), 0x40000000000, m)
                        let e1 := sub(0x1fffffffffffffffffffffffffffffffffffffffffff800, add(mload(0x1c0), mload(0x220)))
                        let r1 := and(add(add(shl(1, add(mul(a0, a1), mul(a2, a2))), e1), q), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                        q := mulmod(sub(add(add(add(shl(1, add(mulmod(a0, a1, m), mulmod(a2, a2, m))), e1), q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), r1), 0x40000000000, m)
                        let e2 := sub(0x1fffffffffffffffffffffffffffffffffffffffffff800, add(mload(0x1e0), mload(0x240)))
                        let r2 := and(add(add(add(shl(1, mul(a0, a2)), mul(a1, a1)), e2), q), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                        q := mulmod(sub(add(add(add(add(shl(1, mulmod(a0, a2, m)), mulmod(a1, a1, m)), e2), q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), r2), 0x40000000000, m)
                        r0 := add(r0, shl(1, q))
                        r1 := add(r1, shr(174, r0))
                        r0 := and(r0, 0x3fffffffffffffffffffffffffffffffffffffffffff)
                        mstore(0x140, r0)
                        mstore(0x160, r1)
                        mstore(0x180, r2)
                    }
                }
                {
                    let a0 := add(mload(0x80), sub(0x3ffffffffffffffffffffffffffffffffffffffffffe00, mload(0x1a0)))
                    let a1 := add(mload(0xa0), sub(0x3fffffffffffffffffffffffffffffffffffffffffff00, mload(0x1c0)))
                    let a2 := add(mload(0xc0), sub(0x3fffffffffffffffffffffffffffffffffffffffffff00, mload(0x1e0)))
                    let b0 := mul(add(mload(0x80), mload(0x1a0)), 3)
                    let b1 := mul(add(mload(0xa0), mload(0x1c0)), 3)
                    let b2 := mul(add(mload(0xc0), mload(0x1e0)), 3)
                    {
                        let q
                        let r0 := and(add(mul(a0, b0), shl(1, add(mul(a1, b2), mul(a2, b1)))), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                        q := mulmod(sub(add(add(mulmod(a0, b0, m), shl(1, add(mulmod(a1, b2, m), mulmod(a2, b1, m)))), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), r0), 0x40000000000, m)
                        let r1 := and(add(add(add(mul(a0, b1), mul(a1, b0)), shl(1, mul(a2, b2))), q), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                        q := mulmod(sub(add(add(add(add(mulmod(a0, b1, m), mulmod(a1, b0, m)), shl(1, mulmod(a2, b2, m))), q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), r1), 0x40000000000, m)
                        let r2 := and(add(add(add(mul(a0, b2), mul(a1, b1)), mul(a2, b0)), q), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                        q := mulmod(sub(add(add(add(add(mulmod(a0, b2, m), mulmod(a1, b1, m)), mulmod(a2, b0, m)), q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), r2), 0x40000000000, m)
                        r0 := add(r0, shl(1, q))
                        mstore(0x2c0, r0)
                        mstore(0x2e0, r1)
                        mstore(0x300, r2)
                    }
                }
                {
                    let a0 := mload(0x2c0)
                    let a1 := mload(0x2e0)
                    let a2 := mload(0x300)
                    {
                        let q
                        let e0 := sub(0xfffffffffffffffffffffffffffffffffffffffffff80000, shl(3, mload(0x260)))
                        let r0 := and(add(add(mul(a0, a0), shl(2, mul(a1, a2))), e0), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                        q := mulmod(sub(add(add(add(mulmod(a0, a0, m), shl(2, mulmod(a1, a2, m))), e0), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), r0), 0x40000000000, m)
                        let e1 := sub(0xfffffffffffffffffffffffffffffffffffffffffffc0000, shl(3, mload(0x280)))
                        let r1 := and(add(add(shl(1, add(mul(a0, a1), mul(a2, a2))), e1), q), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                        q := mulmod(sub(add(add(add(shl(1, add(mulmod(a0, a1, m), mulmod(a2, a2, m))), e1), q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), r1), 0x40000000000, m)
                        let e2 := sub(0xfffffffffffffffffffffffffffffffffffffffffffc0000, shl(3, mload(0x2a0)))
                        let r2 := and(add(add(add(shl(1, mul(a0, a2)), mul(a1, a1)), e2), q), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                        q := mulmod(sub(add(add(add(add(shl(1, mulmod(a0, a2, m)), mulmod(a1, a1, m)), e2), q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), r2), 0x40000000000, m)
                        r0 := add(r0, shl(1, q))
                        r1 := add(r1, shr(174, r0))
                        r0 := and(r0, 0x3fffffffffffffffffffffffffffffffffffffffffff)
                        mstore(0x80, r0)
                        mstore(0xa0, r1)
                        mstore(0xc0, r2)
                    }
                }
                {
                    let a0 := mload(0x2c0)
                    let a1 := mload(0x2e0)
                    let a2 := mload(0x300)
                    let b0 := add(shl(1, shl(1, mload(0x260))), sub(0xfffffffffffffffffffffffffffffffffffffffffff8, mload(0x80)))
                    let b1 := add(shl(1, shl(1, mload(0x280))), sub(0xfffffffffffffffffffffffffffffffffffffffffffc, mload(0xa0)))
                    let b2 := add(shl(1, shl(1, mload(0x2a0))), sub(0xfffffffffffffffffffffffffffffffffffffffffffc, mload(0xc0)))
                    {
                        let q
                        let r0 := and(sub(add(mul(a0, b0), shl(1, add(mul(a1, b2), mul(a2, b1)))), add(shl(3, mul(mload(0x200), mload(0x200))), shl(5, mul(mload(0x220), mload(0x240))))), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                        q := mulmod(sub(add(add(mulmod(a0, b0, m), shl(1, add(mulmod(a1, b2, m), mulmod(a2, b1, m)))), 0x29ffff80000000000fffffffffffffffffffffffffffffffffffffd6), add(add(shl(3, mulmod(mload(0x200), mload(0x200), m)), shl(5, mulmod(mload(0x220), mload(0x240), m))), r0)), 0x40000000000, m)
                        let r1 := and(sub(add(add(add(mul(a0, b1), mul(a1, b0)), shl(1, mul(a2, b2))), q), shl(4, add(mul(mload(0x200), mload(0x220)), mul(mload(0x240), mload(0x240))))), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                        q := mulmod(sub(add(add(add(add(mulmod(a0, b1, m), mulmod(a1, b0, m)), shl(1, mulmod(a2, b2, m))), q), 0x21ffffc0000000000fffffffffffffffffffffffffffffffffffffde), add(shl(4, add(mulmod(mload(0x200), mload(0x220), m), mulmod(mload(0x240), mload(0x240), m))), r1)), 0x40000000000, m)
                        let r2 := and(sub(add(add(add(mul(a0, b2), mul(a1, b1)), mul(a2, b0)), q), add(shl(4, mul(mload(0x200), mload(0x240))), shl(3, mul(mload(0x220), mload(0x220))))), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                        q := mulmod(sub(add(add(add(add(mulmod(a0, b2, m), mulmod(a1, b1, m)), mulmod(a2, b0, m)), q), 0x19ffffc0000000000fffffffffffffffffffffffffffffffffffffe6), add(add(shl(4, mulmod(mload(0x200), mload(0x240), m)), shl(3, mulmod(mload(0x220), mload(0x220), m))), r2)), 0x40000000000, m)
                        r0 := add(r0, shl(1, q))
                        r1 := add(r1, shr(174, r0))
                        r0 := and(r0, 0x3fffffffffffffffffffffffffffffffffffffffffff)
                        mstore(0xe0, r0)
                        mstore(0x100, r1)
                        mstore(0x120, r2)
                    }
                }
            }

            // T2 := x2 z^2 - x and T4 := y2 z^3 - y, for the point or its negative.
            function jacobianCompare(point, sign) {
                let m := 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff
                {
                    let a0 := mload(0x140)
                    let a1 := mload(0x160)
                    let a2 := mload(0x180)
                    {
                        let q
                        let r0 := and(add(mul(a0, a0), shl(2, mul(a1, a2))), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                        q := mulmod(sub(add(add(mulmod(a0, a0, m), shl(2, mulmod(a1, a2, m))), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), r0), 0x40000000000, m)
                        let r1 := and(add(shl(1, add(mul(a0, a1), mul(a2, a2))), q), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                        q := mulmod(sub(add(add(shl(1, add(mulmod(a0, a1, m), mulmod(a2, a2, m))), q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), r1), 0x40000000000, m)
                        let r2 := and(add(add(shl(1, mul(a0, a2)), mul(a1, a1)), q), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                        q := mulmod(sub(add(add(add(shl(1, mulmod(a0, a2, m)), mulmod(a1, a1, m)), q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), r2), 0x40000000000, m)
                        r0 := add(r0, shl(1, q))
                        mstore(0x1a0, r0)
                        mstore(0x1c0, r1)
                        mstore(0x1e0, r2)
                    }
                }
                {
                    let a0 := mload(point)
                    let a1 := mload(add(point, 32))
                    let a2 := mload(add(point, 64))
                    let b0 := mload(0x1a0)
                    let b1 := mload(0x1c0)
                    let b2 := mload(0x1e0)
                    {
                        let q
                        let e0 := sub(0xfffffffffffffffffffffffffffffffffffffffffff8, mload(0x80))
                        let r0 := and(add(add(mul(a0, b0), shl(1, add(mul(a1, b2), mul(a2, b1)))), e0), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                        q := mulmod(sub(add(add(add(mulmod(a0, b0, m), shl(1, add(mulmod(a1, b2, m), mulmod(a2, b1, m)))), e0), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), r0), 0x40000000000, m)
                        let e1 := sub(0xfffffffffffffffffffffffffffffffffffffffffffc, mload(0xa0))
                        let r1 := and(add(add(add(add(mul(a0, b1), mul(a1, b0)), shl(1, mul(a2, b2))), e1), q), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                        q := mulmod(sub(add(add(add(add(add(mulmod(a0, b1, m), mulmod(a1, b0, m)), shl(1, mulmod(a2, b2, m))), e1), q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), r1), 0x40000000000, m)
                        let e2 := sub(0xfffffffffffffffffffffffffffffffffffffffffffc, mload(0xc0))
                        let r2 := and(add(add(add(add(mul(a0, b2), mul(a1, b1)), mul(a2, b0)), e2), q), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                        q := mulmod(sub(add(add(add(add(add(mulmod(a0, b2, m), mulmod(a1, b1, m)), mulmod(a2, b0, m)), e2), q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), r2), 0x40000000000, m)
                        r0 := add(r0, shl(1, q))
                        mstore(0x200, r0)
                        mstore(0x220, r1)
                        mstore(0x240, r2)
                    }
                }
                {
                    let a0 := mload(0x140)
                    let a1 := mload(0x160)
                    let a2 := mload(0x180)
                    let b0 := mload(0x1a0)
                    let b1 := mload(0x1c0)
                    let b2 := mload(0x1e0)
                    {
                        let q
                        let r0 := and(add(mul(a0, b0), shl(1, add(mul(a1, b2), mul(a2, b1)))), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                        q := mulmod(sub(add(add(mulmod(a0, b0, m), shl(1, add(mulmod(a1, b2, m), mulmod(a2, b1, m)))), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), r0), 0x40000000000, m)
                        let r1 := and(add(add(add(mul(a0, b1), mul(a1, b0)), shl(1, mul(a2, b2))), q), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                        q := mulmod(sub(add(add(add(add(mulmod(a0, b1, m), mulmod(a1, b0, m)), shl(1, mulmod(a2, b2, m))), q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), r1), 0x40000000000, m)
                        let r2 := and(add(add(add(mul(a0, b2), mul(a1, b1)), mul(a2, b0)), q), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                        q := mulmod(sub(add(add(add(add(mulmod(a0, b2, m), mulmod(a1, b1, m)), mulmod(a2, b0, m)), q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), r2), 0x40000000000, m)
                        r0 := add(r0, shl(1, q))
                        mstore(0x260, r0)
                        mstore(0x280, r1)
                        mstore(0x2a0, r2)
                    }
                }
                {
                    let a0 := add(0xfffffffffffffffffffffffffffffffffffffffffff8, mul(sign, mload(add(point, 96))))
                    let a1 := add(0xfffffffffffffffffffffffffffffffffffffffffffc, mul(sign, mload(add(add(point, 96), 32))))
                    let a2 := add(0xfffffffffffffffffffffffffffffffffffffffffffc, mul(sign, mload(add(add(point, 96), 64))))
                    let b0 := mload(0x260)
                    let b1 := mload(0x280)
                    let b2 := mload(0x2a0)
                    {
                        let q
                        let e0 := sub(0xfffffffffffffffffffffffffffffffffffffffffff8, mload(0xe0))
                        let r0 := and(add(add(mul(a0, b0), shl(1, add(mul(a1, b2), mul(a2, b1)))), e0), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                        q := mulmod(sub(add(add(add(mulmod(a0, b0, m), shl(1, add(mulmod(a1, b2, m), mulmod(a2, b1, m)))), e0), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), r0), 0x40000000000, m)
                        let e1 := sub(0xfffffffffffffffffffffffffffffffffffffffffffc, mload(0x100))
                        let r1 := and(add(add(add(add(mul(a0, b1), mul(a1, b0)), shl(1, mul(a2, b2))), e1), q), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                        q := mulmod(sub(add(add(add(add(add(mulmod(a0, b1, m), mulmod(a1, b0, m)), shl(1, mulmod(a2, b2, m))), e1), q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), r1), 0x40000000000, m)
                        let e2 := sub(0xfffffffffffffffffffffffffffffffffffffffffffc, mload(0x120))
                        let r2 := and(add(add(add(add(mul(a0, b2), mul(a1, b1)), mul(a2, b0)), e2), q), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                        q := mulmod(sub(add(add(add(add(add(mulmod(a0, b2, m), mulmod(a1, b1, m)), mulmod(a2, b0, m)), e2), q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), r2), 0x40000000000, m)
                        r0 := add(r0, shl(1, q))
                        mstore(0x2c0, r0)
                        mstore(0x2e0, r1)
                        mstore(0x300, r2)
                    }
                }
            }

            // P := P + point or P - point after jacobianCompare, unless T2 is zero.
            function jacobianAdd() {
                let m := 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff
                {
                    let a0 := mload(0x140)
                    let a1 := mload(0x160)
                    let a2 := mload(0x180)
                    let b0 := mload(0x200)
                    let b1 := mload(0x220)
                    let b2 := mload(0x240)
                    {
                        let q
                        let r0 := and(add(mul(a0, b0), shl(1, add(mul(a1, b2), mul(a2, b1)))), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                        q := mulmod(sub(add(add(mulmod(a0, b0, m), shl(1, add(mulmod(a1, b2, m), mulmod(a2, b1, m)))), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), r0), 0x40000000000, m)
                        let r1 := and(add(add(add(mul(a0, b1), mul(a1, b0)), shl(1, mul(a2, b2))), q), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                        q := mulmod(sub(add(add(add(add(mulmod(a0, b1, m), mulmod(a1, b0, m)), shl(1, mulmod(a2, b2, m))), q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), r1), 0x40000000000, m)
                        let r2 := and(add(add(add(mul(a0, b2), mul(a1, b1)), mul(a2, b0)), q), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                        q := mulmod(sub(add(add(add(add(mulmod(a0, b2, m), mulmod(a1, b1, m)), mulmod(a2, b0, m)), q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), r2), 0x40000000000, m)
                        r0 := add(r0, shl(1, q))
                        r1 := add(r1, shr(174, r0))
                        r0 := and(r0, 0x3fffffffffffffffffffffffffffffffffffffffffff)
                        mstore(0x140, r0)
                        mstore(0x160, r1)
                        mstore(0x180, r2)
                    }
                }
                {
                    let a0 := mload(0x200)
                    let a1 := mload(0x220)
                    let a2 := mload(0x240)
                    {
                        let q
                        let r0 := and(add(mul(a0, a0), shl(2, mul(a1, a2))), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                        q := mulmod(sub(add(add(mulmod(a0, a0, m), shl(2, mulmod(a1, a2, m))), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), r0), 0x40000000000, m)
                        let r1 := and(add(shl(1, add(mul(a0, a1), mul(a2, a2))), q), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                        q := mulmod(sub(add(add(shl(1, add(mulmod(a0, a1, m), mulmod(a2, a2, m))), q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), r1), 0x40000000000, m)
                        let r2 := and(add(add(shl(1, mul(a0, a2)), mul(a1, a1)), q), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                        q := mulmod(sub(add(add(add(shl(1, mulmod(a0, a2, m)), mulmod(a1, a1, m)), q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), r2), 0x40000000000, m)
                        r0 := add(r0, shl(1, q))
                        mstore(0x320, r0)
                        mstore(0x340, r1)
                        mstore(0x360, r2)
                    }
                }
                {
                    let a0 := mload(0x200)
                    let a1 := mload(0x220)
                    let a2 := mload(0x240)
                    let b0 := mload(0x320)
                    let b1 := mload(0x340)
                    let b2 := mload(0x360)
                    {
                        let q
                        let r0 := and(add(mul(a0, b0), shl(1, add(mul(a1, b2), mul(a2, b1)))), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                        q := mulmod(sub(add(add(mulmod(a0, b0, m), shl(1, add(mulmod(a1, b2, m), mulmod(a2, b1, m)))), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), r0), 0x40000000000, m)
                        let r1 := and(add(add(add(mul(a0, b1), mul(a1, b0)), shl(1, mul(a2, b2))), q), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                        q := mulmod(sub(add(add(add(add(mulmod(a0, b1, m), mulmod(a1, b0, m)), shl(1, mulmod(a2, b2, m))), q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), r1), 0x40000000000, m)
                        let r2 := and(add(add(add(mul(a0, b2), mul(a1, b1)), mul(a2, b0)), q), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                        q := mulmod(sub(add(add(add(add(mulmod(a0, b2, m), mulmod(a1, b1, m)), mulmod(a2, b0, m)), q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), r2), 0x40000000000, m)
                        r0 := add(r0, shl(1, q))
                        mstore(0x380, r0)
                        mstore(0x3a0, r1)
                        mstore(0x3c0, r2)
                    }
                }
                {
                    let a0 := mload(0x80)
                    let a1 := mload(0xa0)
                    let a2 := mload(0xc0)
                    let b0 := mload(0x320)
                    let b1 := mload(0x340)
                    let b2 := mload(0x360)
                    {
                        let q
                        let r0 := and(add(mul(a0, b0), shl(1, add(mul(a1, b2), mul(a2, b1)))), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                        q := mulmod(sub(add(add(mulmod(a0, b0, m), shl(1, add(mulmod(a1, b2, m), mulmod(a2, b1, m)))), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), r0), 0x40000000000, m)
                        let r1 := and(add(add(add(mul(a0, b1), mul(a1, b0)), shl(1, mul(a2, b2))), q), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                        q := mulmod(sub(add(add(add(add(mulmod(a0, b1, m), mulmod(a1, b0, m)), shl(1, mulmod(a2, b2, m))), q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), r1), 0x40000000000, m)
                        let r2 := and(add(add(add(mul(a0, b2), mul(a1, b1)), mul(a2, b0)), q), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                        q := mulmod(sub(add(add(add(add(mulmod(a0, b2, m), mulmod(a1, b1, m)), mulmod(a2, b0, m)), q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), r2), 0x40000000000, m)
                        r0 := add(r0, shl(1, q))
                        mstore(0x3e0, r0)
                        mstore(0x400, r1)
                        mstore(0x420, r2)
                    }
                }
                {
                    let a0 := mload(0x2c0)
                    let a1 := mload(0x2e0)
                    let a2 := mload(0x300)
                    {
                        let q
                        let e0 := sub(0x7ffffffffffffffffffffffffffffffffffffffffffc00000, add(mload(0x380), shl(1, mload(0x3e0))))
                        let r0 := and(add(add(mul(a0, a0), shl(2, mul(a1, a2))), e0), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                        q := mulmod(sub(add(add(add(mulmod(a0, a0, m), shl(2, mulmod(a1, a2, m))), e0), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), r0), 0x40000000000, m)
                        let e1 := sub(0x7ffffffffffffffffffffffffffffffffffffffffffe00000, add(mload(0x3a0), shl(1, mload(0x400))))
                        let r1 := and(add(add(shl(1, add(mul(a0, a1), mul(a2, a2))), e1), q), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                        q := mulmod(sub(add(add(add(shl(1, add(mulmod(a0, a1, m), mulmod(a2, a2, m))), e1), q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), r1), 0x40000000000, m)
                        let e2 := sub(0x7ffffffffffffffffffffffffffffffffffffffffffe00000, add(mload(0x3c0), shl(1, mload(0x420))))
                        let r2 := and(add(add(add(shl(1, mul(a0, a2)), mul(a1, a1)), e2), q), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                        q := mulmod(sub(add(add(add(add(shl(1, mulmod(a0, a2, m)), mulmod(a1, a1, m)), e2), q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), r2), 0x40000000000, m)
                        r0 := add(r0, shl(1, q))
                        r1 := add(r1, shr(174, r0))
                        r0 := and(r0, 0x3fffffffffffffffffffffffffffffffffffffffffff)
                        mstore(0x80, r0)
                        mstore(0xa0, r1)
                        mstore(0xc0, r2)
                    }
                }
                {
                    let a0 := mload(0x2c0)
                    let a1 := mload(0x2e0)
                    let a2 := mload(0x300)
                    let b0 := add(mload(0x3e0), sub(0xfffffffffffffffffffffffffffffffffffffffffff8, mload(0x80)))
                    let b1 := add(mload(0x400), sub(0xfffffffffffffffffffffffffffffffffffffffffffc, mload(0xa0)))
                    let b2 := add(mload(0x420), sub(0xfffffffffffffffffffffffffffffffffffffffffffc, mload(0xc0)))
                    let c0 := mload(0xe0)
                    let c1 := mload(0x100)
                    let c2 := mload(0x120)
                    {
                        let q
                        let r0 := and(sub(add(mul(a0, b0), shl(1, add(mul(a1, b2), mul(a2, b1)))), add(mul(c0, mload(0x380)), shl(1, add(mul(c1, mload(0x3c0)), mul(c2, mload(0x3a0)))))), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                        q := mulmod(sub(add(add(mulmod(a0, b0, 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), shl(1, add(mulmod(a1, b2, 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), mulmod(a2, b1, 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff)))), 0x6fffff00000000001fffffffffffffffffffffffffffffffffffff9), add(add(mulmod(c0, mload(0x380), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), shl(1, add(mulmod(c1, mload(0x3c0), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), mulmod(c2, mload(0x3a0), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff)))), r0)), 0x40000000000, 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff)
                        let r1 := and(sub(add(add(add(mul(a0, b1), mul(a1, b0)), shl(1, mul(a2, b2))), q), add(add(mul(c0, mload(0x3a0)), mul(c1, mload(0x380))), shl(1, mul(c2, mload(0x3c0))))), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                        q := mulmod(sub(add(add(add(add(mulmod(a0, b1, 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), mulmod(a1, b0, 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff)), shl(1, mulmod(a2, b2, 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff))), q), 0x5fffff80000000001fffffffffffffffffffffffffffffffffffffa), add(add(add(mulmod(c0, mload(0x3a0), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), mulmod(c1, mload(0x380), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff)), shl(1, mulmod(c2, mload(0x3c0), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff))), r1)), 0x40000000000, 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff)
                        let r2 := and(sub(add(add(add(mul(a0, b2), mul(a1, b1)), mul(a2, b0)), q), add(add(mul(c0, mload(0x3c0)), mul(c1, mload(0x3a0))), mul(c2, mload(0x380)))), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                        q := mulmod(sub(add(add(add(add(mulmod(a0, b2, 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), mulmod(a1, b1, 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff)), mulmod(a2, b0, 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff)), q), 0x4fffff80000000001fffffffffffffffffffffffffffffffffffffb), add(add(add(mulmod(c0, mload(0x3c0), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), mulmod(c1, mload(0x3a0), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff)), mulmod(c2, mload(0x380), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff)), r2)), 0x40000000000, 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff)
                        r0 := add(r0, shl(1, q))
                        r1 := add(r1, shr(174, r0))
                        r0 := and(r0, 0x3fffffffffffffffffffffffffffffffffffffffffff)
                        mstore(0xe0, r0)
                        mstore(0x100, r1)
                        mstore(0x120, r2)
                    }
                }
            }

            // Checks that P has this x.
            function jacobianRequireX(value) {
                let m := 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff
                fieldSquare(0x140, 0x1a0)
                fieldMultiply(0x1a0, value, 0x1a0)
                requireMultipleOfP(add(mload(0x1a0), sub(0xfffffffffffffffffffffffffffffffffffffffffff8, mload(0x80))), add(mload(0x1c0), sub(0xfffffffffffffffffffffffffffffffffffffffffffc, mload(0xa0))), add(mload(0x1e0), sub(0xfffffffffffffffffffffffffffffffffffffffffffc, mload(0xc0))))
            }

            // result := left right mod p.
            function fieldMultiply(left, right, result) {
                let m := 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff
                {
                    let a0 := mload(left)
                    let a1 := mload(add(left, 32))
                    let a2 := mload(add(left, 64))
                    let b0 := mload(right)
                    let b1 := mload(add(right, 32))
                    let b2 := mload(add(right, 64))
                    {
                        let q
                        let r0 := and(add(mul(a0, b0), shl(1, add(mul(a1, b2), mul(a2, b1)))), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                        q := mulmod(sub(add(add(mulmod(a0, b0, m), shl(1, add(mulmod(a1, b2, m), mulmod(a2, b1, m)))), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), r0), 0x40000000000, m)
                        let r1 := and(add(add(add(mul(a0, b1), mul(a1, b0)), shl(1, mul(a2, b2))), q), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                        q := mulmod(sub(add(add(add(add(mulmod(a0, b1, m), mulmod(a1, b0, m)), shl(1, mulmod(a2, b2, m))), q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), r1), 0x40000000000, m)
                        let r2 := and(add(add(add(mul(a0, b2), mul(a1, b1)), mul(a2, b0)), q), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                        q := mulmod(sub(add(add(add(add(mulmod(a0, b2, m), mulmod(a1, b1, m)), mulmod(a2, b0, m)), q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), r2), 0x40000000000, m)
                        r0 := add(r0, shl(1, q))
                        r1 := add(r1, shr(174, r0))
                        r0 := and(r0, 0x3fffffffffffffffffffffffffffffffffffffffffff)
                        mstore(result, r0)
                        mstore(add(result, 32), r1)
                        mstore(add(result, 64), r2)
                    }
                }
            }

            // result := value^2 mod p.
            function fieldSquare(value, result) {
                let m := 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff
                {
                    let a0 := mload(value)
                    let a1 := mload(add(value, 32))
                    let a2 := mload(add(value, 64))
                    {
                        let q
                        let r0 := and(add(mul(a0, a0), shl(2, mul(a1, a2))), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                        q := mulmod(sub(add(add(mulmod(a0, a0, m), shl(2, mulmod(a1, a2, m))), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), r0), 0x40000000000, m)
                        let r1 := and(add(shl(1, add(mul(a0, a1), mul(a2, a2))), q), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                        q := mulmod(sub(add(add(shl(1, add(mulmod(a0, a1, m), mulmod(a2, a2, m))), q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), r1), 0x40000000000, m)
                        let r2 := and(add(add(shl(1, mul(a0, a2)), mul(a1, a1)), q), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                        q := mulmod(sub(add(add(add(shl(1, mulmod(a0, a2, m)), mulmod(a1, a1, m)), q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff), r2), 0x40000000000, m)
                        r0 := add(r0, shl(1, q))
                        r1 := add(r1, shr(174, r0))
                        r0 := and(r0, 0x3fffffffffffffffffffffffffffffffffffffffffff)
                        mstore(result, r0)
                        mstore(add(result, 32), r1)
                        mstore(add(result, 64), r2)
                    }
                }
            }

            // result := left right mod n.
            function multiplyModN(left, right, result) {
                let m := 0xffffffffffffffffffffffffffffffffffffffffffffffffffffff
                {
                    let a0 := mload(left)
                    let a1 := mload(add(left, 32))
                    let a2 := mload(add(left, 64))
                    let b0 := mload(right)
                    let b1 := mload(add(right, 32))
                    let b2 := mload(add(right, 64))
                    let q := 0
                    let r
                    r := and(add(mul(a0, b0), q), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                    q := mulmod(sub(add(add(mulmod(a0, b0, m), q), m), r), 0x40000000000, m)
                    mstore(416, r)
                    r := and(add(add(mul(a0, b1), mul(a1, b0)), q), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                    q := mulmod(sub(add(add(add(mulmod(a0, b1, m), mulmod(a1, b0, m)), q), m), r), 0x40000000000, m)
                    mstore(448, r)
                    r := and(add(add(add(mul(a0, b2), mul(a1, b1)), mul(a2, b0)), q), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                    q := mulmod(sub(add(add(add(add(mulmod(a0, b2, m), mulmod(a1, b1, m)), mulmod(a2, b0, m)), q), m), r), 0x40000000000, m)
                    mstore(480, r)
                    r := and(add(add(mul(a1, b2), mul(a2, b1)), q), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                    q := mulmod(sub(add(add(add(mulmod(a1, b2, m), mulmod(a2, b1, m)), q), m), r), 0x40000000000, m)
                    mstore(512, r)
                    r := and(add(mul(a2, b2), q), 0x3fffffffffffffffffffffffffffffffffffffffffff)
                    q := mulmod(sub(add(add(mulmod(a2, b2, m), q), m), r), 0x40000000000, m)
                    mstore(544, r)
                    mstore(576, q)
                }
                mstore(1288, shr(154, mload(576)))
                mstore(1320, or(shr(72, mload(544)), shl(102, mload(576))))
                mstore(1352, or(or(shr(164, mload(480)), shl(10, mload(512))), shl(184, mload(544))))
                mstore(1384, or(shr(82, mload(448)), shl(92, mload(480))))
                mstore(1416, or(mload(416), shl(174, mload(448))))
                mstore(1216, 136)
                mstore(1248, 1)
                mstore(1280, 66)
                mstore8(1448, 1)
                mstore(1449, 0x1ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff)
                mstore(1451, 0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa)
                mstore(1483, 0x51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409)
                let answered := staticcall(gas(), 5, 1216, 299, 416, 66)
                if iszero(and(answered, eq(returndatasize(), 66))) { revert(0, 0) }
                let low := mload(450)
                let middle := mload(418)
                mstore(result, and(low, 0x3fffffffffffffffffffffffffffffffffffffffffff))
                mstore(add(result, 32), and(or(shr(174, low), shl(82, middle)), 0x3fffffffffffffffffffffffffffffffffffffffffff))
                mstore(add(result, 64), or(shr(92, middle), shl(164, shr(240, mload(416)))))
            }

            // Numbers and points are in memory: three words a number, lowest limb first; x and then y.

            // --- Numbers of 521 bits

            // From the words of a number, `high` from bit 512 on, to limbs.
            function writeNumber(place, high, middle, low) {
                mstore(place, and(low, LIMB))
                mstore(add(place, 32), and(or(shr(174, low), shl(82, middle)), LIMB))
                mstore(add(place, 64), or(shr(92, middle), shl(164, high)))
            }

            // The words of limbs that may be longer than 174 bits.
            function wordsOf(place) -> high, middle, low {
                let first := mload(place)
                let second := add(mload(add(place, 32)), shr(174, first))
                let third := add(mload(add(place, 64)), shr(174, second))
                second := and(second, LIMB)
                low := or(and(first, LIMB), shl(174, second))
                middle := or(shr(82, second), shl(92, third))
                high := shr(164, third)
            }

            function copyNumber(from, to) {
                mstore(to, mload(from))
                mstore(add(to, 32), mload(add(from, 32)))
                mstore(add(to, 64), mload(add(from, 64)))
            }

            function keepPoint(to) {
                copyNumber(X, to)
                copyNumber(Y, add(to, 96))
            }

            function isBelow(high, middle, low, otherHigh, otherMiddle, otherLow) -> below {
                switch eq(high, otherHigh)
                case 0 { below := lt(high, otherHigh) }
                default {
                    switch eq(middle, otherMiddle)
                    case 0 { below := lt(middle, otherMiddle) }
                    default { below := lt(low, otherLow) }
                }
            }

            // A coordinate, 66 bytes big-endian, which has to be below p = 2^521 - 1.
            function readCoordinate(offset, place) -> ok {
                let high := shr(240, calldataload(offset))
                let middle := calldataload(add(offset, 2))
                let low := calldataload(add(offset, 34))
                writeNumber(place, high, middle, low)
                ok := isBelow(high, middle, low, 0x1ff, not(0), not(0))
            }

            // r or s, which have to be from 1 to n - 1 (FIPS 186-5, section 6.4.2, step 1).
            function readScalar(offset, place) -> ok {
                let high := shr(240, calldataload(offset))
                let middle := calldataload(add(offset, 2))
                let low := calldataload(add(offset, 34))
                writeNumber(place, high, middle, low)
                ok := and(iszero(iszero(or(or(high, middle), low))), isBelow(high, middle, low, 0x1ff, ORDER_MIDDLE, ORDER_LOW))
            }

            // number := number + n, if that is below p; r may be the remainder of such an x.
            function addOrder(place) -> ok {
                let high, middle, low := wordsOf(place)
                ok := isBelow(high, middle, low, 0, GAP_MIDDLE, GAP_LOW)
                let sum := add(low, ORDER_LOW)
                // The sum is below p: its topmost word is that of n.
                writeNumber(place, 0x1ff, add(add(middle, ORDER_MIDDLE), lt(sum, low)), sum)
            }

            // Whether a number below 3p is zero modulo p. With the bits above 2^521 added at the bottom, zero is written 0 or p.
            function isZero(place) -> zero {
                let first := mload(place)
                let second := add(mload(add(place, 32)), shr(174, first))
                let third := add(mload(add(place, 64)), shr(174, second))
                first := add(and(first, LIMB), shr(173, third))
                second := and(second, LIMB)
                third := and(third, TOP_LIMB)
                zero := or(
                    iszero(or(or(first, second), third)),
                    iszero(or(or(xor(first, LIMB), xor(second, LIMB)), xor(third, TOP_LIMB)))
                )
            }

            // Whether no equation has failed since this was asked last.
            function allHeld() -> held {
                held := iszero(mload(FAILED))
                mstore(FAILED, 0)
            }

            // number := number^exponent modulo a prime of 521 bits, by the precompile of EIP-198; the exponent has `length` bytes at EXPONENT.
            // Reverts without its answer: a caller who is sparing with gas is to fail, not to be told something.
            function raise(place, length, modulusMiddle, modulusLow) {
                let high, middle, low := wordsOf(place)
                mstore(MODEXP, 66)
                mstore(add(MODEXP, 0x20), length)
                mstore(add(MODEXP, 0x40), 66)
                mstore(add(MODEXP, 0x60), shl(240, high))
                mstore(add(MODEXP, 0x62), middle)
                mstore(add(MODEXP, 0x82), low)
                let modulus := add(EXPONENT, length)
                mstore(modulus, shl(240, 0x1ff))
                mstore(add(modulus, 2), modulusMiddle)
                mstore(add(modulus, 34), modulusLow)
                let answered := staticcall(gas(), 5, MODEXP, add(0xe4, length), MODEXP, 66)
                if iszero(and(answered, eq(returndatasize(), 66))) { revert(0, 0) }
                writeNumber(place, shr(240, mload(MODEXP)), mload(add(MODEXP, 2)), mload(add(MODEXP, 34)))
            }

            // number := number^(n - 2), its inverse modulo n.
            function invertModN(place) {
                mstore(EXPONENT, shl(240, 0x1ff))
                mstore(add(EXPONENT, 2), ORDER_MIDDLE)
                mstore(add(EXPONENT, 34), sub(ORDER_LOW, 2))
                raise(place, 66, ORDER_MIDDLE, ORDER_LOW)
            }

            function raiseModP(place, exponent) {
                mstore(EXPONENT, exponent)
                raise(place, 32, not(0), not(0))
            }

            // z := z^(p - 2), its inverse modulo p. EIP-7883 charges bits of an exponent beyond 32 bytes twice, so there are none:
            // 2^521 - 3 = ((2^256 - 1) 2^256 + 2^256 - 1) 2^9 + 509.
            function invertZ() {
                copyNumber(Z, T1)
                raiseModP(T1, not(0))
                copyNumber(T1, T2)
                raiseModP(T2, shl(255, 1))
                fieldSquare(T2, T2)
                fieldMultiply(T1, T2, T1)
                raiseModP(T1, 512)
                raiseModP(Z, 509)
                fieldMultiply(Z, T1, Z)
            }

            // --- Without hints: u1 G + u2 Q in Jacobian coordinates

            // The digits of a scalar, a signed byte for every second place: zero, or odd and below 2^(width - 1) either way, and then width - 1
            // zeros at least.
            function writeDigits(scalar, width, digits) {
                let high, middle, low := wordsOf(scalar)
                mstore(T1, 0)
                mstore(add(T1, 0x20), high)
                mstore(add(T1, 0x40), middle)
                mstore(add(T1, 0x60), low)
                let last := add(T1, 0x60)
                let window := sub(shl(width, 1), 1)
                let carried := 0
                for { let i := 0 } lt(i, 522) {} {
                    let bits := shr(and(i, 7), mload(sub(last, shr(3, i))))
                    switch eq(and(bits, 1), carried)
                    case 1 { i := add(i, 1) }
                    default {
                        // The upper half of the window stands for a negative digit, and a carry.
                        let digit := add(and(bits, window), carried)
                        carried := shr(sub(width, 1), digit)
                        mstore8(add(digits, shl(1, i)), sub(digit, shl(width, carried)))
                        i := add(i, width)
                    }
                }
            }

            // (x, y) -> (x z^2, y z^3)
            function scalePoint(from, z, to) {
                fieldSquare(z, T5)
                fieldMultiply(z, T5, T6)
                fieldMultiply(from, T5, to)
                fieldMultiply(add(from, 96), T6, add(to, 96))
            }

            // Q, 3Q, … 15Q in affine coordinates. With z of 2Q = (x, y, z), the map (x, y) -> (x z^2, y z^3) leads to a curve where 2Q is the
            // affine point (x, y), so that the cheap addition adds it. Of all denominators only the last has to be inverted.
            function multiplesOfQ() {
                startPoint(TABLE_Q, 1)
                jacobianDouble()
                keepPoint(TWICE)
                copyNumber(Z, W)
                scalePoint(TABLE_Q, W, X)
                mstore(Z, 1)
                mstore(add(Z, 32), 0)
                mstore(add(Z, 64), 0)
                let point := TABLE_Q
                let ratio := DIGITS
                for { let i := 1 } lt(i, 8) { i := add(i, 1) } {
                    jacobianCompare(TWICE, 1)
                    copyNumber(T2, ratio)
                    jacobianAdd()
                    point := add(point, POINT_BYTES)
                    ratio := add(ratio, 96)
                    keepPoint(point)
                }
                fieldMultiply(Z, W, Z)
                invertZ()
                for { let i := 1 } lt(i, 8) { i := add(i, 1) } {
                    scalePoint(point, Z, point)
                    point := sub(point, POINT_BYTES)
                    ratio := sub(ratio, 96)
                    fieldMultiply(Z, ratio, Z)
                }
            }

            // P := P + digit times the base of a table of odd multiples; P may be infinity before and after.
            function addMultiple(finite, table, digit) -> finiteThen {
                let sign := 1
                if gt(digit, 127) {
                    digit := sub(256, digit)
                    sign := not(0)
                }
                let point := add(table, mul(shr(1, digit), POINT_BYTES))
                finiteThen := 1
                switch finite
                case 0 { startPoint(point, sign) }
                default {
                    jacobianCompare(point, sign)
                    // Multiples of p below 3p end in 0, -1 or -2, and nearly nothing else does.
                    let same := lt(and(add(mload(T2), 2), LIMB), 3)
                    if same { same := isZero(T2) }
                    switch same
                    case 0 { jacobianAdd() }
                    default {
                        switch isZero(T4)
                        case 0 { finiteThen := 0 }
                        default { jacobianDouble() }
                    }
                }
            }

            // FIPS 186-5, section 6.4.2, steps 3 to 8, from r, s and the digest e.
            function verifyPlain() -> valid {
                copyNumber(S, W)
                invertModN(W)
                multiplyModN(E, W, U)
                multiplyModN(R, W, V)
                multiplesOfQ()
                calldatacopy(DIGITS, calldatasize(), 0x440)
                writeDigits(U, 8, DIGITS)
                writeDigits(V, 5, add(DIGITS, 1))
                let finite := 0
                for { let place := add(DIGITS, 1046) } gt(place, DIGITS) {} {
                    place := sub(place, 2)
                    if finite { jacobianDouble() }
                    let digits := shr(240, mload(place))
                    if digits {
                        let digit := shr(8, digits)
                        if digit { finite := addMultiple(finite, POINTS, digit) }
                        digit := and(digits, 0xff)
                        if digit { finite := addMultiple(finite, TABLE_Q, digit) }
                    }
                }
                if finite {
                    jacobianRequireX(R)
                    valid := allHeld()
                    if iszero(valid) {
                        if addOrder(R) {
                            jacobianRequireX(R)
                            valid := allHeld()
                        }
                    }
                }
            }

            // --- With hints: d R = g G + c Q, where d is not zero, c s = d r and g s = d e modulo n

            // Q, 3Q, … 15Q, or those of R: slopes of the tangent at the point, and of seven lines through 2Q.
            function hintedMultiples(point, slope) {
                startPoint(point, 1)
                affineDouble(slope)
                keepPoint(TWICE)
                startPoint(point, 1)
                for { let i := 1 } lt(i, 8) { i := add(i, 1) } {
                    slope := add(slope, 66)
                    point := add(point, POINT_BYTES)
                    affineAdd(slope, TWICE, 1)
                    keepPoint(point)
                }
            }

            // A step: how many doublings it comes after the one before (7 bits), whether it subtracts (1 bit), which entry of the tables (8 bits).
            // Adds what it contributes to the scalar of G, Q or R. The point is 0 if there is no such step.
            function readStep(step, position) -> gap, point, sign {
                let entry := shr(240, calldataload(step))
                gap := shr(9, entry)
                sign := sub(1, and(shr(7, entry), 2))
                entry := and(entry, 0xff)
                if iszero(or(gt(entry, 143), gt(gap, position))) {
                    point := add(POINTS, mul(entry, POINT_BYTES))
                    position := sub(position, gap)
                    let scalar := W
                    if gt(entry, 63) {
                        switch gt(entry, 127)
                        case 0 { position := add(position, SECOND_BASE) }
                        default {
                            scalar := U
                            if gt(entry, 135) { scalar := V }
                            entry := and(entry, 7)
                        }
                    }
                    // Limbs of scalars are signed until the program has ended.
                    if gt(position, 173) {
                        position := sub(position, 174)
                        scalar := add(scalar, 32)
                        if gt(position, 173) {
                            position := sub(position, 174)
                            scalar := add(scalar, 32)
                        }
                    }
                    mstore(scalar, add(mload(scalar), shl(position, mul(sign, add(shl(1, and(entry, 63)), 1)))))
                }
            }

            // Runs the program, whose last step is to lead to infinity. Says whether it is well formed and uses all slopes up.
            function runProgram(step, end, position, left) -> ok {
                let slope := add(step, shl(1, left))
                calldatacopy(U, calldatasize(), 288)
                let gap, point, sign := readStep(step, position)
                ok := and(iszero(gt(position, 264)), and(gt(left, 1), and(iszero(gap), gt(point, 0))))
                if ok { startPoint(point, sign) }
                for { left := sub(left, 1) } and(ok, gt(left, 0)) { left := sub(left, 1) } {
                    step := add(step, 2)
                    gap, point, sign := readStep(step, position)
                    ok := gt(point, 0)
                    if ok {
                        position := sub(position, gap)
                        let last := eq(left, 1)
                        for { let until := iszero(or(last, iszero(gap))) } gt(gap, until) { gap := sub(gap, 1) } {
                            affineDouble(slope)
                            slope := add(slope, 66)
                        }
                        switch last
                        case 1 { requireOpposite(point, sign) }
                        default {
                            switch gap
                            case 0 { affineAdd(slope, point, sign) }
                            default {
                                affineDoubleAdd(slope, point, sign)
                                slope := add(slope, 66)
                            }
                            slope := add(slope, 66)
                        }
                    }
                }
                ok := and(ok, and(iszero(position), eq(slope, end)))
            }

            // Turns signed limbs, times `sign`, into those of a positive number that is the same modulo n; says whether they were not zero.
            function makePositive(scalar, sign) -> notZero {
                let first := mul(mload(scalar), sign)
                let second := add(mul(mload(add(scalar, 32)), sign), sar(174, first))
                let third := add(mul(mload(add(scalar, 64)), sign), sar(174, second))
                first := and(first, LIMB)
                second := and(second, LIMB)
                notZero := iszero(iszero(or(or(first, second), third)))
                // 2^20 n, more than 255 digits below 128 at positions up to 525 add up to.
                first := add(first, ORDERS_FIRST)
                second := add(add(second, ORDERS_SECOND), shr(174, first))
                mstore(scalar, and(first, LIMB))
                mstore(add(scalar, 32), and(second, LIMB))
                mstore(add(scalar, 64), add(add(third, ORDERS_THIRD), shr(174, second)))
            }

            // Whether scalar s = d other modulo n.
            function scalarAgrees(scalar, other) -> same {
                multiplyModN(scalar, S, X)
                multiplyModN(V, other, Y)
                let difference := or(xor(mload(X), mload(Y)), xor(mload(add(X, 32)), mload(add(Y, 32))))
                same := iszero(or(difference, xor(mload(add(X, 64)), mload(add(Y, 64)))))
            }

            function verifyHinted(signature, end) -> valid {
                let wrapped := byte(0, calldataload(add(signature, 132)))
                copyNumber(R, TABLE_R)
                // x of R is r, or r + n where that is below p.
                let ok := lt(wrapped, 2)
                if wrapped { ok := and(ok, addOrder(TABLE_R)) }
                if and(ok, gt(sub(end, signature), 1258)) {
                    if readCoordinate(add(signature, 133), add(TABLE_R, 96)) {
                        requireOnCurve(TABLE_R)
                        hintedMultiples(TABLE_Q, add(signature, 199))
                        hintedMultiples(TABLE_R, add(signature, 727))
                        let doublings := shr(240, calldataload(add(signature, 1255)))
                        let steps := byte(0, calldataload(add(signature, 1257)))
                        if runProgram(add(signature, 1258), end, doublings, steps) {
                            // The scalar of R is -d. Far smaller than n, it is zero modulo n only if it is zero.
                            if and(allHeld(), makePositive(V, not(0))) {
                                pop(makePositive(U, 1))
                                pop(makePositive(W, 1))
                                if scalarAgrees(U, R) { valid := scalarAgrees(W, E) }
                            }
                        }
                    }
                }
            }

            // --- Both

            // Public key validation (SP 800-56A revision 3, section 5.6.2.3.3): a point of the curve has order n, as n is prime and the cofactor 1.
            function readKey(key, length) -> ok {
                if eq(length, 133) {
                    if eq(byte(0, calldataload(key)), 4) {
                        key := add(key, 1)
                        length := 132
                    }
                }
                if eq(length, 132) {
                    if and(readCoordinate(key, TABLE_Q), readCoordinate(add(key, 66), add(TABLE_Q, 96))) {
                        mstore(FAILED, 0)
                        requireOnCurve(TABLE_Q)
                        ok := allHeld()
                    }
                }
            }

            if readKey(keyOffset, keyLength) {
                if and(
                    gt(signatureLength, 131),
                    and(readScalar(signatureOffset, R), readScalar(add(signatureOffset, 66), S))
                ) {
                    writeNumber(E, 0, digestHigh, digestLow)
                    extcodecopy(multiplesOfG, POINTS, 0, TABLE_BYTES)
                    switch signatureLength
                    case 132 { accepted := verifyPlain() }
                    default { accepted := verifyHinted(signatureOffset, add(signatureOffset, signatureLength)) }
                }
            }
        }
    }
}
