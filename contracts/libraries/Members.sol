// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.27;

import {IQuorumRegistry, Member} from "../interfaces/IQuorumRegistry.sol";

/// @dev A place in packed members: a memory address.
type MemberCursor is uint256;

/// @dev The first word of a packed member; it holds all of a wallet.
type MemberHead is uint256;

using Members for MemberCursor global;
using MemberHeads for MemberHead global;

/// @title The members of one quorum version, packed
/// @dev One after the other: `uint16 index ‖ uint16 signer length ‖ uint16 weight ‖ signer`, in the order of their keccak256;
/// then `uint16 0xffff`. As each has its index, a reader needs neither a count nor a limit.
library Members {
    uint256 private constant MAX_MEMBERS = 64;
    uint256 private constant END = 0xffff;
    uint256 private constant HEADER = 6;
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
            packed = abi.encodePacked(packed, uint16(i), uint16(member.signer.length), member.weight, member.signer);
        }
        packed = abi.encodePacked(packed, uint16(END));
    }

    /// @notice The members that {pack} packed.
    function unpack(bytes memory packed) internal pure returns (Member[] memory members) {
        uint256 count;
        MemberCursor cursor = first(packed);
        for (; cursor.head().index() != END; cursor = cursor.next()) ++count;

        members = new Member[](count);
        cursor = first(packed);
        for (uint256 i; i < count; ++i) {
            members[i] = Member(cursor.signer(), uint16(cursor.head().weight()));
            cursor = cursor.next();
        }
    }

    function first(bytes memory packed) internal pure returns (MemberCursor cursor) {
        assembly ("memory-safe") {
            cursor := add(packed, 0x20)
        }
    }

    function next(MemberCursor cursor) internal pure returns (MemberCursor) {
        unchecked {
            return MemberCursor.wrap(MemberCursor.unwrap(cursor) + HEADER + cursor.head().signerLength());
        }
    }

    /// @notice The first place from here on whose index is `index` or above; at the latest, the end.
    function seek(MemberCursor cursor, uint256 index) internal pure returns (MemberCursor) {
        while (cursor.head().index() < index) cursor = cursor.next();
        return cursor;
    }

    function head(MemberCursor cursor) internal pure returns (MemberHead) {
        return MemberHead.wrap(uint256(_wordAt(cursor, 0)));
    }

    /// @notice The key of a member whose key has 32 bytes.
    function keyWord(MemberCursor cursor) internal pure returns (bytes32) {
        return _wordAt(cursor, HEADER + WALLET);
    }

    /// @notice A copy of the key that follows the verifier.
    function key(MemberCursor cursor) internal pure returns (bytes memory) {
        return _copy(cursor, HEADER + WALLET, cursor.head().signerLength() - WALLET);
    }

    /// @notice A copy of the whole signer.
    function signer(MemberCursor cursor) internal pure returns (bytes memory) {
        return _copy(cursor, HEADER, cursor.head().signerLength());
    }

    function _isSigner(bytes calldata candidate) private pure returns (bool) {
        return candidate.length >= WALLET && candidate.length <= type(uint16).max && bytes20(candidate) != 0;
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
            let end := add(target, length)
            // The last word may bring a neighbour's bytes along, into a word of its own that is cleared again.
            mstore(0x40, add(mload(0x40), 0x20))
            for {
                let i := 0
            } lt(i, length) {
                i := add(i, 0x20)
            } {
                mstore(add(target, i), mload(add(source, i)))
            }
            mstore(end, 0)
        }
    }
}

library MemberHeads {
    uint256 private constant WALLET = 20;

    function index(MemberHead head) internal pure returns (uint256) {
        return MemberHead.unwrap(head) >> 240;
    }

    /// @notice What the member's approval counts.
    function weight(MemberHead head) internal pure returns (uint256) {
        return (MemberHead.unwrap(head) >> 208) & 0xffff;
    }

    function signerLength(MemberHead head) internal pure returns (uint256) {
        return (MemberHead.unwrap(head) >> 224) & 0xffff;
    }

    function isWallet(MemberHead head) internal pure returns (bool) {
        return head.signerLength() == WALLET;
    }

    /// @notice The wallet, or the verifier of the key.
    function account(MemberHead head) internal pure returns (address) {
        return address(uint160(MemberHead.unwrap(head) >> 48));
    }
}
