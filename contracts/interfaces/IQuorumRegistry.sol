// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {IERC7913SignatureVerifier} from "@openzeppelin/contracts/interfaces/IERC7913.sol";
import {RevocationTerms} from "../types/RevocationTerms.sol";

/// @notice One member of a quorum.
/// @param signer ERC-7913 bytes: a 20-byte wallet (EOA or ERC-1271), or `verifier address ‖ key`.
/// @param weight What the member's approval counts; 1 in an ordinary k-of-n quorum.
struct Member {
    bytes signer;
    uint16 weight;
}

/// @title Quorums, and the certificates that they endorse and revoke
/// @notice Anyone may create a quorum and endorse anything with it: the registry is evidence, never the judge. A verifier
/// starts from the quorums that it trusts itself. There is no owner, no upgrade and no pause.
///
/// A quorum is itself a signer: `address(registry) ‖ quorumId` is an ERC-7913 signer whose `verify` checks the packed
/// approvals of the quorum's members, so quorums nest.
///
/// Every member signs EIP-712 typed data of the domain `{name: "QuorumRegistry", version: "1", chainId, verifyingContract}`.
///
/// `approvals` are packed, one after the other: `uint8 member index ‖ uint24 signature length ‖ signature`, with strictly
/// ascending indexes, so no member counts twice. A 20-byte member with an empty signature stands for an approval recorded by
/// {approve}. A signature of a member that is a quorum of this registry is that quorum's packed approvals of
/// `QuorumApproval(quorum, version, digest)`.
///
/// @dev There are no nonces: an endorsement happens once per (certificate, quorum), a revocation is final, a rotation names
/// the version that it replaces. Replaying a message changes nothing or reverts.
interface IQuorumRegistry is IERC7913SignatureVerifier {
    /// @notice What a quorum has said of a certificate.
    enum Status {
        None,
        Endorsed,
        Revoked
    }

    /// @notice A quorum was created, at version 1.
    event QuorumCreated(bytes32 indexed quorum, Member[] members, uint16 threshold, uint16 revocationThreshold);

    /// @notice A quorum has a new version; approvals that name an earlier one no longer count.
    event QuorumRotated(
        bytes32 indexed quorum,
        uint32 version,
        Member[] members,
        uint16 threshold,
        uint16 revocationThreshold
    );

    /// @notice `quorum`, at `version`, endorsed `certificate`.
    event CertificateEndorsed(bytes32 indexed certificate, bytes32 indexed quorum, uint32 version);

    /// @notice `quorum` revoked `certificate`, for ever. `terms` hold the quorum's version and a CRLReason code of RFC 5280,
    /// section 5.3.1; {unpackTerms} reads them.
    event CertificateRevoked(bytes32 indexed certificate, bytes32 indexed quorum, RevocationTerms terms);

    /// @notice Somebody asks the members of `quorum` to look at the draft whose bytes have the SHA-256 digest `draft`.
    /// @dev Anyone may propose; readers filter by `proposer`.
    event Proposed(bytes32 indexed quorum, bytes32 indexed draft, address indexed proposer, uint64 deadline);

    /// @notice `signer` recorded its approval of the typed-data `digest`; `quorum` is a hint for readers.
    event Approved(bytes32 indexed quorum, bytes32 indexed digest, address indexed signer);

    /// @notice No quorum has this id.
    error QuorumRegistryUnknownQuorum(bytes32 quorum);
    /// @notice A quorum has 1 to 64 members.
    error QuorumRegistryInvalidMemberCount(uint256 count);
    /// @notice The signer is shorter than 20 bytes, longer than 65,535, or the zero address.
    error QuorumRegistryInvalidSigner(uint256 index);
    /// @notice Members are ordered by keccak256(signer), ascending, each once.
    error QuorumRegistryUnorderedMembers(uint256 index);
    /// @notice A weight is at least 1.
    error QuorumRegistryInvalidWeight(uint256 index);
    /// @notice 1 ≤ revocationThreshold ≤ threshold ≤ sum of the weights ≤ 65,535.
    error QuorumRegistryInvalidThreshold(uint256 threshold, uint256 revocationThreshold, uint256 totalWeight);
    /// @notice The message names a version that is not the quorum's current one.
    error QuorumRegistryStaleVersion(bytes32 quorum, uint32 version, uint32 current);
    /// @notice The message's deadline has passed. A message is good while `block.timestamp <= deadline`.
    error QuorumRegistryExpired(uint64 deadline);
    /// @notice The packed approvals end in the middle of one, have an index out of order or beyond the members.
    error QuorumRegistryMalformedApprovals(uint256 offset);
    /// @notice The approval of this member does not verify.
    error QuorumRegistryInvalidApproval(uint256 memberIndex);
    /// @notice The approvals weigh less than the threshold.
    error QuorumRegistryBelowThreshold(uint256 weight, uint256 threshold);
    /// @notice The quorum has endorsed this certificate already.
    error QuorumRegistryAlreadyEndorsed(bytes32 certificate, bytes32 quorum);
    /// @notice The quorum has revoked this certificate; that is final.
    error QuorumRegistryAlreadyRevoked(bytes32 certificate, bytes32 quorum);
    /// @notice The quorums are not in ascending order, each once.
    error QuorumRegistryUnorderedQuorums(uint256 index);
    /// @notice Two lists that belong together have different lengths.
    error QuorumRegistryLengthMismatch(uint256 first, uint256 second);

    /// @notice Creates a quorum at version 1. Its id commits to everything passed here, on every chain alike:
    /// `keccak256(abi.encode(members, threshold, revocationThreshold, salt))`.
    /// @dev Idempotent: creating a quorum that exists returns its id and changes nothing, so front-running is pointless.
    /// @param members 1 to 64, ordered by keccak256(signer) ascending.
    /// @param threshold The weight that endorses and rotates.
    /// @param revocationThreshold The weight that revokes; at most `threshold`: it can only take trust away.
    /// @param salt Tells apart quorums of the same members.
    function createQuorum(
        Member[] calldata members,
        uint16 threshold,
        uint16 revocationThreshold,
        bytes32 salt
    ) external returns (bytes32 quorum);

    /// @notice Replaces a quorum's members and thresholds. The old version's threshold *and* the new one's must be met.
    /// @param version The version that is replaced.
    /// @param oldApprovals Packed approvals of the current members, of `Rotation(…)`.
    /// @param newApprovals Packed approvals of the new members, of the same digest; so nobody can rotate into keys that
    /// nobody holds.
    function rotate(
        bytes32 quorum,
        uint32 version,
        Member[] calldata members,
        uint16 threshold,
        uint16 revocationThreshold,
        uint64 deadline,
        bytes calldata oldApprovals,
        bytes calldata newApprovals
    ) external;

    /// @notice Records that `quorum` endorses `certificate` (the SHA-256 of the certificate's canonical bytes).
    /// @dev Typed data, with the current version:
    /// `Endorsement(bytes32 certificate,bytes32 quorum,uint32 version,uint64 deadline)`.
    function endorse(bytes32 certificate, bytes32 quorum, uint64 deadline, bytes calldata approvals) external;

    /// @notice Records, for ever, that `quorum` revokes `certificate`; also one that it has not endorsed (yet).
    /// @dev Typed data: `Revocation(bytes32 certificate,bytes32 quorum,uint32 version,uint8 reason,uint64 deadline)`.
    /// @param reason A CRLReason code of RFC 5280, section 5.3.1.
    function revoke(
        bytes32 certificate,
        bytes32 quorum,
        uint64 deadline,
        bytes calldata approvals,
        uint8 reason
    ) external;

    /// @notice Asks a quorum's members to look at a draft on IPFS. Stores nothing.
    function propose(bytes32 quorum, bytes32 draft, uint64 deadline) external;

    /// @notice Records the sender's approval of a typed-data digest: for wallets that cannot sign typed data, and for
    /// collecting approvals without any other channel.
    function approve(bytes32 quorum, bytes32 digest) external;

    /// @notice The current version, thresholds and members of a quorum. Reverts for an unknown one.
    function quorumOf(
        bytes32 quorum
    ) external view returns (uint32 version, uint16 threshold, uint16 revocationThreshold, Member[] memory members);

    /// @notice What `quorum` has said of `certificate`.
    /// @return status None, Endorsed or Revoked.
    /// @return version The quorum's version that said so last.
    /// @return endorsedAt Block time of the endorsement in seconds, 0 if there is none.
    /// @return revokedAt Block time of the revocation in seconds, 0 if there is none.
    function statusOf(
        bytes32 certificate,
        bytes32 quorum
    ) external view returns (Status status, uint32 version, uint64 endorsedAt, uint64 revokedAt);

    /// @notice How many of these quorums endorse `certificate` now.
    /// @param quorums Ascending ids, so none counts twice; reverts otherwise.
    function countEndorsements(bytes32 certificate, bytes32[] calldata quorums) external view returns (uint256 count);

    /// @notice Whether each `certificates[i]` is endorsed, and not revoked, by `quorums[i]`.
    /// @return ok True if all are.
    /// @return failedAt The first index that is not, or the length.
    /// @dev That certificate i empowers quorum i+1 stands in the certificate, which the chain does not read.
    function checkPath(
        bytes32[] calldata certificates,
        bytes32[] calldata quorums
    ) external view returns (bool ok, uint256 failedAt);

    /// @notice Whether `approvals`, packed, are those of enough members of `quorum` for {quorumApprovalDigest} of `digest`, at
    /// its current version: {verify} for contracts that know this registry. False for an unknown quorum.
    function isApproved(bytes32 quorum, bytes32 digest, bytes calldata approvals) external view returns (bool);

    /// @notice Whether `wallet` has recorded its approval of `digest`.
    function hasApproved(address wallet, bytes32 digest) external view returns (bool);

    /// @notice What the terms in {CertificateRevoked} say.
    /// @return version The quorum's version that revoked.
    /// @return reason A CRLReason code of RFC 5280, section 5.3.1.
    function unpackTerms(RevocationTerms terms) external pure returns (uint32 version, uint8 reason);

    /// @notice The id that {createQuorum} gives.
    function quorumIdOf(
        Member[] calldata members,
        uint16 threshold,
        uint16 revocationThreshold,
        bytes32 salt
    ) external pure returns (bytes32);

    /// @notice The EIP-712 digests that members sign.
    function endorsementDigest(
        bytes32 certificate,
        bytes32 quorum,
        uint32 version,
        uint64 deadline
    ) external view returns (bytes32);
    function revocationDigest(
        bytes32 certificate,
        bytes32 quorum,
        uint32 version,
        uint8 reason,
        uint64 deadline
    ) external view returns (bytes32);
    function rotationDigest(
        bytes32 quorum,
        uint32 version,
        Member[] calldata members,
        uint16 threshold,
        uint16 revocationThreshold,
        uint64 deadline
    ) external view returns (bytes32);

    /// @notice What a member of `quorum` signs when the quorum is asked, as an ERC-7913 signer, to approve `digest`:
    /// `QuorumApproval(bytes32 quorum,uint32 version,bytes32 digest)`. It binds the quorum and its version, so an approval given
    /// in one role or before a rotation counts in no other.
    function quorumApprovalDigest(bytes32 quorum, uint32 version, bytes32 digest) external view returns (bytes32);

    /// @notice EIP-712 domain separator of this deployment on this chain.
    function domainSeparator() external view returns (bytes32);
}
