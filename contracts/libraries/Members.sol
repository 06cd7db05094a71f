// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.27;

import {IQuorumRegistry, Member} from "../interfaces/IQuorumRegistry.sol";

/// @dev A place in packed members: a memory address.
type MemberCursor is uint256;

using Members for MemberCursor global;

/// @title The members of one quorum version, packed
/// @dev One after the other: `uint16 weight ‖ uint16 signer length ‖ signer`, in the order of their keccak256.
library Members {
    uint256 private constant MAX_MEMBERS = 64;
    uint256 private constant HEADER = 4;
    uint256 private constant WALLET = 20;

    /// @notice Checks and packs the members of a quorum.
    /// @return packed At least one member, each of them once.
    /// @return totalWeight The sum of the weights.
    function pack(Member[] calldata members) internal pure returns (bytes memory packed, uint256 totalWeight) {
        require(
            members.length > 0 && members.length <= MAX_MEMBERS,
            IQuorumRegistry.QuorumRegistryInvalidMemberCount(members.length)
        );
        bytes32 previous;
        for (uint256 i; i < members.length; ++i) {
            Member calldata member = members[i];
            bytes32 order = keccak256(member.signer);
            require(_isSigner(member.signer), IQuorumRegistry.QuorumRegistryInvalidSigner(i));
            require(order > previous, IQuorumRegistry.QuorumRegistryUnorderedMembers(i));
            require(member.weight > 0, IQuorumRegistry.QuorumRegistryInvalidWeight(i));
            previous = order;
            totalWeight += member.weight;
            packed = abi.encodePacked(packed, member.weight, uint16(member.signer.length), member.signer);
        }
    }

    /// @notice The members that {pack} packed.
    function unpack(bytes memory packed) internal pure returns (Member[] memory members) {
        (MemberCursor cursor, MemberCursor end) = bounds(packed);
        uint256 count;
        for (; cursor.isBefore(end); cursor = cursor.next()) ++count;

        members = new Member[](count);
        (cursor,) = bounds(packed);
        for (uint256 i; i < count; ++i) {
            members[i] = Member(cursor.signer(), cursor.weight());
            cursor = cursor.next();
        }
    }

    /// @notice The first member, and the place after the last.
    function bounds(bytes memory packed) internal pure returns (MemberCursor first, MemberCursor end) {
        assembly ("memory-safe") {
            first := add(packed, 0x20)
            end := add(first, mload(packed))
        }
    }

    function isBefore(MemberCursor cursor, MemberCursor end) internal pure returns (bool) {
        return MemberCursor.unwrap(cursor) < MemberCursor.unwrap(end);
    }

    function next(MemberCursor cursor) internal pure returns (MemberCursor) {
        unchecked {
            return MemberCursor.wrap(MemberCursor.unwrap(cursor) + HEADER + _signerLength(cursor));
        }
    }

    function weight(MemberCursor cursor) internal pure returns (uint16) {
        return uint16(uint256(_wordAt(cursor, 0)) >> 240);
    }

    /// @notice The wallet, or the verifier of the key.
    function account(MemberCursor cursor) internal pure returns (address) {
        return address(bytes20(_wordAt(cursor, HEADER)));
    }

    /// @notice How many bytes follow the verifier; 0 for a wallet.
    function keyLength(MemberCursor cursor) internal pure returns (uint256) {
        unchecked {
            return _signerLength(cursor) - WALLET;
        }
    }

    /// @notice The key of a member whose key has 32 bytes.
    function keyWord(MemberCursor cursor) internal pure returns (bytes32) {
        return _wordAt(cursor, HEADER + WALLET);
    }

    /// @notice A copy of the key that follows the verifier.
    function key(MemberCursor cursor) internal pure returns (bytes memory) {
        return _copy(cursor, HEADER + WALLET, cursor.keyLength());
    }

    /// @notice A copy of the whole signer.
    function signer(MemberCursor cursor) internal pure returns (bytes memory) {
        return _copy(cursor, HEADER, _signerLength(cursor));
    }

    function _isSigner(bytes calldata candidate) private pure returns (bool) {
        return candidate.length >= WALLET && candidate.length <= type(uint16).max && bytes20(candidate) != 0;
    }

    function _signerLength(MemberCursor cursor) private pure returns (uint256) {
        return uint16(uint256(_wordAt(cursor, 0)) >> 224);
    }

    function _wordAt(MemberCursor cursor, uint256 offset) private pure returns (bytes32 word) {
        assembly ("memory-safe") {
            word := mload(add(cursor, offset))
        }
    }

    function _copy(MemberCursor cursor, uint256 offset, uint256 length) private pure returns (bytes memory copy) {
        copy = new bytes(length);
        assembly ("memory-safe") {
            let source := add(cursor, offset)
            let target := add(copy, 0x20)
            for { let i := 0 } lt(i, length) { i := add(i, 0x20) } { mstore(add(target, i), mload(add(source, i))) }
            // The last word may have brought a neighbour's bytes along; what follows the bytes is to be zero.
            mstore(add(target, length), 0)
        }
    }
}
