// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.27;

/// @title The EIP-712 domain of a contract
/// @dev The separator is computed once; if a fork of the chain changes the chain id, it is computed anew at each call, so
/// that a signature for one chain is worth nothing on the other. Own lines, as OpenZeppelin's EIP712 needs MCOPY, which
/// London-level chains lack.
abstract contract TypedData {
    bytes32 private constant DOMAIN_TYPEHASH = keccak256(
        "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
    );
    bytes32 private constant VERSION_HASH = keccak256("1");

    bytes32 private immutable NAME_HASH;
    uint256 private immutable CACHED_CHAIN_ID;
    bytes32 private immutable CACHED_SEPARATOR;

    constructor(string memory name) {
        NAME_HASH = keccak256(bytes(name));
        CACHED_CHAIN_ID = block.chainid;
        CACHED_SEPARATOR = _computeSeparator(keccak256(bytes(name)));
    }

    /// @dev EIP-712, "Definition of domainSeparator".
    function _domainSeparator() internal view returns (bytes32) {
        return block.chainid == CACHED_CHAIN_ID ? CACHED_SEPARATOR : _computeSeparator(NAME_HASH);
    }

    /// @dev The digest that is signed: keccak256("\x19\x01" ‖ domain separator ‖ struct hash).
    function _typedDataDigest(bytes32 structHash) internal view returns (bytes32 digest) {
        bytes32 separator = block.chainid == CACHED_CHAIN_ID ? CACHED_SEPARATOR : _computeSeparator(NAME_HASH);
        assembly ("memory-safe") {
            let pointer := mload(0x40)
            mstore(pointer, hex"1901")
            mstore(add(pointer, 0x02), separator)
            mstore(add(pointer, 0x22), structHash)
            digest := keccak256(pointer, 0x42)
        }
    }

    function _computeSeparator(bytes32 nameHash) private view returns (bytes32) {
        return keccak256(abi.encode(DOMAIN_TYPEHASH, nameHash, VERSION_HASH, block.chainid, address(this)));
    }
}
