// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.27;

import {OcpiId} from "./PartyHead.sol";

/// @dev Who holds an OCPI id, in one slot, from the top: `uint8 listed ‖ uint48 notAfter ‖ bytes5 previous id ‖ address
/// holder`.
type OcpiClaim is uint256;

using OcpiClaims for OcpiClaim global;

library OcpiClaims {
    uint256 private constant LISTED = 1 << 248;

    /// @dev Held by `holder_` until `notAfter_`; an id keeps its place in the list for ever.
    function heldBy(OcpiClaim claim, address holder_, uint48 notAfter_) internal pure returns (OcpiClaim) {
        uint256 kept = OcpiClaim.unwrap(claim) & (LISTED | (uint256(type(uint40).max) << 160));
        return OcpiClaim.wrap(kept | (uint256(notAfter_) << 200) | uint160(holder_));
    }

    /// @dev The claim of an id that comes into the list, after `previous_`.
    function listed(OcpiClaim claim, OcpiId previous_) internal pure returns (OcpiClaim) {
        return OcpiClaim.wrap(OcpiClaim.unwrap(claim) | LISTED | (uint256(uint40(OcpiId.unwrap(previous_))) << 160));
    }

    function isListed(OcpiClaim claim) internal pure returns (bool) {
        return OcpiClaim.unwrap(claim) & LISTED != 0;
    }

    /// @notice When the certificate ends, in seconds since 1970.
    function notAfter(OcpiClaim claim) internal pure returns (uint48) {
        return uint48(OcpiClaim.unwrap(claim) >> 200);
    }

    /// @notice The id that came into the list before this one.
    function previous(OcpiClaim claim) internal pure returns (OcpiId) {
        return OcpiId.wrap(bytes5(uint40(OcpiClaim.unwrap(claim) >> 160)));
    }

    function holder(OcpiClaim claim) internal pure returns (address) {
        return address(uint160(OcpiClaim.unwrap(claim)));
    }
}
