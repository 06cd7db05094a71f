// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.27;

import {P521} from "./generated/P521.sol";

/// @title Verification of ECDSA signatures on P-521, whatever the digest is
abstract contract P521Base {
    /// @notice The contract is not the table of multiples of the base point.
    error P521WrongTable(address table);

    /// @notice The table of multiples of the base point ({P521Table}).
    address public immutable TABLE;

    constructor(address table) {
        require(table.codehash == P521.TABLE_HASH, P521WrongTable(table));
        TABLE = table;
    }

    /// @dev Whether `signature` is that of the digest `high` ‖ `low`. Nothing may be kept in memory.
    function _verify(
        bytes calldata key,
        bytes32 high,
        bytes32 low,
        bytes calldata signature
    ) internal view returns (bool) {
        uint256 keyOffset;
        uint256 signatureOffset;
        assembly {
            keyOffset := key.offset
            signatureOffset := signature.offset
        }
        return
            P521.verify(TABLE, keyOffset, key.length, uint256(high), uint256(low), signatureOffset, signature.length);
    }
}
