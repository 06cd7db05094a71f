// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.27;

import {KeyAnnouncements} from "../../contracts/KeyAnnouncements.sol";
import {QuorumRegistry} from "../../contracts/QuorumRegistry.sol";
import {Announcement, Claim} from "../../contracts/interfaces/IKeyAnnouncements.sol";
import {IQuorumRegistry, Member} from "../../contracts/interfaces/IQuorumRegistry.sol";
import {AnnouncementTerms, Codec} from "../../contracts/types/AnnouncementTerms.sol";
import {Fixture} from "./support/Fixture.sol";

/// @dev test/vectors/typed-data.json is made with viem, which shares no code with the contracts.
contract VectorsTest is Fixture {
    string private json;
    bytes32 private quorum;
    Member[] private members;

    function setUp() public override {
        json = vm.readFile("test/vectors/typed-data.json");
        vm.chainId(vm.parseJsonUint(json, ".chainId"));
        vm.warp(vm.parseJsonUint(json, ".messages.Endorsement.message.deadline"));
        registry = QuorumRegistry(vm.parseJsonAddress(json, ".registry"));
        announcements = KeyAnnouncements(vm.parseJsonAddress(json, ".announcements"));
        deployAt(address(registry), type(QuorumRegistry).creationCode);
        deployAt(address(announcements), abi.encodePacked(type(KeyAnnouncements).creationCode, abi.encode(registry)));
        for (uint256 i; i < 3; ++i) {
            string memory key = string.concat(".quorum.members[", vm.toString(i), "].signer");
            members.push(Member(vm.parseJsonBytes(json, key), 1));
        }
        quorum = registry.createQuorum(members, 2, 1, vm.parseJsonBytes32(json, ".quorum.salt"));
    }

    function test_quorumAndDomains() public view {
        assertEq(quorum, vm.parseJsonBytes32(json, ".quorum.id"));
        assertEq(signerOf(quorum), vm.parseJsonBytes(json, ".quorum.signer"));
        assertEq(registry.domainSeparator(), vm.parseJsonBytes32(json, ".domains.QuorumRegistry"));
        assertEq(announcements.domainSeparator(), vm.parseJsonBytes32(json, ".domains.KeyAnnouncements"));
    }

    function test_quorumMessages() public view {
        bytes32 certificate = word("Endorsement", "certificate");
        assertEq(
            registry.endorsementDigest(certificate, quorum, 1, number("Endorsement", "deadline")),
            digestOf("Endorsement")
        );
        assertEq(
            registry.revocationDigest(
                certificate,
                quorum,
                1,
                uint8(number("Revocation", "reason")),
                number("Revocation", "deadline")
            ),
            digestOf("Revocation")
        );
        assertEq(
            registry.rotationDigest(quorum, 1, members, 3, 2, number("Rotation", "deadline")),
            digestOf("Rotation")
        );
        assertEq(
            registry.quorumApprovalDigest(quorum, 1, word("QuorumApproval", "digest")),
            digestOf("QuorumApproval")
        );
    }

    function test_announcementMessages() public view {
        bytes memory authority = vm.parseJsonBytes(json, ".messages.Announcement.message.authority");
        AnnouncementTerms terms = announcements.packTerms(
            number("Announcement", "epoch"),
            uint8(number("Announcement", "kind")),
            Codec(number("Announcement", "codec")),
            uint48(number("Announcement", "notBefore")),
            uint48(number("Announcement", "notAfter"))
        );
        Announcement memory announcement = Announcement(
            word("Announcement", "subject"),
            word("Announcement", "digest"),
            terms
        );
        uint64 deadline = number("Announcement", "deadline");
        assertEq(announcements.announcementDigest(authority, announcement, deadline), digestOf("Announcement"));
        assertEq(
            announcements.withdrawalDigest(
                authority,
                word("Withdrawal", "subject"),
                number("Withdrawal", "epoch"),
                deadline
            ),
            digestOf("Withdrawal")
        );
        Claim memory receipt = Claim(
            vm.parseJsonBytes(json, ".messages.Claim.message.device"),
            word("Claim", "authority"),
            word("Claim", "subject"),
            number("Claim", "epoch"),
            word("Claim", "record"),
            number("Claim", "deadline")
        );
        assertEq(announcements.claimDigest(receipt), digestOf("Claim"));
    }

    function test_packedApprovals() public {
        bytes32 certificate = word("Endorsement", "certificate");
        uint64 deadline = number("Endorsement", "deadline");
        uint256 snapshot = vm.snapshotState();
        registry.endorse(certificate, quorum, deadline, vm.parseJsonBytes(json, ".approvals.Endorsement.packed"));
        vm.revertToState(snapshot);
        registry.endorse(
            certificate,
            quorum,
            deadline,
            vm.parseJsonBytes(json, ".approvals.Endorsement.packedCompact")
        );
        assertEq(uint8(statusOf(certificate, quorum)), uint8(IQuorumRegistry.Status.Endorsed));

        bytes32 hash = word("QuorumApproval", "digest");
        bytes memory packed = vm.parseJsonBytes(json, ".approvals.QuorumApproval.packed");
        assertEq(registry.verify(abi.encode(quorum), hash, packed), registry.verify.selector);
        packed[packed.length - 1] ^= 0x01;
        assertEq(registry.verify(abi.encode(quorum), hash, packed), bytes4(0xffffffff));
    }

    function deployAt(address account, bytes memory creationCode) private {
        vm.etch(account, creationCode);
        (bool success, bytes memory runtimeCode) = account.call("");
        assertTrue(success);
        vm.etch(account, runtimeCode);
    }

    function digestOf(string memory message) private view returns (bytes32) {
        return vm.parseJsonBytes32(json, string.concat(".messages.", message, ".digest"));
    }

    function word(string memory message, string memory field) private view returns (bytes32) {
        return vm.parseJsonBytes32(json, string.concat(".messages.", message, ".message.", field));
    }

    function number(string memory message, string memory field) private view returns (uint64) {
        return uint64(vm.parseJsonUint(json, string.concat(".messages.", message, ".message.", field)));
    }
}
