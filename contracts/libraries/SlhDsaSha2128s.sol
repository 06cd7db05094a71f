// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.27;

// Made by scripts/verifiers/slh-dsa (`npm run generate`): do not edit.

/// @title SLH-DSA-SHA2-128s: the root to which a signature leads (FIPS 205, Algorithm 20)
/// @dev docs/spec/slh-dsa-verifier.md has the layout of the memory and the numbers of the algorithms.
library SlhDsaSha2128s {
    /// @notice SHA-256's precompile did not answer: there was too little gas for it, or this chain has none.
    error SlhDsaHashFailed();

    uint256 internal constant SIGNATURE_BYTES = 7856;

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
    /// @dev Ends the use of memory: it writes from 0x20 to 0x1230, whatever was allocated there.
    function root(bytes16 seed, bytes32 hashed, bytes calldata signature) internal view returns (bytes16 found) {
        bool good;
        assembly {
            good := 1
            mstore(0x20, shl(128, shr(128, seed)))
            mstore(0x40, 0)
            mstore(0x0faa, shl(128, shr(128, seed)))
            mstore(0x0fca, 0)
            // md is the first 21 bytes, idx_tree the lower 54 bits of the next 7, idx_leaf the lower 9 bits of the next 2
            let tree := and(shr(32, hashed), 0x3fffffffffffff)
            let leaf := and(shr(16, hashed), 0x01ff)
            let auth := add(signature.offset, 32)
            let position := or(shl(104, tree), shl(64, leaf))
            {
                let base := or(position, 0x03000000000000000000000000)
                for {
                    let i := 0
                } lt(i, 14) {
                    i := add(i, 1)
                    auth := add(auth, 208)
                } {
                    let index := or(shl(12, i), and(shr(sub(244, mul(i, 12)), hashed), 0x0fff))
                    let sides := shl(4, index)
                    let side := and(sides, 16)
                    mstore(0x56, or(base, index))
                    mstore(0x76, calldataload(sub(auth, 16)))
                    good := and(staticcall(gas(), 2, 0x20, 102, add(0x76, side), 16), good)
                    calldatacopy(sub(0x86, side), auth, 16)
                    mstore(0x56, or(or(base, 0x0100000000), shr(1, index)))
                    side := and(shr(1, sides), 16)
                    good := and(staticcall(gas(), 2, returndatasize(), 118, add(0x76, side), 16), good)
                    calldatacopy(sub(0x86, side), add(auth, 16), 16)
                    mstore(0x56, or(or(base, 0x0200000000), shr(2, index)))
                    side := and(shr(2, sides), 16)
                    good := and(staticcall(gas(), 2, returndatasize(), 118, add(0x76, side), 16), good)
                    calldatacopy(sub(0x86, side), add(auth, 32), 16)
                    mstore(0x56, or(or(base, 0x0300000000), shr(3, index)))
                    side := and(shr(3, sides), 16)
                    good := and(staticcall(gas(), 2, returndatasize(), 118, add(0x76, side), 16), good)
                    calldatacopy(sub(0x86, side), add(auth, 48), 16)
                    mstore(0x56, or(or(base, 0x0400000000), shr(4, index)))
                    side := and(shr(4, sides), 16)
                    good := and(staticcall(gas(), 2, returndatasize(), 118, add(0x76, side), 16), good)
                    calldatacopy(sub(0x86, side), add(auth, 64), 16)
                    mstore(0x56, or(or(base, 0x0500000000), shr(5, index)))
                    side := and(shr(5, sides), 16)
                    good := and(staticcall(gas(), 2, returndatasize(), 118, add(0x76, side), 16), good)
                    calldatacopy(sub(0x86, side), add(auth, 80), 16)
                    mstore(0x56, or(or(base, 0x0600000000), shr(6, index)))
                    side := and(shr(6, sides), 16)
                    good := and(staticcall(gas(), 2, returndatasize(), 118, add(0x76, side), 16), good)
                    calldatacopy(sub(0x86, side), add(auth, 96), 16)
                    mstore(0x56, or(or(base, 0x0700000000), shr(7, index)))
                    side := and(shr(7, sides), 16)
                    good := and(staticcall(gas(), 2, returndatasize(), 118, add(0x76, side), 16), good)
                    calldatacopy(sub(0x86, side), add(auth, 112), 16)
                    mstore(0x56, or(or(base, 0x0800000000), shr(8, index)))
                    side := and(shr(8, sides), 16)
                    good := and(staticcall(gas(), 2, returndatasize(), 118, add(0x76, side), 16), good)
                    calldatacopy(sub(0x86, side), add(auth, 128), 16)
                    mstore(0x56, or(or(base, 0x0900000000), shr(9, index)))
                    side := and(shr(9, sides), 16)
                    good := and(staticcall(gas(), 2, returndatasize(), 118, add(0x76, side), 16), good)
                    calldatacopy(sub(0x86, side), add(auth, 144), 16)
                    mstore(0x56, or(or(base, 0x0a00000000), shr(10, index)))
                    side := and(shr(10, sides), 16)
                    good := and(staticcall(gas(), 2, returndatasize(), 118, add(0x76, side), 16), good)
                    calldatacopy(sub(0x86, side), add(auth, 160), 16)
                    mstore(0x56, or(or(base, 0x0b00000000), shr(11, index)))
                    side := and(shr(11, sides), 16)
                    good := and(staticcall(gas(), 2, returndatasize(), 118, add(0x76, side), 16), good)
                    calldatacopy(sub(0x86, side), add(auth, 176), 16)
                    mstore(0x56, or(or(base, 0x0c00000000), shr(12, index)))
                    good := and(staticcall(gas(), 2, returndatasize(), 118, add(0x1000, shl(4, i)), 16), good)
                }
                mstore(0x0fe0, or(position, 0x04000000000000000000000000))
                good := and(staticcall(gas(), 2, 0x0faa, 310, 0x76, 16), good)
                // Where there is no precompile, calls succeed and return nothing
                good := and(eq(returndatasize(), 32), good)
                auth := sub(auth, 16)
            }
            for {
                let layer := 0
            } lt(layer, 7) {
                layer := add(layer, 1)
            } {
                let digits := shr(128, mload(0x76))
                {
                    let sum := and(digits, 0x0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f)
                    sum := add(sum, and(shr(4, digits), 0x0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f))
                    let next := and(shr(8, sum), 0x00ff00ff00ff00ff00ff00ff00ff00ff)
                    sum := add(and(sum, 0x00ff00ff00ff00ff00ff00ff00ff00ff), next)
                    // mod 2^16 - 1 adds up lanes of 16 bits
                    digits := or(or(shl(20, digits), shl(8, sub(480, mod(sum, 0xffff)))), 0xf0)
                }
                position := or(shl(104, tree), shl(168, layer))
                let base := or(position, shl(64, leaf))
                mstore(0x56, base)
                calldatacopy(0x1000, auth, 560)
                auth := add(auth, 560)
                let slot := 0x1000
                for {} 1 {
                    digits := shl(4, digits)
                    slot := add(slot, 16)
                } {
                    mstore8(0x71, shr(4, slot))
                    mstore(0x76, mload(slot))
                    if and(digits, 0x08000000000000000000000000000000000000) {
                        if and(digits, 0x04000000000000000000000000000000000000) {
                            if and(digits, 0x02000000000000000000000000000000000000) {
                                if and(digits, 0x01000000000000000000000000000000000000) {
                                    if iszero(lt(slot, 0x1230)) {
                                        break
                                    }
                                    continue
                                }
                                mstore8(0x75, 14)
                                good := and(staticcall(gas(), 2, returndatasize(), 102, slot, 16), good)
                                continue
                            }
                            if and(digits, 0x01000000000000000000000000000000000000) {
                                mstore8(0x75, 13)
                                good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                                mstore8(0x75, 14)
                                good := and(staticcall(gas(), 2, returndatasize(), 102, slot, 16), good)
                                continue
                            }
                            mstore8(0x75, 12)
                            good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                            mstore8(0x75, 13)
                            good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                            mstore8(0x75, 14)
                            good := and(staticcall(gas(), 2, returndatasize(), 102, slot, 16), good)
                            continue
                        }
                        if and(digits, 0x02000000000000000000000000000000000000) {
                            if and(digits, 0x01000000000000000000000000000000000000) {
                                mstore8(0x75, 11)
                                good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                                mstore8(0x75, 12)
                                good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                                mstore8(0x75, 13)
                                good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                                mstore8(0x75, 14)
                                good := and(staticcall(gas(), 2, returndatasize(), 102, slot, 16), good)
                                continue
                            }
                            mstore8(0x75, 10)
                            good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                            mstore8(0x75, 11)
                            good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                            mstore8(0x75, 12)
                            good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                            mstore8(0x75, 13)
                            good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                            mstore8(0x75, 14)
                            good := and(staticcall(gas(), 2, returndatasize(), 102, slot, 16), good)
                            continue
                        }
                        if and(digits, 0x01000000000000000000000000000000000000) {
                            mstore8(0x75, 9)
                            good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                            mstore8(0x75, 10)
                            good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                            mstore8(0x75, 11)
                            good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                            mstore8(0x75, 12)
                            good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                            mstore8(0x75, 13)
                            good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                            mstore8(0x75, 14)
                            good := and(staticcall(gas(), 2, returndatasize(), 102, slot, 16), good)
                            continue
                        }
                        mstore8(0x75, 8)
                        good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                        mstore8(0x75, 9)
                        good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                        mstore8(0x75, 10)
                        good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                        mstore8(0x75, 11)
                        good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                        mstore8(0x75, 12)
                        good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                        mstore8(0x75, 13)
                        good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                        mstore8(0x75, 14)
                        good := and(staticcall(gas(), 2, returndatasize(), 102, slot, 16), good)
                        continue
                    }
                    if and(digits, 0x04000000000000000000000000000000000000) {
                        if and(digits, 0x02000000000000000000000000000000000000) {
                            if and(digits, 0x01000000000000000000000000000000000000) {
                                mstore8(0x75, 7)
                                good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                                mstore8(0x75, 8)
                                good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                                mstore8(0x75, 9)
                                good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                                mstore8(0x75, 10)
                                good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                                mstore8(0x75, 11)
                                good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                                mstore8(0x75, 12)
                                good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                                mstore8(0x75, 13)
                                good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                                mstore8(0x75, 14)
                                good := and(staticcall(gas(), 2, returndatasize(), 102, slot, 16), good)
                                continue
                            }
                            mstore8(0x75, 6)
                            good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                            mstore8(0x75, 7)
                            good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                            mstore8(0x75, 8)
                            good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                            mstore8(0x75, 9)
                            good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                            mstore8(0x75, 10)
                            good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                            mstore8(0x75, 11)
                            good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                            mstore8(0x75, 12)
                            good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                            mstore8(0x75, 13)
                            good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                            mstore8(0x75, 14)
                            good := and(staticcall(gas(), 2, returndatasize(), 102, slot, 16), good)
                            continue
                        }
                        if and(digits, 0x01000000000000000000000000000000000000) {
                            mstore8(0x75, 5)
                            good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                            mstore8(0x75, 6)
                            good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                            mstore8(0x75, 7)
                            good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                            mstore8(0x75, 8)
                            good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                            mstore8(0x75, 9)
                            good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                            mstore8(0x75, 10)
                            good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                            mstore8(0x75, 11)
                            good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                            mstore8(0x75, 12)
                            good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                            mstore8(0x75, 13)
                            good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                            mstore8(0x75, 14)
                            good := and(staticcall(gas(), 2, returndatasize(), 102, slot, 16), good)
                            continue
                        }
                        mstore8(0x75, 4)
                        good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                        mstore8(0x75, 5)
                        good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                        mstore8(0x75, 6)
                        good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                        mstore8(0x75, 7)
                        good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                        mstore8(0x75, 8)
                        good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                        mstore8(0x75, 9)
                        good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                        mstore8(0x75, 10)
                        good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                        mstore8(0x75, 11)
                        good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                        mstore8(0x75, 12)
                        good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                        mstore8(0x75, 13)
                        good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                        mstore8(0x75, 14)
                        good := and(staticcall(gas(), 2, returndatasize(), 102, slot, 16), good)
                        continue
                    }
                    if and(digits, 0x02000000000000000000000000000000000000) {
                        if and(digits, 0x01000000000000000000000000000000000000) {
                            mstore8(0x75, 3)
                            good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                            mstore8(0x75, 4)
                            good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                            mstore8(0x75, 5)
                            good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                            mstore8(0x75, 6)
                            good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                            mstore8(0x75, 7)
                            good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                            mstore8(0x75, 8)
                            good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                            mstore8(0x75, 9)
                            good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                            mstore8(0x75, 10)
                            good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                            mstore8(0x75, 11)
                            good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                            mstore8(0x75, 12)
                            good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                            mstore8(0x75, 13)
                            good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                            mstore8(0x75, 14)
                            good := and(staticcall(gas(), 2, returndatasize(), 102, slot, 16), good)
                            continue
                        }
                        mstore8(0x75, 2)
                        good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                        mstore8(0x75, 3)
                        good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                        mstore8(0x75, 4)
                        good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                        mstore8(0x75, 5)
                        good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                        mstore8(0x75, 6)
                        good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                        mstore8(0x75, 7)
                        good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                        mstore8(0x75, 8)
                        good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                        mstore8(0x75, 9)
                        good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                        mstore8(0x75, 10)
                        good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                        mstore8(0x75, 11)
                        good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                        mstore8(0x75, 12)
                        good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                        mstore8(0x75, 13)
                        good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                        mstore8(0x75, 14)
                        good := and(staticcall(gas(), 2, returndatasize(), 102, slot, 16), good)
                        continue
                    }
                    if and(digits, 0x01000000000000000000000000000000000000) {
                        mstore8(0x75, 1)
                        good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                        mstore8(0x75, 2)
                        good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                        mstore8(0x75, 3)
                        good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                        mstore8(0x75, 4)
                        good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                        mstore8(0x75, 5)
                        good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                        mstore8(0x75, 6)
                        good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                        mstore8(0x75, 7)
                        good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                        mstore8(0x75, 8)
                        good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                        mstore8(0x75, 9)
                        good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                        mstore8(0x75, 10)
                        good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                        mstore8(0x75, 11)
                        good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                        mstore8(0x75, 12)
                        good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                        mstore8(0x75, 13)
                        good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                        mstore8(0x75, 14)
                        good := and(staticcall(gas(), 2, returndatasize(), 102, slot, 16), good)
                        continue
                    }
                    mstore8(0x75, 0)
                    good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                    mstore8(0x75, 1)
                    good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                    mstore8(0x75, 2)
                    good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                    mstore8(0x75, 3)
                    good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                    mstore8(0x75, 4)
                    good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                    mstore8(0x75, 5)
                    good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                    mstore8(0x75, 6)
                    good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                    mstore8(0x75, 7)
                    good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                    mstore8(0x75, 8)
                    good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                    mstore8(0x75, 9)
                    good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                    mstore8(0x75, 10)
                    good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                    mstore8(0x75, 11)
                    good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                    mstore8(0x75, 12)
                    good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                    mstore8(0x75, 13)
                    good := and(staticcall(gas(), 2, returndatasize(), 102, 0x76, returndatasize()), good)
                    mstore8(0x75, 14)
                    good := and(staticcall(gas(), 2, returndatasize(), 102, slot, 16), good)
                    continue
                }
                let sides := shl(4, leaf)
                let side := and(sides, 16)
                mstore(0x0fe0, or(base, 0x01000000000000000000000000))
                good := and(staticcall(gas(), 2, 0x0faa, 646, add(0x76, side), 16), good)
                base := or(position, 0x02000000000000000000000000)
                let index := leaf
                calldatacopy(sub(0x86, side), auth, 16)
                mstore(0x56, or(or(base, 0x0100000000), shr(1, index)))
                side := and(shr(1, sides), 16)
                good := and(staticcall(gas(), 2, returndatasize(), 118, add(0x76, side), 16), good)
                calldatacopy(sub(0x86, side), add(auth, 16), 16)
                mstore(0x56, or(or(base, 0x0200000000), shr(2, index)))
                side := and(shr(2, sides), 16)
                good := and(staticcall(gas(), 2, returndatasize(), 118, add(0x76, side), 16), good)
                calldatacopy(sub(0x86, side), add(auth, 32), 16)
                mstore(0x56, or(or(base, 0x0300000000), shr(3, index)))
                side := and(shr(3, sides), 16)
                good := and(staticcall(gas(), 2, returndatasize(), 118, add(0x76, side), 16), good)
                calldatacopy(sub(0x86, side), add(auth, 48), 16)
                mstore(0x56, or(or(base, 0x0400000000), shr(4, index)))
                side := and(shr(4, sides), 16)
                good := and(staticcall(gas(), 2, returndatasize(), 118, add(0x76, side), 16), good)
                calldatacopy(sub(0x86, side), add(auth, 64), 16)
                mstore(0x56, or(or(base, 0x0500000000), shr(5, index)))
                side := and(shr(5, sides), 16)
                good := and(staticcall(gas(), 2, returndatasize(), 118, add(0x76, side), 16), good)
                calldatacopy(sub(0x86, side), add(auth, 80), 16)
                mstore(0x56, or(or(base, 0x0600000000), shr(6, index)))
                side := and(shr(6, sides), 16)
                good := and(staticcall(gas(), 2, returndatasize(), 118, add(0x76, side), 16), good)
                calldatacopy(sub(0x86, side), add(auth, 96), 16)
                mstore(0x56, or(or(base, 0x0700000000), shr(7, index)))
                side := and(shr(7, sides), 16)
                good := and(staticcall(gas(), 2, returndatasize(), 118, add(0x76, side), 16), good)
                calldatacopy(sub(0x86, side), add(auth, 112), 16)
                mstore(0x56, or(or(base, 0x0800000000), shr(8, index)))
                side := and(shr(8, sides), 16)
                good := and(staticcall(gas(), 2, returndatasize(), 118, add(0x76, side), 16), good)
                calldatacopy(sub(0x86, side), add(auth, 128), 16)
                mstore(0x56, or(or(base, 0x0900000000), shr(9, index)))
                good := and(staticcall(gas(), 2, returndatasize(), 118, 0x76, 16), good)
                auth := add(auth, 144)
                leaf := and(tree, 0x01ff)
                tree := shr(9, tree)
            }
            found := shl(128, shr(128, mload(0x76)))
            mstore(0x40, 0x80)
            mstore(0x60, 0)
        }
        require(good, SlhDsaHashFailed());
    }
}
