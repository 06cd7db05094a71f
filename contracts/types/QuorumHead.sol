// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.27;

import {DataContract} from "../libraries/DataContract.sol";

/// @dev A quorum's current version in one slot, from the top: `uint16 0 ‖ uint16 length of the packed members ‖
/// uint16 revocationThreshold ‖ uint16 threshold ‖ uint32 version ‖ address of the data contract that holds them`.
/// Zero means that there is no such quorum.
type QuorumHead is uint256;

using QuorumHeads for QuorumHead global;

library QuorumHeads {
    /// @dev Writes the packed members to a new data contract.
    function create(
        bytes memory packed,
        uint32 version_,
        uint16 threshold_,
        uint16 revocationThreshold_
    ) internal returns (QuorumHead) {
        uint256 pointer = uint160(DataContract.write(packed));
        return
            QuorumHead.wrap(
                (packed.length << 224) |
                    (uint256(revocationThreshold_) << 208) |
                    (uint256(threshold_) << 192) |
                    (uint256(version_) << 160) |
                    pointer
            );
    }

    function exists(QuorumHead head) internal pure returns (bool) {
        return QuorumHead.unwrap(head) != 0;
    }

    /// @notice The packed members.
    function members(QuorumHead head) internal view returns (bytes memory) {
        return DataContract.read(address(uint160(QuorumHead.unwrap(head))), QuorumHead.unwrap(head) >> 224);
    }

    function version(QuorumHead head) internal pure returns (uint32) {
        return uint32(QuorumHead.unwrap(head) >> 160);
    }

    function threshold(QuorumHead head) internal pure returns (uint16) {
        return uint16(QuorumHead.unwrap(head) >> 192);
    }

    function revocationThreshold(QuorumHead head) internal pure returns (uint16) {
        return uint16(QuorumHead.unwrap(head) >> 208);
    }
}
