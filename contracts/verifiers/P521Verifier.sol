// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.27;

import {IERC7913SignatureVerifier} from "@openzeppelin/contracts/interfaces/IERC7913.sol";
import {Sha512} from "../libraries/Sha512.sol";
import {P521Base} from "./P521Base.sol";

/// @title ECDSA on P-521 over SHA-512 of the digest
/// @notice The signature is what `openssl dgst -sha512 -sign` makes of the 32 bytes, as r ‖ s.
contract P521Verifier is P521Base, IERC7913SignatureVerifier {
    constructor(address table) P521Base(table) {}

    /// @inheritdoc IERC7913SignatureVerifier
    function verify(bytes calldata key, bytes32 hash, bytes calldata signature) external view returns (bytes4) {
        (bytes32 high, bytes32 low) = Sha512.hash32(hash);
        bool valid = _verify(key, high, low, signature);
        return valid ? IERC7913SignatureVerifier.verify.selector : bytes4(0xffffffff);
    }
}
