// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.27;

import {IERC7913SignatureVerifier} from "@openzeppelin/contracts/interfaces/IERC7913.sol";
import {Deployed} from "./support/Deployed.sol";

/// @dev With signatures of test/vectors/p521.json; other implementations are asked in test/integration/p521*.test.ts.
contract P521Test is Deployed {
    bytes4 private constant VALID = 0x024ad318;
    bytes4 private constant INVALID = 0xffffffff;

    IERC7913SignatureVerifier private verifier;
    IERC7913SignatureVerifier private sha256Verifier;
    string private json;
    bytes private key;
    bytes32 private digest;
    bytes private plain;
    bytes private hinted;

    function setUp() public {
        json = vm.readFile("test/vectors/p521.json");
        address table = makeAddr("table");
        vm.etch(table, vm.parseJsonBytes(json, ".table"));
        verifier = IERC7913SignatureVerifier(makeAddr("verifier"));
        sha256Verifier = IERC7913SignatureVerifier(makeAddr("sha256Verifier"));
        deployAt(address(verifier), "contracts/verifiers/P521Verifier.sol/P521Verifier", abi.encode(table));
        deployAt(
            address(sha256Verifier),
            "contracts/verifiers/P521Sha256Verifier.sol/P521Sha256Verifier",
            abi.encode(table)
        );
        key = vm.parseJsonBytes(json, ".key");
        digest = vm.parseJsonBytes32(json, ".digest");
        plain = vm.parseJsonBytes(json, ".sha512.plain");
        hinted = vm.parseJsonBytes(json, ".sha512.hinted");
    }

    function test_valid() public view {
        assertEq(verifier.verify(key, digest, plain), VALID);
        assertEq(verifier.verify(key, digest, hinted), VALID);
        assertEq(verifier.verify(bytes.concat(hex"04", key), digest, plain), VALID);
        assertEq(verifier.verify(bytes.concat(hex"04", key), digest, hinted), VALID);
    }

    function test_eachHashHasItsVerifier() public view {
        bytes memory other = vm.parseJsonBytes(json, ".sha256.plain");
        bytes memory otherHinted = vm.parseJsonBytes(json, ".sha256.hinted");
        assertEq(sha256Verifier.verify(key, digest, other), VALID);
        assertEq(sha256Verifier.verify(key, digest, otherHinted), VALID);
        assertEq(sha256Verifier.verify(key, digest, plain), INVALID);
        assertEq(sha256Verifier.verify(key, digest, hinted), INVALID);
        assertEq(verifier.verify(key, digest, other), INVALID);
        assertEq(verifier.verify(key, digest, otherHinted), INVALID);
    }

    /// @dev One time in 32 without hints, which takes longer.
    function testFuzz_anyBitOfTheSignature(uint256 bit, uint8 choice) public view {
        bytes memory forged = choice % 32 == 0 ? plain : hinted;
        _flip(forged, bit);
        assertEq(verifier.verify(key, digest, forged), INVALID);
    }

    function testFuzz_anyBitOfTheKey(uint256 bit) public view {
        bytes memory other = key;
        _flip(other, bit);
        assertEq(verifier.verify(other, digest, hinted), INVALID);
    }

    function testFuzz_lengths(uint256 keyLength, uint256 signatureLength) public view {
        keyLength = bound(keyLength, 0, 140);
        signatureLength = bound(signatureLength, 0, 2_000);
        vm.assume(keyLength != key.length || signatureLength != plain.length);
        assertEq(verifier.verify(_resized(key, keyLength), digest, _resized(hinted, signatureLength)), INVALID);
    }

    /// @dev Whatever the hints say, they prove nothing for a signature of another digest.
    function testFuzz_anyProgram(bytes memory program, bytes32 other) public view {
        vm.assume(other != digest && program.length != 0);
        assertEq(verifier.verify(key, other, bytes.concat(_resized(hinted, 1_255), program)), INVALID);
    }

    function testFuzz_anyBytes(bytes memory anyKey, bytes32 anyDigest, bytes memory anySignature) public view {
        assertEq(verifier.verify(anyKey, anyDigest, anySignature), INVALID);
        assertEq(verifier.verify(key, anyDigest, bytes.concat(plain, anySignature)), INVALID);
    }

    /// @dev Whatever gas there is: a valid signature is never called invalid, nor the other way round.
    function testFuzz_starvedCallsRevert(uint256 gasLimit, uint256 bit) public view {
        gasLimit = bound(gasLimit, 0, 1_200_000);
        bytes memory forged = hinted;
        _flip(forged, bit);
        try verifier.verify{gas: gasLimit}(key, digest, hinted) returns (bytes4 answer) {
            assertEq(answer, VALID);
        } catch {}
        try verifier.verify{gas: gasLimit}(key, digest, forged) returns (bytes4 answer) {
            assertEq(answer, INVALID);
        } catch {}
    }

    /// @dev Around the calls of the precompile, at the end of the hinted way and at the beginning of the other.
    function test_starvedOfThePrecompile() public view {
        for (uint256 gasLimit = 30_000; gasLimit < 300_000; gasLimit += 6_000) {
            try verifier.verify{gas: gasLimit}(key, digest, plain) returns (bytes4 answer) {
                assertEq(answer, VALID);
            } catch {}
        }
        for (uint256 gasLimit = 900_000; gasLimit < 1_100_000; gasLimit += 4_000) {
            try verifier.verify{gas: gasLimit}(key, digest, hinted) returns (bytes4 answer) {
                assertEq(answer, VALID);
            } catch {}
        }
    }

    function _flip(bytes memory data, uint256 bit) private pure {
        bit %= data.length * 8;
        data[bit / 8] ^= bytes1(uint8(1 << (bit % 8)));
    }

    function _resized(bytes memory data, uint256 length) private pure returns (bytes memory resized) {
        resized = new bytes(length);
        for (uint256 i; i < length && i < data.length; ++i) resized[i] = data[i];
    }
}
