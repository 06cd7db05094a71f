// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// @notice What a revocation's event says, in one word, from the top: `uint32 version ‖ uint8 reason`.
type RevocationTerms is uint40;

using RevocationTermsLibrary for RevocationTerms global;

library RevocationTermsLibrary {
    function pack(uint32 version_, uint8 reason_) internal pure returns (RevocationTerms) {
        return RevocationTerms.wrap((uint40(version_) << 8) | reason_);
    }

    /// @notice The quorum's version that revoked.
    function version(RevocationTerms terms) internal pure returns (uint32) {
        return uint32(RevocationTerms.unwrap(terms) >> 8);
    }

    /// @notice A CRLReason code of RFC 5280, section 5.3.1.
    function reason(RevocationTerms terms) internal pure returns (uint8) {
        return uint8(RevocationTerms.unwrap(terms));
    }
}
