// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.27;

/// @dev What an authority has announced to a subject, in one slot, from the top: `uint64 withdrawnAt ‖ uint64 withdrawnEpoch ‖
/// uint64 announcedAt ‖ uint64 epoch`. Zero means nothing.
type AnnouncementHead is uint256;

using AnnouncementHeads for AnnouncementHead global;

library AnnouncementHeads {
    uint256 private constant LOW = type(uint128).max;

    /// @dev The head after an announcement; what was withdrawn stays withdrawn.
    function announced(AnnouncementHead head, uint64 epoch_, uint64 at) internal pure returns (AnnouncementHead) {
        return AnnouncementHead.wrap((AnnouncementHead.unwrap(head) & ~LOW) | (uint256(at) << 64) | epoch_);
    }

    /// @dev The head after a withdrawal.
    function withdrawn(AnnouncementHead head, uint64 epoch_, uint64 at) internal pure returns (AnnouncementHead) {
        return
            AnnouncementHead.wrap(
                (uint256(at) << 192) | (uint256(epoch_) << 128) | (AnnouncementHead.unwrap(head) & LOW)
            );
    }

    function epoch(AnnouncementHead head) internal pure returns (uint64) {
        return uint64(AnnouncementHead.unwrap(head));
    }

    function announcedAt(AnnouncementHead head) internal pure returns (uint64) {
        return uint64(AnnouncementHead.unwrap(head) >> 64);
    }

    function withdrawnEpoch(AnnouncementHead head) internal pure returns (uint64) {
        return uint64(AnnouncementHead.unwrap(head) >> 128);
    }

    function withdrawnAt(AnnouncementHead head) internal pure returns (uint64) {
        return uint64(AnnouncementHead.unwrap(head) >> 192);
    }
}
