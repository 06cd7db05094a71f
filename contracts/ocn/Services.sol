// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.27;

import {Authorisation, INodeRegistry} from "../interfaces/INodeRegistry.sol";
import {NodeMessages} from "../libraries/NodeMessages.sol";
import {ServiceHead} from "../types/ServiceHead.sol";
import {Parties} from "./Parties.sol";

/// @title Services of an Open Charging Network, and the parties' agreements with them
abstract contract Services is Parties {
    struct Service {
        ServiceHead head;
        string name;
        string url;
    }

    uint32 private constant PERMISSIONS = 0x1ffff;

    mapping(address provider => Service) private _services;
    address private _newest;
    mapping(address party => mapping(address provider => ServiceHead)) private _agreements;
    mapping(address party => address provider) private _newestOf;

    /// @inheritdoc INodeRegistry
    function setService(string calldata name, string calldata url, uint32 permissions) external {
        _setService(msg.sender, name, url, permissions);
    }

    /// @inheritdoc INodeRegistry
    function setServiceFor(
        string calldata name,
        string calldata url,
        uint32 permissions,
        Authorisation calldata by
    ) external {
        address provider = _ownerOf(by.signer);
        bytes32 message = NodeMessages.setService(provider, name, url, permissions, by.sequence, by.deadline);
        _requireAuthorised(by, message, _services[provider].head.sequence());
        _setService(provider, name, url, permissions);
    }

    /// @inheritdoc INodeRegistry
    function deleteService() external {
        _deleteService(msg.sender);
    }

    /// @inheritdoc INodeRegistry
    function deleteServiceFor(Authorisation calldata by) external {
        address provider = _ownerOf(by.signer);
        bytes32 message = NodeMessages.deleteService(provider, by.sequence, by.deadline);
        _requireAuthorised(by, message, _services[provider].head.sequence());
        _deleteService(provider);
    }

    /// @inheritdoc INodeRegistry
    function createAgreement(address provider, uint32 permissions) external {
        _createAgreement(msg.sender, provider, permissions);
    }

    /// @inheritdoc INodeRegistry
    function createAgreementFor(address provider, uint32 permissions, Authorisation calldata by) external {
        address party = _ownerOf(by.signer);
        bytes32 message = NodeMessages.createAgreement(party, provider, permissions, by.sequence, by.deadline);
        _requireAuthorised(by, message, _agreements[party][provider].sequence());
        _createAgreement(party, provider, permissions);
    }

    /// @inheritdoc INodeRegistry
    function revokeAgreement(address provider) external {
        _revokeAgreement(msg.sender, provider);
    }

    /// @inheritdoc INodeRegistry
    function revokeAgreementFor(address provider, Authorisation calldata by) external {
        address party = _ownerOf(by.signer);
        bytes32 message = NodeMessages.revokeAgreement(party, provider, by.sequence, by.deadline);
        _requireAuthorised(by, message, _agreements[party][provider].sequence());
        _revokeAgreement(party, provider);
    }

    // VIEWS

    /// @inheritdoc INodeRegistry
    function serviceOf(
        address provider
    ) external view returns (string memory name, string memory url, uint32 permissions, uint32 sequence) {
        Service storage service = _services[provider];
        return (service.name, service.url, service.head.permissions(), service.head.sequence());
    }

    /// @inheritdoc INodeRegistry
    function providersPage(
        address cursor,
        uint256 limit
    ) external view returns (address[] memory providers, address next) {
        next = cursor == address(0) ? _newest : cursor;
        providers = new address[](limit);
        uint256 count;
        for (uint256 i; i < limit && next != address(0); ++i) {
            ServiceHead head = _services[next].head;
            if (head.permissions() != 0) providers[count++] = next;
            next = head.previous();
        }
        assembly ("memory-safe") {
            mstore(providers, count)
        }
    }

    /// @inheritdoc INodeRegistry
    function agreementOf(address party, address provider) external view returns (uint32 permissions, uint32 sequence) {
        ServiceHead head = _agreements[party][provider];
        return (head.permissions(), head.sequence());
    }

    /// @inheritdoc INodeRegistry
    function agreementsPage(
        address party,
        address cursor,
        uint256 limit
    ) external view returns (address[] memory providers, address next) {
        return _agreementsPage(party, cursor, limit);
    }

    // STATE

    function _setService(address provider, string calldata name, string calldata url, uint32 permissions) private {
        _requireParty(provider);
        _requireText(name);
        _requireText(url);
        require(
            permissions != 0 && permissions <= PERMISSIONS,
            NodeRegistryInvalidPermissions(permissions, PERMISSIONS)
        );
        Service storage service = _services[provider];
        ServiceHead head = service.head.changed(permissions);
        if (!head.isListed()) {
            head = head.listed(_newest);
            _newest = provider;
        }

        service.head = head;
        service.name = name;
        service.url = url;

        emit ServiceSet(provider, name, url, permissions, head.sequence());
    }

    function _deleteService(address provider) private {
        Service storage service = _services[provider];
        require(service.head.permissions() != 0, NodeRegistryUnknownService(provider));
        ServiceHead head = service.head.changed(0);

        service.head = head;
        delete service.name;
        delete service.url;

        emit ServiceDeleted(provider, head.sequence());
    }

    function _createAgreement(address party, address provider, uint32 permissions) private {
        _requireParty(party);
        uint32 wanted = _services[provider].head.permissions();
        require(wanted != 0, NodeRegistryUnknownService(provider));
        require(permissions == wanted, NodeRegistryInvalidPermissions(permissions, wanted));
        ServiceHead head = _agreements[party][provider].changed(permissions);
        if (!head.isListed()) {
            head = head.listed(_newestOf[party]);
            _newestOf[party] = provider;
        }

        _agreements[party][provider] = head;

        emit AgreementCreated(party, provider, permissions, head.sequence());
    }

    function _revokeAgreement(address party, address provider) private {
        ServiceHead head = _agreements[party][provider];
        require(head.permissions() != 0, NodeRegistryUnknownService(provider));
        head = head.changed(0);

        _agreements[party][provider] = head;

        emit AgreementRevoked(party, provider, head.sequence());
    }

    // CHECKS

    /// @dev What was agreed to has to cover what the service asks for now.
    function _hasAgreement(address party, address provider) internal view returns (bool) {
        uint32 granted = _agreements[party][provider].permissions();
        uint32 wanted = _services[provider].head.permissions();
        return wanted != 0 && wanted & ~granted == 0;
    }

    function _agreementsPage(
        address party,
        address cursor,
        uint256 limit
    ) internal view returns (address[] memory providers, address next) {
        next = cursor == address(0) ? _newestOf[party] : cursor;
        providers = new address[](limit);
        uint256 count;
        for (uint256 i; i < limit && next != address(0); ++i) {
            if (_hasAgreement(party, next)) providers[count++] = next;
            next = _agreements[party][next].previous();
        }
        assembly ("memory-safe") {
            mstore(providers, count)
        }
    }

    /// @dev Empty and zero if there is no service.
    function _serviceOf(address provider) internal view returns (string memory, string memory, uint32) {
        Service storage service = _services[provider];
        return (service.name, service.url, service.head.permissions());
    }
}
