// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.27;

import {Member} from "../interfaces/IQuorumRegistry.sol";
import {Hashes} from "./Hashes.sol";

/// @title The EIP-712 structs that members of a quorum sign
/// @dev Integers of every width are encoded as words, and come as such.
library QuorumMessages {
    bytes32 private constant ENDORSEMENT_TYPEHASH = keccak256(
        "Endorsement(bytes32 certificate,bytes32 quorum,uint32 version,uint64 deadline)"
    );
    bytes32 private constant REVOCATION_TYPEHASH = keccak256(
        "Revocation(bytes32 certificate,bytes32 quorum,uint32 version,uint8 reason,uint64 deadline)"
    );
    bytes32 private constant ROTATION_TYPEHASH = keccak256(
        "Rotation(bytes32 quorum,uint32 version,Member[] members,uint16 threshold,uint16 revocationThreshold,"
        "uint64 deadline)Member(bytes signer,uint16 weight)"
    );
    bytes32 private constant MEMBER_TYPEHASH = keccak256("Member(bytes signer,uint16 weight)");
    bytes32 private constant APPROVAL_TYPEHASH = keccak256(
        "QuorumApproval(bytes32 quorum,uint32 version,bytes32 digest)"
    );

    function endorsement(
        bytes32 certificate,
        bytes32 quorum,
        uint256 version,
        uint256 deadline
    ) internal pure returns (bytes32) {
        return Hashes.hash(ENDORSEMENT_TYPEHASH, certificate, quorum, bytes32(version), bytes32(deadline));
    }

    function revocation(
        bytes32 certificate,
        bytes32 quorum,
        uint256 version,
        uint256 reason,
        uint256 deadline
    ) internal pure returns (bytes32) {
        return
            Hashes.hash(REVOCATION_TYPEHASH, certificate, quorum, bytes32(version), bytes32(reason), bytes32(deadline));
    }

    function rotation(
        bytes32 quorum,
        uint32 version,
        Member[] calldata members,
        uint16 threshold,
        uint16 revocationThreshold,
        uint64 deadline
    ) internal pure returns (bytes32) {
        bytes32[] memory hashes = new bytes32[](members.length);
        for (uint256 i; i < members.length; ++i) {
            hashes[i] = keccak256(abi.encode(MEMBER_TYPEHASH, keccak256(members[i].signer), members[i].weight));
        }
        return
            keccak256(
                abi.encode(
                    ROTATION_TYPEHASH,
                    quorum,
                    version,
                    keccak256(abi.encodePacked(hashes)),
                    threshold,
                    revocationThreshold,
                    deadline
                )
            );
    }

    function approval(bytes32 quorum, uint256 version, bytes32 digest) internal pure returns (bytes32) {
        return Hashes.hash(APPROVAL_TYPEHASH, quorum, bytes32(version), digest);
    }
}
