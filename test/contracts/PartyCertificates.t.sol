// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.27;

import {PartyCertificate, PartyCertificates} from "../../contracts/libraries/PartyCertificates.sol";
import {OcpiId} from "../../contracts/types/PartyHead.sol";
import {OcnFixture} from "./support/OcnFixture.sol";

contract PartyCertificatesTest is OcnFixture {
    using PartyCertificates for PartyCertificate;

    function namesOf(
        PartyCertificate calldata certificate,
        OcpiId id,
        bytes calldata signer
    ) external pure returns (bool) {
        return certificate.names(id, signer);
    }

    function validityOf(PartyCertificate calldata certificate) external pure returns (uint48, uint48) {
        return certificate.validity();
    }

    function testFuzz_signersOfAnyLengthAreFound(bytes memory signer, bytes memory other) public view {
        PartyCertificate memory certificate = partyCertificate(ID, signer);
        assertTrue(this.namesOf(certificate, ID, signer));
        assertFalse(this.namesOf(certificate, OTHER, signer));
        assertEq(this.namesOf(certificate, ID, other), keccak256(other) == keccak256(signer));
        assertFalse(this.namesOf(certificate, ID, bytes.concat(signer, hex"00")));
        if (signer.length == 0) return;
        signer[signer.length - 1] ^= 0x01;
        assertFalse(this.namesOf(certificate, ID, signer));
    }

    /// @dev Against a calendar that counts years and months one by one.
    function testFuzz_timesAreReadBack(uint256 time) public view {
        time = bound(time, 0, 253_402_300_799);
        bytes memory body = bodyOf(ID, "", "ABC", "1970-01-01T00:00:00Z", textOf(time));
        (uint48 notBefore, uint48 notAfter) = this.validityOf(located(body));
        assertEq(notBefore, 0);
        assertEq(notAfter, time);
    }

    function testFuzz_anythingElseIsNoTime(uint8 at, uint8 letter) public view {
        bytes memory text = "2031-12-28T19:59:39Z";
        uint256 place = at % 20;
        bytes1 before = text[place];
        text[place] = bytes1(letter);
        (, uint48 notAfter) = this.validityOf(located(bodyOf(ID, "", "ABC", NOT_BEFORE, string(text))));
        bool isDigit = letter >= 0x30 && letter <= 0x39 && before >= 0x30 && before <= 0x39;
        if (!isDigit) assertEq(notAfter, before == bytes1(letter) ? 1_956_254_379 : 0);
        else if (notAfter != 0) assertEq(textOf(notAfter), string(text));
    }

    function test_refusesTruncationAtEveryByte() public view {
        bytes memory body = bodyOf(ID, "", "ABC", NOT_BEFORE, NOT_AFTER);
        PartyCertificate memory whole = located(body);
        uint256 end = whole.termsAt + 27 + 20 + 15 + 20;
        for (uint256 length; length < body.length; ++length) {
            bytes memory part = new bytes(length);
            for (uint256 i; i < length; ++i) part[i] = body[i];
            whole.body = part;
            (, uint48 notAfter) = this.validityOf(whole);
            assertEq(notAfter, length < end ? 0 : NOT_AFTER_SECONDS);
        }
    }

    function test_aBeginningThatIsNoTimeMakesNothingGood() public view {
        (uint48 notBefore, uint48 notAfter) = this.validityOf(
            located(bodyOf(ID, "", "ABC", "2026-13-01T00:00:00Z", NOT_AFTER))
        );
        assertEq(notBefore, 0);
        assertEq(notAfter, 0);
        bytes memory body = bytes(
            '{"kind":"party","notAfter":"2031-01-01T00:00:00Z","notBefore": "2026-01-01T00:00:00Z"}'
        );
        (, notAfter) = this.validityOf(PartyCertificate(body, 1, 0, 0));
        assertEq(notAfter, 0);
    }

    function test_edgesOfTheCalendar() public view {
        string[2][6] memory cases = [
            ["1970-01-01T00:00:00Z", "0"],
            ["2000-02-29T12:00:00Z", "951825600"],
            ["2100-03-01T00:00:00Z", "4107542400"],
            ["9999-12-31T23:59:59Z", "253402300799"],
            ["2031-12-31T24:00:00Z", "0"],
            ["2031-00-10T00:00:00Z", "0"]
        ];
        for (uint256 i; i < cases.length; ++i) {
            (, uint48 notAfter) = this.validityOf(located(bodyOf(ID, "", "ABC", NOT_BEFORE, cases[i][0])));
            assertEq(notAfter, vm.parseUint(cases[i][1]));
        }
    }

    /// @dev Year by year and month by month.
    function textOf(uint256 time) private pure returns (string memory) {
        uint256 day = time / 1 days;
        uint256 year = 1970;
        for (; day >= (_isLeap(year) ? 366 : 365); ++year) day -= _isLeap(year) ? 366 : 365;
        uint256 month = 1;
        for (; day >= _daysOf(year, month); ++month) day -= _daysOf(year, month);
        string memory date = string.concat(_padded(year, 4), "-", _padded(month, 2), "-", _padded(day + 1, 2));
        uint256 second = time % 1 days;
        string memory clock = string.concat(_padded(second / 1 hours, 2), ":", _padded((second / 60) % 60, 2));
        return string.concat(date, "T", clock, ":", _padded(second % 60, 2), "Z");
    }

    function _isLeap(uint256 year) private pure returns (bool) {
        return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    }

    function _daysOf(uint256 year, uint256 month) private pure returns (uint256) {
        if (month == 2) return _isLeap(year) ? 29 : 28;
        return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
    }

    function _padded(uint256 number, uint256 digits) private pure returns (string memory) {
        bytes memory text = new bytes(digits);
        for (uint256 i = digits; i > 0; --i) {
            text[i - 1] = bytes1(uint8(0x30 + (number % 10)));
            number /= 10;
        }
        return string(text);
    }
}
