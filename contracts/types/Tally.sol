// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.27;

/// @dev What packed approvals amount to: a weight in the lower half, or a fault in the upper half, never both. As a threshold is
/// at least 1, a fault reaches none.
type Tally is uint256;

using Tallies for Tally global;

library Tallies {
    uint256 private constant MALFORMED = 1 << 255;
    uint256 private constant INVALID = 1 << 254;

    function valid(uint256 weight_) internal pure returns (Tally) {
        return Tally.wrap(weight_);
    }

    /// @dev An approval is cut off, or its member is out of order or does not exist.
    function malformed(uint256 place) internal pure returns (Tally) {
        return Tally.wrap(MALFORMED | (place << 128));
    }

    /// @dev The approval of this member does not verify.
    function invalid(uint256 member) internal pure returns (Tally) {
        return Tally.wrap(INVALID | (member << 128));
    }

    function isMalformed(Tally tally) internal pure returns (bool) {
        return Tally.unwrap(tally) & MALFORMED != 0;
    }

    function isInvalid(Tally tally) internal pure returns (bool) {
        return Tally.unwrap(tally) & INVALID != 0;
    }

    function weight(Tally tally) internal pure returns (uint256) {
        return uint128(Tally.unwrap(tally));
    }

    /// @notice The place of the malformed approval, or the member of the invalid one.
    function at(Tally tally) internal pure returns (uint256) {
        return (Tally.unwrap(tally) & (INVALID - 1)) >> 128;
    }
}
