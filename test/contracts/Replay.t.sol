// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.27;

import {KeyAnnouncements} from "../../contracts/KeyAnnouncements.sol";
import {QuorumRegistry} from "../../contracts/QuorumRegistry.sol";
import {IKeyAnnouncements} from "../../contracts/interfaces/IKeyAnnouncements.sol";
import {IQuorumRegistry, Member} from "../../contracts/interfaces/IQuorumRegistry.sol";
import {Fixture} from "./support/Fixture.sol";

contract ReplayTest is Fixture {
    bytes32 private quorum;

    function setUp() public override {
        vm.chainId(4202);
        super.setUp();
        quorum = quorumOfWallets("r", 3, 2);
    }

    function test_attack_replayAcrossChains() public {
        bytes memory approvals = approvalsOf(endorsement(quorum), 3);
        bytes32 before = registry.domainSeparator();
        vm.chainId(1135);
        assertNotEq(registry.domainSeparator(), before);
        expectInvalid();
        registry.endorse(CERTIFICATE, quorum, DEADLINE, approvals);
        registry.endorse(CERTIFICATE, quorum, DEADLINE, approvalsOf(endorsement(quorum), 3));
        vm.chainId(4202);
        assertEq(registry.domainSeparator(), before);
    }

    function test_attack_replayAcrossContracts() public {
        QuorumRegistry other = new QuorumRegistry();
        other.createQuorum(wallets("r", 3), 2, 2, 0);
        bytes memory approvals = approvalsOf(other.endorsementDigest(CERTIFICATE, quorum, 1, DEADLINE), 3);
        expectInvalid();
        registry.endorse(CERTIFICATE, quorum, DEADLINE, approvals);
        assertNotEq(announcements.domainSeparator(), registry.domainSeparator());
    }

    function test_attack_replayAcrossFunctions() public {
        bytes memory endorsing = approvalsOf(endorsement(quorum), 3);
        bytes memory revoking = approvalsOf(registry.revocationDigest(CERTIFICATE, quorum, 1, 1, DEADLINE), 3);
        expectInvalid();
        registry.revoke(CERTIFICATE, quorum, DEADLINE, endorsing, 1);
        expectInvalid();
        registry.endorse(CERTIFICATE, quorum, DEADLINE, revoking);
        assertEq(registry.verify(abi.encode(quorum), endorsement(quorum), endorsing), bytes4(0xffffffff));
    }

    function test_attack_replayAcrossCertificatesQuorumsDeadlinesAndReasons() public {
        bytes32 other = registry.createQuorum(wallets("r", 3), 2, 2, "other");
        bytes memory approvals = approvalsOf(endorsement(quorum), 3);
        expectInvalid();
        registry.endorse("other", quorum, DEADLINE, approvals);
        expectInvalid();
        registry.endorse(CERTIFICATE, other, DEADLINE, approvals);
        expectInvalid();
        registry.endorse(CERTIFICATE, quorum, DEADLINE + 1, approvals);
        approvals = approvalsOf(registry.revocationDigest(CERTIFICATE, quorum, 1, 1, DEADLINE), 3);
        expectInvalid();
        registry.revoke(CERTIFICATE, quorum, DEADLINE, approvals, 2);
    }

    function test_attack_duplicateSigners() public {
        bytes32 digest = endorsement(quorum);
        bytes memory approval = one(1, compact(keys[1], digest));
        bytes memory longApproval = one(1, long(keys[1], digest));
        expectMalformed(68);
        registry.endorse(CERTIFICATE, quorum, DEADLINE, bytes.concat(approval, approval));
        expectMalformed(68);
        registry.endorse(CERTIFICATE, quorum, DEADLINE, bytes.concat(approval, longApproval));
        expectMalformed(69);
        registry.endorse(CERTIFICATE, quorum, DEADLINE, bytes.concat(longApproval, approval));
        expectInvalid();
        registry.endorse(CERTIFICATE, quorum, DEADLINE, bytes.concat(one(0, compact(keys[1], digest)), approval));
    }

    function test_attack_duplicateOfARecordedApproval() public {
        bytes32 digest = endorsement(quorum);
        vm.prank(vm.addr(keys[1]));
        registry.approve(quorum, digest);
        expectMalformed(68);
        registry.endorse(CERTIFICATE, quorum, DEADLINE, bytes.concat(one(1, compact(keys[1], digest)), one(1, "")));
    }

    function test_attack_unsortedSigners() public {
        bytes32 digest = endorsement(quorum);
        bytes memory approvals = bytes.concat(one(2, compact(keys[2], digest)), one(0, compact(keys[0], digest)));
        expectMalformed(68);
        registry.endorse(CERTIFICATE, quorum, DEADLINE, approvals);
    }

    function test_attack_frontRunning() public {
        bytes memory approvals = approvalsOf(endorsement(quorum), 3);
        vm.prank(address(0xbad));
        registry.endorse(CERTIFICATE, quorum, DEADLINE, approvals);
        assertStatus(quorum, IQuorumRegistry.Status.Endorsed);

        Member[] memory members = wallets("f", 2);
        vm.prank(address(0xbad));
        bytes32 id = registry.createQuorum(members, 2, 1, "salt");
        assertEq(registry.createQuorum(members, 2, 1, "salt"), id);
    }

    function test_attack_griefingAnothersApproval() public {
        vm.prank(address(0xbad));
        registry.approve(quorum, endorsement(quorum));
        assertFalse(registry.hasApproved(vm.addr(keys[0]), endorsement(quorum)));
    }

    /// @dev Members are at most 64, each is looked at once, and its signature is the sender's own calldata.
    function test_attack_unboundedLoops() public {
        bytes32 large = registry.createQuorum(wallets("l", 64), 64, 64, 0);
        bytes memory approvals = approvalsOf(endorsement(large), type(uint256).max);
        uint256 before = gasleft();
        registry.endorse(CERTIFICATE, large, DEADLINE, approvals);
        assertLt(before - gasleft(), 400_000);
    }

    function test_attack_dirtyMemoryBehindTheMembersIsNoMember() public {
        bytes32 digest = endorsement(quorum);
        for (uint256 index = 3; index < 256; ++index) {
            expectMalformed(0);
            registry.endorse(CERTIFICATE, quorum, DEADLINE, one(index, compact(keys[0], digest)));
        }
    }

    function test_announcementSeparatorFollowsTheChain() public {
        bytes32 before = announcements.domainSeparator();
        vm.chainId(1135);
        assertNotEq(announcements.domainSeparator(), before);
        assertEq(new KeyAnnouncements(registry).MAX_EPOCH_STEP(), 65_536);
        assertEq(IKeyAnnouncements(address(announcements)).CLAIM_VERIFICATION_GAS(), 500_000);
    }

    function expectInvalid() private {
        vm.expectRevert(abi.encodeWithSelector(IQuorumRegistry.QuorumRegistryInvalidApproval.selector, 0));
    }

    function expectMalformed(uint256 offset) private {
        vm.expectRevert(abi.encodeWithSelector(IQuorumRegistry.QuorumRegistryMalformedApprovals.selector, offset));
    }
}
