// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.27;

/// @title Bytes kept as the code of a contract
/// @dev Reading costs 2,600 gas and 3 a word, where storage costs 2,100 a word. The code starts with STOP, so nobody can run
/// it and it can never start with 0xEF, which EIP-3541 forbids.
library DataContract {
    /// @notice More bytes than one contract may hold (EIP-170).
    error DataContractTooLarge(uint256 length);
    /// @notice The contract could not be created.
    error DataContractCreationFailed();

    /// @dev EIP-170's 24,576 bytes without the STOP.
    uint256 internal constant MAX_LENGTH = 24_575;

    /// @dev Init code: PUSH2 size, DUP1, PUSH1 10, RETURNDATASIZE (zero), CODECOPY, RETURNDATASIZE, RETURN, then the STOP.
    function write(bytes memory data) internal returns (address pointer) {
        require(data.length <= MAX_LENGTH, DataContractTooLarge(data.length));
        bytes memory initCode = abi.encodePacked(hex"61", uint16(data.length + 1), hex"80600a3d393df300", data);
        assembly ("memory-safe") {
            pointer := create(0, add(initCode, 0x20), mload(initCode))
        }
        require(pointer != address(0), DataContractCreationFailed());
    }

    /// @dev `pointer` must come from {write}, and `length` be that of the bytes: to ask for it costs more than to keep it.
    function read(address pointer, uint256 length) internal view returns (bytes memory data) {
        assembly ("memory-safe") {
            data := mload(0x40)
            mstore(data, length)
            extcodecopy(pointer, add(data, 0x20), 1, length)
            mstore(0x40, and(add(add(data, length), 0x3f), not(0x1f)))
        }
    }
}
