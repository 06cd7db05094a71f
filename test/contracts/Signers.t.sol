// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.27;

import {IQuorumRegistry, Member} from "../../contracts/interfaces/IQuorumRegistry.sol";
import {Behaviour, HostileSigner, OwnedWallet} from "./support/Contracts.sol";
import {Fixture} from "./support/Fixture.sol";

contract SignersTest is Fixture {
    uint256 private constant KEY = 0xa11ce;

    function test_walletSignsSixtyFourOrSixtyFiveBytes() public {
        bytes32 quorum = registry.createQuorum(single(abi.encodePacked(vm.addr(KEY))), 1, 1, 0);
        bytes32 digest = endorsement(quorum);
        uint256 snapshot = vm.snapshotState();
        registry.endorse(CERTIFICATE, quorum, DEADLINE, one(0, compact(KEY, digest)));
        vm.revertToState(snapshot);
        registry.endorse(CERTIFICATE, quorum, DEADLINE, one(0, long(KEY, digest)));
    }

    function test_attack_highS() public {
        bytes32 quorum = registry.createQuorum(single(abi.encodePacked(vm.addr(KEY))), 1, 1, 0);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(KEY, endorsement(quorum));
        bytes32 high = bytes32(ORDER - uint256(s));
        expectInvalid(quorum, abi.encodePacked(r, high, v == 27 ? 28 : 27));
        expectInvalid(quorum, abi.encodePacked(r, high, v));
        expectInvalid(quorum, abi.encodePacked(r, bytes32(uint256(high) | (uint256(28 - v) << 255))));
    }

    function test_attack_recoveryIdentifiers() public {
        bytes32 quorum = registry.createQuorum(single(abi.encodePacked(vm.addr(KEY))), 1, 1, 0);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(KEY, endorsement(quorum));
        for (uint256 id; id < 256; ++id) {
            if (id != v) expectInvalid(quorum, abi.encodePacked(r, s, uint8(id)));
        }
    }

    /// @dev ecrecover fails with zero. No member is zero, and the addresses 1 to 64 are no signer's either.
    function test_attack_ecrecoverZero() public {
        for (uint160 i = 1; i <= 64; ++i) {
            bytes32 quorum = registry.createQuorum(single(abi.encodePacked(i)), 1, 1, 0);
            expectInvalid(quorum, new bytes(64));
            expectInvalid(quorum, new bytes(65));
            expectInvalid(quorum, abi.encodePacked(bytes32(0), bytes32(0), uint8(27)));
            expectInvalid(quorum, abi.encodePacked(bytes32(ORDER), bytes32(uint256(1))));
        }
        assertFalse(claimsAs(abi.encodePacked(address(0)), new bytes(64)));
        assertFalse(claimsAs(abi.encodePacked(address(0)), abi.encodePacked(bytes32(0), bytes32(0), uint8(27))));
    }

    function test_attack_walletSignatureOfAVerifiersAddress() public {
        bytes memory signer = abi.encodePacked(vm.addr(KEY), hex"00");
        bytes32 quorum = registry.createQuorum(single(signer), 1, 1, 0);
        expectInvalid(quorum, compact(KEY, endorsement(quorum)));
        expectInvalid(quorum, long(KEY, endorsement(quorum)));
        expectInvalid(quorum, "");
    }

    function test_attack_signatureOfAnotherLength() public {
        bytes32 quorum = registry.createQuorum(single(abi.encodePacked(vm.addr(KEY))), 1, 1, 0);
        bytes memory signature = compact(KEY, endorsement(quorum));
        expectInvalid(quorum, bytes.concat(signature, hex"0000"));
        expectInvalid(quorum, bytes.concat(signature, new bytes(64)));
        expectInvalid(quorum, hex"00");
    }

    function test_contractWalletSigns() public {
        OwnedWallet wallet = new OwnedWallet(vm.addr(KEY));
        bytes32 quorum = registry.createQuorum(single(abi.encodePacked(address(wallet))), 1, 1, 0);
        bytes32 digest = endorsement(quorum);
        expectInvalid(quorum, long(KEY, digest));
        expectInvalid(quorum, bytes.concat(long(KEY + 1, digest), hex"00"));
        registry.endorse(CERTIFICATE, quorum, DEADLINE, one(0, bytes.concat(long(KEY, digest), hex"00")));
    }

    /// @dev EIP-7702: the code of an EOA may come and go.
    function test_delegatedWalletKeepsItsKey() public {
        vm.etch(vm.addr(KEY), address(new HostileSigner(Behaviour.Revert, registry)).code);
        bytes32 quorum = registry.createQuorum(single(abi.encodePacked(vm.addr(KEY))), 1, 1, 0);
        expectInvalid(quorum, compact(KEY + 1, endorsement(quorum)));
        registry.endorse(CERTIFICATE, quorum, DEADLINE, one(0, compact(KEY, endorsement(quorum))));
    }

    function test_attack_hostileSignerContracts() public {
        for (uint256 i; i < uint256(Behaviour.ReturnHuge); ++i) expectRefused(Behaviour(i));
        expectRefused(Behaviour.Reenter);
    }

    function test_attack_returnBombIsReadAsOneWord() public {
        address signer = address(new HostileSigner(Behaviour.ReturnHuge, registry));
        bytes32 quorum = registry.createQuorum(single(abi.encodePacked(signer, "key")), 1, 1, 0);
        uint256 before = gasleft();
        registry.endorse(CERTIFICATE, quorum, DEADLINE, one(0, hex"01"));
        assertLt(before - gasleft(), 150_000);
    }

    function test_attack_noCode() public {
        bytes32 quorum = registry.createQuorum(single(abi.encodePacked(address(0xdead), "key")), 1, 1, 0);
        expectInvalid(quorum, "signature");
        quorum = registry.createQuorum(single(abi.encodePacked(address(0xdead))), 1, 1, 0);
        expectInvalid(quorum, "signature");
    }

    /// @dev The identity precompile returns its input, which starts with the selector and zeros: the magic value.
    function test_attack_precompiles() public {
        for (uint160 i = 1; i <= 17; ++i) {
            bytes32 quorum = registry.createQuorum(single(abi.encodePacked(i, "key")), 1, 1, 0);
            expectInvalid(quorum, "signature");
        }
        bytes32 p256 = registry.createQuorum(single(abi.encodePacked(address(0x100), "key")), 1, 1, 0);
        expectInvalid(p256, "signature");
    }

    /// @dev Whatever the gas, the answer is the right one or none.
    function testFuzz_attack_precompileStarvationByGas(uint256 gasLimit) public {
        Member[] memory members = wallets("g", 3);
        bytes32 quorum = registry.createQuorum(members, 2, 2, 0);
        bytes32 digest = endorsement(quorum);
        bytes memory bad = bytes.concat(one(0, compact(keys[0], digest)), one(1, compact(keys[0], digest)));
        gasLimit = bound(gasLimit, 0, 120_000);
        (bool success, ) = address(registry).call{gas: gasLimit}(
            abi.encodeCall(registry.endorse, (CERTIFICATE, quorum, DEADLINE, bad))
        );
        assertFalse(success);
        bytes32 asked = registry.quorumApprovalDigest(quorum, 1, "hash");
        bytes memory good = approvalsOf(asked, 3);
        (, bytes memory result) = address(registry).call{gas: gasLimit}(
            abi.encodeCall(registry.verify, (abi.encode(quorum), "hash", good))
        );
        if (result.length == 32) {
            assertTrue(bytes4(result) == registry.verify.selector || bytes4(result) == 0xffffffff);
        }
    }

    function testFuzz_bothFormsAgree(uint256 key, bytes32 salt) public {
        key = bound(key, 1, ORDER - 1);
        bytes32 quorum = registry.createQuorum(single(abi.encodePacked(vm.addr(key))), 1, 1, salt);
        bytes32 asked = registry.quorumApprovalDigest(quorum, 1, salt);
        assertEq(registry.verify(abi.encode(quorum), salt, one(0, compact(key, asked))), registry.verify.selector);
        assertEq(registry.verify(abi.encode(quorum), salt, one(0, long(key, asked))), registry.verify.selector);
    }

    function testFuzz_randomSignaturesAreRefused(bytes32 r, bytes32 s, uint8 v) public {
        bytes32 quorum = registry.createQuorum(single(abi.encodePacked(vm.addr(KEY))), 1, 1, 0);
        expectInvalid(quorum, abi.encodePacked(r, s));
        expectInvalid(quorum, abi.encodePacked(r, s, v));
    }

    function expectRefused(Behaviour behaviour) private {
        address signer = address(new HostileSigner(behaviour, registry));
        bytes32 asWallet = registry.createQuorum(single(abi.encodePacked(signer)), 1, 1, 0);
        bytes32 asVerifier = registry.createQuorum(single(abi.encodePacked(signer, "key")), 1, 1, 0);
        bytes memory data = abi.encodeCall(registry.endorse, (CERTIFICATE, asWallet, DEADLINE, one(0, hex"01")));
        (bool success, ) = address(registry).call{gas: 5_000_000}(data);
        assertFalse(success);
        data = abi.encodeCall(registry.endorse, (CERTIFICATE, asVerifier, DEADLINE, one(0, hex"01")));
        (success, ) = address(registry).call{gas: 5_000_000}(data);
        assertFalse(success);
        assertStatus(asWallet, IQuorumRegistry.Status.None);
        assertStatus(asVerifier, IQuorumRegistry.Status.None);
        assertFalse(registry.hasApproved(signer, 0));
    }

    function expectInvalid(bytes32 quorum, bytes memory signature) private {
        vm.expectRevert(abi.encodeWithSelector(IQuorumRegistry.QuorumRegistryInvalidApproval.selector, 0));
        registry.endorse(CERTIFICATE, quorum, DEADLINE, one(0, signature));
    }

    function claimsAs(bytes memory signer, bytes memory signature) private returns (bool success) {
        bytes memory data = abi.encodeCall(
            announcements.withdrawFor,
            (signer, bytes32("subject"), 1, DEADLINE, signature)
        );
        bytes memory result;
        (success, result) = address(announcements).call(data);
        assertEq(bytes4(result), bytes4(keccak256("KeyAnnouncementsInvalidSignature()")));
    }
}
