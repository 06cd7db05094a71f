// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.27;

/// @dev A party's id of OCPI: the two letters of the country, then the three characters of the party.
type OcpiId is bytes5;

/// @dev A party in one slot, from the top: `bytes5 OCPI id ‖ uint8 roles ‖ uint8 sender modules ‖ uint8 receiver
/// modules ‖ uint32 sequence ‖ address operator`. A released party keeps its sequence alone.
type PartyHead is uint256;

using OcpiIds for OcpiId global;
using PartyHeads for PartyHead global;

library OcpiIds {
    function from(bytes2 countryCode_, bytes3 partyId_) internal pure returns (OcpiId) {
        return OcpiId.wrap(bytes5(countryCode_) | (bytes5(partyId_) >> 16));
    }

    function countryCode(OcpiId id) internal pure returns (bytes2) {
        return bytes2(OcpiId.unwrap(id));
    }

    function partyId(OcpiId id) internal pure returns (bytes3) {
        return bytes3(OcpiId.unwrap(id) << 16);
    }

    function isZero(OcpiId id) internal pure returns (bool) {
        return OcpiId.unwrap(id) == 0;
    }

    /// @notice Two capital letters, then three capital letters or digits: OCPI's ids are case-insensitive, so one
    /// spelling stands for all.
    function isWellFormed(OcpiId id) internal pure returns (bool) {
        bytes5 text = OcpiId.unwrap(id);
        for (uint256 i; i < 5; ++i) {
            bool isLetter = text[i] >= "A" && text[i] <= "Z";
            bool isDigit = text[i] >= "0" && text[i] <= "9";
            if (!isLetter && (i < 2 || !isDigit)) return false;
        }
        return true;
    }
}

library PartyHeads {
    function pack(
        OcpiId id_,
        uint8 roles_,
        uint8 sender_,
        uint8 receiver_,
        uint32 sequence_,
        address operator_
    ) internal pure returns (PartyHead) {
        return
            PartyHead.wrap(
                (uint256(uint40(OcpiId.unwrap(id_))) << 216) |
                    (uint256(roles_) << 208) |
                    (uint256(sender_) << 200) |
                    (uint256(receiver_) << 192) |
                    (uint256(sequence_) << 160) |
                    uint160(operator_)
            );
    }

    /// @dev With the next sequence and another operator.
    function servedBy(PartyHead head, address operator_) internal pure returns (PartyHead) {
        return pack(head.id(), head.roles(), head.sender(), head.receiver(), head.sequence() + 1, operator_);
    }

    /// @dev With the next sequence and nothing else.
    function released(PartyHead head) internal pure returns (PartyHead) {
        return PartyHead.wrap(uint256(head.sequence() + 1) << 160);
    }

    function id(PartyHead head) internal pure returns (OcpiId) {
        return OcpiId.wrap(bytes5(uint40(PartyHead.unwrap(head) >> 216)));
    }

    function exists(PartyHead head) internal pure returns (bool) {
        return !head.id().isZero();
    }

    /// @notice Bit n stands for role n.
    function roles(PartyHead head) internal pure returns (uint8) {
        return uint8(PartyHead.unwrap(head) >> 208);
    }

    /// @notice Bit n stands for module n.
    function sender(PartyHead head) internal pure returns (uint8) {
        return uint8(PartyHead.unwrap(head) >> 200);
    }

    function receiver(PartyHead head) internal pure returns (uint8) {
        return uint8(PartyHead.unwrap(head) >> 192);
    }

    /// @notice How many times the party was changed.
    function sequence(PartyHead head) internal pure returns (uint32) {
        return uint32(PartyHead.unwrap(head) >> 160);
    }

    function operator(PartyHead head) internal pure returns (address) {
        return address(uint160(PartyHead.unwrap(head)));
    }
}
