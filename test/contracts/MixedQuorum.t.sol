// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.27;

import {IERC7913SignatureVerifier} from "@openzeppelin/contracts/interfaces/IERC7913.sol";
import {QuorumRegistry} from "../../contracts/QuorumRegistry.sol";
import {IQuorumRegistry, Member} from "../../contracts/interfaces/IQuorumRegistry.sol";
import {Deployed} from "./support/Deployed.sol";
import {Fixture} from "./support/Fixture.sol";

/// @dev test/vectors/mixed-quorum.json: a wallet, a passkey (a bare P-256 key under rules older than Cancun), a P-521 key and an
/// SLH-DSA key, of which all have to approve.
contract MixedQuorumTest is Fixture, Deployed {
    uint256 private constant MEMBERS = 4;
    string private constant OPEN_ZEPPELIN = "@openzeppelin/contracts/utils/cryptography/verifiers/";
    /// @dev EIP-7825.
    uint256 private constant TRANSACTION_GAS = 16_777_216;

    string private json;
    string private set;
    bytes32 private quorum;
    bytes32 private certificate;
    uint64 private deadline;
    Member[] private members;
    bytes[] private signatures;

    function setUp() public override {
        json = vm.readFile("test/vectors/mixed-quorum.json");
        bool cancun = hasCancunRules();
        set = cancun ? ".cancun" : ".london";
        vm.chainId(vm.parseJsonUint(json, ".chainId"));
        deadline = uint64(vm.parseJsonUint(json, ".deadline"));
        vm.warp(deadline);
        certificate = vm.parseJsonBytes32(json, ".certificate");
        registry = QuorumRegistry(vm.parseJsonAddress(json, ".registry"));
        deployAt(address(registry), "contracts/QuorumRegistry.sol/QuorumRegistry", "");
        placeVerifiers(cancun);
        for (uint256 i; i < MEMBERS; ++i) {
            members.push(Member(memberBytes(i, "signer"), 1));
            signatures.push(memberBytes(i, "signature"));
        }
        quorum = registry.createQuorum(members, uint16(MEMBERS), uint16(MEMBERS), 0);
    }

    function test_idsAndDigestsAreThoseOfTheVectors() public view {
        assertEq(quorum, vm.parseJsonBytes32(json, string.concat(set, ".quorum")));
        assertEq(
            registry.endorsementDigest(certificate, quorum, 1, deadline),
            vm.parseJsonBytes32(json, string.concat(set, ".digest"))
        );
    }

    function test_allFourEndorseInOneTransaction() public {
        bytes memory approvals = packed(signatures);
        uint256 before = gasleft();
        registry.endorse(certificate, quorum, deadline, approvals);
        assertLt(before - gasleft() + 21_000 + 16 * approvals.length, TRANSACTION_GAS);
        assertEq(uint8(statusOf(certificate, quorum)), uint8(IQuorumRegistry.Status.Endorsed));
    }

    function test_anyoneMissingIsBelowTheThreshold() public {
        for (uint256 missing; missing < MEMBERS; ++missing) {
            bytes memory approvals;
            for (uint256 i; i < MEMBERS; ++i) {
                if (i != missing) approvals = bytes.concat(approvals, one(i, signatures[i]));
            }
            vm.expectRevert(
                abi.encodeWithSelector(IQuorumRegistry.QuorumRegistryBelowThreshold.selector, MEMBERS - 1, MEMBERS)
            );
            registry.endorse(certificate, quorum, deadline, approvals);
        }
    }

    function test_anothersSignatureCountsForNobody() public {
        for (uint256 i; i < MEMBERS; ++i) {
            bytes[] memory turned = signatures;
            turned[i] = signatures[(i + 1) % MEMBERS];
            expectInvalid(i, turned);
        }
    }

    /// @dev The wallet's v, and what stands behind the four parts of a passkey's assertion, may have another spelling.
    function testFuzz_anyBitOfAnyone(uint256 who, uint256 at, uint8 bit) public {
        who %= MEMBERS;
        bytes[] memory spoiled = signatures;
        at %= spoiled[who].length < 128 ? 64 : 128;
        spoiled[who][at] ^= bytes1(uint8(1 << (bit % 8)));
        expectInvalid(who, spoiled);
    }

    function testFuzz_cutAnywhere(uint256 who, uint256 length) public {
        who %= MEMBERS;
        bytes[] memory spoiled = signatures;
        // Up to 31 bytes of padding stand at the end of a passkey's assertion.
        length %= spoiled[who].length - 31;
        bytes memory cut = new bytes(length);
        for (uint256 i; i < length; ++i) cut[i] = spoiled[who][i];
        spoiled[who] = cut;
        expectInvalid(who, spoiled);
    }

    /// @dev A good signature may fail for want of gas; a bad one must never pass because of it.
    function testFuzz_littleGasMakesNothingGood(uint256 who, uint256 gas) public view {
        who %= MEMBERS;
        gas = bound(gas, 3_000, 6_000_000);
        bytes memory signer = members[who].signer;
        if (signer.length == 20) return;
        bytes memory key = new bytes(signer.length - 20);
        for (uint256 i; i < key.length; ++i) key[i] = signer[20 + i];
        bytes memory question = abi.encodeCall(
            IERC7913SignatureVerifier.verify,
            (key, keccak256("another digest"), signatures[who])
        );
        (bool success, bytes memory answer) = address(bytes20(signer)).staticcall{gas: gas}(question);
        if (!success || answer.length < 32) return;
        assertNotEq(bytes4(answer), IERC7913SignatureVerifier.verify.selector);
    }

    function expectInvalid(uint256 who, bytes[] memory all) private {
        bytes memory approvals = packed(all);
        vm.expectRevert(abi.encodeWithSelector(IQuorumRegistry.QuorumRegistryInvalidApproval.selector, who));
        registry.endorse(certificate, quorum, deadline, approvals);
    }

    function packed(bytes[] memory all) private pure returns (bytes memory approvals) {
        for (uint256 i; i < MEMBERS; ++i) approvals = bytes.concat(approvals, one(i, all[i]));
    }

    function placeVerifiers(bool cancun) private {
        address table = vm.parseJsonAddress(json, ".p521Table.address");
        deployAt(verifier("p256"), string.concat(OPEN_ZEPPELIN, "ERC7913P256Verifier.sol/ERC7913P256Verifier"), "");
        vm.etch(table, vm.parseJsonBytes(json, ".p521Table.code"));
        deployAt(verifier("p521"), "contracts/verifiers/P521Verifier.sol/P521Verifier", abi.encode(table));
        deployAt(verifier("slhDsa"), "contracts/verifiers/SlhDsaVerifier.sol/SlhDsaVerifier", "");
        if (!cancun) return;
        deployAt(
            verifier("webAuthn"),
            string.concat(OPEN_ZEPPELIN, "ERC7913WebAuthnVerifier.sol/ERC7913WebAuthnVerifier"),
            ""
        );
    }

    function verifier(string memory name) private view returns (address) {
        return vm.parseJsonAddress(json, string.concat(".verifiers.", name));
    }

    function memberBytes(uint256 index, string memory field) private view returns (bytes memory) {
        return vm.parseJsonBytes(json, string.concat(set, ".members[", vm.toString(index), "].", field));
    }
}
