// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.27;

import {ApprovalCursor} from "./Approvals.sol";
import {MemberCursor} from "./Members.sol";

/// @title The short way for the ECDSA signatures of wallets
library WalletApprovals {
    /// @notice Takes approvals as long as each is a good 64-byte ECDSA signature (EIP-2098) of the wallet it names.
    /// @dev In assembly, as this is where an ordinary quorum spends its gas. It only ever accepts: it stops before the first
    /// approval that is anything else, good or bad, and leaves that to its caller. The layouts are those of {Approvals} and
    /// {Members}.
    /// @return weight The weight of what was taken.
    /// @return member The place in the members after the last that was taken, or further on.
    /// @return approval The place in the approvals after the last that was taken.
    function take(
        MemberCursor cursor,
        ApprovalCursor place,
        ApprovalCursor end,
        bytes32 digest
    ) internal view returns (uint256 weight, MemberCursor member, ApprovalCursor approval) {
        assembly ("memory-safe") {
            member := cursor
            approval := place
            // ecrecover's input goes where the free memory pointer and the zero word stand; both are restored.
            let last := sub(end, 67)
            let freePointer := mload(0x40)
            mstore(0, digest)
            for {} lt(approval, last) {} {
                let header := calldataload(approval)
                let index := byte(0, header)
                let head := mload(member)
                for {} lt(shr(240, head), index) {} {
                    member := add(member, add(6, and(shr(224, head), 0xffff)))
                    head := mload(member)
                }
                let s := calldataload(add(approval, 36))
                mstore(0x20, add(27, shr(255, s)))
                mstore(0x40, calldataload(add(approval, 4)))
                s := shr(1, shl(1, s))
                mstore(0x60, s)
                pop(staticcall(gas(), 1, 0, 0x80, 0x20, 0x20))
                // The approval names this member and has 64 bytes, the member has 20, s is low (EIP-2), the key is the wallet's.
                // Without a result there is no return data, and the digest is compared, which no address is equal to.
                if or(
                    or(xor(shr(224, head), or(shl(16, index), 20)), xor(and(shr(224, header), 0xffffff), 64)),
                    or(
                        gt(s, 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0),
                        xor(mload(returndatasize()), shr(96, shl(48, head)))
                    )
                ) {
                    break
                }
                weight := add(weight, and(shr(208, head), 0xffff))
                member := add(member, 26)
                approval := add(approval, 68)
            }
            mstore(0x40, freePointer)
            mstore(0x60, 0)
        }
    }
}
