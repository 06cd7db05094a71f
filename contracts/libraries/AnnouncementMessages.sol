// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.27;

import {Announcement, Claim} from "../interfaces/IKeyAnnouncements.sol";
import {AnnouncementTerms} from "../types/AnnouncementTerms.sol";

/// @title The EIP-712 structs that authorities and devices sign
library AnnouncementMessages {
    bytes32 private constant ANNOUNCEMENT_TYPEHASH = keccak256(
        "Announcement(bytes authority,bytes32 subject,uint64 epoch,bytes32 digest,uint8 kind,uint8 codec,"
        "uint64 notBefore,uint64 notAfter,uint64 deadline)"
    );
    bytes32 private constant WITHDRAWAL_TYPEHASH = keccak256(
        "Withdrawal(bytes authority,bytes32 subject,uint64 epoch,uint64 deadline)"
    );
    bytes32 private constant CLAIM_TYPEHASH = keccak256(
        "Claim(bytes device,bytes32 authority,bytes32 subject,uint64 epoch,bytes32 record,uint64 deadline)"
    );

    /// @param authority keccak256 of the authority's signer.
    /// @dev Field by field, so that wallets show each of them.
    function announcement(
        bytes32 authority,
        Announcement calldata message,
        uint64 deadline
    ) internal pure returns (bytes32 structHash) {
        bytes32 typehash = ANNOUNCEMENT_TYPEHASH;
        (bytes32 subject, bytes32 digest, AnnouncementTerms terms) = (message.subject, message.digest, message.terms);
        assembly ("memory-safe") {
            let pointer := mload(0x40)
            mstore(pointer, typehash)
            mstore(add(pointer, 0x20), authority)
            mstore(add(pointer, 0x40), subject)
            mstore(add(pointer, 0x60), shr(112, terms))
            mstore(add(pointer, 0x80), digest)
            mstore(add(pointer, 0xa0), and(shr(104, terms), 0xff))
            mstore(add(pointer, 0xc0), and(shr(96, terms), 0xff))
            mstore(add(pointer, 0xe0), and(shr(48, terms), 0xffffffffffff))
            mstore(add(pointer, 0x100), and(terms, 0xffffffffffff))
            mstore(add(pointer, 0x120), deadline)
            structHash := keccak256(pointer, 0x140)
        }
    }

    /// @param authority keccak256 of the authority's signer.
    function withdrawal(
        bytes32 authority,
        bytes32 subject,
        uint64 epoch,
        uint64 deadline
    ) internal pure returns (bytes32) {
        return keccak256(abi.encode(WITHDRAWAL_TYPEHASH, authority, subject, epoch, deadline));
    }

    /// @param device keccak256 of the device's signer.
    function claim(bytes32 device, Claim calldata message) internal pure returns (bytes32) {
        return
            keccak256(
                abi.encode(
                    CLAIM_TYPEHASH,
                    device,
                    message.authority,
                    message.subject,
                    message.epoch,
                    message.record,
                    message.deadline
                )
            );
    }
}
