// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.27;

import {Authorisation, INodeRegistry, PartyEntry} from "../interfaces/INodeRegistry.sol";
import {IQuorumRegistry} from "../interfaces/IQuorumRegistry.sol";
import {NodeMessages} from "../libraries/NodeMessages.sol";
import {PartyCertificate, PartyCertificates} from "../libraries/PartyCertificates.sol";
import {OcpiClaim} from "../types/OcpiClaim.sol";
import {OcpiId, PartyHead, PartyHeads} from "../types/PartyHead.sol";
import {Nodes} from "./Nodes.sol";

/// @title The parties of an Open Charging Network, and their ids
abstract contract Parties is Nodes {
    using PartyCertificates for PartyCertificate;

    uint8 private constant ROLES = 0x7f;
    uint8 private constant MODULES = 0x7f;

    /// @inheritdoc INodeRegistry
    IQuorumRegistry public immutable REGISTRY;

    uint256 private immutable NEEDED;
    bytes32[] private _anchors;

    mapping(address party => PartyHead) private _parties;
    mapping(address party => address operator) private _offers;
    mapping(OcpiId id => OcpiClaim) private _claims;
    mapping(OcpiId id => bytes32 certificate) private _certificates;
    OcpiId private _newest;

    /// @param anchors_ Ascending; none for an open registry.
    /// @param needed How many of them have to endorse a party.
    constructor(IQuorumRegistry registry, bytes32[] memory anchors_, uint256 needed) {
        require(
            anchors_.length == 0 ? needed == 0 : needed > 0 && needed <= anchors_.length,
            NodeRegistryInvalidAnchors()
        );
        for (uint256 i = 1; i < anchors_.length; ++i) {
            require(anchors_[i] > anchors_[i - 1], NodeRegistryInvalidAnchors());
        }
        REGISTRY = registry;
        NEEDED = needed;
        _anchors = anchors_;
    }

    // PARTIES

    /// @inheritdoc INodeRegistry
    function setParty(
        OcpiId id,
        uint8 roles,
        uint8 sender,
        uint8 receiver,
        address operator,
        PartyCertificate calldata certificate
    ) external {
        PartyHead wanted = PartyHeads.pack(id, roles, sender, receiver, 0, operator);
        _setParty(msg.sender, wanted, certificate, abi.encodePacked(msg.sender), _idOf(certificate));
    }

    /// @inheritdoc INodeRegistry
    function setPartyFor(
        OcpiId id,
        uint8 roles,
        uint8 sender,
        uint8 receiver,
        address operator,
        PartyCertificate calldata certificate,
        Authorisation calldata by
    ) external {
        address party = _ownerOf(by.signer);
        PartyHead wanted = PartyHeads.pack(id, roles, sender, receiver, 0, operator);
        bytes32 certificateId = _idOf(certificate);
        bytes32 message = NodeMessages.setParty(party, wanted, certificateId, by.sequence, by.deadline);
        _requireAuthorised(by, message, _parties[party].sequence());
        _setParty(party, wanted, certificate, by.signer, certificateId);
    }

    /// @inheritdoc INodeRegistry
    function updateParty(uint8 roles, uint8 sender, uint8 receiver) external {
        _updateParty(msg.sender, roles, sender, receiver);
    }

    /// @inheritdoc INodeRegistry
    function updatePartyFor(uint8 roles, uint8 sender, uint8 receiver, Authorisation calldata by) external {
        address party = _ownerOf(by.signer);
        bytes32 message = NodeMessages.updateParty(party, roles, sender, receiver, by.sequence, by.deadline);
        _requireAuthorised(by, message, _parties[party].sequence());
        _updateParty(party, roles, sender, receiver);
    }

    /// @inheritdoc INodeRegistry
    function offerParty(address operator) external {
        _offerParty(msg.sender, operator);
    }

    /// @inheritdoc INodeRegistry
    function offerPartyFor(address operator, Authorisation calldata by) external {
        address party = _ownerOf(by.signer);
        bytes32 message = NodeMessages.offerParty(party, operator, by.sequence, by.deadline);
        _requireAuthorised(by, message, _parties[party].sequence());
        _offerParty(party, operator);
    }

    /// @inheritdoc INodeRegistry
    function acceptParty(address party) external {
        _acceptParty(msg.sender, party);
    }

    /// @inheritdoc INodeRegistry
    function acceptPartyFor(address party, Authorisation calldata by) external {
        address operator = _ownerOf(by.signer);
        bytes32 message = NodeMessages.acceptParty(operator, party, by.sequence, by.deadline);
        _requireAuthorised(by, message, _parties[party].sequence());
        _acceptParty(operator, party);
    }

    /// @inheritdoc INodeRegistry
    function deleteParty() external {
        _requireParty(msg.sender);
        _release(msg.sender);
    }

    /// @inheritdoc INodeRegistry
    function deletePartyFor(Authorisation calldata by) external {
        address party = _ownerOf(by.signer);
        bytes32 message = NodeMessages.deleteParty(party, by.sequence, by.deadline);
        _requireAuthorised(by, message, _parties[party].sequence());
        _requireParty(party);
        _release(party);
    }

    // VIEWS

    /// @inheritdoc INodeRegistry
    function anchors() external view returns (bytes32[] memory quorums, uint256 needed) {
        return (_anchors, NEEDED);
    }

    /// @inheritdoc INodeRegistry
    function partyOf(address party) external view returns (PartyEntry memory entry, address offeredTo) {
        return (_entryOf(party), _offers[party]);
    }

    /// @inheritdoc INodeRegistry
    function holderOf(OcpiId id) external view returns (address) {
        return _holderOf(id);
    }

    /// @inheritdoc INodeRegistry
    function partiesPage(
        OcpiId cursor,
        uint256 limit
    ) external view returns (PartyEntry[] memory parties, OcpiId next) {
        next = cursor.isZero() ? _newest : cursor;
        parties = new PartyEntry[](limit);
        uint256 count;
        for (uint256 i; i < limit && !next.isZero(); ++i) {
            address holder = _holderOf(next);
            if (holder != address(0)) parties[count++] = _entryOf(holder);
            next = _claims[next].previous();
        }
        assembly ("memory-safe") {
            mstore(parties, count)
        }
    }

    // STATE

    function _setParty(
        address party,
        PartyHead wanted,
        PartyCertificate calldata certificate,
        bytes memory signer,
        bytes32 certificateId
    ) private {
        OcpiId id = wanted.id();
        require(id.isWellFormed(), NodeRegistryInvalidId(id));
        _requireTerms(wanted.roles(), wanted.sender(), wanted.receiver());
        uint48 notAfter = _requireCertified(id, certificate, signer, certificateId);
        PartyHead head = _parties[party];
        if (!head.exists()) require(_hasNode(wanted.operator()), NodeRegistryUnknownNode(wanted.operator()));
        else require(wanted.operator() == head.operator(), NodeRegistryOperatorUnchanged(head.operator()));
        address holder = _claims[id].holder();
        if (holder != party) {
            require(!_holds(id), NodeRegistryIdTaken(id, holder));
            if (holder != address(0)) _release(holder);
            if (head.exists()) _release(party);
        }
        uint32 sequence = _parties[party].sequence() + 1;

        _parties[party] = PartyHeads.pack(
            id,
            wanted.roles(),
            wanted.sender(),
            wanted.receiver(),
            sequence,
            wanted.operator()
        );
        _claim(id, party, notAfter, certificateId);

        emit PartySet(
            party,
            id,
            wanted.operator(),
            wanted.roles(),
            wanted.sender(),
            wanted.receiver(),
            certificateId,
            sequence
        );
    }

    function _claim(OcpiId id, address party, uint48 notAfter, bytes32 certificate) private {
        OcpiClaim claim = _claims[id].heldBy(party, notAfter);
        if (!claim.isListed()) {
            claim = claim.listed(_newest);
            _newest = id;
        }
        _claims[id] = claim;
        if (_certificates[id] != certificate) _certificates[id] = certificate;
    }

    function _updateParty(address party, uint8 roles, uint8 sender, uint8 receiver) private {
        _requireTerms(roles, sender, receiver);
        PartyHead head = _requireParty(party);

        head = PartyHeads.pack(head.id(), roles, sender, receiver, head.sequence() + 1, head.operator());
        _parties[party] = head;

        _emitParty(party, head);
    }

    function _offerParty(address party, address operator) private {
        PartyHead head = _requireParty(party);
        require(operator == address(0) || _hasNode(operator), NodeRegistryUnknownNode(operator));

        head = head.servedBy(head.operator());
        _parties[party] = head;
        _offers[party] = operator;

        emit PartyOffered(party, operator, head.sequence());
    }

    function _acceptParty(address operator, address party) private {
        PartyHead head = _requireParty(party);
        require(_offers[party] == operator, NodeRegistryNotOffered(party, operator));
        require(_hasNode(operator), NodeRegistryUnknownNode(operator));

        head = head.servedBy(operator);
        _parties[party] = head;
        delete _offers[party];

        _emitParty(party, head);
    }

    function _release(address party) private {
        PartyHead head = _parties[party];
        OcpiId id = head.id();
        PartyHead empty = head.released();

        _parties[party] = empty;
        _claims[id] = _claims[id].heldBy(address(0), 0);
        delete _certificates[id];
        delete _offers[party];

        emit PartyReleased(party, id, empty.sequence());
    }

    function _emitParty(address party, PartyHead head) private {
        OcpiId id = head.id();
        emit PartySet(
            party,
            id,
            head.operator(),
            head.roles(),
            head.sender(),
            head.receiver(),
            _certificates[id],
            head.sequence()
        );
    }

    // CHECKS

    function _idOf(PartyCertificate calldata certificate) private view returns (bytes32) {
        return NEEDED == 0 ? bytes32(0) : sha256(certificate.body);
    }

    function _requireTerms(uint8 roles, uint8 sender, uint8 receiver) private pure {
        require(roles != 0 && roles <= ROLES, NodeRegistryInvalidRoles(roles));
        require(sender <= MODULES && receiver <= MODULES, NodeRegistryInvalidModules(sender, receiver));
    }

    /// @return notAfter Until when the id is held.
    function _requireCertified(
        OcpiId id,
        PartyCertificate calldata certificate,
        bytes memory signer,
        bytes32 certificateId
    ) private view returns (uint48 notAfter) {
        if (NEEDED == 0) return type(uint48).max;
        uint48 notBefore;
        (notBefore, notAfter) = certificate.validity();
        require(
            block.timestamp >= notBefore && block.timestamp <= notAfter && certificate.names(id, signer),
            NodeRegistryInvalidCertificate(certificateId)
        );
        uint256 count = REGISTRY.countEndorsements(certificateId, _anchors);
        require(count >= NEEDED, NodeRegistryNotEndorsed(certificateId, count, NEEDED));
    }

    function _requireParty(address party) internal view returns (PartyHead head) {
        head = _parties[party];
        require(head.exists(), NodeRegistryUnknownParty(party));
    }

    /// @dev Whether somebody has the id by a certificate that is good now.
    function _holds(OcpiId id) private view returns (bool) {
        OcpiClaim claim = _claims[id];
        if (claim.holder() == address(0)) return false;
        if (NEEDED == 0) return true;
        return block.timestamp <= claim.notAfter() && REGISTRY.countEndorsements(_certificates[id], _anchors) >= NEEDED;
    }

    function _holderOf(OcpiId id) internal view returns (address) {
        return _holds(id) ? _claims[id].holder() : address(0);
    }

    function _headOf(address party) internal view returns (PartyHead) {
        return _parties[party];
    }

    function _entryOf(address party) private view returns (PartyEntry memory) {
        PartyHead head = _parties[party];
        OcpiId id = head.id();
        return
            PartyEntry(
                party,
                id,
                head.roles(),
                head.sender(),
                head.receiver(),
                head.operator(),
                head.sequence(),
                _certificates[id],
                head.exists() ? _claims[id].notAfter() : 0
            );
    }
}
