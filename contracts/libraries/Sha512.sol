// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.27;

// Made by scripts/verifiers/sha512 (`npm run generate`): do not edit.

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

    /// @notice SHA-512 of the 32 bytes `message`: `high` is the first half of the hash.
    /// @dev Uses 1952 bytes of the free memory and does not keep them.
    function hash32(bytes32 message) internal pure returns (bytes32 high, bytes32 low) {
        uint256 free;
        assembly ("memory-safe") {
            free := mload(0x40)
        }
        _schedule(free, message);
        _constants(free);
        return _rounds(free);
    }

    /// @dev The padded block (section 5.1.2) and the message schedule (section 6.4.2, step 1). W[t] is the upper word of the
    /// pair at free + 0x20 + 16 t, and W[t + 1] the lower one.
    function _schedule(uint256 free, bytes32 message) private pure {
        assembly ("memory-safe") {
            mstore(add(free, 0x20), or(shl(128, shr(192, message)), and(shr(128, message), WORD)))
            mstore(add(free, 0x40), or(shl(128, and(shr(64, message), WORD)), and(message, WORD)))
            mstore(add(free, 0x60), 0x800000000000000000000000000000000000000000000000)
            mstore(add(free, 0x80), 0)
            mstore(add(free, 0xa0), 0)
            mstore(add(free, 0xc0), 0)
            mstore(add(free, 0xe0), 0)
            mstore(add(free, 0x0100), 256)
            let end := add(free, 0x0420)
            for {
                let p := add(free, 0x20)
            } lt(p, end) {
                p := add(p, 0x80)
            } {
                {
                    let sum := add(mload(add(p, 0x90)), mload(p))
                    let w := mload(add(p, 0x10))
                    let x := mul(w, DOUBLE)
                    sum := add(sum, and(xor(shr(1, xor(x, shr(7, x))), shr(7, w)), PAIR))
                    w := mload(add(p, 0xe0))
                    x := mul(w, DOUBLE)
                    sum := add(sum, and(xor(shr(19, xor(x, shr(42, x))), shr(6, w)), PAIR))
                    mstore(add(p, 0x0100), and(sum, PAIR))
                }
                {
                    let sum := add(mload(add(p, 0xb0)), mload(add(p, 0x20)))
                    let w := mload(add(p, 0x30))
                    let x := mul(w, DOUBLE)
                    sum := add(sum, and(xor(shr(1, xor(x, shr(7, x))), shr(7, w)), PAIR))
                    w := mload(add(p, 0x0100))
                    x := mul(w, DOUBLE)
                    sum := add(sum, and(xor(shr(19, xor(x, shr(42, x))), shr(6, w)), PAIR))
                    mstore(add(p, 0x0120), and(sum, PAIR))
                }
                {
                    let sum := add(mload(add(p, 0xd0)), mload(add(p, 0x40)))
                    let w := mload(add(p, 0x50))
                    let x := mul(w, DOUBLE)
                    sum := add(sum, and(xor(shr(1, xor(x, shr(7, x))), shr(7, w)), PAIR))
                    w := mload(add(p, 0x0120))
                    x := mul(w, DOUBLE)
                    sum := add(sum, and(xor(shr(19, xor(x, shr(42, x))), shr(6, w)), PAIR))
                    mstore(add(p, 0x0140), and(sum, PAIR))
                }
                {
                    let sum := add(mload(add(p, 0xf0)), mload(add(p, 0x60)))
                    let w := mload(add(p, 0x70))
                    let x := mul(w, DOUBLE)
                    sum := add(sum, and(xor(shr(1, xor(x, shr(7, x))), shr(7, w)), PAIR))
                    w := mload(add(p, 0x0140))
                    x := mul(w, DOUBLE)
                    sum := add(sum, and(xor(shr(19, xor(x, shr(42, x))), shr(6, w)), PAIR))
                    mstore(add(p, 0x0160), and(sum, PAIR))
                }
            }
        }
    }

    /// @dev K (section 4.2.3): K[t] is the lowest 64 bits of the word at free + 0x0520 + 8 t - 24.
    function _constants(uint256 free) private pure {
        assembly ("memory-safe") {
            mstore(add(free, 0x0520), 0x428a2f98d728ae227137449123ef65cdb5c0fbcfec4d3b2fe9b5dba58189dbbc)
            mstore(add(free, 0x0540), 0x3956c25bf348b53859f111f1b605d019923f82a4af194f9bab1c5ed5da6d8118)
            mstore(add(free, 0x0560), 0xd807aa98a303024212835b0145706fbe243185be4ee4b28c550c7dc3d5ffb4e2)
            mstore(add(free, 0x0580), 0x72be5d74f27b896f80deb1fe3b1696b19bdc06a725c71235c19bf174cf692694)
            mstore(add(free, 0x05a0), 0xe49b69c19ef14ad2efbe4786384f25e30fc19dc68b8cd5b5240ca1cc77ac9c65)
            mstore(add(free, 0x05c0), 0x2de92c6f592b02754a7484aa6ea6e4835cb0a9dcbd41fbd476f988da831153b5)
            mstore(add(free, 0x05e0), 0x983e5152ee66dfaba831c66d2db43210b00327c898fb213fbf597fc7beef0ee4)
            mstore(add(free, 0x0600), 0xc6e00bf33da88fc2d5a79147930aa72506ca6351e003826f142929670a0e6e70)
            mstore(add(free, 0x0620), 0x27b70a8546d22ffc2e1b21385c26c9264d2c6dfc5ac42aed53380d139d95b3df)
            mstore(add(free, 0x0640), 0x650a73548baf63de766a0abb3c77b2a881c2c92e47edaee692722c851482353b)
            mstore(add(free, 0x0660), 0xa2bfe8a14cf10364a81a664bbc423001c24b8b70d0f89791c76c51a30654be30)
            mstore(add(free, 0x0680), 0xd192e819d6ef5218d69906245565a910f40e35855771202a106aa07032bbd1b8)
            mstore(add(free, 0x06a0), 0x19a4c116b8d2d0c81e376c085141ab532748774cdf8eeb9934b0bcb5e19b48a8)
            mstore(add(free, 0x06c0), 0x391c0cb3c5c95a634ed8aa4ae3418acb5b9cca4f7763e373682e6ff3d6b2b8a3)
            mstore(add(free, 0x06e0), 0x748f82ee5defb2fc78a5636f43172f6084c87814a1f0ab728cc702081a6439ec)
            mstore(add(free, 0x0700), 0x90befffa23631e28a4506cebde82bde9bef9a3f7b2c67915c67178f2e372532b)
            mstore(add(free, 0x0720), 0xca273eceea26619cd186b8c721c0c207eada7dd6cde0eb1ef57d4f7fee6ed178)
            mstore(add(free, 0x0740), 0x06f067aa72176fba0a637dc5a2c898a6113f9804bef90dae1b710b35131c471b)
            mstore(add(free, 0x0760), 0x28db77f523047d8432caab7b40c724933c9ebe0a15c9bebc431d67c49c100d4c)
            mstore(add(free, 0x0780), 0x4cc5d4becb3e42b6597f299cfc657e2a5fcb6fab3ad6faec6c44198c4a475817)
        }
    }

    /// @dev Eighty rounds from H(0) (section 6.4.2, steps 2 to 4); eight a turn, after which the names are back in their places.
    function _rounds(uint256 free) private pure returns (bytes32 high, bytes32 low) {
        assembly ("memory-safe") {
            let ae := 0x6a09e667f3bcc9080000000000000000510e527fade682d1
            let bf := 0xbb67ae8584caa73b00000000000000009b05688c2b3e6c1f
            let cg := 0x3c6ef372fe94f82b00000000000000001f83d9abfb41bd6b
            let dh := 0xa54ff53a5f1d36f100000000000000005be0cd19137e2179
            for {
                let w := add(free, 0x10)
                let k := add(free, 0x0508)
                let end := add(k, 0x0280)
            } lt(k, end) {
                k := add(k, 0x40)
                w := add(w, 0x80)
            } {
                {
                    // Maj beside Ch
                    let y := xor(cg, and(xor(ae, and(cg, ABOVE_LOWER)), xor(bf, cg)))
                    let x := mul(ae, DOUBLE)
                    // The sums: a without T1, then T1
                    let z := add(and(shr(28, xor(x, xor(shr(6, x), shr(11, x)))), UPPER), and(y, ABOVE_LOWER))
                    y := add(add(y, shr(14, xor(x, xor(shr(4, x), shr(27, x))))), dh)
                    y := add(y, add(mload(w), mload(k)))
                    dh := and(add(add(z, shr(128, dh)), mul(and(y, WORD), TO_BOTH)), PAIR)
                }
                {
                    // Maj beside Ch
                    let y := xor(bf, and(xor(dh, and(bf, ABOVE_LOWER)), xor(ae, bf)))
                    let x := mul(dh, DOUBLE)
                    // The sums: a without T1, then T1
                    let z := add(and(shr(28, xor(x, xor(shr(6, x), shr(11, x)))), UPPER), and(y, ABOVE_LOWER))
                    y := add(add(y, shr(14, xor(x, xor(shr(4, x), shr(27, x))))), cg)
                    y := add(y, add(mload(add(w, 0x10)), mload(add(k, 0x08))))
                    cg := and(add(add(z, shr(128, cg)), mul(and(y, WORD), TO_BOTH)), PAIR)
                }
                {
                    // Maj beside Ch
                    let y := xor(ae, and(xor(cg, and(ae, ABOVE_LOWER)), xor(dh, ae)))
                    let x := mul(cg, DOUBLE)
                    // The sums: a without T1, then T1
                    let z := add(and(shr(28, xor(x, xor(shr(6, x), shr(11, x)))), UPPER), and(y, ABOVE_LOWER))
                    y := add(add(y, shr(14, xor(x, xor(shr(4, x), shr(27, x))))), bf)
                    y := add(y, add(mload(add(w, 0x20)), mload(add(k, 0x10))))
                    bf := and(add(add(z, shr(128, bf)), mul(and(y, WORD), TO_BOTH)), PAIR)
                }
                {
                    // Maj beside Ch
                    let y := xor(dh, and(xor(bf, and(dh, ABOVE_LOWER)), xor(cg, dh)))
                    let x := mul(bf, DOUBLE)
                    // The sums: a without T1, then T1
                    let z := add(and(shr(28, xor(x, xor(shr(6, x), shr(11, x)))), UPPER), and(y, ABOVE_LOWER))
                    y := add(add(y, shr(14, xor(x, xor(shr(4, x), shr(27, x))))), ae)
                    y := add(y, add(mload(add(w, 0x30)), mload(add(k, 0x18))))
                    ae := and(add(add(z, shr(128, ae)), mul(and(y, WORD), TO_BOTH)), PAIR)
                }
                {
                    // Maj beside Ch
                    let y := xor(cg, and(xor(ae, and(cg, ABOVE_LOWER)), xor(bf, cg)))
                    let x := mul(ae, DOUBLE)
                    // The sums: a without T1, then T1
                    let z := add(and(shr(28, xor(x, xor(shr(6, x), shr(11, x)))), UPPER), and(y, ABOVE_LOWER))
                    y := add(add(y, shr(14, xor(x, xor(shr(4, x), shr(27, x))))), dh)
                    y := add(y, add(mload(add(w, 0x40)), mload(add(k, 0x20))))
                    dh := and(add(add(z, shr(128, dh)), mul(and(y, WORD), TO_BOTH)), PAIR)
                }
                {
                    // Maj beside Ch
                    let y := xor(bf, and(xor(dh, and(bf, ABOVE_LOWER)), xor(ae, bf)))
                    let x := mul(dh, DOUBLE)
                    // The sums: a without T1, then T1
                    let z := add(and(shr(28, xor(x, xor(shr(6, x), shr(11, x)))), UPPER), and(y, ABOVE_LOWER))
                    y := add(add(y, shr(14, xor(x, xor(shr(4, x), shr(27, x))))), cg)
                    y := add(y, add(mload(add(w, 0x50)), mload(add(k, 0x28))))
                    cg := and(add(add(z, shr(128, cg)), mul(and(y, WORD), TO_BOTH)), PAIR)
                }
                {
                    // Maj beside Ch
                    let y := xor(ae, and(xor(cg, and(ae, ABOVE_LOWER)), xor(dh, ae)))
                    let x := mul(cg, DOUBLE)
                    // The sums: a without T1, then T1
                    let z := add(and(shr(28, xor(x, xor(shr(6, x), shr(11, x)))), UPPER), and(y, ABOVE_LOWER))
                    y := add(add(y, shr(14, xor(x, xor(shr(4, x), shr(27, x))))), bf)
                    y := add(y, add(mload(add(w, 0x60)), mload(add(k, 0x30))))
                    bf := and(add(add(z, shr(128, bf)), mul(and(y, WORD), TO_BOTH)), PAIR)
                }
                {
                    // Maj beside Ch
                    let y := xor(dh, and(xor(bf, and(dh, ABOVE_LOWER)), xor(cg, dh)))
                    let x := mul(bf, DOUBLE)
                    // The sums: a without T1, then T1
                    let z := add(and(shr(28, xor(x, xor(shr(6, x), shr(11, x)))), UPPER), and(y, ABOVE_LOWER))
                    y := add(add(y, shr(14, xor(x, xor(shr(4, x), shr(27, x))))), ae)
                    y := add(y, add(mload(add(w, 0x70)), mload(add(k, 0x38))))
                    ae := and(add(add(z, shr(128, ae)), mul(and(y, WORD), TO_BOTH)), PAIR)
                }
            }
            ae := and(add(ae, 0x6a09e667f3bcc9080000000000000000510e527fade682d1), PAIR)
            bf := and(add(bf, 0xbb67ae8584caa73b00000000000000009b05688c2b3e6c1f), PAIR)
            cg := and(add(cg, 0x3c6ef372fe94f82b00000000000000001f83d9abfb41bd6b), PAIR)
            dh := and(add(dh, 0xa54ff53a5f1d36f100000000000000005be0cd19137e2179), PAIR)
            high := or(or(shl(64, and(ae, UPPER)), and(bf, UPPER)), or(shr(64, cg), shr(128, dh)))
            low := or(or(shl(192, ae), shl(128, bf)), or(shl(64, and(cg, WORD)), and(dh, WORD)))
        }
    }
}
