// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.27;

import {OcpiId} from "../../../contracts/types/PartyHead.sol";

/// @dev The structs that owners sign, made apart from the contracts' own code, from the types that the interface documents.
library NodeMessagesOf {
    function setNode(
        address operator,
        string memory url,
        bytes memory key,
        uint32 sequence,
        uint64 deadline
    ) internal pure returns (bytes32) {
        return
            keccak256(
                abi.encode(
                    keccak256("SetNode(address operator,string url,bytes key,uint32 sequence,uint64 deadline)"),
                    operator,
                    keccak256(bytes(url)),
                    keccak256(key),
                    sequence,
                    deadline
                )
            );
    }

    function deleteNode(address operator, uint32 sequence, uint64 deadline) internal pure returns (bytes32) {
        bytes32 typehash = keccak256("DeleteNode(address operator,uint32 sequence,uint64 deadline)");
        return keccak256(abi.encode(typehash, operator, sequence, deadline));
    }

    /// @param terms roles, sender, receiver.
    function setParty(
        address party,
        OcpiId id,
        uint8[3] memory terms,
        address operator,
        bytes32 certificate,
        uint32 sequence,
        uint64 deadline
    ) internal pure returns (bytes32) {
        bytes32 typehash = keccak256(
            "SetParty(address party,bytes2 countryCode,bytes3 partyId,uint8 roles,uint8 sender,uint8 receiver,"
            "address operator,bytes32 certificate,uint32 sequence,uint64 deadline)"
        );
        return
            keccak256(
                bytes.concat(
                    abi.encode(typehash, party, id.countryCode(), id.partyId()),
                    abi.encode(terms[0], terms[1], terms[2], operator, certificate, sequence, deadline)
                )
            );
    }

    function updateParty(
        address party,
        uint8[3] memory terms,
        uint32 sequence,
        uint64 deadline
    ) internal pure returns (bytes32) {
        bytes32 typehash = keccak256(
            "UpdateParty(address party,uint8 roles,uint8 sender,uint8 receiver,uint32 sequence,uint64 deadline)"
        );
        return keccak256(abi.encode(typehash, party, terms[0], terms[1], terms[2], sequence, deadline));
    }

    function offerParty(address party, address to, uint32 sequence, uint64 deadline) internal pure returns (bytes32) {
        bytes32 typehash = keccak256("OfferParty(address party,address operator,uint32 sequence,uint64 deadline)");
        return keccak256(abi.encode(typehash, party, to, sequence, deadline));
    }

    function acceptParty(address by, address party, uint32 sequence, uint64 deadline) internal pure returns (bytes32) {
        bytes32 typehash = keccak256("AcceptParty(address operator,address party,uint32 sequence,uint64 deadline)");
        return keccak256(abi.encode(typehash, by, party, sequence, deadline));
    }

    function deleteParty(address party, uint32 sequence, uint64 deadline) internal pure returns (bytes32) {
        bytes32 typehash = keccak256("DeleteParty(address party,uint32 sequence,uint64 deadline)");
        return keccak256(abi.encode(typehash, party, sequence, deadline));
    }

    function setService(
        address provider,
        string memory name,
        string memory url,
        uint32 permissions,
        uint32 sequence,
        uint64 deadline
    ) internal pure returns (bytes32) {
        bytes32 typehash = keccak256(
            "SetService(address provider,string name,string url,uint32 permissions,uint32 sequence,uint64 deadline)"
        );
        return
            keccak256(
                abi.encode(
                    typehash,
                    provider,
                    keccak256(bytes(name)),
                    keccak256(bytes(url)),
                    permissions,
                    sequence,
                    deadline
                )
            );
    }

    function deleteService(address provider, uint32 sequence, uint64 deadline) internal pure returns (bytes32) {
        bytes32 typehash = keccak256("DeleteService(address provider,uint32 sequence,uint64 deadline)");
        return keccak256(abi.encode(typehash, provider, sequence, deadline));
    }

    function createAgreement(
        address party,
        address provider,
        uint32 permissions,
        uint32 sequence,
        uint64 deadline
    ) internal pure returns (bytes32) {
        bytes32 typehash = keccak256(
            "CreateAgreement(address party,address provider,uint32 permissions,uint32 sequence,uint64 deadline)"
        );
        return keccak256(abi.encode(typehash, party, provider, permissions, sequence, deadline));
    }

    function revokeAgreement(
        address party,
        address provider,
        uint32 sequence,
        uint64 deadline
    ) internal pure returns (bytes32) {
        bytes32 typehash = keccak256("RevokeAgreement(address party,address provider,uint32 sequence,uint64 deadline)");
        return keccak256(abi.encode(typehash, party, provider, sequence, deadline));
    }
}
