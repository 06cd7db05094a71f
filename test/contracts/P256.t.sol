// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.27;

import {ERC7913P256Verifier} from "@openzeppelin/contracts/utils/cryptography/verifiers/ERC7913P256Verifier.sol";
import {IQuorumRegistry, Member} from "../../contracts/interfaces/IQuorumRegistry.sol";
import {EchoVerifier, OwnedWallet} from "./support/Contracts.sol";
import {Fixture} from "./support/Fixture.sol";

/// @dev With OpenZeppelin's verifier: by precompile where the chain has it, in Solidity under London rules.
contract P256Test is Fixture {
    uint256 private constant P256_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551;
    uint256 private constant KEY = 0xa11ce;

    function test_p256KeySigns() public {
        bytes32 quorum = p256Quorum();
        bytes32 digest = endorsement(quorum);
        bytes memory signature = p256Signature(digest);
        expectInvalid(quorum, p256Signature(keccak256("other")));
        signature[3] ^= 0x01;
        expectInvalid(quorum, signature);
        signature[3] ^= 0x01;
        registry.endorse(CERTIFICATE, quorum, DEADLINE, one(0, signature));
    }

    function test_mixedQuorum() public {
        EchoVerifier echo = new EchoVerifier();
        OwnedWallet wallet = new OwnedWallet(vm.addr(2));
        address p256 = address(new ERC7913P256Verifier());
        (uint256 x, uint256 y) = vm.publicKeyP256(KEY);
        Member[] memory members = new Member[](4);
        members[0] = Member(abi.encodePacked(vm.addr(1)), 1);
        members[1] = Member(abi.encodePacked(address(wallet)), 2);
        members[2] = Member(abi.encodePacked(p256, x, y), 3);
        members[3] = Member(abi.encodePacked(echo, "a key that is longer than one word of memory"), 4);
        bytes[4] memory signers;
        for (uint256 i; i < 4; ++i) signers[i] = members[i].signer;
        bytes32 quorum = registry.createQuorum(sorted(members), 10, 1, 0);
        bytes32 digest = endorsement(quorum);

        bytes[] memory signatures = new bytes[](4);
        signatures[indexOf(members, signers[0])] = compact(1, digest);
        signatures[indexOf(members, signers[1])] = bytes.concat(long(2, digest), hex"00");
        signatures[indexOf(members, signers[2])] = p256Signature(digest);
        signatures[indexOf(members, signers[3])] = abi.encodePacked(
            "a key that is longer than one word of memory",
            digest
        );
        bytes memory approvals;
        for (uint256 i; i < 4; ++i) approvals = bytes.concat(approvals, one(i, signatures[i]));
        registry.endorse(CERTIFICATE, quorum, DEADLINE, approvals);
        assertStatus(quorum, IQuorumRegistry.Status.Endorsed);
    }

    function expectInvalid(bytes32 quorum, bytes memory signature) private {
        vm.expectRevert(abi.encodeWithSelector(IQuorumRegistry.QuorumRegistryInvalidApproval.selector, 0));
        registry.endorse(CERTIFICATE, quorum, DEADLINE, one(0, signature));
    }

    function p256Quorum() private returns (bytes32) {
        (uint256 x, uint256 y) = vm.publicKeyP256(KEY);
        return registry.createQuorum(single(abi.encodePacked(new ERC7913P256Verifier(), x, y)), 1, 1, 0);
    }

    function p256Signature(bytes32 digest) private pure returns (bytes memory) {
        (bytes32 r, bytes32 s) = vm.signP256(KEY, digest);
        if (uint256(s) > P256_ORDER / 2) s = bytes32(P256_ORDER - uint256(s));
        return abi.encodePacked(r, s);
    }
}
