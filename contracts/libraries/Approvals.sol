// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.27;

/// @dev A place in packed approvals: an offset in the call's data.
type ApprovalCursor is uint256;

using Approvals for ApprovalCursor global;

/// @title Packed approvals
/// @dev One after the other: `uint8 member index ‖ uint24 signature length ‖ signature`.
library Approvals {
    uint256 private constant HEADER = 4;

    /// @notice The first approval, and the place after the last.
    function bounds(bytes calldata approvals) internal pure returns (ApprovalCursor first, ApprovalCursor end) {
        assembly ("memory-safe") {
            first := approvals.offset
            end := add(first, approvals.length)
        }
    }

    function isBefore(ApprovalCursor cursor, ApprovalCursor end) internal pure returns (bool) {
        return ApprovalCursor.unwrap(cursor) < ApprovalCursor.unwrap(end);
    }

    /// @notice How far into `approvals` the cursor is.
    function offsetIn(ApprovalCursor cursor, bytes calldata approvals) internal pure returns (uint256 offset) {
        assembly ("memory-safe") {
            offset := sub(cursor, approvals.offset)
        }
    }

    /// @notice The approval at the cursor.
    /// @return member The index of the member.
    /// @return signature The member's signature; not to be read before {next} is known not to be behind the end.
    function read(ApprovalCursor cursor) internal pure returns (uint256 member, bytes calldata signature) {
        assembly ("memory-safe") {
            let header := calldataload(cursor)
            member := byte(0, header)
            signature.offset := add(cursor, HEADER)
            signature.length := and(shr(224, header), 0xffffff)
        }
    }

    /// @notice The place after an approval with this signature.
    function next(bytes calldata signature) internal pure returns (ApprovalCursor cursor) {
        assembly ("memory-safe") {
            cursor := add(signature.offset, signature.length)
        }
    }
}
