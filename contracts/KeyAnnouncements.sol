// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.27;

import {Announcement, Claim, IKeyAnnouncements} from "./interfaces/IKeyAnnouncements.sol";
import {IQuorumRegistry} from "./interfaces/IQuorumRegistry.sol";
import {AnnouncementMessages} from "./libraries/AnnouncementMessages.sol";
import {Hashes} from "./libraries/Hashes.sol";
import {Signers} from "./libraries/Signers.sol";
import {TypedData} from "./libraries/TypedData.sol";
import {AnnouncementHead} from "./types/AnnouncementHead.sol";
import {AnnouncementTerms, AnnouncementTermsLibrary, Codec} from "./types/AnnouncementTerms.sol";

/// @title KeyAnnouncements
/// @dev No owner, no nonces; digests stand in the events alone, the slots point to their blocks.
contract KeyAnnouncements is IKeyAnnouncements, TypedData {
    /// @dev Lets a function find the slot once, to read it and to write it.
    struct Cell {
        AnnouncementHead head;
    }

    /// @dev One slot.
    struct Receipt {
        uint64 epoch;
        uint64 claimedAt;
    }

    /// @inheritdoc IKeyAnnouncements
    IQuorumRegistry public immutable REGISTRY;
    /// @inheritdoc IKeyAnnouncements
    uint64 public constant MAX_EPOCH_STEP = 65_536;
    /// @inheritdoc IKeyAnnouncements
    uint256 public constant CLAIM_VERIFICATION_GAS = 500_000;

    mapping(bytes32 authority => mapping(bytes32 subject => Cell)) private _cells;
    mapping(bytes32 authority => mapping(bytes32 subject => mapping(bytes32 device => Receipt))) private _receipts;

    constructor(IQuorumRegistry registry) TypedData("KeyAnnouncements") {
        REGISTRY = registry;
    }

    // AUTHORITIES

    /// @inheritdoc IKeyAnnouncements
    function announce(Announcement calldata announcement) external {
        _announce(_walletId(msg.sender), announcement);
    }

    /// @inheritdoc IKeyAnnouncements
    function announceFor(
        bytes calldata authority,
        Announcement calldata announcement,
        uint64 deadline,
        bytes calldata signature
    ) external {
        _requireInTime(deadline);
        bytes32 id = Hashes.hash(authority);
        bytes32 digest = _typedDataDigest(AnnouncementMessages.announcement(id, announcement, deadline));
        require(Signers.isValid(authority, digest, signature), KeyAnnouncementsInvalidSignature());
        _announce(id, announcement);
    }

    /// @inheritdoc IKeyAnnouncements
    function announceByQuorum(
        bytes32 quorum,
        Announcement calldata announcement,
        uint64 deadline,
        bytes calldata approvals
    ) external {
        _requireInTime(deadline);
        bytes32 id = _quorumId(quorum);
        bytes32 digest = _typedDataDigest(AnnouncementMessages.announcement(id, announcement, deadline));
        require(REGISTRY.isApproved(quorum, digest, approvals), KeyAnnouncementsInvalidSignature());
        _announce(id, announcement);
    }

    /// @inheritdoc IKeyAnnouncements
    function withdraw(bytes32 subject, uint64 epoch) external {
        _withdraw(_walletId(msg.sender), subject, epoch);
    }

    /// @inheritdoc IKeyAnnouncements
    function withdrawFor(
        bytes calldata authority,
        bytes32 subject,
        uint64 epoch,
        uint64 deadline,
        bytes calldata signature
    ) external {
        _requireInTime(deadline);
        bytes32 id = Hashes.hash(authority);
        bytes32 digest = _typedDataDigest(AnnouncementMessages.withdrawal(id, subject, epoch, deadline));
        require(Signers.isValid(authority, digest, signature), KeyAnnouncementsInvalidSignature());
        _withdraw(id, subject, epoch);
    }

    /// @inheritdoc IKeyAnnouncements
    function withdrawByQuorum(
        bytes32 quorum,
        bytes32 subject,
        uint64 epoch,
        uint64 deadline,
        bytes calldata approvals
    ) external {
        _requireInTime(deadline);
        bytes32 id = _quorumId(quorum);
        bytes32 digest = _typedDataDigest(AnnouncementMessages.withdrawal(id, subject, epoch, deadline));
        require(REGISTRY.isApproved(quorum, digest, approvals), KeyAnnouncementsInvalidSignature());
        _withdraw(id, subject, epoch);
    }

    // DEVICES

    /// @inheritdoc IKeyAnnouncements
    function claim(Claim calldata receipt, bytes calldata signature) external {
        _requireInTime(receipt.deadline);
        bytes32 device = Hashes.hash(receipt.device);
        require(_isClaimable(device, receipt), KeyAnnouncementsInvalidClaim(device, receipt.epoch));
        bytes32 digest = _typedDataDigest(AnnouncementMessages.claim(device, receipt));
        require(Signers.isValid(receipt.device, digest, signature), KeyAnnouncementsInvalidSignature());
        _claim(device, receipt);
    }

    /// @inheritdoc IKeyAnnouncements
    function claimMany(
        Claim[] calldata receipts,
        bytes[] calldata signatures
    ) external returns (bool[] memory accepted) {
        require(
            receipts.length == signatures.length,
            KeyAnnouncementsLengthMismatch(receipts.length, signatures.length)
        );
        accepted = new bool[](receipts.length);
        for (uint256 i; i < receipts.length; ++i) {
            Claim calldata receipt = receipts[i];
            bytes32 device = Hashes.hash(receipt.device);
            if (block.timestamp > receipt.deadline || !_isClaimable(device, receipt)) continue;
            bytes32 digest = _typedDataDigest(AnnouncementMessages.claim(device, receipt));
            if (!Signers.isValidWithin(CLAIM_VERIFICATION_GAS, receipt.device, digest, signatures[i])) continue;
            _claim(device, receipt);
            accepted[i] = true;
        }
    }

    // VIEWS

    /// @inheritdoc IKeyAnnouncements
    function latestOf(
        bytes32 authority,
        bytes32 subject
    ) external view returns (uint64 epoch, uint64 announcedAt, uint64 withdrawnEpoch, uint64 withdrawnAt) {
        AnnouncementHead head = _cells[authority][subject].head;
        return (head.epoch(), head.announcedAt(), head.withdrawnEpoch(), head.withdrawnAt());
    }

    /// @inheritdoc IKeyAnnouncements
    function claimOf(
        bytes32 authority,
        bytes32 subject,
        bytes32 device
    ) external view returns (uint64 epoch, uint64 claimedAt) {
        Receipt memory receipt = _receipts[authority][subject][device];
        return (receipt.epoch, receipt.claimedAt);
    }

    /// @inheritdoc IKeyAnnouncements
    function packTerms(
        uint64 epoch,
        uint8 kind,
        Codec codec,
        uint48 notBefore,
        uint48 notAfter
    ) external pure returns (AnnouncementTerms) {
        return AnnouncementTermsLibrary.pack(epoch, kind, codec, notBefore, notAfter);
    }

    /// @inheritdoc IKeyAnnouncements
    function unpackTerms(
        AnnouncementTerms terms
    ) external pure returns (uint64 epoch, uint8 kind, Codec codec, uint48 notBefore, uint48 notAfter) {
        return (terms.epoch(), terms.kind(), terms.codec(), terms.notBefore(), terms.notAfter());
    }

    /// @inheritdoc IKeyAnnouncements
    function announcementDigest(
        bytes calldata authority,
        Announcement calldata announcement,
        uint64 deadline
    ) external view returns (bytes32) {
        return _typedDataDigest(AnnouncementMessages.announcement(Hashes.hash(authority), announcement, deadline));
    }

    /// @inheritdoc IKeyAnnouncements
    function withdrawalDigest(
        bytes calldata authority,
        bytes32 subject,
        uint64 epoch,
        uint64 deadline
    ) external view returns (bytes32) {
        return _typedDataDigest(AnnouncementMessages.withdrawal(Hashes.hash(authority), subject, epoch, deadline));
    }

    /// @inheritdoc IKeyAnnouncements
    function claimDigest(Claim calldata receipt) external view returns (bytes32) {
        return _typedDataDigest(AnnouncementMessages.claim(Hashes.hash(receipt.device), receipt));
    }

    /// @inheritdoc IKeyAnnouncements
    function domainSeparator() external view returns (bytes32) {
        return _domainSeparator();
    }

    // STATE

    function _announce(bytes32 authority, Announcement calldata announcement) private {
        Cell storage cell = _cells[authority][announcement.subject];
        AnnouncementHead head = cell.head;
        AnnouncementTerms terms = announcement.terms;
        require(
            terms.epoch() > head.epoch() && terms.epoch() - head.epoch() <= MAX_EPOCH_STEP,
            KeyAnnouncementsInvalidEpoch(terms.epoch(), head.epoch())
        );
        require(
            terms.notBefore() <= terms.notAfter() && block.timestamp <= terms.notAfter(),
            KeyAnnouncementsInvalidValidity(terms.notBefore(), terms.notAfter())
        );
        // Panics if there is no such codec, as Solidity does where an enum stands alone.
        terms.codec();

        cell.head = head.announced(terms.epoch(), uint64(block.number));

        emit Announced(authority, announcement.subject, announcement.digest, terms, head.announcedAt());
    }

    /// @dev Only what was announced can be withdrawn, so no withdrawal can close the epochs that are still to come.
    function _withdraw(bytes32 authority, bytes32 subject, uint64 epoch) private {
        Cell storage cell = _cells[authority][subject];
        AnnouncementHead head = cell.head;
        require(
            epoch > head.withdrawnEpoch() && epoch <= head.epoch(),
            KeyAnnouncementsInvalidEpoch(epoch, head.epoch())
        );

        cell.head = head.withdrawn(epoch, uint64(block.number));

        emit Withdrawn(authority, subject, epoch);
    }

    function _claim(bytes32 device, Claim calldata receipt) private {
        _receipts[receipt.authority][receipt.subject][device] = Receipt(receipt.epoch, uint64(block.number));

        emit Claimed(receipt.authority, receipt.subject, device, receipt.epoch, receipt.record);
    }

    // CHECKS

    function _walletId(address wallet) private pure returns (bytes32) {
        return keccak256(abi.encodePacked(wallet));
    }

    /// @dev The id of the signer `REGISTRY ‖ quorum`.
    function _quorumId(bytes32 quorum) private view returns (bytes32) {
        return Hashes.hash(address(REGISTRY), quorum);
    }

    function _requireInTime(uint64 deadline) private view {
        require(block.timestamp <= deadline, KeyAnnouncementsExpired(deadline));
    }

    function _isClaimable(bytes32 device, Claim calldata receipt) private view returns (bool) {
        return
            receipt.epoch > _receipts[receipt.authority][receipt.subject][device].epoch &&
            receipt.epoch <= _cells[receipt.authority][receipt.subject].head.epoch();
    }
}
