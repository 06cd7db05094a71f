// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.27;

import {Test} from "forge-std/Test.sol";
import {Sha512} from "../../contracts/libraries/Sha512.sol";
import {ReferenceSha512} from "./support/ReferenceSha512.sol";

contract Sha512Test is Test {
    using ReferenceSha512 for ReferenceSha512.Constants;

    ReferenceSha512.Constants private constants;

    function setUp() public {
        constants = ReferenceSha512.constants();
    }

    /// @dev NIST CAVP, SHA512ShortMsg.rsp, Len = 256.
    function test_nistVector() public pure {
        (bytes32 high, bytes32 low) = Sha512.hash32(0x8ccb08d2a1a282aa8cc99902ecaf0f67a9f21cffe28005cb27fcf129e963f99d);
        assertEq(high, 0x4551def2f9127386eea8d4dae1ea8d8e49b2add0509f27ccbce7d9e950ac7db0);
        assertEq(low, 0x1d5bca579c271b9f2d806730d88f58252fd0c2587851c3ac8a0e72b4e1dc0da6);
    }

    /// @dev Every bit of the message alone, and every bit but one: words full of ones carry the most.
    function test_everyBit() public view {
        for (uint256 bit; bit < 256; bit += 5) {
            _compare(bytes32(1 << bit));
            _compare(~bytes32(1 << bit));
        }
        _compare(0);
        _compare(bytes32(type(uint256).max));
    }

    function testFuzz_agreesWithTheStandardWordByWord(bytes32 message) public view {
        _compare(message);
    }

    /// @dev What stands in memory stays, what is allocated next may hold anything but is not in the way, and dirt does no harm.
    function testFuzz_memory(bytes32 message, bytes32 dirt) public view {
        bytes memory before = abi.encode(message, dirt);
        uint256 free;
        assembly ("memory-safe") {
            free := mload(0x40)
            for {
                let i := 0
            } lt(i, 0x800) {
                i := add(i, 0x20)
            } {
                mstore(add(free, i), dirt)
            }
        }
        (bytes32 high, bytes32 low) = Sha512.hash32(message);
        uint256 afterwards;
        bytes32 zero;
        assembly ("memory-safe") {
            afterwards := mload(0x40)
            zero := mload(0x60)
        }
        assertEq(afterwards, free);
        assertEq(zero, 0);
        assertEq(before, abi.encode(message, dirt));
        (bytes32 expectedHigh, bytes32 expectedLow) = constants.hash32(message);
        assertEq(high, expectedHigh);
        assertEq(low, expectedLow);
    }

    function test_gas() public view {
        uint256 gas = gasleft();
        Sha512.hash32(keccak256("message"));
        assertLt(gas - gasleft(), 27_000);
    }

    function _compare(bytes32 message) private view {
        (bytes32 high, bytes32 low) = Sha512.hash32(message);
        (bytes32 expectedHigh, bytes32 expectedLow) = constants.hash32(message);
        assertEq(high, expectedHigh);
        assertEq(low, expectedLow);
    }
}
