// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.27;

import {Announcement, Claim, IKeyAnnouncements} from "../../contracts/interfaces/IKeyAnnouncements.sol";
import {Signers} from "../../contracts/libraries/Signers.sol";
import {Behaviour, EchoVerifier, HostileSigner} from "./support/Contracts.sol";
import {AnnouncementTermsLibrary, Codec} from "../../contracts/types/AnnouncementTerms.sol";
import {Fixture} from "./support/Fixture.sol";

contract ClaimsTest is Fixture {
    uint256 private constant KEY = 0xde71ce;
    bytes32 private constant SUBJECT = keccak256("subject");
    bytes32 private authority;

    function setUp() public override {
        super.setUp();
        authority = keccak256(abi.encodePacked(address(this)));
        announce(3);
    }

    function test_claims() public {
        Claim memory receipt = claimOf(abi.encodePacked(vm.addr(KEY)), 3);
        bytes32 device = keccak256(receipt.device);
        vm.roll(1_234);
        vm.prank(address(0xbeef));
        vm.expectEmit(address(announcements));
        emit IKeyAnnouncements.Claimed(authority, SUBJECT, device, 3, "record");
        announcements.claim(receipt, signed(receipt));
        assertClaimed(receipt, 3, 1_234);

        announce(4);
        receipt.epoch = 4;
        announcements.claim(receipt, signed(receipt));
        assertClaimed(receipt, 4, 1_234);
    }

    function test_keyClaims() public {
        Claim memory receipt = claimOf(abi.encodePacked(new EchoVerifier(), "device"), 3);
        announcements.claim(receipt, abi.encodePacked("device", announcements.claimDigest(receipt)));
        assertClaimed(receipt, 3, 1_000);
    }

    function test_error_epochThatIsNotAnnounced() public {
        expectInvalidClaim(claimOf(abi.encodePacked(vm.addr(KEY)), 4));
        expectInvalidClaim(claimOf(abi.encodePacked(vm.addr(KEY)), 0));
        Claim memory receipt = claimOf(abi.encodePacked(vm.addr(KEY)), 1);
        receipt.authority = "nobody";
        expectInvalidClaim(receipt);
    }

    function test_attack_replayOfAClaim() public {
        Claim memory receipt = claimOf(abi.encodePacked(vm.addr(KEY)), 2);
        announcements.claim(receipt, signed(receipt));
        expectInvalidClaim(receipt);
        receipt.epoch = 1;
        expectInvalidClaim(receipt);
    }

    function test_attack_claimInAnothersName() public {
        Claim memory receipt = claimOf(abi.encodePacked(vm.addr(KEY)), 3);
        bytes memory signature = compact(KEY + 1, announcements.claimDigest(receipt));
        vm.expectRevert(IKeyAnnouncements.KeyAnnouncementsInvalidSignature.selector);
        announcements.claim(receipt, signature);
    }

    function test_attack_claimWithAnotherRecord() public {
        Claim memory receipt = claimOf(abi.encodePacked(vm.addr(KEY)), 3);
        bytes memory signature = signed(receipt);
        receipt.record = "other";
        vm.expectRevert(IKeyAnnouncements.KeyAnnouncementsInvalidSignature.selector);
        announcements.claim(receipt, signature);
        receipt.record = "record";
        receipt.epoch = 2;
        vm.expectRevert(IKeyAnnouncements.KeyAnnouncementsInvalidSignature.selector);
        announcements.claim(receipt, signature);
    }

    function test_attack_timestampsAtTheEdges() public {
        Claim memory receipt = claimOf(abi.encodePacked(vm.addr(KEY)), 3);
        bytes memory signature = signed(receipt);
        vm.warp(DEADLINE + 1);
        vm.expectRevert(abi.encodeWithSelector(IKeyAnnouncements.KeyAnnouncementsExpired.selector, DEADLINE));
        announcements.claim(receipt, signature);
        vm.warp(DEADLINE);
        announcements.claim(receipt, signature);
    }

    function test_claimsMany() public {
        (Claim[] memory receipts, bytes[] memory signatures) = batch(5);
        bool[] memory accepted = announcements.claimMany(receipts, signatures);
        for (uint256 i; i < 5; ++i) {
            assertTrue(accepted[i]);
            assertClaimed(receipts[i], 3, 1_000);
        }
        accepted = announcements.claimMany(receipts, signatures);
        for (uint256 i; i < 5; ++i) assertFalse(accepted[i]);
    }

    function test_badReceiptsStopNoOthers() public {
        (Claim[] memory receipts, bytes[] memory signatures) = batch(8);
        receipts[1].epoch = 4;
        receipts[2].deadline = NOW - 1;
        signatures[3] = new bytes(65);
        receipts[4].device = hex"1234";
        signatures[5] = "";
        receipts[6] = receipts[0];
        signatures[6] = signatures[0];
        bool[] memory accepted = announcements.claimMany(receipts, signatures);
        for (uint256 i; i < 8; ++i) assertEq(accepted[i], i == 0 || i == 7);
    }

    function test_attack_aDevicesContractStopsNoOthers() public {
        for (uint256 i; i <= uint256(Behaviour.Reenter); ++i) {
            if (Behaviour(i) == Behaviour.ReturnHuge) continue;
            uint256 snapshot = vm.snapshotState();
            (Claim[] memory receipts, bytes[] memory signatures) = batch(4);
            address hostile = address(new HostileSigner(Behaviour(i), registry));
            receipts[0].device = abi.encodePacked(hostile);
            receipts[2].device = abi.encodePacked(hostile, "key");
            bool[] memory accepted = announcements.claimMany{gas: 2_000_000}(receipts, signatures);
            for (uint256 j; j < 4; ++j) assertEq(accepted[j], j % 2 == 1);
            vm.revertToState(snapshot);
        }
    }

    function test_attack_aSenderThatSavesGasLeavesNobodyOut() public {
        (Claim[] memory receipts, bytes[] memory signatures) = batch(1);
        receipts[0].device = abi.encodePacked(new EchoVerifier(), "device");
        signatures[0] = abi.encodePacked("device", announcements.claimDigest(receipts[0]));
        bytes memory data = abi.encodeCall(announcements.claimMany, (receipts, signatures));
        for (uint256 gasLimit = 30_000; gasLimit < 700_000; gasLimit += 10_000) {
            uint256 snapshot = vm.snapshotState();
            (bool success, bytes memory result) = address(announcements).call{gas: gasLimit}(data);
            if (success) assertTrue(abi.decode(result, (bool[]))[0]);
            else assertTrue(result.length == 0 || bytes4(result) == Signers.SignersInsufficientGas.selector);
            vm.revertToState(snapshot);
        }
    }

    function test_error_listsOfDifferentLengths() public {
        (Claim[] memory receipts, ) = batch(2);
        vm.expectRevert(abi.encodeWithSelector(IKeyAnnouncements.KeyAnnouncementsLengthMismatch.selector, 2, 1));
        announcements.claimMany(receipts, new bytes[](1));
    }

    function testFuzz_onlyTheDevicesOwnSignatureClaims(uint256 key, uint256 other, bytes32 record) public {
        key = bound(key, 1, ORDER - 1);
        other = bound(other, 1, ORDER - 1);
        vm.assume(key != other);
        Claim memory receipt = claimOf(abi.encodePacked(vm.addr(key)), 3);
        receipt.record = record;
        bytes32 digest = announcements.claimDigest(receipt);
        vm.expectRevert(IKeyAnnouncements.KeyAnnouncementsInvalidSignature.selector);
        announcements.claim(receipt, compact(other, digest));
        announcements.claim(receipt, compact(key, digest));
    }

    function announce(uint64 epoch) private {
        announcements.announce(
            Announcement(SUBJECT, "digest", AnnouncementTermsLibrary.pack(epoch, 1, Codec.Raw, NOW, NOW + 1 days))
        );
    }

    function claimOf(bytes memory device, uint64 epoch) private view returns (Claim memory) {
        return Claim(device, authority, SUBJECT, epoch, "record", DEADLINE);
    }

    function signed(Claim memory receipt) private view returns (bytes memory) {
        return compact(KEY, announcements.claimDigest(receipt));
    }

    function batch(uint256 count) private view returns (Claim[] memory receipts, bytes[] memory signatures) {
        receipts = new Claim[](count);
        signatures = new bytes[](count);
        for (uint256 i; i < count; ++i) {
            receipts[i] = claimOf(abi.encodePacked(vm.addr(KEY + i)), 3);
            signatures[i] = compact(KEY + i, announcements.claimDigest(receipts[i]));
        }
    }

    function expectInvalidClaim(Claim memory receipt) private {
        bytes memory signature = signed(receipt);
        vm.expectRevert(
            abi.encodeWithSelector(
                IKeyAnnouncements.KeyAnnouncementsInvalidClaim.selector,
                keccak256(receipt.device),
                receipt.epoch
            )
        );
        announcements.claim(receipt, signature);
    }

    function assertClaimed(Claim memory receipt, uint64 epoch, uint64 at) private view {
        (uint64 epoch_, uint64 at_) = announcements.claimOf(
            receipt.authority,
            receipt.subject,
            keccak256(receipt.device)
        );
        assertEq(epoch_, epoch);
        assertEq(at_, at);
    }
}
