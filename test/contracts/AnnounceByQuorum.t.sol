// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.27;

import {Vm} from "forge-std/Vm.sol";
import {KeyAnnouncements} from "../../contracts/KeyAnnouncements.sol";
import {QuorumRegistry} from "../../contracts/QuorumRegistry.sol";
import {Announcement, IKeyAnnouncements} from "../../contracts/interfaces/IKeyAnnouncements.sol";
import {IQuorumRegistry} from "../../contracts/interfaces/IQuorumRegistry.sol";
import {AnnouncementTermsLibrary, Codec} from "../../contracts/types/AnnouncementTerms.sol";
import {RevocationTermsLibrary} from "../../contracts/types/RevocationTerms.sol";
import {EchoVerifier} from "./support/Contracts.sol";
import {Fixture} from "./support/Fixture.sol";

/// @dev The short way for quorums of the registry is the generic way, for less gas.
contract AnnounceByQuorumTest is Fixture {
    bytes32 private constant SUBJECT = keccak256("subject");

    bytes32 private quorum;
    bytes private signer;

    function setUp() public override {
        super.setUp();
        quorum = quorumOfWallets("q", 3, 2);
        signer = signerOf(quorum);
    }

    function test_sameSlotAndEventAsTheGenericWay() public {
        bytes memory approvals = approvalsOf(asked(announcementDigest(1)), 5);
        uint256 snapshot = vm.snapshotState();
        vm.recordLogs();
        announcements.announceFor(signer, next(1), DEADLINE, approvals);
        Vm.Log[] memory generic = vm.getRecordedLogs();
        bytes memory slot = slotOf(signer);
        vm.revertToState(snapshot);
        announcements.announceByQuorum(quorum, next(1), DEADLINE, approvals);
        assertEq(abi.encode(vm.getRecordedLogs()), abi.encode(generic));
        assertEq(slotOf(signer), slot);

        approvals = approvalsOf(asked(withdrawalDigest(1)), 6);
        snapshot = vm.snapshotState();
        announcements.withdrawFor(signer, SUBJECT, 1, DEADLINE, approvals);
        generic = vm.getRecordedLogs();
        slot = slotOf(signer);
        vm.revertToState(snapshot);
        announcements.withdrawByQuorum(quorum, SUBJECT, 1, DEADLINE, approvals);
        assertEq(abi.encode(vm.getRecordedLogs()), abi.encode(generic));
        assertEq(slotOf(signer), slot);
    }

    function test_bothWaysWriteOneSlot() public {
        announcements.announceByQuorum(quorum, next(1), DEADLINE, approvalsOf(asked(announcementDigest(1)), 3));
        bytes memory approvals = approvalsOf(asked(announcementDigest(1)), 5);
        expectInvalidEpoch(1, 1);
        announcements.announceFor(signer, next(1), DEADLINE, approvals);
        announcements.announceFor(signer, next(2), DEADLINE, approvalsOf(asked(announcementDigest(2)), 5));
        approvals = approvalsOf(asked(announcementDigest(2)), 3);
        expectInvalidEpoch(2, 2);
        announcements.announceByQuorum(quorum, next(2), DEADLINE, approvals);
    }

    function testFuzz_bothWaysAcceptTheSameSignatures(uint8 mask, bool long_, uint16 place, uint8 flip) public {
        bytes32 digest = asked(announcementDigest(1));
        bytes memory approvals = long_ ? longApprovalsOf(digest, mask) : approvalsOf(digest, mask);
        if (approvals.length > 0) approvals[place % approvals.length] ^= bytes1(flip);
        uint256 snapshot = vm.snapshotState();
        bool generic = succeeds(abi.encodeCall(announcements.announceFor, (signer, next(1), DEADLINE, approvals)));
        vm.revertToState(snapshot);
        assertEq(
            succeeds(abi.encodeCall(announcements.announceByQuorum, (quorum, next(1), DEADLINE, approvals))),
            generic
        );
    }

    function testFuzz_isApprovedIsVerify(bytes32 anyQuorum, bytes32 digest, uint8 mask, bytes memory junk) public view {
        vm.assume(anyQuorum != quorum);
        bytes32 magic = registry.verify.selector;
        assertEq(
            registry.isApproved(quorum, digest, approvalsOf(asked(digest), mask)),
            registry.verify(abi.encode(quorum), digest, approvalsOf(asked(digest), mask)) == magic
        );
        assertFalse(registry.isApproved(quorum, digest, junk));
        assertFalse(registry.isApproved(anyQuorum, digest, approvalsOf(asked(digest), 7)));
    }

    function test_mixedAndNestedQuorumsAnnounce() public {
        bytes memory key = abi.encodePacked(new EchoVerifier(), "key");
        bytes32 outer = registry.createQuorum(pair(signer, key), 2, 2, 0);
        bytes32 digest = announcements.announcementDigest(signerOf(outer), next(1), DEADLINE);
        bytes32 outerAsked = registry.quorumApprovalDigest(outer, 1, digest);
        bytes memory inner = approvalsOf(registry.quorumApprovalDigest(quorum, 1, outerAsked), 3);
        bytes memory echo = abi.encodePacked("key", outerAsked);
        bool first = indexOf(pair(signer, key), signer) == 0;
        bytes memory approvals =
            first ? bytes.concat(one(0, inner), one(1, echo)) : bytes.concat(one(0, echo), one(1, inner));
        announcements.announceByQuorum(outer, next(1), DEADLINE, approvals);
        assertEq(slotOf(signerOf(outer)), abi.encode(1, 1_000, 0, 0));
    }

    function test_error_belowTheThreshold() public {
        for (uint256 mask; mask < 8; ++mask) {
            if (mask == 3 || mask >= 5) continue;
            bytes memory approvals = approvalsOf(asked(announcementDigest(1)), mask);
            expectInvalidSignature();
            announcements.announceByQuorum(quorum, next(1), DEADLINE, approvals);
            approvals = approvalsOf(asked(withdrawalDigest(1)), mask);
            expectInvalidSignature();
            announcements.withdrawByQuorum(quorum, SUBJECT, 1, DEADLINE, approvals);
        }
    }

    function test_error_unknownQuorum() public {
        bytes memory approvals = approvalsOf(asked(announcementDigest(1)), 7);
        expectInvalidSignature();
        announcements.announceByQuorum("no", next(1), DEADLINE, approvals);
    }

    function test_error_expired() public {
        vm.warp(DEADLINE + 1);
        bytes memory expired = abi.encodeWithSelector(IKeyAnnouncements.KeyAnnouncementsExpired.selector, DEADLINE);
        vm.expectRevert(expired);
        announcements.announceByQuorum(quorum, next(1), DEADLINE, "");
        vm.expectRevert(expired);
        announcements.withdrawByQuorum(quorum, SUBJECT, 1, DEADLINE, "");
    }

    function test_attack_mixAndMatchByTheShortWay() public {
        bytes memory approvals = approvalsOf(asked(announcementDigest(1)), 3);
        bytes32 other = registry.createQuorum(wallets("q", 3), 2, 2, "other");
        expectInvalidSignature();
        announcements.announceByQuorum(other, next(1), DEADLINE, approvals);
        expectInvalidSignature();
        announcements.announceByQuorum(quorum, next(2), DEADLINE, approvals);
        expectInvalidSignature();
        announcements.announceByQuorum(quorum, next(1), DEADLINE + 1, approvals);
        expectInvalidSignature();
        announcements.withdrawByQuorum(quorum, SUBJECT, 1, DEADLINE, approvals);
    }

    /// @dev What members signed for the digest itself, and not for their quorum's approval of it, counts nowhere.
    function test_attack_approvalsOfTheBareDigest() public {
        bytes memory approvals = approvalsOf(announcementDigest(1), 7);
        expectInvalidSignature();
        announcements.announceByQuorum(quorum, next(1), DEADLINE, approvals);
    }

    function test_attack_removedMembersAnnounceNoMore() public {
        bytes memory approvals = approvalsOf(asked(announcementDigest(1)), 3);
        bytes32 digest = registry.rotationDigest(quorum, 1, wallets("q", 3), 3, 1, DEADLINE);
        bytes memory all = approvalsOf(digest, 7);
        registry.rotate(quorum, 1, wallets("q", 3), 3, 1, DEADLINE, all, all);
        expectInvalidSignature();
        announcements.announceByQuorum(quorum, next(1), DEADLINE, approvals);
    }

    /// @dev A quorum of another registry has another signer, so another slot; the short way is for one registry only.
    function test_attack_anotherRegistry() public {
        QuorumRegistry other = new QuorumRegistry();
        other.createQuorum(wallets("q", 3), 2, 2, 0);
        KeyAnnouncements strangers = new KeyAnnouncements(other);
        assertEq(address(strangers.REGISTRY()), address(other));
        bytes memory approvals = approvalsOf(asked(announcementDigest(1)), 3);
        expectInvalidSignature();
        strangers.announceByQuorum(quorum, next(1), DEADLINE, approvals);
        approvals = approvalsOf(other.quorumApprovalDigest(quorum, 1, announcementDigest(1)), 3);
        expectInvalidSignature();
        announcements.announceByQuorum(quorum, next(1), DEADLINE, approvals);
    }

    function test_error_registryThatIsNotThere() public {
        KeyAnnouncements early = new KeyAnnouncements(IQuorumRegistry(address(0xdead)));
        vm.expectRevert();
        early.announceByQuorum(quorum, next(1), DEADLINE, "");
        vm.expectRevert();
        early.withdrawByQuorum(quorum, SUBJECT, 1, DEADLINE, "");
    }

    function testFuzz_revocationTermsAreReadAsPacked(uint32 version, uint8 reason) public view {
        (uint32 version_, uint8 reason_) = registry.unpackTerms(RevocationTermsLibrary.pack(version, reason));
        assertEq(version_, version);
        assertEq(reason_, reason);
    }

    function next(uint64 epoch) private pure returns (Announcement memory) {
        return Announcement(SUBJECT, "digest", AnnouncementTermsLibrary.pack(epoch, 1, Codec.Raw, NOW, NOW + 30 days));
    }

    function announcementDigest(uint64 epoch) private view returns (bytes32) {
        return announcements.announcementDigest(signer, next(epoch), DEADLINE);
    }

    function withdrawalDigest(uint64 epoch) private view returns (bytes32) {
        return announcements.withdrawalDigest(signer, SUBJECT, epoch, DEADLINE);
    }

    function asked(bytes32 digest) private view returns (bytes32) {
        return registry.quorumApprovalDigest(quorum, 1, digest);
    }

    function slotOf(bytes memory authority) private view returns (bytes memory) {
        (uint64 epoch, uint64 at, uint64 withdrawn, uint64 withdrawnAt) = announcements.latestOf(
            keccak256(authority),
            SUBJECT
        );
        return abi.encode(epoch, at, withdrawn, withdrawnAt);
    }

    function succeeds(bytes memory data) private returns (bool success) {
        (success, ) = address(announcements).call(data);
    }

    function expectInvalidSignature() private {
        vm.expectRevert(IKeyAnnouncements.KeyAnnouncementsInvalidSignature.selector);
    }

    function expectInvalidEpoch(uint64 epoch, uint64 current) private {
        vm.expectRevert(
            abi.encodeWithSelector(IKeyAnnouncements.KeyAnnouncementsInvalidEpoch.selector, epoch, current)
        );
    }
}
