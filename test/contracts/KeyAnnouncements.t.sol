// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.27;

import {Announcement, IKeyAnnouncements} from "../../contracts/interfaces/IKeyAnnouncements.sol";
import {stdError} from "forge-std/StdError.sol";
import {AnnouncementTerms, AnnouncementTermsLibrary, Codec} from "../../contracts/types/AnnouncementTerms.sol";
import {EchoVerifier, OwnedWallet} from "./support/Contracts.sol";
import {Fixture} from "./support/Fixture.sol";

contract KeyAnnouncementsTest is Fixture {
    uint256 private constant KEY = 0xca11;
    bytes32 private constant SUBJECT = keccak256("subject");

    function test_walletAnnounces() public {
        Announcement memory announcement = next(1);
        bytes32 authority = walletId(address(this));
        expectAnnounced(authority, announcement, 0);
        announcements.announce(announcement);
        assertSlot(authority, 1, 1_000, 0, 0);

        vm.roll(2_000);
        announcement = next(7);
        announcement.terms = AnnouncementTermsLibrary.pack(7, 1, Codec.Directory, NOW, NOW + 30 days);
        expectAnnounced(authority, announcement, 1_000);
        announcements.announce(announcement);
        assertSlot(authority, 7, 2_000, 0, 0);
    }

    function test_anyoneSendsWhatASignerHasSigned() public {
        bytes memory signer = abi.encodePacked(vm.addr(KEY));
        Announcement memory announcement = next(1);
        bytes32 digest = announcements.announcementDigest(signer, announcement, DEADLINE);
        vm.prank(address(0xbeef));
        expectAnnounced(keccak256(signer), announcement, 0);
        announcements.announceFor(signer, announcement, DEADLINE, long(KEY, digest));
        digest = announcements.withdrawalDigest(signer, SUBJECT, 1, DEADLINE);
        vm.roll(1_500);
        vm.expectEmit(address(announcements));
        emit IKeyAnnouncements.Withdrawn(keccak256(signer), SUBJECT, 1);
        announcements.withdrawFor(signer, SUBJECT, 1, DEADLINE, compact(KEY, digest));
        assertSlot(keccak256(signer), 1, 1_000, 1, 1_500);
    }

    function test_quorumAnnouncesAndWithdraws() public {
        bytes32 quorum = quorumOfWallets("q", 3, 2);
        bytes memory signer = signerOf(quorum);
        bytes32 digest = announcements.announcementDigest(signer, next(1), DEADLINE);
        bytes32 asked = registry.quorumApprovalDigest(quorum, 1, digest);
        bytes memory tooFew = approvalsOf(asked, 1);
        vm.expectRevert(IKeyAnnouncements.KeyAnnouncementsInvalidSignature.selector);
        announcements.announceFor(signer, next(1), DEADLINE, tooFew);
        announcements.announceFor(signer, next(1), DEADLINE, approvalsOf(asked, 5));
        assertSlot(keccak256(signer), 1, 1_000, 0, 0);
        asked = registry.quorumApprovalDigest(quorum, 1, announcements.withdrawalDigest(signer, SUBJECT, 1, DEADLINE));
        announcements.withdrawFor(signer, SUBJECT, 1, DEADLINE, approvalsOf(asked, 6));
        assertSlot(keccak256(signer), 1, 1_000, 1, 1_000);
    }

    function test_keysAndContractWalletsAnnounce() public {
        bytes memory signer = abi.encodePacked(new EchoVerifier(), "key");
        bytes32 digest = announcements.announcementDigest(signer, next(1), DEADLINE);
        announcements.announceFor(signer, next(1), DEADLINE, abi.encodePacked("key", digest));
        assertSlot(keccak256(signer), 1, 1_000, 0, 0);

        signer = abi.encodePacked(new OwnedWallet(vm.addr(KEY)));
        digest = announcements.announcementDigest(signer, next(1), DEADLINE);
        announcements.announceFor(signer, next(1), DEADLINE, bytes.concat(long(KEY, digest), hex"00"));
        assertSlot(keccak256(signer), 1, 1_000, 0, 0);
    }

    function test_withdrawnStaysWithdrawn() public {
        announcements.announce(next(1));
        announcements.announce(next(2));
        vm.roll(1_100);
        announcements.withdraw(SUBJECT, 1);
        announcements.announce(next(3));
        assertSlot(walletId(address(this)), 3, 1_100, 1, 1_100);
        expectInvalidEpoch(1, 3);
        announcements.withdraw(SUBJECT, 1);
        expectInvalidEpoch(0, 3);
        announcements.withdraw(SUBJECT, 0);
        vm.roll(1_200);
        announcements.withdraw(SUBJECT, 3);
        assertSlot(walletId(address(this)), 3, 1_100, 3, 1_200);
        expectInvalidEpoch(2, 3);
        announcements.withdraw(SUBJECT, 2);
    }

    function test_error_withdrawalOfWhatIsNotAnnounced() public {
        expectInvalidEpoch(1, 0);
        announcements.withdraw(SUBJECT, 1);
        announcements.announce(next(1));
        expectInvalidEpoch(2, 1);
        announcements.withdraw(SUBJECT, 2);
    }

    function test_attack_rollback() public {
        announcements.announce(next(5));
        for (uint64 epoch; epoch <= 5; ++epoch) {
            expectInvalidEpoch(epoch, 5);
            announcements.announce(next(epoch));
        }
    }

    function test_attack_fastForward() public {
        expectInvalidEpoch(65_537, 0);
        announcements.announce(next(65_537));
        expectInvalidEpoch(type(uint64).max, 0);
        announcements.announce(next(type(uint64).max));
        announcements.announce(next(65_536));
        expectInvalidEpoch(131_073, 65_536);
        announcements.announce(next(131_073));
        announcements.announce(next(131_072));
    }

    function test_attack_replayOfAnAnnouncement() public {
        bytes memory signer = abi.encodePacked(vm.addr(KEY));
        bytes memory signature = compact(KEY, announcements.announcementDigest(signer, next(1), DEADLINE));
        announcements.announceFor(signer, next(1), DEADLINE, signature);
        expectInvalidEpoch(1, 1);
        announcements.announceFor(signer, next(1), DEADLINE, signature);
    }

    function test_attack_replayOfAWithdrawal() public {
        bytes memory signer = abi.encodePacked(vm.addr(KEY));
        bytes memory signature = compact(KEY, announcements.announcementDigest(signer, next(1), DEADLINE));
        announcements.announceFor(signer, next(1), DEADLINE, signature);
        signature = compact(KEY, announcements.withdrawalDigest(signer, SUBJECT, 1, DEADLINE));
        announcements.withdrawFor(signer, SUBJECT, 1, DEADLINE, signature);
        expectInvalidEpoch(1, 1);
        announcements.withdrawFor(signer, SUBJECT, 1, DEADLINE, signature);
    }

    function test_attack_mixAndMatch() public {
        bytes memory signer = abi.encodePacked(vm.addr(KEY));
        bytes memory signature = compact(KEY, announcements.announcementDigest(signer, next(1), DEADLINE));
        Announcement[7] memory others;
        for (uint256 i; i < 7; ++i) others[i] = next(1);
        others[0].subject = "other";
        others[1].digest = "other";
        others[2].terms = AnnouncementTermsLibrary.pack(2, 1, Codec.Raw, NOW, NOW + 30 days);
        others[3].terms = AnnouncementTermsLibrary.pack(1, 2, Codec.Raw, NOW, NOW + 30 days);
        others[4].terms = AnnouncementTermsLibrary.pack(1, 1, Codec.File, NOW, NOW + 30 days);
        others[5].terms = AnnouncementTermsLibrary.pack(1, 1, Codec.Raw, 1, NOW + 30 days);
        others[6].terms = AnnouncementTermsLibrary.pack(1, 1, Codec.Raw, NOW, NOW + 1);
        for (uint256 i; i < 7; ++i) {
            vm.expectRevert(IKeyAnnouncements.KeyAnnouncementsInvalidSignature.selector);
            announcements.announceFor(signer, others[i], DEADLINE, signature);
        }
        vm.expectRevert(IKeyAnnouncements.KeyAnnouncementsInvalidSignature.selector);
        announcements.announceFor(signer, next(1), DEADLINE + 1, signature);
    }

    function test_attack_nobodyWritesAnothersSlot() public {
        bytes memory signer = abi.encodePacked(vm.addr(KEY));
        bytes memory signature = compact(KEY + 1, announcements.announcementDigest(signer, next(1), DEADLINE));
        vm.expectRevert(IKeyAnnouncements.KeyAnnouncementsInvalidSignature.selector);
        announcements.announceFor(signer, next(1), DEADLINE, signature);
        vm.prank(address(0xbad));
        announcements.announce(next(1));
        assertSlot(keccak256(signer), 0, 0, 0, 0);

        vm.prank(vm.addr(KEY));
        announcements.announce(next(1));
        signature = compact(KEY + 1, announcements.withdrawalDigest(signer, SUBJECT, 1, DEADLINE));
        vm.expectRevert(IKeyAnnouncements.KeyAnnouncementsInvalidSignature.selector);
        announcements.withdrawFor(signer, SUBJECT, 1, DEADLINE, signature);
        vm.prank(address(0xbad));
        announcements.withdraw(SUBJECT, 1);
        assertSlot(keccak256(signer), 1, 1_000, 0, 0);
    }

    function test_error_signerThatIsNone() public {
        for (uint256 length; length < 20; ++length) {
            vm.expectRevert(IKeyAnnouncements.KeyAnnouncementsInvalidSignature.selector);
            announcements.announceFor(new bytes(length), next(1), DEADLINE, new bytes(65));
        }
    }

    function test_attack_timestampsAtTheEdges() public {
        bytes memory signer = abi.encodePacked(vm.addr(KEY));
        bytes memory signature = compact(KEY, announcements.announcementDigest(signer, next(1), DEADLINE));
        vm.warp(DEADLINE + 1);
        bytes memory expired = abi.encodeWithSelector(IKeyAnnouncements.KeyAnnouncementsExpired.selector, DEADLINE);
        vm.expectRevert(expired);
        announcements.announceFor(signer, next(1), DEADLINE, signature);
        vm.expectRevert(expired);
        announcements.withdrawFor(signer, SUBJECT, 1, DEADLINE, signature);
        vm.warp(DEADLINE);
        announcements.announceFor(signer, next(1), DEADLINE, signature);

        announcements.announce(lasting(1, DEADLINE, DEADLINE));
        vm.warp(DEADLINE + 1);
        expectInvalidValidity(DEADLINE, DEADLINE);
        announcements.announce(lasting(2, DEADLINE, DEADLINE));
        expectInvalidValidity(DEADLINE + 10, DEADLINE + 9);
        announcements.announce(lasting(2, DEADLINE + 10, DEADLINE + 9));
    }

    function test_error_fieldsOutOfRange() public {
        bytes memory data = abi.encodeCall(announcements.announce, (next(1)));
        uint256 terms = 4 + 2 * 32;
        for (uint256 i; i < 10; ++i) assertRefused(data, terms + i, 0x01);
        for (uint256 codec = 3; codec < 256; ++codec) assertRefused(data, terms + 19, uint8(codec));
        (bool success, ) = address(announcements).call(data);
        assertTrue(success);
    }

    function test_error_noSuchCodec() public {
        vm.expectRevert(stdError.enumConversionError);
        announcements.unpackTerms(AnnouncementTerms.wrap(3 << 96));
    }

    function testFuzz_termsAreReadAsPacked(uint64 epoch, uint8 kind, uint8 codec, uint48 from, uint48 to) public view {
        AnnouncementTerms terms = announcements.packTerms(epoch, kind, Codec(codec % 3), from, to);
        (uint64 epoch_, uint8 kind_, Codec codec_, uint48 from_, uint48 to_) = announcements.unpackTerms(terms);
        assertEq(abi.encode(epoch_, kind_, codec_, from_, to_), abi.encode(epoch, kind, codec % 3, from, to));
        assertEq(AnnouncementTerms.unwrap(terms), uint176(bytes22(abi.encodePacked(epoch, kind, codec % 3, from, to))));
    }

    function testFuzz_epochsOnlyGrow(uint64[8] memory epochs) public {
        uint64 current;
        for (uint256 i; i < 8; ++i) {
            uint64 epoch = i % 2 == 0 ? epochs[i] : current + uint64(bound(epochs[i], 1, 65_536));
            bool good = epoch > current && epoch - current <= 65_536;
            if (!good) expectInvalidEpoch(epoch, current);
            announcements.announce(next(epoch));
            if (good) current = epoch;
            assertSlot(walletId(address(this)), current, current == 0 ? 0 : 1_000, 0, 0);
        }
    }

    function testFuzz_error_anySignature(bytes memory signer, bytes memory signature) public {
        vm.expectRevert(IKeyAnnouncements.KeyAnnouncementsInvalidSignature.selector);
        announcements.announceFor(signer, next(1), DEADLINE, signature);
    }

    function next(uint64 epoch) private pure returns (Announcement memory) {
        return lasting(epoch, NOW, NOW + 30 days);
    }

    function lasting(uint64 epoch, uint48 notBefore, uint48 notAfter) private pure returns (Announcement memory) {
        AnnouncementTerms terms = AnnouncementTermsLibrary.pack(epoch, 1, Codec.Raw, notBefore, notAfter);
        return Announcement(SUBJECT, keccak256("content"), terms);
    }

    function assertRefused(bytes memory data, uint256 place, uint8 value) private {
        bytes memory dirty = bytes.concat(data);
        dirty[place] = bytes1(value);
        (bool success, ) = address(announcements).call(dirty);
        assertFalse(success);
    }

    function walletId(address wallet) private pure returns (bytes32) {
        return keccak256(abi.encodePacked(wallet));
    }

    function expectAnnounced(bytes32 authority, Announcement memory announcement, uint64 previousBlock) private {
        vm.expectEmit(address(announcements));
        emit IKeyAnnouncements.Announced(
            authority,
            announcement.subject,
            announcement.digest,
            announcement.terms,
            previousBlock
        );
    }

    function expectInvalidEpoch(uint64 epoch, uint64 current) private {
        vm.expectRevert(
            abi.encodeWithSelector(IKeyAnnouncements.KeyAnnouncementsInvalidEpoch.selector, epoch, current)
        );
    }

    function expectInvalidValidity(uint64 notBefore, uint64 notAfter) private {
        vm.expectRevert(
            abi.encodeWithSelector(IKeyAnnouncements.KeyAnnouncementsInvalidValidity.selector, notBefore, notAfter)
        );
    }

    function assertSlot(bytes32 authority, uint64 epoch, uint64 at, uint64 withdrawn, uint64 withdrawnAt) private view {
        (uint64 epoch_, uint64 at_, uint64 withdrawn_, uint64 withdrawnAt_) = announcements.latestOf(
            authority,
            SUBJECT
        );
        assertEq(epoch_, epoch);
        assertEq(at_, at);
        assertEq(withdrawn_, withdrawn);
        assertEq(withdrawnAt_, withdrawnAt);
    }
}
