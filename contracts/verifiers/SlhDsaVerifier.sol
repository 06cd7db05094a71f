// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.27;

import {IERC7913SignatureVerifier} from "@openzeppelin/contracts/interfaces/IERC7913.sol";
import {SlhDsaSha2128s} from "../libraries/SlhDsaSha2128s.sol";

/// @title ERC-7913 verifier of SLH-DSA-SHA2-128s (FIPS 205)
/// @notice The key is PK.seed ‖ PK.root, 32 bytes; a signature is 7,856 bytes. Pure signatures with an empty context, of the
/// 32 bytes of `hash` as the message: what `openssl pkeyutl -sign -rawin` makes of a file that holds the digest.
/// @dev docs/spec/slh-dsa-verifier.md. Stateless.
contract SlhDsaVerifier is IERC7913SignatureVerifier {
    bytes4 private constant INVALID = 0xffffffff;

    /// @inheritdoc IERC7913SignatureVerifier
    /// @dev Reverts if it has too little gas, and never answers wrongly for want of it.
    function verify(bytes calldata key, bytes32 hash, bytes calldata signature) external view returns (bytes4) {
        if (key.length != 32 || signature.length != SlhDsaSha2128s.SIGNATURE_BYTES) return INVALID;
        bytes32 publicKey = bytes32(key);
        // Algorithm 24: 0 for pure, 0 for the length of the context.
        bytes32 hashed = SlhDsaSha2128s.digest(publicKey, bytes16(signature), bytes.concat(bytes2(0), hash));
        bytes16 root = SlhDsaSha2128s.root(bytes16(publicKey), hashed, signature);
        return root == bytes16(publicKey << 128) ? IERC7913SignatureVerifier.verify.selector : INVALID;
    }
}
