// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.27;

import {OcpiId, PartyHead} from "../types/PartyHead.sol";

/// @title The EIP-712 structs that owners of nodes, parties and services sign
/// @dev Each names its owner, the number of the change, and until when it may be sent; no two functions share a type.
library NodeMessages {
    bytes32 private constant SET_NODE_TYPEHASH = keccak256(
        "SetNode(address operator,string url,bytes key,uint32 sequence,uint64 deadline)"
    );
    bytes32 private constant DELETE_NODE_TYPEHASH = keccak256(
        "DeleteNode(address operator,uint32 sequence,uint64 deadline)"
    );
    bytes32 private constant SET_PARTY_TYPEHASH = keccak256(
        "SetParty(address party,bytes2 countryCode,bytes3 partyId,uint8 roles,uint8 sender,uint8 receiver,"
        "address operator,bytes32 certificate,uint32 sequence,uint64 deadline)"
    );
    bytes32 private constant UPDATE_PARTY_TYPEHASH = keccak256(
        "UpdateParty(address party,uint8 roles,uint8 sender,uint8 receiver,uint32 sequence,uint64 deadline)"
    );
    bytes32 private constant OFFER_PARTY_TYPEHASH = keccak256(
        "OfferParty(address party,address operator,uint32 sequence,uint64 deadline)"
    );
    bytes32 private constant ACCEPT_PARTY_TYPEHASH = keccak256(
        "AcceptParty(address operator,address party,uint32 sequence,uint64 deadline)"
    );
    bytes32 private constant DELETE_PARTY_TYPEHASH = keccak256(
        "DeleteParty(address party,uint32 sequence,uint64 deadline)"
    );
    bytes32 private constant SET_SERVICE_TYPEHASH = keccak256(
        "SetService(address provider,string name,string url,uint32 permissions,uint32 sequence,uint64 deadline)"
    );
    bytes32 private constant DELETE_SERVICE_TYPEHASH = keccak256(
        "DeleteService(address provider,uint32 sequence,uint64 deadline)"
    );
    bytes32 private constant CREATE_AGREEMENT_TYPEHASH = keccak256(
        "CreateAgreement(address party,address provider,uint32 permissions,uint32 sequence,uint64 deadline)"
    );
    bytes32 private constant REVOKE_AGREEMENT_TYPEHASH = keccak256(
        "RevokeAgreement(address party,address provider,uint32 sequence,uint64 deadline)"
    );

    function setNode(
        address operator,
        string calldata url,
        bytes calldata key,
        uint32 sequence,
        uint64 deadline
    ) internal pure returns (bytes32) {
        return
            keccak256(
                abi.encode(SET_NODE_TYPEHASH, operator, keccak256(bytes(url)), keccak256(key), sequence, deadline)
            );
    }

    function deleteNode(address operator, uint32 sequence, uint64 deadline) internal pure returns (bytes32) {
        return keccak256(abi.encode(DELETE_NODE_TYPEHASH, operator, sequence, deadline));
    }

    /// @param head Everything of the party but its sequence.
    function setParty(
        address party,
        PartyHead head,
        bytes32 certificate,
        uint32 sequence,
        uint64 deadline
    ) internal pure returns (bytes32) {
        OcpiId id = head.id();
        return
            keccak256(
                abi.encode(
                    SET_PARTY_TYPEHASH,
                    party,
                    id.countryCode(),
                    id.partyId(),
                    head.roles(),
                    head.sender(),
                    head.receiver(),
                    head.operator(),
                    certificate,
                    sequence,
                    deadline
                )
            );
    }

    function updateParty(
        address party,
        uint8 roles,
        uint8 sender,
        uint8 receiver,
        uint32 sequence,
        uint64 deadline
    ) internal pure returns (bytes32) {
        return keccak256(abi.encode(UPDATE_PARTY_TYPEHASH, party, roles, sender, receiver, sequence, deadline));
    }

    function offerParty(
        address party,
        address operator,
        uint32 sequence,
        uint64 deadline
    ) internal pure returns (bytes32) {
        return keccak256(abi.encode(OFFER_PARTY_TYPEHASH, party, operator, sequence, deadline));
    }

    function acceptParty(
        address operator,
        address party,
        uint32 sequence,
        uint64 deadline
    ) internal pure returns (bytes32) {
        return keccak256(abi.encode(ACCEPT_PARTY_TYPEHASH, operator, party, sequence, deadline));
    }

    function deleteParty(address party, uint32 sequence, uint64 deadline) internal pure returns (bytes32) {
        return keccak256(abi.encode(DELETE_PARTY_TYPEHASH, party, sequence, deadline));
    }

    function setService(
        address provider,
        string calldata name,
        string calldata url,
        uint32 permissions,
        uint32 sequence,
        uint64 deadline
    ) internal pure returns (bytes32) {
        return
            keccak256(
                abi.encode(
                    SET_SERVICE_TYPEHASH,
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
        return keccak256(abi.encode(DELETE_SERVICE_TYPEHASH, provider, sequence, deadline));
    }

    function createAgreement(
        address party,
        address provider,
        uint32 permissions,
        uint32 sequence,
        uint64 deadline
    ) internal pure returns (bytes32) {
        return keccak256(abi.encode(CREATE_AGREEMENT_TYPEHASH, party, provider, permissions, sequence, deadline));
    }

    function revokeAgreement(
        address party,
        address provider,
        uint32 sequence,
        uint64 deadline
    ) internal pure returns (bytes32) {
        return keccak256(abi.encode(REVOKE_AGREEMENT_TYPEHASH, party, provider, sequence, deadline));
    }
}
