// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.27;

import {IERC7913SignatureVerifier} from "@openzeppelin/contracts/interfaces/IERC7913.sol";
import {QuorumRegistry} from "../../contracts/QuorumRegistry.sol";
import {IQuorumRegistry, Member} from "../../contracts/interfaces/IQuorumRegistry.sol";
import {Fixture} from "./support/Fixture.sol";

contract QuorumNestedTest is Fixture {
    uint256 private constant KEY = 0xb0b;
    bytes4 private constant VALID = IERC7913SignatureVerifier.verify.selector;
    bytes4 private constant INVALID = 0xffffffff;

    function test_verifyIsThatOfErc7913() public {
        bytes32 quorum = quorumOfWallets("n", 3, 2);
        bytes32 digest = registry.quorumApprovalDigest(quorum, 1, "hash");
        assertEq(VALID, bytes4(0x024ad318));
        assertEq(registry.verify(abi.encode(quorum), "hash", approvalsOf(digest, 3)), VALID);
        assertEq(registry.verify(abi.encode(quorum), "hash", longApprovalsOf(digest, 6)), VALID);
        assertEq(registry.verify(abi.encode(quorum), "hash", approvalsOf(digest, 1)), INVALID);
        assertEq(registry.verify(abi.encode(quorum), "other", approvalsOf(digest, 3)), INVALID);
        assertEq(registry.verify(abi.encode(quorum), "hash", ""), INVALID);
    }

    function test_verifyNeverReverts() public {
        bytes32 quorum = quorumOfWallets("n", 3, 2);
        bytes memory good = approvalsOf(registry.quorumApprovalDigest(quorum, 1, "hash"), 3);
        assertEq(registry.verify("", "hash", good), INVALID);
        assertEq(registry.verify(abi.encodePacked(quorum, hex"00"), "hash", good), INVALID);
        assertEq(registry.verify(abi.encode(uint256(quorum) + 1), "hash", good), INVALID);
        assertEq(registry.verify(abi.encode(quorum), "hash", bytes.concat(good, hex"00")), INVALID);
        assertEq(registry.verify(abi.encode(quorum), "hash", hex"ff000000"), INVALID);
        assertEq(registry.verify(abi.encode(quorum), "hash", hex"00ffffff"), INVALID);
    }

    function testFuzz_verifyNeverReverts(bytes memory key, bytes32 hash, bytes memory signature) public {
        bytes32 quorum = quorumOfWallets("n", 3, 2);
        assertEq(registry.verify(key, hash, signature), INVALID);
        assertEq(registry.verify(abi.encode(quorum), hash, signature), INVALID);
    }

    function testFuzz_verifyAgreesWithTheThreshold(uint8 count, uint8 threshold, uint256 mask) public {
        uint256 members = bound(count, 1, 6);
        uint256 needed = bound(threshold, 1, members);
        bytes32 quorum = quorumOfWallets("n", members, uint16(needed));
        bytes32 digest = registry.quorumApprovalDigest(quorum, 1, "hash");
        uint256 given;
        for (uint256 i; i < members; ++i) given += (mask >> i) & 1;
        bytes4 expected = given >= needed ? VALID : INVALID;
        assertEq(registry.verify(abi.encode(quorum), "hash", approvalsOf(digest, mask)), expected);
        assertEq(registry.verify(abi.encode(quorum), "hash", longApprovalsOf(digest, mask)), expected);
    }

    function test_quorumsNest() public {
        bytes32 inner = quorumOfWallets("inner", 3, 2);
        bytes32 outer = registry.createQuorum(pair(signerOf(inner), abi.encodePacked(vm.addr(KEY))), 2, 2, 0);
        (, , , Member[] memory members) = registry.quorumOf(outer);
        bytes32 digest = endorsement(outer);
        bytes[2] memory signatures;
        uint256 at = indexOf(members, signerOf(inner));
        signatures[at] = approvalsOf(registry.quorumApprovalDigest(inner, 1, digest), 5);
        signatures[1 - at] = compact(KEY, digest);
        registry.endorse(CERTIFICATE, outer, DEADLINE, bytes.concat(one(0, signatures[0]), one(1, signatures[1])));
        assertStatus(outer, IQuorumRegistry.Status.Endorsed);
    }

    function test_recordedApprovalsCountInNestedQuorums() public {
        bytes32 inner = quorumOfWallets("inner", 2, 2);
        bytes32 outer = registry.createQuorum(single(signerOf(inner)), 1, 1, 0);
        bytes32 asked = registry.quorumApprovalDigest(inner, 1, endorsement(outer));
        vm.prank(vm.addr(keys[0]));
        registry.approve(inner, asked);
        bytes memory approvals = bytes.concat(one(0, ""), one(1, compact(keys[1], asked)));
        registry.endorse(CERTIFICATE, outer, DEADLINE, one(0, approvals));
        assertStatus(outer, IQuorumRegistry.Status.Endorsed);
    }

    function test_attack_approvalsOfTheOuterDigestDoNotCountInside() public {
        bytes32 inner = quorumOfWallets("inner", 2, 1);
        bytes32 outer = registry.createQuorum(single(signerOf(inner)), 1, 1, 0);
        bytes memory approvals = one(0, approvalsOf(endorsement(outer), 3));
        vm.expectRevert(abi.encodeWithSelector(IQuorumRegistry.QuorumRegistryInvalidApproval.selector, 0));
        registry.endorse(CERTIFICATE, outer, DEADLINE, approvals);
    }

    function test_attack_approvalsForOneQuorumDoNotCountInAnother() public {
        Member[] memory members = wallets("same", 2);
        bytes32 first = registry.createQuorum(members, 1, 1, "first");
        bytes32 second = registry.createQuorum(members, 1, 1, "second");
        bytes memory approvals = approvalsOf(registry.quorumApprovalDigest(first, 1, "hash"), 3);
        assertEq(registry.verify(abi.encode(first), "hash", approvals), VALID);
        assertEq(registry.verify(abi.encode(second), "hash", approvals), INVALID);
    }

    function test_attack_nestedApprovalsFromBeforeARotation() public {
        Member[] memory members = wallets("inner", 2);
        bytes32 inner = registry.createQuorum(members, 1, 1, 0);
        bytes32 outer = registry.createQuorum(single(signerOf(inner)), 1, 1, 0);
        bytes memory approvals = one(0, approvalsOf(registry.quorumApprovalDigest(inner, 1, endorsement(outer)), 1));
        bytes32 digest = registry.rotationDigest(inner, 1, members, 2, 1, DEADLINE);
        registry.rotate(inner, 1, members, 2, 1, DEADLINE, approvalsOf(digest, 3), approvalsOf(digest, 3));
        vm.expectRevert(abi.encodeWithSelector(IQuorumRegistry.QuorumRegistryInvalidApproval.selector, 0));
        registry.endorse(CERTIFICATE, outer, DEADLINE, approvals);
    }

    function test_fourQuorumsMayStandOneInTheOther() public {
        bytes32[] memory chain = chainOf(4);
        registry.endorse(CERTIFICATE, chain[3], DEADLINE, approvalsThrough(chain, 3, endorsement(chain[3])));
        assertStatus(chain[3], IQuorumRegistry.Status.Endorsed);
        bytes32 digest = registry.quorumApprovalDigest(chain[3], 1, "hash");
        assertEq(registry.verify(abi.encode(chain[3]), "hash", approvalsThrough(chain, 3, digest)), VALID);
    }

    function test_attack_unboundedNesting() public {
        bytes32[] memory chain = chainOf(5);
        bytes memory approvals = approvalsThrough(chain, 4, endorsement(chain[4]));
        vm.expectRevert(abi.encodeWithSelector(IQuorumRegistry.QuorumRegistryInvalidApproval.selector, 0));
        registry.endorse(CERTIFICATE, chain[4], DEADLINE, approvals);
        approvals = approvalsThrough(chain, 4, registry.quorumApprovalDigest(chain[4], 1, "hash"));
        assertEq(registry.verify(abi.encode(chain[4]), "hash", approvals), INVALID);
    }

    function test_attack_quorumOfAnIdOfTheWrongLength() public {
        bytes32 inner = quorumOfWallets("inner", 1, 1);
        bytes memory signer = abi.encodePacked(registry, inner, hex"00");
        bytes32 outer = registry.createQuorum(single(signer), 1, 1, 0);
        bytes memory approvals = one(0, approvalsOf(registry.quorumApprovalDigest(inner, 1, endorsement(outer)), 1));
        vm.expectRevert(abi.encodeWithSelector(IQuorumRegistry.QuorumRegistryInvalidApproval.selector, 0));
        registry.endorse(CERTIFICATE, outer, DEADLINE, approvals);
    }

    function test_attack_registryAsAWallet() public {
        bytes32 outer = registry.createQuorum(single(abi.encodePacked(registry)), 1, 1, 0);
        vm.expectRevert(abi.encodeWithSelector(IQuorumRegistry.QuorumRegistryInvalidApproval.selector, 0));
        registry.endorse(CERTIFICATE, outer, DEADLINE, one(0, "anything"));
    }

    function test_attack_unknownQuorumInside() public {
        bytes32 outer = registry.createQuorum(single(signerOf("unknown")), 1, 1, 0);
        vm.expectRevert(abi.encodeWithSelector(IQuorumRegistry.QuorumRegistryInvalidApproval.selector, 0));
        registry.endorse(CERTIFICATE, outer, DEADLINE, one(0, ""));
    }

    /// @dev A rotation can make a quorum its own member; such an approval then has to end in wallets all the same.
    function test_attack_quorumInsideItself() public {
        bytes32 quorum = registry.createQuorum(single(abi.encodePacked(vm.addr(KEY))), 1, 1, 0);
        Member[] memory members = pair(abi.encodePacked(vm.addr(KEY)), signerOf(quorum));
        bytes32 digest = registry.rotationDigest(quorum, 1, members, 1, 1, DEADLINE);
        uint256 wallet = indexOf(members, abi.encodePacked(vm.addr(KEY)));
        bytes memory newApproval = one(wallet, compact(KEY, digest));
        registry.rotate(quorum, 1, members, 1, 1, DEADLINE, one(0, compact(KEY, digest)), newApproval);

        bytes memory endless = "";
        for (uint256 i; i < 8; ++i) endless = one(1 - wallet, endless);
        vm.expectRevert(abi.encodeWithSelector(IQuorumRegistry.QuorumRegistryInvalidApproval.selector, 1 - wallet));
        registry.endorse(CERTIFICATE, quorum, DEADLINE, endless);
    }

    function test_quorumOfAnotherRegistryIsASigner() public {
        QuorumRegistry other = new QuorumRegistry();
        bytes32 inner = other.createQuorum(wallets("inner", 2), 2, 2, 0);
        bytes32 outer = registry.createQuorum(single(abi.encodePacked(other, inner)), 1, 1, 0);
        bytes memory approvals = approvalsOf(other.quorumApprovalDigest(inner, 1, endorsement(outer)), 3);
        registry.endorse(CERTIFICATE, outer, DEADLINE, one(0, approvals));
        assertStatus(outer, IQuorumRegistry.Status.Endorsed);
    }

    /// @dev `chain[0]` is a wallet's quorum, each further one has the one before as its only member.
    function chainOf(uint256 count) private returns (bytes32[] memory chain) {
        chain = new bytes32[](count);
        chain[0] = registry.createQuorum(single(abi.encodePacked(vm.addr(KEY))), 1, 1, 0);
        for (uint256 i = 1; i < count; ++i) chain[i] = registry.createQuorum(single(signerOf(chain[i - 1])), 1, 1, 0);
    }

    /// @dev Packed approvals of `digest`, which members of `chain[at]` sign.
    function approvalsThrough(bytes32[] memory chain, uint256 at, bytes32 digest) private view returns (bytes memory) {
        if (at == 0) return one(0, compact(KEY, digest));
        bytes32 inner = registry.quorumApprovalDigest(chain[at - 1], 1, digest);
        return one(0, approvalsThrough(chain, at - 1, inner));
    }
}
