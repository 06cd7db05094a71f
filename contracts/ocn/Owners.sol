// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.27;

import {Authorisation, INodeRegistry} from "../interfaces/INodeRegistry.sol";
import {Signers} from "../libraries/Signers.sol";
import {TypedData} from "../libraries/TypedData.sol";

/// @title Who may change what
abstract contract Owners is INodeRegistry, TypedData {
    uint256 private constant WALLET = 20;
    uint256 private constant MAX_TEXT = 255;

    /// @inheritdoc INodeRegistry
    function ownerOf(bytes calldata signer) external pure returns (address) {
        return _ownerOf(signer);
    }

    /// @inheritdoc INodeRegistry
    function domainSeparator() external view returns (bytes32) {
        return _domainSeparator();
    }

    /// @dev No wallet can be taken by another signer: its hash would have to end in that wallet's address.
    function _ownerOf(bytes calldata signer) internal pure returns (address) {
        require(signer.length >= WALLET, NodeRegistryInvalidSigner());
        return signer.length == WALLET ? address(bytes20(signer)) : address(uint160(uint256(keccak256(signer))));
    }

    /// @param sequence That of what is changed, now.
    function _requireAuthorised(Authorisation calldata by, bytes32 structHash, uint32 sequence) internal view {
        require(block.timestamp <= by.deadline, NodeRegistryExpired(by.deadline));
        require(by.sequence == sequence + 1, NodeRegistryStaleSequence(by.sequence, sequence + 1));
        bytes32 digest = _typedDataDigest(structHash);
        require(Signers.isValid(by.signer, digest, by.signature), NodeRegistryInvalidSignature());
    }

    function _requireText(string calldata text) internal pure {
        uint256 length = bytes(text).length;
        require(length > 0 && length <= MAX_TEXT, NodeRegistryInvalidText(length));
    }
}
