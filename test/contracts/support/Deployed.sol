// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.27;

import {Test} from "forge-std/Test.sol";

/// @dev Puts compiled contracts where vectors want them. From artifacts: verifiers have compiler settings of their own, which a
/// test that imported them would not have.
abstract contract Deployed is Test {
    /// @dev Copies nothing by MCOPY and returns 1: only under Cancun rules or later.
    bytes private constant CANCUN = hex"5f5f5f5e60015f5260205ff3";

    /// @param artifact The path below artifacts/ without its ending.
    function deployAt(address account, string memory artifact, bytes memory arguments) internal {
        string memory json = vm.readFile(string.concat("artifacts/", artifact, ".json"));
        vm.etch(account, bytes.concat(vm.parseJsonBytes(json, ".bytecode"), arguments));
        (bool success, bytes memory runtimeCode) = account.call("");
        assertTrue(success, artifact);
        vm.etch(account, runtimeCode);
    }

    function hasCancunRules() internal returns (bool) {
        address probe = makeAddr("probe");
        vm.etch(probe, CANCUN);
        (bool success, bytes memory answer) = probe.staticcall{gas: 10_000}("");
        return success && answer.length == 32;
    }
}
