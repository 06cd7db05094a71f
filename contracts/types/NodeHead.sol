// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.27;

/// @dev What is kept of an operator's node beside its URL and key, in one slot, from the top: `uint16 0 ‖ uint8 listed
/// ‖ uint32 sequence ‖ uint40 updatedAt ‖ address previous`. Zero means that there never was a node.
type NodeHead is uint256;

using NodeHeads for NodeHead global;

library NodeHeads {
    uint256 private constant LISTED = 1 << 232;

    /// @dev The head after a change at block `at`; an operator keeps its place in the list for ever.
    function changed(NodeHead head, uint256 at) internal pure returns (NodeHead) {
        uint256 kept = NodeHead.unwrap(head) & (LISTED | type(uint160).max);
        return NodeHead.wrap(kept | (uint256(head.sequence() + 1) << 200) | (uint256(uint40(at)) << 160));
    }

    /// @dev The head of an operator that comes into the list, after `previous_`.
    function listed(NodeHead head, address previous_) internal pure returns (NodeHead) {
        return NodeHead.wrap(NodeHead.unwrap(head) | LISTED | uint160(previous_));
    }

    function isListed(NodeHead head) internal pure returns (bool) {
        return NodeHead.unwrap(head) & LISTED != 0;
    }

    /// @notice How many times the node was changed.
    function sequence(NodeHead head) internal pure returns (uint32) {
        return uint32(NodeHead.unwrap(head) >> 200);
    }

    /// @notice The block of the last change.
    function updatedAt(NodeHead head) internal pure returns (uint40) {
        return uint40(NodeHead.unwrap(head) >> 160);
    }

    /// @notice The operator that came into the list before this one.
    function previous(NodeHead head) internal pure returns (address) {
        return address(uint160(NodeHead.unwrap(head)));
    }
}
