// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.27;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {IERC7913SignatureVerifier} from "@openzeppelin/contracts/interfaces/IERC7913.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/// @title Signatures of ERC-7913 signers
/// @dev A signer is a 20-byte wallet (EOA or ERC-1271) or `verifier ‖ key`. Nothing here reverts because of what a signer does:
/// a call that reverts, runs out of gas or returns anything but the magic value is an invalid signature. Own lines, as
/// OpenZeppelin's SignatureChecker needs MCOPY, which London-level chains lack.
library Signers {
    /// @notice The gas left is less than what a bounded call is promised.
    error SignersInsufficientGas(uint256 gasLeft, uint256 gasLimit);

    uint256 private constant WALLET = 20;
    uint256 private constant UNBOUNDED = type(uint256).max;

    /// @notice Whether `signature` is the signature of `hash` by `signer`.
    function isValid(bytes calldata signer, bytes32 hash, bytes calldata signature) internal view returns (bool) {
        return isValidWithin(UNBOUNDED, signer, hash, signature);
    }

    /// @notice {isValid}, with at most `gasLimit` for the call of the signer's contract.
    /// @dev Reverts if less is left than that, so a caller that saves gas cannot make a good signature look bad.
    function isValidWithin(
        uint256 gasLimit,
        bytes calldata signer,
        bytes32 hash,
        bytes calldata signature
    ) internal view returns (bool) {
        if (signer.length < WALLET) return false;
        address account = address(bytes20(signer));
        if (signer.length == WALLET) return _isValidWallet(gasLimit, account, hash, signature);
        return
            _returnsMagic(
                gasLimit,
                account,
                abi.encodeCall(IERC7913SignatureVerifier.verify, (signer[WALLET:], hash, signature)),
                IERC7913SignatureVerifier.verify.selector
            );
    }

    /// @notice Whether `verifier` accepts `signature` as the signature of `hash` by `key`.
    function isValidKey(
        address verifier,
        bytes memory key,
        bytes32 hash,
        bytes calldata signature
    ) internal view returns (bool) {
        return
            _returnsMagic(
                UNBOUNDED,
                verifier,
                abi.encodeCall(IERC7913SignatureVerifier.verify, (key, hash, signature)),
                IERC7913SignatureVerifier.verify.selector
            );
    }

    /// @notice Whether `signature` is the signature of `hash` by `wallet`.
    function isValidWallet(address wallet, bytes32 hash, bytes calldata signature) internal view returns (bool) {
        return _isValidWallet(UNBOUNDED, wallet, hash, signature);
    }

    /// @dev The key first: it is cheaper, and an EOA that has delegated its code (EIP-7702) keeps its key.
    function _isValidWallet(
        uint256 gasLimit,
        address wallet,
        bytes32 hash,
        bytes calldata signature
    ) private view returns (bool) {
        if (signature.length == 64 || signature.length == 65) {
            (uint8 v, bytes32 r, bytes32 s) = ECDSA.parseCalldata(signature);
            (address recovered, ECDSA.RecoverError fault, ) = ECDSA.tryRecover(hash, v, r, s);
            if (fault == ECDSA.RecoverError.NoError && recovered == wallet) return true;
        }
        return
            _returnsMagic(
                gasLimit,
                wallet,
                abi.encodeCall(IERC1271.isValidSignature, (hash, signature)),
                IERC1271.isValidSignature.selector
            );
    }

    /// @dev Reads one word of what the contract returns, however much that is. Precompiles and empty accounts have no code.
    function _returnsMagic(
        uint256 gasLimit,
        address target,
        bytes memory data,
        bytes4 magic
    ) private view returns (bool valid) {
        if (target.code.length == 0) return false;
        if (gasLimit != UNBOUNDED) {
            // EIP-150 keeps a 64th back; the rest of the margin is for what stands between here and the call.
            require(gasleft() > gasLimit + gasLimit / 32, SignersInsufficientGas(gasleft(), gasLimit));
        }
        bytes32 expected = magic;
        assembly ("memory-safe") {
            mstore(0, 0)
            let success := staticcall(gasLimit, target, add(data, 0x20), mload(data), 0, 0x20)
            valid := and(success, and(gt(returndatasize(), 0x1f), eq(mload(0), expected)))
        }
    }
}
