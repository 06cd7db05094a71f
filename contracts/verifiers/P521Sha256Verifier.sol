// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.27;

import {IERC7913SignatureVerifier} from "@openzeppelin/contracts/interfaces/IERC7913.sol";
import {P521Base} from "./P521Base.sol";

/// @title ECDSA on P-521 over SHA-256 of the digest
/// @notice For keys whose owners can only sign with SHA-256; {P521Verifier} is the usual one.
contract P521Sha256Verifier is P521Base, IERC7913SignatureVerifier {
    constructor(address table) P521Base(table) {}

    /// @inheritdoc IERC7913SignatureVerifier
    function verify(bytes calldata key, bytes32 hash, bytes calldata signature) external view returns (bytes4) {
        bool valid = _verify(key, 0, sha256(abi.encode(hash)), signature);
        return valid ? IERC7913SignatureVerifier.verify.selector : bytes4(0xffffffff);
    }
}
