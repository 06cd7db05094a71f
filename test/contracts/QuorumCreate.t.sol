// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.27;

import {IQuorumRegistry, Member} from "../../contracts/interfaces/IQuorumRegistry.sol";
import {DataContract} from "../../contracts/libraries/DataContract.sol";
import {Fixture} from "./support/Fixture.sol";

contract QuorumCreateTest is Fixture {
    function test_createsAtVersionOne() public {
        Member[] memory members = wallets("a", 3);
        bytes32 id = keccak256(abi.encode(members, uint16(2), uint16(1), bytes32("salt")));
        vm.expectEmit(address(registry));
        emit IQuorumRegistry.QuorumCreated(id, members, 2, 1);
        assertEq(registry.createQuorum(members, 2, 1, "salt"), id);
        assertEq(registry.quorumIdOf(members, 2, 1, "salt"), id);

        (uint32 version, uint16 threshold, uint16 revocationThreshold, Member[] memory stored) = registry.quorumOf(id);
        assertEq(version, 1);
        assertEq(threshold, 2);
        assertEq(revocationThreshold, 1);
        assertEq(keccak256(abi.encode(stored)), keccak256(abi.encode(members)));
    }

    function test_creatingTwiceChangesNothing() public {
        Member[] memory members = wallets("a", 3);
        bytes32 id = registry.createQuorum(members, 2, 2, 0);
        vm.recordLogs();
        assertEq(registry.createQuorum(members, 2, 2, 0), id);
        assertEq(vm.getRecordedLogs().length, 0);
    }

    function test_creatingAfterARotationChangesNothing() public {
        Member[] memory members = wallets("a", 1);
        bytes32 id = registry.createQuorum(members, 1, 1, 0);
        bytes32 digest = registry.rotationDigest(id, 1, members, 1, 1, DEADLINE);
        bytes memory approval = approvalsOf(digest, 1);
        registry.rotate(id, 1, members, 1, 1, DEADLINE, approval, approval);
        registry.createQuorum(members, 1, 1, 0);
        assertEq(versionOf(id), 2);
    }

    function test_idCommitsToEverything() public {
        Member[] memory members = wallets("a", 2);
        bytes32 id = registry.quorumIdOf(members, 2, 2, 0);
        assertNotEq(id, registry.quorumIdOf(members, 2, 1, 0));
        assertNotEq(id, registry.quorumIdOf(members, 1, 1, 0));
        assertNotEq(id, registry.quorumIdOf(members, 2, 2, "other"));
        members[0].weight = 2;
        assertNotEq(id, registry.quorumIdOf(members, 2, 2, 0));
    }

    function test_takesSixtyFourMembers() public {
        Member[] memory members = wallets("a", 64);
        bytes32 id = registry.createQuorum(members, 64, 1, 0);
        (, , , Member[] memory stored) = registry.quorumOf(id);
        assertEq(keccak256(abi.encode(stored)), keccak256(abi.encode(members)));
    }

    function test_error_noMembers() public {
        vm.expectRevert(abi.encodeWithSelector(IQuorumRegistry.QuorumRegistryInvalidMemberCount.selector, 0));
        registry.createQuorum(new Member[](0), 1, 1, 0);
    }

    function test_error_sixtyFiveMembers() public {
        Member[] memory members = wallets("a", 65);
        vm.expectRevert(abi.encodeWithSelector(IQuorumRegistry.QuorumRegistryInvalidMemberCount.selector, 65));
        registry.createQuorum(members, 1, 1, 0);
    }

    function test_error_signerTooShort() public {
        Member[] memory members = single(hex"11111111111111111111111111111111111111");
        vm.expectRevert(abi.encodeWithSelector(IQuorumRegistry.QuorumRegistryInvalidSigner.selector, 0));
        registry.createQuorum(members, 1, 1, 0);
    }

    function test_error_signerTooLong() public {
        Member[] memory members = single(bytes.concat(hex"11", new bytes(65_535)));
        vm.expectRevert(abi.encodeWithSelector(IQuorumRegistry.QuorumRegistryInvalidSigner.selector, 0));
        registry.createQuorum(members, 1, 1, 0);
    }

    function test_error_zeroAddress() public {
        Member[] memory members = single(abi.encodePacked(address(0)));
        vm.expectRevert(abi.encodeWithSelector(IQuorumRegistry.QuorumRegistryInvalidSigner.selector, 0));
        registry.createQuorum(members, 1, 1, 0);
    }

    function test_error_zeroVerifier() public {
        Member[] memory members = single(abi.encodePacked(address(0), "key"));
        vm.expectRevert(abi.encodeWithSelector(IQuorumRegistry.QuorumRegistryInvalidSigner.selector, 0));
        registry.createQuorum(members, 1, 1, 0);
    }

    function test_error_membersThatNoContractHolds() public {
        Member[] memory members = single(bytes.concat(hex"11", new bytes(24_575)));
        vm.expectRevert(abi.encodeWithSelector(DataContract.DataContractTooLarge.selector, 24_584));
        registry.createQuorum(members, 1, 1, 0);
    }

    /// @dev CREATE fails when the gas does not pay for the code; a 64th is left to say so.
    function test_error_gasThatDoesNotPayForTheMembers() public {
        Member[] memory members = single(bytes.concat(hex"11", new bytes(24_000)));
        vm.expectRevert(DataContract.DataContractCreationFailed.selector);
        registry.createQuorum{gas: 4_000_000}(members, 1, 1, 0);
    }

    function test_takesMembersUpToTheLimit() public {
        Member[] memory members = single(bytes.concat(hex"11", new bytes(24_566)));
        bytes32 id = registry.createQuorum(members, 1, 1, 0);
        (, , , Member[] memory stored) = registry.quorumOf(id);
        assertEq(stored[0].signer, members[0].signer);
    }

    function test_error_duplicateMembers() public {
        Member[] memory members = wallets("a", 2);
        members[1] = members[0];
        vm.expectRevert(abi.encodeWithSelector(IQuorumRegistry.QuorumRegistryUnorderedMembers.selector, 1));
        registry.createQuorum(members, 1, 1, 0);
    }

    function test_error_unorderedMembers() public {
        Member[] memory members = wallets("a", 3);
        (members[1], members[2]) = (members[2], members[1]);
        vm.expectRevert(abi.encodeWithSelector(IQuorumRegistry.QuorumRegistryUnorderedMembers.selector, 2));
        registry.createQuorum(members, 1, 1, 0);
    }

    function test_error_weightZero() public {
        Member[] memory members = wallets("a", 2);
        members[1].weight = 0;
        vm.expectRevert(abi.encodeWithSelector(IQuorumRegistry.QuorumRegistryInvalidWeight.selector, 1));
        registry.createQuorum(members, 1, 1, 0);
    }

    function test_attack_thresholdZero() public {
        expectInvalidThreshold(wallets("a", 2), 0, 0, 2);
    }

    function test_attack_thresholdAboveTheSigners() public {
        expectInvalidThreshold(wallets("a", 2), 3, 1, 2);
    }

    function test_error_revocationThresholdZero() public {
        expectInvalidThreshold(wallets("a", 2), 1, 0, 2);
    }

    function test_error_revocationThresholdAboveTheThreshold() public {
        expectInvalidThreshold(wallets("a", 2), 1, 2, 2);
    }

    function test_error_weightsAboveTheirRange() public {
        Member[] memory members = wallets("a", 2);
        members[0].weight = type(uint16).max;
        expectInvalidThreshold(members, 1, 1, 65_536);
    }

    function test_error_unknownQuorum() public {
        vm.expectRevert(abi.encodeWithSelector(IQuorumRegistry.QuorumRegistryUnknownQuorum.selector, bytes32("no")));
        registry.quorumOf("no");
    }

    function testFuzz_keepsWhatItIsGiven(bytes[4] memory tails, uint16[4] memory weights, uint256 seed) public {
        Member[] memory members = new Member[](4);
        uint256 total;
        for (uint256 i; i < 4; ++i) {
            weights[i] = uint16(bound(weights[i], 1, 16_000));
            total += weights[i];
            members[i] = Member(bytes.concat(bytes20(keccak256(abi.encode(seed, i))), tails[i]), weights[i]);
        }
        uint16 threshold = uint16(bound(seed, 1, total));
        bytes32 id = registry.createQuorum(sorted(members), threshold, 1, bytes32(seed));
        (, uint16 stored, , Member[] memory back) = registry.quorumOf(id);
        assertEq(stored, threshold);
        assertEq(keccak256(abi.encode(back)), keccak256(abi.encode(members)));
    }

    function testFuzz_error_threshold(uint16 threshold, uint16 revocationThreshold, uint8 count) public {
        uint256 members = bound(count, 1, 8);
        vm.assume(revocationThreshold == 0 || revocationThreshold > threshold || threshold > members);
        expectInvalidThreshold(wallets("a", members), threshold, revocationThreshold, members);
    }

    function expectInvalidThreshold(
        Member[] memory members,
        uint16 threshold,
        uint16 revocationThreshold,
        uint256 totalWeight
    ) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                IQuorumRegistry.QuorumRegistryInvalidThreshold.selector,
                threshold,
                revocationThreshold,
                totalWeight
            )
        );
        registry.createQuorum(members, threshold, revocationThreshold, 0);
    }
}
