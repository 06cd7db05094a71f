// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.27;

/// @dev What is wrong with packed approvals.
enum Fault {
    None,
    Malformed, // at: the offset of the approval
    Invalid // at: the index of the member
}

/// @title Packed approvals
/// @dev One after the other: `uint8 member index ‖ uint24 signature length ‖ signature`.
library Approvals {
    uint256 private constant HEADER = 4;

    /// @notice The approval at `offset`, which is below the length.
    /// @return member The index of the member.
    /// @return signature The member's signature.
    /// @return end Where the next approval starts; 0 if this one is cut off.
    function at(bytes calldata approvals, uint256 offset)
        internal
        pure
        returns (uint256 member, bytes calldata signature, uint256 end)
    {
        // A header that is cut off reads bytes behind the approvals; then it ends behind them too and is refused below.
        uint256 header;
        signature = approvals[:0];
        assembly ("memory-safe") {
            header := shr(224, calldataload(add(approvals.offset, offset)))
        }
        unchecked {
            member = header >> 24;
            uint256 start = offset + HEADER;
            end = start + (header & 0xffffff);
            if (end > approvals.length) return (member, signature, 0);
            signature = approvals[start:end];
        }
    }
}
