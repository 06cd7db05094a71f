// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.27;

import {IQuorumRegistry, Member} from "../../contracts/interfaces/IQuorumRegistry.sol";
import {Fixture} from "./support/Fixture.sol";

contract QuorumRotateTest is Fixture {
    bytes32 private quorum;
    Member[] private oldMembers;
    Member[] private newMembers;
    uint256[] private oldKeys;
    uint256[] private newKeys;

    function setUp() public override {
        super.setUp();
        copy(wallets("new", 3), newMembers);
        newKeys = keys;
        copy(wallets("old", 3), oldMembers);
        oldKeys = keys;
        quorum = registry.createQuorum(oldMembers, 2, 2, 0);
    }

    function test_rotatesWithBothThresholds() public {
        bytes32 digest = rotation(1);
        bytes memory newApprovals = signed(newKeys, digest, 6);
        bytes memory oldApprovals = signed(oldKeys, digest, 5);
        vm.expectEmit(address(registry));
        emit IQuorumRegistry.QuorumRotated(quorum, 2, newMembers, 2, 1);
        registry.rotate(quorum, 1, newMembers, 2, 1, DEADLINE, oldApprovals, newApprovals);
        (uint32 version, uint16 threshold, uint16 revocationThreshold, Member[] memory members) = registry.quorumOf(
            quorum
        );
        assertEq(version, 2);
        assertEq(threshold, 2);
        assertEq(revocationThreshold, 1);
        assertEq(keccak256(abi.encode(members)), keccak256(abi.encode(newMembers)));
    }

    function test_attack_aRotationWithoutTheNewMembersLocksNobodyOut() public {
        bytes32 digest = rotation(1);
        bytes memory oldApprovals = signed(oldKeys, digest, 7);
        bytes memory newApprovals = signed(newKeys, digest, 1);
        expectBelowThreshold(1);
        registry.rotate(quorum, 1, newMembers, 2, 1, DEADLINE, oldApprovals, newApprovals);
        expectBelowThreshold(0);
        registry.rotate(quorum, 1, newMembers, 2, 1, DEADLINE, oldApprovals, "");
    }

    function test_attack_newMembersRotateThemselvesIn() public {
        bytes32 digest = rotation(1);
        bytes memory newApprovals = signed(newKeys, digest, 7);
        expectBelowThreshold(0);
        registry.rotate(quorum, 1, newMembers, 2, 1, DEADLINE, "", newApprovals);
        vm.expectRevert(abi.encodeWithSelector(IQuorumRegistry.QuorumRegistryInvalidApproval.selector, 0));
        registry.rotate(quorum, 1, newMembers, 2, 1, DEADLINE, newApprovals, newApprovals);
    }

    function test_attack_fewerThanTheThresholdOfCompromisedKeysHaveNoEffect() public {
        bytes32 digest = rotation(1);
        bytes memory oldApprovals = signed(oldKeys, digest, 2);
        bytes memory newApprovals = signed(newKeys, digest, 7);
        expectBelowThreshold(1);
        registry.rotate(quorum, 1, newMembers, 2, 1, DEADLINE, oldApprovals, newApprovals);
    }

    function test_attack_approvalsCollectedBeforeARotation() public {
        bytes32 endorsed = registry.endorsementDigest(CERTIFICATE, quorum, 1, DEADLINE);
        bytes memory collected = signed(oldKeys, endorsed, 7);
        rotate(oldMembers, oldKeys);
        vm.expectRevert(abi.encodeWithSelector(IQuorumRegistry.QuorumRegistryInvalidApproval.selector, 0));
        registry.endorse(CERTIFICATE, quorum, DEADLINE, collected);
    }

    function test_attack_approvalsRecordedBeforeARotation() public {
        bytes32 endorsed = registry.endorsementDigest(CERTIFICATE, quorum, 1, DEADLINE);
        for (uint256 i; i < 3; ++i) {
            vm.prank(vm.addr(oldKeys[i]));
            registry.approve(quorum, endorsed);
        }
        rotate(oldMembers, oldKeys);
        vm.expectRevert(abi.encodeWithSelector(IQuorumRegistry.QuorumRegistryInvalidApproval.selector, 0));
        registry.endorse(CERTIFICATE, quorum, DEADLINE, bytes.concat(one(0, ""), one(1, "")));
    }

    function test_attack_removedSignersCountNowhere() public {
        rotate(newMembers, newKeys);
        bytes32 endorsed = registry.endorsementDigest(CERTIFICATE, quorum, 2, DEADLINE);
        bytes memory removed = signed(oldKeys, endorsed, 7);
        vm.expectRevert(abi.encodeWithSelector(IQuorumRegistry.QuorumRegistryInvalidApproval.selector, 0));
        registry.endorse(CERTIFICATE, quorum, DEADLINE, removed);
        bytes32 asked = registry.quorumApprovalDigest(quorum, 2, "hash");
        assertEq(registry.verify(abi.encode(quorum), "hash", signed(oldKeys, asked, 7)), bytes4(0xffffffff));
    }

    function test_attack_replayOfARotation() public {
        bytes32 digest = rotation(1);
        bytes memory oldApprovals = signed(oldKeys, digest, 3);
        bytes memory newApprovals = signed(newKeys, digest, 3);
        registry.rotate(quorum, 1, newMembers, 2, 1, DEADLINE, oldApprovals, newApprovals);
        vm.expectRevert(abi.encodeWithSelector(IQuorumRegistry.QuorumRegistryStaleVersion.selector, quorum, 1, 2));
        registry.rotate(quorum, 1, newMembers, 2, 1, DEADLINE, oldApprovals, newApprovals);
        vm.expectRevert(abi.encodeWithSelector(IQuorumRegistry.QuorumRegistryInvalidApproval.selector, 0));
        registry.rotate(quorum, 2, newMembers, 2, 1, DEADLINE, oldApprovals, newApprovals);
    }

    function test_attack_fastForwardOfTheVersion() public {
        vm.expectRevert(abi.encodeWithSelector(IQuorumRegistry.QuorumRegistryStaleVersion.selector, quorum, 7, 1));
        registry.rotate(quorum, 7, newMembers, 2, 1, DEADLINE, "", "");
    }

    function test_error_otherTermsThanWereApproved() public {
        bytes32 digest = rotation(1);
        bytes memory oldApprovals = signed(oldKeys, digest, 3);
        bytes memory newApprovals = signed(newKeys, digest, 3);
        bytes memory invalid = abi.encodeWithSelector(IQuorumRegistry.QuorumRegistryInvalidApproval.selector, 0);
        vm.expectRevert(invalid);
        registry.rotate(quorum, 1, newMembers, 3, 1, DEADLINE, oldApprovals, newApprovals);
        vm.expectRevert(invalid);
        registry.rotate(quorum, 1, newMembers, 2, 2, DEADLINE, oldApprovals, newApprovals);
        vm.expectRevert(invalid);
        registry.rotate(quorum, 1, newMembers, 2, 1, DEADLINE + 1, oldApprovals, newApprovals);
        newMembers[0].weight = 2;
        vm.expectRevert(invalid);
        registry.rotate(quorum, 1, newMembers, 2, 1, DEADLINE, oldApprovals, newApprovals);
    }

    function test_error_unknownQuorum() public {
        vm.expectRevert(abi.encodeWithSelector(IQuorumRegistry.QuorumRegistryUnknownQuorum.selector, bytes32("no")));
        registry.rotate("no", 1, newMembers, 2, 1, DEADLINE, "", "");
    }

    function test_error_expired() public {
        vm.warp(DEADLINE + 1);
        vm.expectRevert(abi.encodeWithSelector(IQuorumRegistry.QuorumRegistryExpired.selector, DEADLINE));
        registry.rotate(quorum, 1, newMembers, 2, 1, DEADLINE, "", "");
    }

    function test_error_invalidMembers() public {
        vm.expectRevert(abi.encodeWithSelector(IQuorumRegistry.QuorumRegistryInvalidThreshold.selector, 4, 1, 3));
        registry.rotate(quorum, 1, newMembers, 4, 1, DEADLINE, "", "");
        newMembers[1] = newMembers[0];
        vm.expectRevert(abi.encodeWithSelector(IQuorumRegistry.QuorumRegistryUnorderedMembers.selector, 1));
        registry.rotate(quorum, 1, newMembers, 2, 1, DEADLINE, "", "");
    }

    function test_error_malformedApprovals() public {
        vm.expectRevert(abi.encodeWithSelector(IQuorumRegistry.QuorumRegistryMalformedApprovals.selector, 0));
        registry.rotate(quorum, 1, newMembers, 2, 1, DEADLINE, hex"00", "");
    }

    function rotate(Member[] memory members, uint256[] storage theirKeys) private {
        bytes32 digest = registry.rotationDigest(quorum, 1, members, 2, 1, DEADLINE);
        registry.rotate(quorum, 1, members, 2, 1, DEADLINE, signed(oldKeys, digest, 3), signed(theirKeys, digest, 3));
    }

    function rotation(uint32 version) private view returns (bytes32) {
        return registry.rotationDigest(quorum, version, newMembers, 2, 1, DEADLINE);
    }

    function signed(uint256[] storage theirKeys, bytes32 digest, uint256 mask) private returns (bytes memory) {
        keys = theirKeys;
        return approvalsOf(digest, mask);
    }

    function expectBelowThreshold(uint256 weight) private {
        vm.expectRevert(abi.encodeWithSelector(IQuorumRegistry.QuorumRegistryBelowThreshold.selector, weight, 2));
    }

    function copy(Member[] memory from, Member[] storage to) private {
        for (uint256 i; i < from.length; ++i) to.push(from[i]);
    }
}
