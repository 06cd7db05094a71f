// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.27;

/// @dev What a service asks for, or what a party grants it, in one slot, from the top: `uint8 listed ‖ uint24 0 ‖
/// uint32 sequence ‖ uint32 permissions ‖ address previous`. Bit n of `permissions` stands for permission n.
type ServiceHead is uint256;

using ServiceHeads for ServiceHead global;

library ServiceHeads {
    uint256 private constant LISTED = 1 << 248;

    /// @dev With other permissions and the next sequence; what was listed keeps its place for ever.
    function changed(ServiceHead head, uint32 permissions_) internal pure returns (ServiceHead) {
        uint256 kept = ServiceHead.unwrap(head) & (LISTED | type(uint160).max);
        return ServiceHead.wrap(kept | (uint256(head.sequence() + 1) << 192) | (uint256(permissions_) << 160));
    }

    /// @dev The head of what comes into a list, after `previous_`.
    function listed(ServiceHead head, address previous_) internal pure returns (ServiceHead) {
        return ServiceHead.wrap(ServiceHead.unwrap(head) | LISTED | uint160(previous_));
    }

    function isListed(ServiceHead head) internal pure returns (bool) {
        return ServiceHead.unwrap(head) & LISTED != 0;
    }

    /// @notice How many times it was changed.
    function sequence(ServiceHead head) internal pure returns (uint32) {
        return uint32(ServiceHead.unwrap(head) >> 192);
    }

    function permissions(ServiceHead head) internal pure returns (uint32) {
        return uint32(ServiceHead.unwrap(head) >> 160);
    }

    /// @notice The provider that came into the list before this one.
    function previous(ServiceHead head) internal pure returns (address) {
        return address(uint160(ServiceHead.unwrap(head)));
    }
}
