// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {AnnouncementTerms, Codec} from "../types/AnnouncementTerms.sol";
import {IQuorumRegistry} from "./IQuorumRegistry.sol";

/// @notice What an authority announces to a subject.
/// @param subject A channel of a device or of a group: any 32 bytes that both sides derive alike (docs/spec/announcement.md).
/// @param digest SHA-256 of the content's root block.
/// @param terms Epoch, kind, codec, notBefore and notAfter in one word; {IKeyAnnouncements-packTerms} makes it.
struct Announcement {
    bytes32 subject;
    bytes32 digest;
    AnnouncementTerms terms;
}

/// @notice A device's signed receipt.
/// @param device The device's ERC-7913 signer; its keccak256 is the device's id.
/// @param authority keccak256 of the authority's ERC-7913 signer.
/// @param record SHA-256 of the claim record, which carries the device's next HPKE public key.
struct Claim {
    bytes device;
    bytes32 authority;
    bytes32 subject;
    uint64 epoch;
    bytes32 record;
    uint64 deadline;
}

/// @title Announcements of sealed credentials, and the devices' receipts
/// @notice One packed slot per (authority, subject) holds the epoch and the block of its event, so a device that was away
/// finds the latest announcement with one view call and one log query of a single block. The slot is keyed by the
/// keccak256 of the authority's signer: nobody else can write it. There is no owner, no upgrade and no pause.
/// @dev EIP-712 domain `{name: "KeyAnnouncements", version: "1", chainId, verifyingContract}`.
interface IKeyAnnouncements {
    /// @notice `previousBlock` is the block of the announcement before (0 at the first): a linked list through the logs.
    event Announced(
        bytes32 indexed authority,
        bytes32 indexed subject,
        bytes32 digest,
        AnnouncementTerms terms,
        uint64 previousBlock
    );

    /// @notice Everything announced up to and including `epoch` is withdrawn, for ever.
    event Withdrawn(bytes32 indexed authority, bytes32 indexed subject, uint64 epoch);

    /// @notice A device has installed `epoch`.
    event Claimed(
        bytes32 indexed authority,
        bytes32 indexed subject,
        bytes32 indexed device,
        uint64 epoch,
        bytes32 record
    );

    /// @notice Announced: the epoch is not above the current one, or more than `MAX_EPOCH_STEP` above it. Withdrawn: the epoch
    /// is above the current one, or is withdrawn already.
    error KeyAnnouncementsInvalidEpoch(uint64 epoch, uint64 current);
    /// @notice notBefore is after notAfter, or notAfter has passed.
    error KeyAnnouncementsInvalidValidity(uint64 notBefore, uint64 notAfter);
    /// @notice The message's deadline has passed.
    error KeyAnnouncementsExpired(uint64 deadline);
    /// @notice The signature is not the signer's.
    error KeyAnnouncementsInvalidSignature();
    /// @notice The claim does not name an announced epoch above the one that the device claimed last.
    error KeyAnnouncementsInvalidClaim(bytes32 device, uint64 epoch);
    /// @notice Two lists that belong together have different lengths.
    error KeyAnnouncementsLengthMismatch(uint256 first, uint256 second);

    /// @notice The registry whose quorums announce by {announceByQuorum}.
    function REGISTRY() external view returns (IQuorumRegistry);

    /// @notice How far one announcement may jump ahead, so that nobody can exhaust the epochs (fast-forward attack).
    function MAX_EPOCH_STEP() external view returns (uint64);

    /// @notice How much gas {claimMany} gives to the contract of one device's signer: enough for P-256 without a precompile, too
    /// little for a device to spoil the others' batch. A receipt whose verification costs more goes through {claim}.
    function CLAIM_VERIFICATION_GAS() external view returns (uint256);

    /// @notice Announces with the sending wallet as authority.
    function announce(Announcement calldata announcement) external;

    /// @notice Announces with any ERC-7913 signer as authority; anyone may send it.
    /// @dev Typed data: `Announcement(bytes authority,bytes32 subject,uint64 epoch,bytes32 digest,uint8 kind,uint8 codec,uint64
    /// notBefore,uint64 notAfter,uint64 deadline)`.
    function announceFor(
        bytes calldata authority,
        Announcement calldata announcement,
        uint64 deadline,
        bytes calldata signature
    ) external;

    /// @notice {announceFor} with a quorum of `REGISTRY` as authority, for less gas: the signer is `REGISTRY ‖ quorum`, so the
    /// message, the slot and the approvals are the same.
    function announceByQuorum(
        bytes32 quorum,
        Announcement calldata announcement,
        uint64 deadline,
        bytes calldata approvals
    ) external;

    /// @notice Withdraws everything up to and including `epoch`, with the sending wallet as authority.
    function withdraw(bytes32 subject, uint64 epoch) external;

    /// @notice Withdraws with any ERC-7913 signer as authority; anyone may send it.
    /// @dev Typed data: `Withdrawal(bytes authority,bytes32 subject,uint64 epoch,uint64 deadline)`.
    function withdrawFor(
        bytes calldata authority,
        bytes32 subject,
        uint64 epoch,
        uint64 deadline,
        bytes calldata signature
    ) external;

    /// @notice {withdrawFor} with a quorum of `REGISTRY` as authority, for less gas.
    function withdrawByQuorum(
        bytes32 quorum,
        bytes32 subject,
        uint64 epoch,
        uint64 deadline,
        bytes calldata approvals
    ) external;

    /// @notice Records a device's receipt; anyone may relay it.
    /// @dev Typed data: `Claim(bytes device,bytes32 authority,bytes32 subject,uint64 epoch,bytes32 record,uint64 deadline)`.
    function claim(Claim calldata receipt, bytes calldata signature) external;

    /// @notice Records many receipts; one that does not hold is left out and stops no other, whatever its signer does.
    /// @dev Reverts if less than `CLAIM_VERIFICATION_GAS` (and a thirty-second more) is left where a signer's contract has to be
    /// asked: a sender that saves gas cannot leave out a receipt that holds, and gas estimates are right.
    /// @return accepted For each receipt, whether it was recorded.
    function claimMany(
        Claim[] calldata receipts,
        bytes[] calldata signatures
    ) external returns (bool[] memory accepted);

    /// @notice The slot of (authority, subject), all zero if there is none.
    /// @return epoch The latest announced epoch.
    /// @return announcedAt The block of its event.
    /// @return withdrawnEpoch Everything up to this epoch is withdrawn; 0 if nothing is.
    /// @return withdrawnAt The block of that event.
    function latestOf(
        bytes32 authority,
        bytes32 subject
    ) external view returns (uint64 epoch, uint64 announcedAt, uint64 withdrawnEpoch, uint64 withdrawnAt);

    /// @notice The epoch that `device` claimed last from (authority, subject), and the block of that event.
    function claimOf(
        bytes32 authority,
        bytes32 subject,
        bytes32 device
    ) external view returns (uint64 epoch, uint64 claimedAt);

    /// @notice The word that stands for these terms in calls and events.
    function packTerms(
        uint64 epoch,
        uint8 kind,
        Codec codec,
        uint48 notBefore,
        uint48 notAfter
    ) external pure returns (AnnouncementTerms terms);

    /// @notice What the terms of an announcement or its event say.
    function unpackTerms(
        AnnouncementTerms terms
    ) external pure returns (uint64 epoch, uint8 kind, Codec codec, uint48 notBefore, uint48 notAfter);

    /// @notice The EIP-712 digests that authorities and devices sign.
    function announcementDigest(
        bytes calldata authority,
        Announcement calldata announcement,
        uint64 deadline
    ) external view returns (bytes32);
    function withdrawalDigest(
        bytes calldata authority,
        bytes32 subject,
        uint64 epoch,
        uint64 deadline
    ) external view returns (bytes32);
    function claimDigest(Claim calldata receipt) external view returns (bytes32);

    /// @notice EIP-712 domain separator of this deployment on this chain.
    function domainSeparator() external view returns (bytes32);
}
