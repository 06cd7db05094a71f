// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.27;

import {IOcnRegistry} from "./interfaces/IOcnRegistry.sol";
import {IQuorumRegistry} from "./interfaces/IQuorumRegistry.sol";
import {TypedData} from "./libraries/TypedData.sol";
import {Parties} from "./ocn/Parties.sol";
import {Services} from "./ocn/Services.sol";
import {OcpiId, OcpiIds, PartyHead} from "./types/PartyHead.sol";

/// @title NodeRegistry
/// @dev No owner; sequences are of what is changed, and never start again. Here are the reads of the first network's
/// contracts.
contract NodeRegistry is IOcnRegistry, Services {
    constructor(
        IQuorumRegistry registry,
        bytes32[] memory anchors_,
        uint256 needed
    ) TypedData("NodeRegistry") Parties(registry, anchors_, needed) {}

    /// @inheritdoc IOcnRegistry
    function getNode(address operator) external view returns (string memory domain) {
        return _urlOf(operator);
    }

    /// @inheritdoc IOcnRegistry
    function getOperatorByAddress(address party) external view returns (address operator, string memory domain) {
        return _operatorOf(_ifHeld(party));
    }

    /// @inheritdoc IOcnRegistry
    function getOperatorByOcpi(
        bytes2 countryCode,
        bytes3 partyId
    ) external view returns (address operator, string memory domain) {
        return _operatorOf(_headOf(_holderOf(OcpiIds.from(countryCode, partyId))));
    }

    /// @inheritdoc IOcnRegistry
    function getPartyDetailsByAddress(
        address partyAddress
    )
        external
        view
        returns (
            bytes2 countryCode,
            bytes3 partyId,
            uint8[] memory modulesSender,
            uint8[] memory modulesReceiver,
            uint8[] memory roles,
            address operatorAddress,
            string memory operatorDomain
        )
    {
        PartyHead head = _ifHeld(partyAddress);
        (countryCode, partyId) = (head.id().countryCode(), head.id().partyId());
        (modulesSender, modulesReceiver) = (_bitsOf(head.sender()), _bitsOf(head.receiver()));
        roles = _bitsOf(head.roles());
        (operatorAddress, operatorDomain) = _operatorOf(head);
    }

    /// @inheritdoc IOcnRegistry
    function getPartyDetailsByOcpi(
        bytes2 countryCode,
        bytes3 partyId
    )
        external
        view
        returns (
            address partyAddress,
            uint8[] memory roles,
            uint8[] memory modulesSender,
            uint8[] memory modulesReceiver,
            address operatorAddress,
            string memory operatorDomain
        )
    {
        partyAddress = _holderOf(OcpiIds.from(countryCode, partyId));
        PartyHead head = _headOf(partyAddress);
        roles = _bitsOf(head.roles());
        (modulesSender, modulesReceiver) = (_bitsOf(head.sender()), _bitsOf(head.receiver()));
        (operatorAddress, operatorDomain) = _operatorOf(head);
    }

    /// @inheritdoc IOcnRegistry
    function getService(
        address provider
    )
        external
        view
        returns (
            bytes2 countryCode,
            bytes3 partyId,
            string memory name,
            string memory url,
            uint256[] memory permissions
        )
    {
        OcpiId id = _ifHeld(provider).id();
        uint32 bits;
        (name, url, bits) = _serviceOf(provider);
        return (id.countryCode(), id.partyId(), name, url, _permissionsOf(bits));
    }

    /// @inheritdoc IOcnRegistry
    function getUserAgreementsByAddress(address user) external view returns (address[] memory providers) {
        return _agreementsOf(user);
    }

    /// @inheritdoc IOcnRegistry
    function getUserAgreementsByOcpi(
        bytes2 countryCode,
        bytes3 partyId
    ) external view returns (address[] memory providers) {
        return _agreementsOf(_holderOf(OcpiIds.from(countryCode, partyId)));
    }

    /// @inheritdoc IOcnRegistry
    function hasUserAgreementByAddress(address user, address provider) external view returns (bool) {
        return _hasAgreement(user, provider);
    }

    /// @inheritdoc IOcnRegistry
    function hasUserAgreementByOcpi(bytes2 countryCode, bytes3 partyId, address provider) external view returns (bool) {
        return _hasAgreement(_holderOf(OcpiIds.from(countryCode, partyId)), provider);
    }

    /// @dev The party of an address, if it holds its id now; else zero.
    function _ifHeld(address party) private view returns (PartyHead) {
        PartyHead head = _headOf(party);
        return head.exists() && _holderOf(head.id()) == party ? head : PartyHead.wrap(0);
    }

    function _operatorOf(PartyHead head) private view returns (address operator, string memory domain) {
        domain = _urlOf(head.operator());
        operator = bytes(domain).length == 0 ? address(0) : head.operator();
    }

    function _agreementsOf(address user) private view returns (address[] memory providers) {
        (, address next) = _agreementsPage(user, address(0), 0);
        uint256 limit;
        for (; next != address(0); ++limit) (, next) = _agreementsPage(user, next, 1);
        (providers, ) = _agreementsPage(user, address(0), limit);
    }

    /// @dev The numbers of the bits that are set.
    function _bitsOf(uint8 bits) private pure returns (uint8[] memory numbers) {
        numbers = new uint8[](8);
        uint256 count;
        for (uint8 i; i < 8; ++i) {
            if ((bits >> i) & 1 == 1) numbers[count++] = i;
        }
        assembly ("memory-safe") {
            mstore(numbers, count)
        }
    }

    function _permissionsOf(uint32 bits) private pure returns (uint256[] memory numbers) {
        numbers = new uint256[](32);
        uint256 count;
        for (uint256 i; i < 32; ++i) {
            if ((bits >> i) & 1 == 1) numbers[count++] = i;
        }
        assembly ("memory-safe") {
            mstore(numbers, count)
        }
    }
}
