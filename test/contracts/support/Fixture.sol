// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.27;

import {Test} from "forge-std/Test.sol";
import {KeyAnnouncements} from "../../../contracts/KeyAnnouncements.sol";
import {QuorumRegistry} from "../../../contracts/QuorumRegistry.sol";
import {IQuorumRegistry, Member} from "../../../contracts/interfaces/IQuorumRegistry.sol";

/// @dev Both contracts, wallets in the order of members, and the ways to sign.
abstract contract Fixture is Test {
    uint48 internal constant NOW = 1_800_000_000;
    uint48 internal constant DEADLINE = NOW + 1 hours;
    bytes32 internal constant CERTIFICATE = keccak256("certificate");
    uint256 internal constant ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;

    QuorumRegistry internal registry;
    KeyAnnouncements internal announcements;

    /// @dev Private keys; `keys[i]` is that of member i of {wallets}.
    uint256[] internal keys;

    function setUp() public virtual {
        vm.warp(NOW);
        vm.roll(1_000);
        registry = new QuorumRegistry();
        announcements = new KeyAnnouncements(registry);
    }

    /// @dev `count` wallets as members of weight 1, and their keys in `keys`.
    function wallets(string memory label, uint256 count) internal returns (Member[] memory members) {
        members = new Member[](count);
        delete keys;
        for (uint256 i; i < count; ++i) {
            keys.push(uint256(keccak256(abi.encode(label, i))) % ORDER);
            members[i] = Member(abi.encodePacked(vm.addr(keys[i])), 1);
        }
        for (uint256 i = 1; i < count; ++i) {
            for (uint256 j = i; j > 0 && !_inOrder(members[j - 1], members[j]); --j) {
                (members[j - 1], members[j]) = (members[j], members[j - 1]);
                (keys[j - 1], keys[j]) = (keys[j], keys[j - 1]);
            }
        }
    }

    function sorted(Member[] memory members) internal pure returns (Member[] memory) {
        for (uint256 i = 1; i < members.length; ++i) {
            for (uint256 j = i; j > 0 && !_inOrder(members[j - 1], members[j]); --j) {
                (members[j - 1], members[j]) = (members[j], members[j - 1]);
            }
        }
        return members;
    }

    function indexOf(Member[] memory members, bytes memory signer) internal pure returns (uint256 index) {
        while (keccak256(members[index].signer) != keccak256(signer)) ++index;
    }

    function quorumOfWallets(string memory label, uint256 count, uint16 threshold) internal returns (bytes32) {
        return registry.createQuorum(wallets(label, count), threshold, threshold, 0);
    }

    function pair(bytes memory first, bytes memory second) internal pure returns (Member[] memory members) {
        members = new Member[](2);
        members[0] = Member(first, 1);
        members[1] = Member(second, 1);
        return sorted(members);
    }

    function single(bytes memory signer) internal pure returns (Member[] memory members) {
        members = new Member[](1);
        members[0] = Member(signer, 1);
    }

    function signerOf(bytes32 quorum) internal view returns (bytes memory) {
        return abi.encodePacked(address(registry), quorum);
    }

    /// @dev 64 bytes: r ‖ yParity and s (EIP-2098).
    function compact(uint256 key, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, bytes32(uint256(s) | (uint256(v - 27) << 255)));
    }

    /// @dev 65 bytes: r ‖ s ‖ v.
    function long(uint256 key, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }

    /// @dev One packed approval.
    function one(uint256 index, bytes memory signature) internal pure returns (bytes memory) {
        return abi.encodePacked(uint8(index), uint24(signature.length), signature);
    }

    /// @dev Packed approvals of the wallets whose bit is set, in the compact form.
    function approvalsOf(bytes32 digest, uint256 mask) internal view returns (bytes memory packed) {
        for (uint256 i; i < keys.length; ++i) {
            if ((mask >> i) & 1 == 1) packed = bytes.concat(packed, one(i, compact(keys[i], digest)));
        }
    }

    /// @dev The same in the 65-byte form.
    function longApprovalsOf(bytes32 digest, uint256 mask) internal view returns (bytes memory packed) {
        for (uint256 i; i < keys.length; ++i) {
            if ((mask >> i) & 1 == 1) packed = bytes.concat(packed, one(i, long(keys[i], digest)));
        }
    }

    function versionOf(bytes32 quorum) internal view returns (uint32 version) {
        (version, , , ) = registry.quorumOf(quorum);
    }

    function statusOf(bytes32 certificate, bytes32 quorum) internal view returns (IQuorumRegistry.Status status) {
        (status, , , ) = registry.statusOf(certificate, quorum);
    }

    function endorsement(bytes32 quorum) internal view returns (bytes32) {
        return registry.endorsementDigest(CERTIFICATE, quorum, versionOf(quorum), DEADLINE);
    }

    function assertStatus(bytes32 quorum, IQuorumRegistry.Status expected) internal view {
        assertEq(uint8(statusOf(CERTIFICATE, quorum)), uint8(expected));
    }

    function _inOrder(Member memory a, Member memory b) private pure returns (bool) {
        return keccak256(a.signer) < keccak256(b.signer);
    }
}
