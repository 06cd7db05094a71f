// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.27;

import {IERC7913SignatureVerifier} from "@openzeppelin/contracts/interfaces/IERC7913.sol";
import {IQuorumRegistry, Member} from "./interfaces/IQuorumRegistry.sol";
import {ApprovalCursor, Approvals} from "./libraries/Approvals.sol";
import {MemberCursor, MemberHead, Members} from "./libraries/Members.sol";
import {QuorumMessages} from "./libraries/QuorumMessages.sol";
import {Signers} from "./libraries/Signers.sol";
import {TypedData} from "./libraries/TypedData.sol";
import {WalletApprovals} from "./libraries/WalletApprovals.sol";
import {CertificateRecord, CertificateRecords} from "./types/CertificateRecord.sol";
import {QuorumHead, QuorumHeads} from "./types/QuorumHead.sol";
import {RevocationTerms, RevocationTermsLibrary} from "./types/RevocationTerms.sol";
import {Tallies, Tally} from "./types/Tally.sol";

/// @title QuorumRegistry
/// @dev No owner, no nonces, no list of quorums or certificates: readers have the events.
contract QuorumRegistry is IQuorumRegistry, TypedData {
    /// @dev Lets a function find the slot once, to read it and to write it.
    struct Cell {
        CertificateRecord record;
    }

    /// @dev How many quorums may stand one inside the other, the outermost included.
    uint256 private constant MAX_DEPTH = 4;
    /// @dev `address(this) ‖ quorum id`.
    uint256 private constant QUORUM_SIGNER = 52;
    bytes4 private constant INVALID = 0xffffffff;

    mapping(bytes32 quorum => QuorumHead) private _quorums;
    mapping(bytes32 certificate => mapping(bytes32 quorum => Cell)) private _cells;
    mapping(address wallet => mapping(bytes32 digest => bool)) private _approved;

    constructor() TypedData("QuorumRegistry") {}

    // QUORUMS

    /// @inheritdoc IQuorumRegistry
    function createQuorum(
        Member[] calldata members,
        uint16 threshold,
        uint16 revocationThreshold,
        bytes32 salt
    ) external returns (bytes32 quorum) {
        quorum = quorumIdOf(members, threshold, revocationThreshold, salt);
        if (_quorums[quorum].exists()) return quorum;
        bytes memory packed = _pack(members, threshold, revocationThreshold);

        _quorums[quorum] = QuorumHeads.create(packed, 1, threshold, revocationThreshold);

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
        QuorumHead current = _existing(quorum);
        require(version == current.version(), QuorumRegistryStaleVersion(quorum, version, current.version()));
        bytes memory packed = _pack(members, threshold, revocationThreshold);
        {
            bytes32 digest = rotationDigest(quorum, version, members, threshold, revocationThreshold, deadline);
            _requireApproved(current.members(), current.threshold(), digest, oldApprovals);
            _requireApproved(packed, threshold, digest, newApprovals);
        }

        _quorums[quorum] = QuorumHeads.create(packed, version + 1, threshold, revocationThreshold);

        emit QuorumRotated(quorum, version + 1, members, threshold, revocationThreshold);
    }

    // CERTIFICATES

    /// @inheritdoc IQuorumRegistry
    function endorse(bytes32 certificate, bytes32 quorum, uint64 deadline, bytes calldata approvals) external {
        _requireInTime(deadline);
        QuorumHead current = _existing(quorum);
        Cell storage cell = _cells[certificate][quorum];
        if (cell.record.exists()) {
            require(cell.record.revokedAt() == 0, QuorumRegistryAlreadyRevoked(certificate, quorum));
            revert QuorumRegistryAlreadyEndorsed(certificate, quorum);
        }
        bytes32 digest = _typedDataDigest(QuorumMessages.endorsement(certificate, quorum, current.version(), deadline));
        _requireApproved(current.members(), current.threshold(), digest, approvals);

        cell.record = CertificateRecords.endorsed(uint64(block.timestamp), current.version());

        emit CertificateEndorsed(certificate, quorum, current.version());
    }

    /// @inheritdoc IQuorumRegistry
    function revoke(
        bytes32 certificate,
        bytes32 quorum,
        uint64 deadline,
        bytes calldata approvals,
        uint8 reason
    ) external {
        _requireInTime(deadline);
        QuorumHead current = _existing(quorum);
        Cell storage cell = _cells[certificate][quorum];
        CertificateRecord record = cell.record;
        if (record.revokedAt() != 0) revert QuorumRegistryAlreadyRevoked(certificate, quorum);
        bytes32 digest = _typedDataDigest(
            QuorumMessages.revocation(certificate, quorum, current.version(), reason, deadline)
        );
        _requireApproved(current.members(), current.revocationThreshold(), digest, approvals);

        cell.record = record.revoked(uint64(block.timestamp), current.version());

        emit CertificateRevoked(certificate, quorum, RevocationTermsLibrary.pack(current.version(), reason));
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
    function isApproved(bytes32 quorum, bytes32 digest, bytes calldata approvals) external view returns (bool) {
        return _isApproved(quorum, digest, approvals, 1);
    }

    /// @inheritdoc IQuorumRegistry
    function quorumOf(
        bytes32 quorum
    ) external view returns (uint32 version, uint16 threshold, uint16 revocationThreshold, Member[] memory members) {
        QuorumHead current = _existing(quorum);
        members = Members.unpack(current.members());
        return (current.version(), current.threshold(), current.revocationThreshold(), members);
    }

    /// @inheritdoc IQuorumRegistry
    function statusOf(
        bytes32 certificate,
        bytes32 quorum
    ) external view returns (Status status, uint32 version, uint64 endorsedAt, uint64 revokedAt) {
        CertificateRecord record = _cells[certificate][quorum].record;
        status =
            record.revokedAt() != 0
                ? Status.Revoked
                : record.endorsedAt() != 0
                    ? Status.Endorsed
                    : Status.None;
        return (status, record.version(), record.endorsedAt(), record.revokedAt());
    }

    /// @inheritdoc IQuorumRegistry
    function countEndorsements(bytes32 certificate, bytes32[] calldata quorums) external view returns (uint256 count) {
        for (uint256 i; i < quorums.length; ++i) {
            require(i == 0 || quorums[i] > quorums[i - 1], QuorumRegistryUnorderedQuorums(i));
            if (_isEndorsed(certificate, quorums[i])) ++count;
        }
    }

    /// @inheritdoc IQuorumRegistry
    function checkPath(
        bytes32[] calldata certificates,
        bytes32[] calldata quorums
    ) external view returns (bool ok, uint256 failedAt) {
        require(
            certificates.length == quorums.length,
            QuorumRegistryLengthMismatch(certificates.length, quorums.length)
        );
        while (failedAt < quorums.length && _isEndorsed(certificates[failedAt], quorums[failedAt])) ++failedAt;
        ok = failedAt == quorums.length;
    }

    /// @inheritdoc IQuorumRegistry
    function hasApproved(address wallet, bytes32 digest) external view returns (bool) {
        return _approved[wallet][digest];
    }

    /// @inheritdoc IQuorumRegistry
    function unpackTerms(RevocationTerms terms) external pure returns (uint32 version, uint8 reason) {
        return (terms.version(), terms.reason());
    }

    /// @inheritdoc IQuorumRegistry
    function quorumIdOf(
        Member[] calldata members,
        uint16 threshold,
        uint16 revocationThreshold,
        bytes32 salt
    ) public pure returns (bytes32) {
        return keccak256(abi.encode(members, threshold, revocationThreshold, salt));
    }

    /// @inheritdoc IQuorumRegistry
    function endorsementDigest(
        bytes32 certificate,
        bytes32 quorum,
        uint32 version,
        uint64 deadline
    ) public view returns (bytes32) {
        return _typedDataDigest(QuorumMessages.endorsement(certificate, quorum, version, deadline));
    }

    /// @inheritdoc IQuorumRegistry
    function revocationDigest(
        bytes32 certificate,
        bytes32 quorum,
        uint32 version,
        uint8 reason,
        uint64 deadline
    ) public view returns (bytes32) {
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
        return
            _typedDataDigest(
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

    function _existing(bytes32 quorum) private view returns (QuorumHead current) {
        current = _quorums[quorum];
        require(current.exists(), QuorumRegistryUnknownQuorum(quorum));
    }

    function _pack(
        Member[] calldata members,
        uint16 threshold,
        uint16 revocationThreshold
    ) private pure returns (bytes memory packed) {
        uint256 totalWeight;
        (packed, totalWeight) = Members.pack(members);
        require(
            revocationThreshold > 0 &&
                revocationThreshold <= threshold &&
                threshold <= totalWeight &&
                totalWeight <= type(uint16).max,
            QuorumRegistryInvalidThreshold(threshold, revocationThreshold, totalWeight)
        );
    }

    function _isEndorsed(bytes32 certificate, bytes32 quorum) private view returns (bool) {
        CertificateRecord record = _cells[certificate][quorum].record;
        return record.endorsedAt() != 0 && record.revokedAt() == 0;
    }

    function _requireApproved(
        bytes memory members,
        uint256 threshold,
        bytes32 digest,
        bytes calldata approvals
    ) private view {
        Tally tally = _weigh(members, digest, approvals, 1);
        if (tally.weight() >= threshold) return;
        require(
            !tally.isMalformed(),
            QuorumRegistryMalformedApprovals(ApprovalCursor.wrap(tally.at()).offsetIn(approvals))
        );
        require(!tally.isInvalid(), QuorumRegistryInvalidApproval(tally.at()));
        revert QuorumRegistryBelowThreshold(tally.weight(), threshold);
    }

    /// @dev Whether `quorum`, as a signer, approves `hash`.
    function _isApproved(
        bytes32 quorum,
        bytes32 hash,
        bytes calldata approvals,
        uint256 depth
    ) private view returns (bool) {
        QuorumHead current = _quorums[quorum];
        if (!current.exists()) return false;
        bytes32 digest = quorumApprovalDigest(quorum, current.version(), hash);
        return _weigh(current.members(), digest, approvals, depth).weight() >= current.threshold();
    }

    /// @dev Every approval has to verify, also those beyond the threshold: what is accepted can be checked by anyone later.
    function _weigh(
        bytes memory members,
        bytes32 digest,
        bytes calldata approvals,
        uint256 depth
    ) private view returns (Tally) {
        (ApprovalCursor place, ApprovalCursor end) = Approvals.bounds(approvals);
        (uint256 weight, MemberCursor cursor, ApprovalCursor rest) = WalletApprovals.take(
            Members.first(members),
            place,
            end,
            digest
        );
        return rest.isBefore(end) ? _weighRest(weight, cursor, rest, end, digest, depth) : Tallies.valid(weight);
    }

    /// @dev What is left when {WalletApprovals} has met something that is not a wallet's compact signature.
    function _weighRest(
        uint256 weight,
        MemberCursor cursor,
        ApprovalCursor place,
        ApprovalCursor end,
        bytes32 digest,
        uint256 depth
    ) private view returns (Tally) {
        while (place.isBefore(end)) {
            (uint256 index, bytes calldata signature) = place.read();
            cursor = cursor.seek(index);
            if (cursor.head().index() != index || end.isBefore(Approvals.next(signature))) {
                return Tallies.malformed(ApprovalCursor.unwrap(place));
            }
            if (!_approves(cursor, digest, signature, depth)) return Tallies.invalid(index);
            weight += cursor.head().weight();
            cursor = cursor.next();
            place = Approvals.next(signature);
        }
        return Tallies.valid(weight);
    }

    /// @dev For approvals that {WalletApprovals} leaves.
    function _approves(
        MemberCursor cursor,
        bytes32 digest,
        bytes calldata signature,
        uint256 depth
    ) private view returns (bool) {
        MemberHead member = cursor.head();
        address account = member.account();
        if (member.isWallet()) {
            if (signature.length == 0) return _approved[account][digest];
            return Signers.isValidWallet(account, digest, signature);
        }
        if (account == address(this)) {
            return
                depth < MAX_DEPTH &&
                member.signerLength() == QUORUM_SIGNER &&
                _isApproved(cursor.keyWord(), digest, signature, depth + 1);
        }
        return Signers.isValidKey(account, cursor.key(), digest, signature);
    }
}
