// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.27;

import {Test} from "forge-std/Test.sol";
import {SlhDsaSha2128s} from "../../contracts/libraries/SlhDsaSha2128s.sol";
import {SlhDsaVerifier} from "../../contracts/verifiers/SlhDsaVerifier.sol";

/// @dev With one signature by OpenSSL (test/vectors/slh-dsa-digest.json); other implementations are asked in
/// test/integration/slhDsaVerifier.test.ts.
contract SlhDsaVerifierTest is Test {
    bytes4 private constant VALID = 0x024ad318;
    bytes4 private constant INVALID = 0xffffffff;

    SlhDsaVerifier private verifier;
    bytes private key;
    bytes32 private digest;
    bytes private signature;

    function setUp() public {
        verifier = new SlhDsaVerifier();
        string memory vector = vm.readFile("test/vectors/slh-dsa-digest.json");
        key = vm.parseJsonBytes(vector, ".key");
        digest = vm.parseJsonBytes32(vector, ".digest");
        signature = vm.parseJsonBytes(vector, ".signature");
    }

    function test_valid() public view {
        assertEq(verifier.verify(key, digest, signature), VALID);
    }

    /// @dev Every bit of a signature leads to the root.
    function testFuzz_anyBitOfTheSignature(uint256 bit) public view {
        bytes memory forged = signature;
        _flip(forged, bit);
        assertEq(verifier.verify(key, digest, forged), INVALID);
    }

    function testFuzz_anyBitOfTheKey(uint256 bit) public view {
        bytes memory other = key;
        _flip(other, bit);
        assertEq(verifier.verify(other, digest, signature), INVALID);
    }

    function testFuzz_anyOtherDigest(bytes32 other) public view {
        vm.assume(other != digest);
        assertEq(verifier.verify(key, other, signature), INVALID);
    }

    function testFuzz_anyOtherSignature(bytes32 seed) public view {
        bytes memory forged = new bytes(signature.length);
        for (uint256 i; i < forged.length; ++i) forged[i] = bytes1(keccak256(abi.encode(seed, i)));
        assertEq(verifier.verify(key, digest, forged), INVALID);
    }

    function testFuzz_lengths(uint256 keyLength, uint256 signatureLength) public view {
        keyLength = bound(keyLength, 0, 100);
        signatureLength = bound(signatureLength, 0, 8_000);
        vm.assume(keyLength != 32 || signatureLength != 7_856);
        assertEq(verifier.verify(_resized(key, keyLength), digest, _resized(signature, signatureLength)), INVALID);
    }

    /// @dev Whatever gas there is: a valid signature is never called invalid, nor the other way round.
    function testFuzz_starvedCallsRevert(uint256 gasLimit, uint256 bit) public view {
        gasLimit = bound(gasLimit, 0, 700_000);
        bytes memory forged = signature;
        _flip(forged, bit);
        try verifier.verify{gas: gasLimit}(key, digest, signature) returns (bytes4 answer) {
            assertEq(answer, VALID);
        } catch {}
        try verifier.verify{gas: gasLimit}(key, digest, forged) returns (bytes4 answer) {
            assertEq(answer, INVALID);
        } catch {}
    }

    /// @dev With any gas below what it needs it reverts, whichever of the last hashes that is too little for.
    function test_starvedOfTheLastHashes() public view {
        bytes memory call = abi.encodeCall(SlhDsaVerifier.verify, (key, digest, signature));
        uint256 tooLittle;
        uint256 enough = 1_000_000;
        assertTrue(_answersRightly(call, enough));
        while (enough - tooLittle > 1) {
            uint256 middle = (enough + tooLittle) / 2;
            if (_answersRightly(call, middle)) enough = middle;
            else tooLittle = middle;
        }
        for (uint256 missing = 1; missing < 6_000; missing += missing < 300 ? 3 : 67) {
            assertFalse(_answersRightly(call, enough - missing));
        }
    }

    function _answersRightly(bytes memory call, uint256 gasLimit) private view returns (bool success) {
        bytes memory returned;
        (success, returned) = address(verifier).staticcall{gas: gasLimit}(call);
        if (success) assertEq(returned, abi.encode(VALID));
    }

    /// @dev Bytes that ABI decoding leaves in calldata around key and signature are not looked at.
    function test_calldataAroundIt() public view {
        bytes memory data = bytes.concat(abi.encodeCall(SlhDsaVerifier.verify, (key, digest, signature)), "more");
        (bool success, bytes memory returned) = address(verifier).staticcall(data);
        assertTrue(success);
        assertEq(returned, abi.encode(VALID));
    }

    /// @dev After {SlhDsaSha2128s.root}, Solidity finds its memory as it expects it.
    function test_memoryAfterwards() public view {
        bytes memory fresh = this.allocateAfterwards(signature);
        assertEq(fresh, new bytes(100));
    }

    function allocateAfterwards(bytes calldata whole) external view returns (bytes memory fresh) {
        SlhDsaSha2128s.root(bytes16(bytes32(key)), digest, whole);
        fresh = new bytes(100);
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
