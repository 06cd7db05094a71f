// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.27;

/// @title keccak256 of words or of calldata, in memory that is not kept
library Hashes {
    function hash(bytes calldata data) internal pure returns (bytes32 digest) {
        assembly ("memory-safe") {
            let pointer := mload(0x40)
            calldatacopy(pointer, data.offset, data.length)
            digest := keccak256(pointer, data.length)
        }
    }

    /// @notice The hash of `a ‖ b`: 52 bytes.
    function hash(address a, bytes32 b) internal pure returns (bytes32 digest) {
        assembly ("memory-safe") {
            mstore(0, shl(96, a))
            mstore(0x14, b)
            digest := keccak256(0, 0x34)
        }
    }

    function hash(bytes32 a, bytes32 b, bytes32 c, bytes32 d) internal pure returns (bytes32 digest) {
        assembly ("memory-safe") {
            let pointer := mload(0x40)
            mstore(pointer, a)
            mstore(add(pointer, 0x20), b)
            mstore(add(pointer, 0x40), c)
            mstore(add(pointer, 0x60), d)
            digest := keccak256(pointer, 0x80)
        }
    }

    function hash(bytes32 a, bytes32 b, bytes32 c, bytes32 d, bytes32 e) internal pure returns (bytes32 digest) {
        assembly ("memory-safe") {
            let pointer := mload(0x40)
            mstore(pointer, a)
            mstore(add(pointer, 0x20), b)
            mstore(add(pointer, 0x40), c)
            mstore(add(pointer, 0x60), d)
            mstore(add(pointer, 0x80), e)
            digest := keccak256(pointer, 0xa0)
        }
    }

    function hash(
        bytes32 a,
        bytes32 b,
        bytes32 c,
        bytes32 d,
        bytes32 e,
        bytes32 f
    ) internal pure returns (bytes32 digest) {
        assembly ("memory-safe") {
            let pointer := mload(0x40)
            mstore(pointer, a)
            mstore(add(pointer, 0x20), b)
            mstore(add(pointer, 0x40), c)
            mstore(add(pointer, 0x60), d)
            mstore(add(pointer, 0x80), e)
            mstore(add(pointer, 0xa0), f)
            digest := keccak256(pointer, 0xc0)
        }
    }
}
