// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.27;

import {OcpiId} from "../types/PartyHead.sol";
import {Hashes} from "./Hashes.sol";

/// @notice The bytes of a certificate, and where three of its parts begin.
/// @param body The canonical bytes (docs/spec/certificate.md), whose SHA-256 is endorsed.
/// @param termsAt Of `"kind":"party","notAfter":"`.
/// @param partyAt Of `"party":{"countryCode":"`.
/// @param signerAt Of `"signer":"0x`.
struct PartyCertificate {
    bytes body;
    uint16 termsAt;
    uint16 partyAt;
    uint16 signerAt;
}

/// @title What a certificate of the kind `party` says, read on chain
/// @dev Nothing is searched for: the caller says where a part begins, and it has to stand there byte by byte. Inside a
/// string of JSON each quotation mark has a backslash before it, and canonical JSON has no space between tokens, so no
/// text that a party chose can look like one of these parts; and no other object of a certificate has fields of these
/// names.
library PartyCertificates {
    bytes32 private constant TERMS = keccak256('"kind":"party","notAfter":"');
    uint256 private constant TERMS_LENGTH = 27;
    bytes32 private constant BETWEEN = keccak256('","notBefore":"');
    uint256 private constant BETWEEN_LENGTH = 15;
    uint256 private constant TIMESTAMP_LENGTH = 20;

    /// @dev `YYYY-MM-DDTHH:MM:SSZ` with a zero for each digit: what has to be taken away for the digits to remain.
    uint256 private constant TIMESTAMP = uint160(bytes20("0000-00-00T00:00:00Z"));
    uint256 private constant TIMESTAMP_DIGITS = 0x00ffffffff00ffff00ffff00ffff00ffff00ffff00;
    uint256 private constant BYTES_OF_ONE = 0x0101010101010101010101010101010101010101010101010101010101010101;

    /// @notice Whether the certificate says that `id` is that of `signer`.
    function names(PartyCertificate calldata certificate, OcpiId id, bytes memory signer) internal pure returns (bool) {
        bytes memory party = abi.encodePacked(
            '"party":{"countryCode":"',
            id.countryCode(),
            '","partyId":"',
            id.partyId(),
            '"}'
        );
        if (!_standsAt(certificate.body, certificate.partyAt, party.length, keccak256(party))) return false;
        bytes memory owner = abi.encodePacked('"signer":"0x', _hex(signer), '"');
        return _standsAt(certificate.body, certificate.signerAt, owner.length, keccak256(owner));
    }

    /// @notice From when and until when it is good, both inclusive, in seconds since 1970; zeros if it is not of the
    /// kind `party`.
    function validity(PartyCertificate calldata certificate) internal pure returns (uint48 notBefore, uint48 notAfter) {
        bytes calldata body = certificate.body;
        uint256 at = certificate.termsAt;
        if (!_standsAt(body, at, TERMS_LENGTH, TERMS)) return (0, 0);
        at += TERMS_LENGTH;
        if (!_standsAt(body, at + TIMESTAMP_LENGTH, BETWEEN_LENGTH, BETWEEN)) return (0, 0);
        bool isGood;
        (isGood, notAfter) = _timestamp(body, at);
        if (!isGood) return (0, 0);
        (isGood, notBefore) = _timestamp(body, at + TIMESTAMP_LENGTH + BETWEEN_LENGTH);
        if (!isGood) return (0, 0);
    }

    function _standsAt(bytes calldata body, uint256 at, uint256 length, bytes32 expected) private pure returns (bool) {
        return at + length <= body.length && Hashes.hash(body[at:at + length]) == expected;
    }

    /// @dev In lower case, sixteen bytes at a time: each half byte into a byte of its own, then all of them into
    /// letters at once.
    function _hex(bytes memory data) private pure returns (bytes memory text) {
        uint256 length = data.length;
        // Whole words are written: the last one may reach beyond the text.
        text = new bytes(length * 2 + 32);
        for (uint256 i; i < length; i += 16) {
            uint256 x;
            assembly ("memory-safe") {
                x := shr(128, mload(add(add(data, 0x20), i)))
            }
            x = (x | (x << 64)) & 0x0000000000000000ffffffffffffffff0000000000000000ffffffffffffffff;
            x = (x | (x << 32)) & 0x00000000ffffffff00000000ffffffff00000000ffffffff00000000ffffffff;
            x = (x | (x << 16)) & 0x0000ffff0000ffff0000ffff0000ffff0000ffff0000ffff0000ffff0000ffff;
            x = (x | (x << 8)) & 0x00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff;
            x = (x | (x << 4)) & (0x0f * BYTES_OF_ONE);
            // From 10 on, letters follow: 0x27 lies between "9" and "a".
            x += 0x30 * BYTES_OF_ONE + 0x27 * (((x + 0x06 * BYTES_OF_ONE) >> 4) & BYTES_OF_ONE);
            assembly ("memory-safe") {
                mstore(add(add(text, 0x20), mul(i, 2)), x)
            }
        }
        assembly ("memory-safe") {
            mstore(text, mul(length, 2))
        }
    }

    /// @dev Of the proleptic Gregorian calendar, from 1970 on, as certificates have it.
    function _timestamp(bytes calldata body, uint256 at) private pure returns (bool isGood, uint48 time) {
        if (at + TIMESTAMP_LENGTH > body.length) return (false, 0);
        uint256 text = uint160(bytes20(body[at:at + TIMESTAMP_LENGTH])) ^ TIMESTAMP;
        // What differs from the pattern are digits, and these are 0 to 9 now.
        if (text & ~TIMESTAMP_DIGITS != 0) return (false, 0);
        if ((text | (text + 0x76 * (BYTES_OF_ONE >> 96))) & (0x80 * (BYTES_OF_ONE >> 96)) != 0) return (false, 0);
        uint256 year = _pair(text, 18) * 100 + _pair(text, 16);
        uint256 month = _pair(text, 13);
        uint256 day = _pair(text, 10);
        (uint256 hour, uint256 minute, uint256 second) = (_pair(text, 7), _pair(text, 4), _pair(text, 1));
        bool isDate = year >= 1970 && month > 0 && month <= 12 && day > 0 && day <= 31;
        if (!isDate || hour > 23 || minute > 59 || second > 59) return (false, 0);
        return (true, uint48(_days(year, month, day) * 1 days + hour * 1 hours + minute * 1 minutes + second));
    }

    /// @dev Two digits, the second of which is that many bytes before the end.
    function _pair(uint256 text, uint256 before) private pure returns (uint256) {
        unchecked {
            return ((text >> (8 * before + 8)) & 0xff) * 10 + ((text >> (8 * before)) & 0xff);
        }
    }

    /// @dev Days since 1970-01-01. A year that begins in March has its leap day at its end, so months have fixed
    /// offsets in it.
    function _days(uint256 year, uint256 month, uint256 day) private pure returns (uint256) {
        unchecked {
            uint256 y = month > 2 ? year : year - 1;
            uint256 m = month > 2 ? month - 3 : month + 9;
            return y * 365 + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1 - 719_468;
        }
    }
}
