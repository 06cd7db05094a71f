// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.27;

import {CommonBase} from "forge-std/Base.sol";
import {StdUtils} from "forge-std/StdUtils.sol";
import {KeyAnnouncements} from "../../../contracts/KeyAnnouncements.sol";
import {QuorumRegistry} from "../../../contracts/QuorumRegistry.sol";
import {Announcement} from "../../../contracts/interfaces/IKeyAnnouncements.sol";
import {Member} from "../../../contracts/interfaces/IQuorumRegistry.sol";
import {AnnouncementTermsLibrary, Codec} from "../../../contracts/types/AnnouncementTerms.sol";

/// @dev One quorum whose members come from eight wallets; every call names the wallets that sign, right or wrong.
contract RegistryHandler is CommonBase, StdUtils {
    uint256 private constant WALLETS = 8;
    uint64 private constant DEADLINE = type(uint64).max;

    QuorumRegistry public immutable registry;
    bytes32 public quorum;
    uint32 public version = 1;
    uint256 public unexpected;
    mapping(bytes32 certificate => bool) public wasRevoked;
    mapping(bytes32 certificate => bool) public wasEndorsed;

    /// @dev In the order of members; bit i of a mask is wallet i.
    uint256[] private _keys;
    uint256 private _members;
    uint256 private _threshold = 2;
    uint256 private _revocationThreshold = 1;

    constructor(QuorumRegistry registry_) {
        registry = registry_;
        for (uint256 i; i < WALLETS; ++i) _keys.push(i + 1);
        for (uint256 i = 1; i < WALLETS; ++i) {
            for (uint256 j = i; j > 0 && _order(j - 1) > _order(j); --j) {
                (_keys[j - 1], _keys[j]) = (_keys[j], _keys[j - 1]);
            }
        }
        _members = 7;
        quorum = registry.createQuorum(_membersOf(_members), 2, 1, 0);
    }

    function endorse(uint8 certificate, uint8 signers) external {
        bytes32 id = bytes32(uint256(certificate % 4));
        bytes32 digest = registry.endorsementDigest(id, quorum, version, DEADLINE);
        bool expected = _isEnough(signers, _members, _threshold) && !wasRevoked[id] && !wasEndorsed[id];
        try registry.endorse(id, quorum, DEADLINE, _approvals(signers, _members, digest)) {
            if (!expected) ++unexpected;
            wasEndorsed[id] = true;
        } catch {
            if (expected) ++unexpected;
        }
    }

    function revoke(uint8 certificate, uint8 signers) external {
        bytes32 id = bytes32(uint256(certificate % 4));
        bytes32 digest = registry.revocationDigest(id, quorum, version, 1, DEADLINE);
        bool expected = _isEnough(signers, _members, _revocationThreshold) && !wasRevoked[id];
        try registry.revoke(id, quorum, DEADLINE, _approvals(signers, _members, digest), 1) {
            if (!expected) ++unexpected;
            wasRevoked[id] = true;
        } catch {
            if (expected) ++unexpected;
        }
    }

    function rotate(uint8 members, uint8 threshold, uint8 revocationThreshold, uint8 signers) external {
        members = members == 0 ? 1 : members;
        threshold %= 9;
        revocationThreshold %= 9;
        Member[] memory list = _membersOf(members);
        bytes32 digest = registry.rotationDigest(quorum, version, list, threshold, revocationThreshold, DEADLINE);
        bytes memory oldApprovals = _approvals(signers, _members, digest);
        bytes memory newApprovals = _approvals(signers, members, digest);
        bool expected =
            _isEnough(signers, _members, _threshold) &&
                _isEnough(signers, members, threshold) &&
                revocationThreshold > 0 &&
                revocationThreshold <= threshold &&
                threshold <= list.length;
        try
            registry.rotate(quorum, version, list, threshold, revocationThreshold, DEADLINE, oldApprovals, newApprovals)
        {
            if (!expected) ++unexpected;
            (_members, _threshold, _revocationThreshold) = (members, threshold, revocationThreshold);
            ++version;
        } catch {
            if (expected) ++unexpected;
        }
    }

    /// @dev A signer that is no member signs in the place of the first member; that has to fail.
    function _approvals(uint256 signers, uint256 members, bytes32 digest) private view returns (bytes memory packed) {
        uint256 index;
        for (uint256 i; i < WALLETS; ++i) {
            bool signs = (signers >> i) & 1 == 1;
            bool isMember = (members >> i) & 1 == 1;
            if (signs) packed = bytes.concat(packed, _one(isMember ? index : 0, _keys[i], digest));
            if (isMember) ++index;
        }
    }

    function _one(uint256 index, uint256 key, bytes32 digest) private pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(uint8(index), uint24(65), r, s, v);
    }

    function _isEnough(uint256 signers, uint256 members, uint256 threshold) private pure returns (bool) {
        return signers & ~members == 0 && _count(signers) >= threshold;
    }

    function _membersOf(uint256 mask) private view returns (Member[] memory members) {
        members = new Member[](_count(mask));
        uint256 index;
        for (uint256 i; i < WALLETS; ++i) {
            if ((mask >> i) & 1 == 1) members[index++] = Member(abi.encodePacked(vm.addr(_keys[i])), 1);
        }
    }

    function _count(uint256 mask) private pure returns (uint256 count) {
        for (uint256 i; i < WALLETS; ++i) count += (mask >> i) & 1;
    }

    function _order(uint256 i) private view returns (bytes32) {
        return keccak256(abi.encodePacked(vm.addr(_keys[i])));
    }
}

/// @dev Three wallets announce to one subject, in their own name or with a signature that may be another's.
contract AnnouncementsHandler is CommonBase, StdUtils {
    bytes32 public constant SUBJECT = keccak256("subject");
    uint64 private constant DEADLINE = type(uint64).max;

    KeyAnnouncements public immutable announcements;
    uint256 public unexpected;
    uint64[3] public epochOf;
    uint64[3] public withdrawnOf;

    constructor(KeyAnnouncements announcements_) {
        announcements = announcements_;
    }

    function authorityOf(uint256 i) public pure returns (bytes32) {
        return keccak256(_signer(i));
    }

    function announce(uint8 who, uint64 epoch) external {
        uint256 i = who % 3;
        epoch = _near(epochOf[i], epoch);
        vm.prank(vm.addr(i + 1));
        try announcements.announce(_announcement(epoch)) {
            _announced(i, epoch, true);
        } catch {
            _refused(_isNext(i, epoch));
        }
    }

    function announceFor(uint8 who, uint8 signer, uint64 epoch) external {
        uint256 i = who % 3;
        epoch = _near(epochOf[i], epoch);
        Announcement memory announcement = _announcement(epoch);
        bytes32 digest = announcements.announcementDigest(_signer(i), announcement, DEADLINE);
        try announcements.announceFor(_signer(i), announcement, DEADLINE, _sign(signer % 3, digest)) {
            _announced(i, epoch, signer % 3 == i);
        } catch {
            _refused(_isNext(i, epoch) && signer % 3 == i);
        }
    }

    function withdrawFor(uint8 who, uint8 signer, uint64 epoch) external {
        uint256 i = who % 3;
        epoch = _near(withdrawnOf[i], epoch);
        bool good = signer % 3 == i && epoch > withdrawnOf[i] && epoch <= epochOf[i];
        bytes32 digest = announcements.withdrawalDigest(_signer(i), SUBJECT, epoch, DEADLINE);
        try announcements.withdrawFor(_signer(i), SUBJECT, epoch, DEADLINE, _sign(signer % 3, digest)) {
            if (!good) ++unexpected;
            withdrawnOf[i] = epoch;
        } catch {
            _refused(good);
        }
    }

    function _announced(uint256 i, uint64 epoch, bool ownSignature) private {
        if (!_isNext(i, epoch) || !ownSignature) ++unexpected;
        epochOf[i] = epoch;
    }

    function _refused(bool expected) private {
        if (expected) ++unexpected;
    }

    function _isNext(uint256 i, uint64 epoch) private view returns (bool) {
        return epoch > epochOf[i] && epoch - epochOf[i] <= 65_536;
    }

    function _near(uint64 current, uint64 epoch) private pure returns (uint64) {
        uint64 from = current < 100 ? 0 : current - 100;
        return from + (epoch % 70_000);
    }

    function _announcement(uint64 epoch) private view returns (Announcement memory) {
        return
            Announcement(
                SUBJECT,
                "digest",
                AnnouncementTermsLibrary.pack(epoch, 1, Codec.Raw, 0, uint48(block.timestamp))
            );
    }

    function _signer(uint256 i) private pure returns (bytes memory) {
        return abi.encodePacked(vm.addr(i + 1));
    }

    function _sign(uint256 i, bytes32 digest) private pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(i + 1, digest);
        return abi.encodePacked(r, s, v);
    }
}
