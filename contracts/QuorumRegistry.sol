// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.27;

import {IERC7913SignatureVerifier} from "@openzeppelin/contracts/interfaces/IERC7913.sol";
import {IQuorumRegistry, Member} from "./interfaces/IQuorumRegistry.sol";
import {Approvals, Fault} from "./libraries/Approvals.sol";
import {DataContract} from "./libraries/DataContract.sol";
import {MemberCursor, Members} from "./libraries/Members.sol";
import {QuorumMessages} from "./libraries/QuorumMessages.sol";
import {Signers} from "./libraries/Signers.sol";
import {TypedData} from "./libraries/TypedData.sol";

/// @title QuorumRegistry
/// @dev No owner, no nonces, no list of quorums or certificates: readers have the events.
contract QuorumRegistry is IQuorumRegistry, TypedData {
    using Approvals for bytes;
    using DataContract for *;

    /// @dev One slot. The members stand in a data contract.
    struct Quorum {
        address members;
        uint32 version;
        uint16 threshold;
        uint16 revocationThreshold;
    }

    /// @dev One slot.
    struct Record {
        uint64 endorsedAt;
        uint64 revokedAt;
        uint32 version;
    }

    /// @dev How many quorums may stand one inside the other, the outermost included.
    uint256 private constant MAX_DEPTH = 4;
    bytes4 private constant INVALID = 0xffffffff;

    mapping(bytes32 quorum => Quorum) private _quorums;
    mapping(bytes32 certificate => mapping(bytes32 quorum => Record)) private _records;
    mapping(address wallet => mapping(bytes32 digest => bool)) private _approved;

    constructor() TypedData("QuorumRegistry") {}

    // QUORUMS

    /// @inheritdoc IQuorumRegistry
    function createQuorum(Member[] calldata members, uint16 threshold, uint16 revocationThreshold, bytes32 salt)
        external
        returns (bytes32 quorum)
    {
        quorum = quorumIdOf(members, threshold, revocationThreshold, salt);
        if (_quorums[quorum].version != 0) return quorum;
        bytes memory packed = _pack(members, threshold, revocationThreshold);

        _quorums[quorum] = Quorum(packed.write(), 1, threshold, revocationThreshold);

        emit QuorumCreated(quorum, members, threshold, revocationThreshold);
    }

    /// @inheritdoc IQuorumRegistry
    function rotate(
        bytes32 quorum,
        uint32 version,
        Member[] calldata members,
        uint16 threshold,
        uint16 revocationThreshold,
        uint64 deadline,
        bytes calldata oldApprovals,
        bytes calldata newApprovals
    ) external {
        _requireInTime(deadline);
        Quorum memory current = _existing(quorum);
        require(version == current.version, QuorumRegistryStaleVersion(quorum, version, current.version));
        bytes memory packed = _pack(members, threshold, revocationThreshold);
        {
            bytes32 digest =
                rotationDigest(quorum, version, members, threshold, revocationThreshold, deadline);
            _requireApproved(current.members.read(), current.threshold, digest, oldApprovals);
            _requireApproved(packed, threshold, digest, newApprovals);
        }

        _quorums[quorum] = Quorum(packed.write(), version + 1, threshold, revocationThreshold);

        emit QuorumRotated(quorum, version + 1, members, threshold, revocationThreshold);
    }

    // CERTIFICATES

    /// @inheritdoc IQuorumRegistry
    function endorse(bytes32 certificate, bytes32 quorum, uint64 deadline, bytes calldata approvals) external {
        _requireInTime(deadline);
        Quorum memory current = _existing(quorum);
        Record storage record = _records[certificate][quorum];
        require(record.revokedAt == 0, QuorumRegistryAlreadyRevoked(certificate, quorum));
        require(record.endorsedAt == 0, QuorumRegistryAlreadyEndorsed(certificate, quorum));
        bytes32 digest = endorsementDigest(certificate, quorum, current.version, deadline);
        _requireApproved(current.members.read(), current.threshold, digest, approvals);

        record.endorsedAt = uint64(block.timestamp);
        record.version = current.version;

        emit CertificateEndorsed(certificate, quorum, current.version);
    }

    /// @inheritdoc IQuorumRegistry
    function revoke(bytes32 certificate, bytes32 quorum, uint8 reason, uint64 deadline, bytes calldata approvals)
        external
    {
        _requireInTime(deadline);
        Quorum memory current = _existing(quorum);
        Record storage record = _records[certificate][quorum];
        require(record.revokedAt == 0, QuorumRegistryAlreadyRevoked(certificate, quorum));
        bytes32 digest = revocationDigest(certificate, quorum, current.version, reason, deadline);
        _requireApproved(current.members.read(), current.revocationThreshold, digest, approvals);

        record.revokedAt = uint64(block.timestamp);
        record.version = current.version;

        emit CertificateRevoked(certificate, quorum, current.version, reason);
    }

    // COLLECTING APPROVALS

    /// @inheritdoc IQuorumRegistry
    function propose(bytes32 quorum, bytes32 draft, uint64 deadline) external {
        _requireInTime(deadline);
        _existing(quorum);

        emit Proposed(quorum, draft, msg.sender, deadline);
    }

    /// @inheritdoc IQuorumRegistry
    function approve(bytes32 quorum, bytes32 digest) external {
        _approved[msg.sender][digest] = true;

        emit Approved(quorum, digest, msg.sender);
    }

    // VIEWS

    /// @inheritdoc IERC7913SignatureVerifier
    /// @dev `key` is the quorum's id, `signature` its members' packed approvals of {quorumApprovalDigest}.
    function verify(bytes calldata key, bytes32 hash, bytes calldata signature) external view returns (bytes4) {
        if (key.length != 32 || !_isApproved(bytes32(key), hash, signature, 1)) return INVALID;
        return IERC7913SignatureVerifier.verify.selector;
    }

    /// @inheritdoc IQuorumRegistry
    function quorumOf(bytes32 quorum)
        external
        view
        returns (uint32 version, uint16 threshold, uint16 revocationThreshold, Member[] memory members)
    {
        Quorum memory current = _existing(quorum);
        members = Members.unpack(current.members.read());
        return (current.version, current.threshold, current.revocationThreshold, members);
    }

    /// @inheritdoc IQuorumRegistry
    function statusOf(bytes32 certificate, bytes32 quorum)
        external
        view
        returns (Status status, uint32 version, uint64 endorsedAt, uint64 revokedAt)
    {
        Record memory record = _records[certificate][quorum];
        status = record.revokedAt != 0 ? Status.Revoked : record.endorsedAt != 0 ? Status.Endorsed : Status.None;
        return (status, record.version, record.endorsedAt, record.revokedAt);
    }

    /// @inheritdoc IQuorumRegistry
    function countEndorsements(bytes32 certificate, bytes32[] calldata quorums) external view returns (uint256 count) {
        for (uint256 i; i < quorums.length; ++i) {
            require(i == 0 || quorums[i] > quorums[i - 1], QuorumRegistryUnorderedQuorums(i));
            if (_isEndorsed(certificate, quorums[i])) ++count;
        }
    }

    /// @inheritdoc IQuorumRegistry
    function checkPath(bytes32[] calldata certificates, bytes32[] calldata quorums)
        external
        view
        returns (bool ok, uint256 failedAt)
    {
        require(
            certificates.length == quorums.length, QuorumRegistryLengthMismatch(certificates.length, quorums.length)
        );
        while (failedAt < quorums.length && _isEndorsed(certificates[failedAt], quorums[failedAt])) ++failedAt;
        ok = failedAt == quorums.length;
    }

    /// @inheritdoc IQuorumRegistry
    function hasApproved(address wallet, bytes32 digest) external view returns (bool) {
        return _approved[wallet][digest];
    }

    /// @inheritdoc IQuorumRegistry
    function quorumIdOf(Member[] calldata members, uint16 threshold, uint16 revocationThreshold, bytes32 salt)
        public
        pure
        returns (bytes32)
    {
        return keccak256(abi.encode(members, threshold, revocationThreshold, salt));
    }

    /// @inheritdoc IQuorumRegistry
    function endorsementDigest(bytes32 certificate, bytes32 quorum, uint32 version, uint64 deadline)
        public
        view
        returns (bytes32)
    {
        return _typedDataDigest(QuorumMessages.endorsement(certificate, quorum, version, deadline));
    }

    /// @inheritdoc IQuorumRegistry
    function revocationDigest(bytes32 certificate, bytes32 quorum, uint32 version, uint8 reason, uint64 deadline)
        public
        view
        returns (bytes32)
    {
        return _typedDataDigest(QuorumMessages.revocation(certificate, quorum, version, reason, deadline));
    }

    /// @inheritdoc IQuorumRegistry
    function rotationDigest(
        bytes32 quorum,
        uint32 version,
        Member[] calldata members,
        uint16 threshold,
        uint16 revocationThreshold,
        uint64 deadline
    ) public view returns (bytes32) {
        return _typedDataDigest(
            QuorumMessages.rotation(quorum, version, members, threshold, revocationThreshold, deadline)
        );
    }

    /// @inheritdoc IQuorumRegistry
    function quorumApprovalDigest(bytes32 quorum, uint32 version, bytes32 digest) public view returns (bytes32) {
        return _typedDataDigest(QuorumMessages.approval(quorum, version, digest));
    }

    /// @inheritdoc IQuorumRegistry
    function domainSeparator() external view returns (bytes32) {
        return _domainSeparator();
    }

    // CHECKS

    function _requireInTime(uint64 deadline) private view {
        require(block.timestamp <= deadline, QuorumRegistryExpired(deadline));
    }

    function _existing(bytes32 quorum) private view returns (Quorum memory current) {
        current = _quorums[quorum];
        require(current.version != 0, QuorumRegistryUnknownQuorum(quorum));
    }

    function _pack(Member[] calldata members, uint16 threshold, uint16 revocationThreshold)
        private
        pure
        returns (bytes memory packed)
    {
        uint256 totalWeight;
        (packed, totalWeight) = Members.pack(members);
        require(
            revocationThreshold > 0 && revocationThreshold <= threshold && threshold <= totalWeight
                && totalWeight <= type(uint16).max,
            QuorumRegistryInvalidThreshold(threshold, revocationThreshold, totalWeight)
        );
    }

    function _isEndorsed(bytes32 certificate, bytes32 quorum) private view returns (bool) {
        Record memory record = _records[certificate][quorum];
        return record.endorsedAt != 0 && record.revokedAt == 0;
    }

    function _requireApproved(bytes memory members, uint256 threshold, bytes32 digest, bytes calldata approvals)
        private
        view
    {
        (uint256 weight, Fault fault, uint256 at) = _weigh(members, digest, approvals, 1);
        require(fault != Fault.Malformed, QuorumRegistryMalformedApprovals(at));
        require(fault != Fault.Invalid, QuorumRegistryInvalidApproval(at));
        require(weight >= threshold, QuorumRegistryBelowThreshold(weight, threshold));
    }

    /// @dev Whether `quorum`, as a signer, approves `hash`.
    function _isApproved(bytes32 quorum, bytes32 hash, bytes calldata approvals, uint256 depth)
        private
        view
        returns (bool)
    {
        Quorum memory current = _quorums[quorum];
        if (current.version == 0) return false;
        bytes32 digest = quorumApprovalDigest(quorum, current.version, hash);
        (uint256 weight, Fault fault,) = _weigh(current.members.read(), digest, approvals, depth);
        return fault == Fault.None && weight >= current.threshold;
    }

    /// @dev Every approval has to verify, also those beyond the threshold: what is accepted can be checked by anyone later.
    function _weigh(bytes memory members, bytes32 digest, bytes calldata approvals, uint256 depth)
        private
        view
        returns (uint256 weight, Fault fault, uint256 at)
    {
        (MemberCursor cursor, MemberCursor end) = Members.bounds(members);
        uint256 index;
        for (uint256 offset; offset < approvals.length;) {
            (uint256 member, bytes calldata signature, uint256 next) = approvals.at(offset);
            if (next == 0 || member < index) return (0, Fault.Malformed, offset);
            for (; index < member && cursor.isBefore(end); ++index) cursor = cursor.next();
            if (!cursor.isBefore(end)) return (0, Fault.Malformed, offset);
            if (!_approves(cursor, digest, signature, depth)) return (0, Fault.Invalid, member);
            weight += cursor.weight();
            cursor = cursor.next();
            ++index;
            offset = next;
        }
    }

    function _approves(MemberCursor member, bytes32 digest, bytes calldata signature, uint256 depth)
        private
        view
        returns (bool)
    {
        address account = member.account();
        uint256 keyLength = member.keyLength();
        if (keyLength == 0) {
            if (signature.length == 0) return _approved[account][digest];
            return Signers.isValidWallet(account, digest, signature);
        }
        if (account == address(this)) {
            return keyLength == 32 && depth < MAX_DEPTH && _isApproved(member.keyWord(), digest, signature, depth + 1);
        }
        return Signers.isValidKey(account, member.key(), digest, signature);
    }
}
