// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.27;

import {IQuorumRegistry, Member} from "../../contracts/interfaces/IQuorumRegistry.sol";
import {RevocationTermsLibrary} from "../../contracts/types/RevocationTerms.sol";
import {Fixture} from "./support/Fixture.sol";

contract QuorumEndorseTest is Fixture {
    bytes32 private quorum;

    function setUp() public override {
        super.setUp();
        quorum = registry.createQuorum(wallets("e", 3), 2, 1, 0);
    }

    function test_endorsesWithTheThreshold() public {
        vm.expectEmit(address(registry));
        emit IQuorumRegistry.CertificateEndorsed(CERTIFICATE, quorum, 1);
        registry.endorse(CERTIFICATE, quorum, DEADLINE, approvalsOf(endorsement(quorum), 5));

        (IQuorumRegistry.Status status, uint32 version, uint64 endorsedAt, uint64 revokedAt) = registry.statusOf(
            CERTIFICATE,
            quorum
        );
        assertEq(uint8(status), uint8(IQuorumRegistry.Status.Endorsed));
        assertEq(version, 1);
        assertEq(endorsedAt, NOW);
        assertEq(revokedAt, 0);
    }

    function test_revokesWithTheLowerThreshold() public {
        registry.endorse(CERTIFICATE, quorum, DEADLINE, approvalsOf(endorsement(quorum), 3));
        vm.warp(NOW + 60);
        vm.expectEmit(address(registry));
        emit IQuorumRegistry.CertificateRevoked(CERTIFICATE, quorum, RevocationTermsLibrary.pack(1, 4));
        registry.revoke(CERTIFICATE, quorum, DEADLINE, approvalsOf(revocation(4), 4), 4);

        (IQuorumRegistry.Status status, , uint64 endorsedAt, uint64 revokedAt) = registry.statusOf(CERTIFICATE, quorum);
        assertEq(uint8(status), uint8(IQuorumRegistry.Status.Revoked));
        assertEq(endorsedAt, NOW);
        assertEq(revokedAt, NOW + 60);
    }

    function test_revokesWhatIsNotEndorsed() public {
        registry.revoke(CERTIFICATE, quorum, DEADLINE, approvalsOf(revocation(1), 1), 1);
        assertStatus(quorum, IQuorumRegistry.Status.Revoked);
    }

    function test_statusKeepsTheVersionThatSpokeLast() public {
        registry.endorse(CERTIFICATE, quorum, DEADLINE, approvalsOf(endorsement(quorum), 3));
        (, , , Member[] memory members) = registry.quorumOf(quorum);
        bytes32 digest = registry.rotationDigest(quorum, 1, members, 2, 1, DEADLINE);
        registry.rotate(quorum, 1, members, 2, 1, DEADLINE, approvalsOf(digest, 3), approvalsOf(digest, 3));
        assertStatus(quorum, IQuorumRegistry.Status.Endorsed);
        digest = registry.revocationDigest(CERTIFICATE, quorum, 2, 1, DEADLINE);
        registry.revoke(CERTIFICATE, quorum, DEADLINE, approvalsOf(digest, 1), 1);
        (, uint32 version, , ) = registry.statusOf(CERTIFICATE, quorum);
        assertEq(version, 2);
    }

    function test_nothingIsSaidOfAnUnknownCertificate() public view {
        assertStatus(quorum, IQuorumRegistry.Status.None);
    }

    function test_error_endorsedTwice() public {
        bytes memory approvals = approvalsOf(endorsement(quorum), 3);
        registry.endorse(CERTIFICATE, quorum, DEADLINE, approvals);
        vm.expectRevert(
            abi.encodeWithSelector(IQuorumRegistry.QuorumRegistryAlreadyEndorsed.selector, CERTIFICATE, quorum)
        );
        registry.endorse(CERTIFICATE, quorum, DEADLINE, approvals);
    }

    function test_error_revokedTwice() public {
        bytes memory approvals = approvalsOf(revocation(1), 3);
        registry.revoke(CERTIFICATE, quorum, DEADLINE, approvals, 1);
        vm.expectRevert(
            abi.encodeWithSelector(IQuorumRegistry.QuorumRegistryAlreadyRevoked.selector, CERTIFICATE, quorum)
        );
        registry.revoke(CERTIFICATE, quorum, DEADLINE, approvals, 1);
    }

    function test_error_endorsedAfterARevocation() public {
        registry.revoke(CERTIFICATE, quorum, DEADLINE, approvalsOf(revocation(1), 1), 1);
        bytes memory approvals = approvalsOf(endorsement(quorum), 7);
        vm.expectRevert(
            abi.encodeWithSelector(IQuorumRegistry.QuorumRegistryAlreadyRevoked.selector, CERTIFICATE, quorum)
        );
        registry.endorse(CERTIFICATE, quorum, DEADLINE, approvals);
    }

    function test_error_unknownQuorum() public {
        bytes memory expected = abi.encodeWithSelector(
            IQuorumRegistry.QuorumRegistryUnknownQuorum.selector,
            bytes32("no")
        );
        vm.expectRevert(expected);
        registry.endorse(CERTIFICATE, "no", DEADLINE, "");
        vm.expectRevert(expected);
        registry.revoke(CERTIFICATE, "no", DEADLINE, "", 1);
        vm.expectRevert(expected);
        registry.propose("no", "draft", DEADLINE);
    }

    function test_error_noApprovals() public {
        expectBelowThreshold(0, 2);
        registry.endorse(CERTIFICATE, quorum, DEADLINE, "");
        expectBelowThreshold(0, 1);
        registry.revoke(CERTIFICATE, quorum, DEADLINE, "", 1);
    }

    function test_error_oneApprovalTooFew() public {
        bytes memory approvals = approvalsOf(endorsement(quorum), 2);
        expectBelowThreshold(1, 2);
        registry.endorse(CERTIFICATE, quorum, DEADLINE, approvals);
    }

    function test_error_anInvalidApprovalBeyondTheThreshold() public {
        bytes32 digest = endorsement(quorum);
        bytes memory approvals = bytes.concat(approvalsOf(digest, 3), one(2, compact(keys[0], digest)));
        vm.expectRevert(abi.encodeWithSelector(IQuorumRegistry.QuorumRegistryInvalidApproval.selector, 2));
        registry.endorse(CERTIFICATE, quorum, DEADLINE, approvals);
    }

    function test_error_indexBeyondTheMembers() public {
        bytes32 digest = endorsement(quorum);
        expectMalformed(bytes.concat(approvalsOf(digest, 1), one(3, compact(keys[1], digest))), 68);
        expectMalformed(one(255, compact(keys[1], digest)), 0);
        expectMalformed(one(255, ""), 0);
    }

    function test_error_cutOffAtEveryByte() public {
        bytes memory approvals = longApprovalsOf(endorsement(quorum), 3);
        for (uint256 length = 1; length < approvals.length; ++length) {
            if (length == 69) continue;
            expectMalformed(slice(approvals, length), length < 69 ? 0 : 69);
        }
        approvals = approvalsOf(endorsement(quorum), 3);
        for (uint256 length = 1; length < approvals.length; ++length) {
            if (length == 68) continue;
            expectMalformed(slice(approvals, length), length < 68 ? 0 : 68);
        }
    }

    function test_error_trailingByte() public {
        expectMalformed(bytes.concat(approvalsOf(endorsement(quorum), 3), hex"00"), 136);
        expectMalformed(bytes.concat(approvalsOf(endorsement(quorum), 3), hex"02000001"), 136);
    }

    function test_attack_timestampsAtTheEdges() public {
        bytes memory approvals = approvalsOf(endorsement(quorum), 3);
        bytes memory revocations = approvalsOf(revocation(1), 3);
        vm.warp(DEADLINE + 1);
        bytes memory expired = abi.encodeWithSelector(IQuorumRegistry.QuorumRegistryExpired.selector, DEADLINE);
        vm.expectRevert(expired);
        registry.endorse(CERTIFICATE, quorum, DEADLINE, approvals);
        vm.expectRevert(expired);
        registry.revoke(CERTIFICATE, quorum, DEADLINE, revocations, 1);
        vm.expectRevert(expired);
        registry.propose(quorum, "draft", DEADLINE);
        vm.warp(DEADLINE);
        registry.endorse(CERTIFICATE, quorum, DEADLINE, approvals);
        registry.propose(quorum, "draft", DEADLINE);
    }

    function test_proposes() public {
        vm.expectEmit(address(registry));
        emit IQuorumRegistry.Proposed(quorum, "draft", address(this), DEADLINE);
        registry.propose(quorum, "draft", DEADLINE);
    }

    function test_recordedApprovalsCount() public {
        bytes32 digest = endorsement(quorum);
        address wallet = vm.addr(keys[1]);
        assertFalse(registry.hasApproved(wallet, digest));
        vm.expectEmit(address(registry));
        emit IQuorumRegistry.Approved(quorum, digest, wallet);
        vm.prank(wallet);
        registry.approve(quorum, digest);
        assertTrue(registry.hasApproved(wallet, digest));
        registry.endorse(CERTIFICATE, quorum, DEADLINE, bytes.concat(approvalsOf(digest, 1), one(1, "")));
        assertStatus(quorum, IQuorumRegistry.Status.Endorsed);
    }

    function test_error_approvalThatIsNotRecorded() public {
        bytes32 digest = endorsement(quorum);
        vm.prank(vm.addr(keys[0]));
        registry.approve(quorum, digest);
        vm.expectRevert(abi.encodeWithSelector(IQuorumRegistry.QuorumRegistryInvalidApproval.selector, 1));
        registry.endorse(CERTIFICATE, quorum, DEADLINE, bytes.concat(one(0, ""), one(1, "")));
    }

    function test_error_approvalRecordedForAnotherDigest() public {
        bytes32 digest = registry.endorsementDigest(CERTIFICATE, quorum, 1, DEADLINE + 1);
        vm.prank(vm.addr(keys[0]));
        registry.approve(quorum, digest);
        vm.expectRevert(abi.encodeWithSelector(IQuorumRegistry.QuorumRegistryInvalidApproval.selector, 0));
        registry.endorse(CERTIFICATE, quorum, DEADLINE, one(0, ""));
    }

    function test_countsEndorsements() public {
        bytes32[] memory quorums = new bytes32[](3);
        for (uint256 i; i < 3; ++i) {
            quorums[i] = registry.createQuorum(wallets("c", 2), 1, 1, bytes32(i + 1));
            registry.endorse(CERTIFICATE, quorums[i], DEADLINE, approvalsOf(endorsement(quorums[i]), 1));
        }
        bytes32 digest = registry.revocationDigest(CERTIFICATE, quorums[1], 1, 1, DEADLINE);
        registry.revoke(CERTIFICATE, quorums[1], DEADLINE, approvalsOf(digest, 1), 1);
        sort(quorums);
        assertEq(registry.countEndorsements(CERTIFICATE, quorums), 2);
        assertEq(registry.countEndorsements("other", quorums), 0);
        assertEq(registry.countEndorsements(CERTIFICATE, new bytes32[](0)), 0);

        quorums[2] = quorums[1];
        vm.expectRevert(abi.encodeWithSelector(IQuorumRegistry.QuorumRegistryUnorderedQuorums.selector, 2));
        registry.countEndorsements(CERTIFICATE, quorums);
    }

    function test_checksPaths() public {
        bytes32[] memory certificates = new bytes32[](2);
        bytes32[] memory quorums = new bytes32[](2);
        (certificates[0], certificates[1]) = (CERTIFICATE, "other");
        (quorums[0], quorums[1]) = (quorum, quorum);
        expectPath(certificates, quorums, false, 0);
        registry.endorse(CERTIFICATE, quorum, DEADLINE, approvalsOf(endorsement(quorum), 3));
        expectPath(certificates, quorums, false, 1);
        bytes32 digest = registry.endorsementDigest("other", quorum, 1, DEADLINE);
        registry.endorse("other", quorum, DEADLINE, approvalsOf(digest, 3));
        expectPath(certificates, quorums, true, 2);
        registry.revoke(CERTIFICATE, quorum, DEADLINE, approvalsOf(revocation(1), 3), 1);
        expectPath(certificates, quorums, false, 0);
        expectPath(new bytes32[](0), new bytes32[](0), true, 0);

        vm.expectRevert(abi.encodeWithSelector(IQuorumRegistry.QuorumRegistryLengthMismatch.selector, 2, 0));
        registry.checkPath(certificates, new bytes32[](0));
    }

    function testFuzz_weightDecides(uint16[5] memory weights, uint16 threshold, uint8 mask) public {
        Member[] memory members = wallets("w", 5);
        uint256 total;
        uint256 given;
        for (uint256 i; i < 5; ++i) {
            members[i].weight = uint16(bound(weights[i], 1, 10_000));
            total += members[i].weight;
            if ((mask >> i) & 1 == 1) given += members[i].weight;
        }
        threshold = uint16(bound(threshold, 1, total));
        bytes32 id = registry.createQuorum(members, threshold, threshold, 0);
        bytes32 digest = endorsement(id);
        bytes memory approvals = mask & 32 == 0 ? approvalsOf(digest, mask) : longApprovalsOf(digest, mask);
        if (given < threshold) expectBelowThreshold(given, threshold);
        registry.endorse(CERTIFICATE, id, DEADLINE, approvals);
    }

    function testFuzz_error_anyOtherBytes(bytes memory approvals) public {
        vm.expectRevert();
        registry.endorse(CERTIFICATE, quorum, DEADLINE, approvals);
    }

    function testFuzz_error_anyBitFlipped(uint256 bit, bool inLongForm) public {
        bytes32 digest = endorsement(quorum);
        bytes memory approvals = inLongForm ? longApprovalsOf(digest, 3) : approvalsOf(digest, 3);
        bit = bound(bit, 0, approvals.length * 8 - 1);
        approvals[bit / 8] ^= bytes1(uint8(1 << (bit % 8)));
        vm.expectRevert();
        registry.endorse(CERTIFICATE, quorum, DEADLINE, approvals);
    }

    function revocation(uint8 reason) private view returns (bytes32) {
        return registry.revocationDigest(CERTIFICATE, quorum, 1, reason, DEADLINE);
    }

    function expectBelowThreshold(uint256 weight, uint256 threshold) private {
        vm.expectRevert(
            abi.encodeWithSelector(IQuorumRegistry.QuorumRegistryBelowThreshold.selector, weight, threshold)
        );
    }

    function expectMalformed(bytes memory approvals, uint256 offset) private {
        vm.expectRevert(abi.encodeWithSelector(IQuorumRegistry.QuorumRegistryMalformedApprovals.selector, offset));
        registry.endorse(CERTIFICATE, quorum, DEADLINE, approvals);
    }

    function expectPath(
        bytes32[] memory certificates,
        bytes32[] memory quorums,
        bool ok,
        uint256 failedAt
    ) private view {
        (bool ok_, uint256 failedAt_) = registry.checkPath(certificates, quorums);
        assertEq(ok_, ok);
        assertEq(failedAt_, failedAt);
    }

    function slice(bytes memory data, uint256 length) private pure returns (bytes memory start) {
        start = new bytes(length);
        for (uint256 i; i < length; ++i) start[i] = data[i];
    }

    function sort(bytes32[] memory words) private pure {
        for (uint256 i = 1; i < words.length; ++i) {
            for (uint256 j = i; j > 0 && words[j - 1] > words[j]; --j) {
                (words[j - 1], words[j]) = (words[j], words[j - 1]);
            }
        }
    }
}
