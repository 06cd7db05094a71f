// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.27;

import {P521Base} from "../../../contracts/verifiers/P521Base.sol";

/// @dev The verifier for a digest that is already there, as vectors of standards have it.
contract P521Harness is P521Base {
    constructor(address table) P521Base(table) {}

    function check(
        bytes calldata key,
        bytes32 high,
        bytes32 low,
        bytes calldata signature
    ) external view returns (bool) {
        return _verify(key, high, low, signature);
    }
}
