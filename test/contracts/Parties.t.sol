// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.27;

import {NodeRegistry} from "../../contracts/NodeRegistry.sol";
import {Authorisation, INodeRegistry, PartyEntry} from "../../contracts/interfaces/INodeRegistry.sol";
import {PartyCertificate} from "../../contracts/libraries/PartyCertificates.sol";
import {OcpiId} from "../../contracts/types/PartyHead.sol";
import {EchoVerifier} from "./support/Contracts.sol";
import {NodeMessagesOf} from "./support/NodeMessagesOf.sol";
import {OcnFixture} from "./support/OcnFixture.sol";

contract PartiesTest is OcnFixture {
    address private constant SECOND = address(0xb2);
    address private second = vm.addr(0x0c);

    // OPEN REGISTRIES

    function test_inAnOpenRegistryWhoComesFirstHasTheId() public {
        vm.prank(party);
        vm.expectEmit(address(open));
        emit INodeRegistry.PartySet(party, ID, operator, CPO, LOCATIONS, TOKENS, 0, 1);
        open.setParty(ID, CPO, LOCATIONS, TOKENS, operator, noCertificate());
        assertEq(open.holderOf(ID), party);
        PartyEntry memory entry = entryOf(open, party);
        assertEq(entry.certificate, bytes32(0));
        assertEq(entry.notAfter, type(uint48).max);
        vm.prank(SECOND);
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistryIdTaken.selector, ID, party));
        open.setParty(ID, CPO, LOCATIONS, TOKENS, operator, noCertificate());
    }

    function test_aPartyChangesItsIdAndTheOldOneIsFree() public {
        joinOpen(party, ID);
        joinOpen(party, OTHER);
        assertEq(open.holderOf(ID), address(0));
        assertEq(open.holderOf(OTHER), party);
        assertEq(OcpiId.unwrap(entryOf(open, party).id), OcpiId.unwrap(OTHER));
        joinOpen(SECOND, ID);
        assertEq(open.holderOf(ID), SECOND);
    }

    function test_aPartyUpdatesAndReleases() public {
        joinOpen(party, ID);
        vm.prank(party);
        vm.expectEmit(address(open));
        emit INodeRegistry.PartySet(party, ID, operator, CPO | EMSP, 0, 0x7f, 0, 2);
        open.updateParty(CPO | EMSP, 0, 0x7f);
        vm.prank(party);
        vm.expectEmit(address(open));
        emit INodeRegistry.PartyReleased(party, ID, 3);
        open.deleteParty();
        assertEq(open.holderOf(ID), address(0));
        PartyEntry memory entry = entryOf(open, party);
        assertEq(entry.roles, 0);
        assertEq(entry.operator, address(0));
        assertEq(entry.notAfter, 0);
        assertEq(entry.sequence, 3);
    }

    function test_anotherOperatorServesOnceItHasAccepted() public {
        joinOpen(party, ID);
        vm.prank(second);
        open.setNode("https://second.example", "");
        vm.prank(party);
        vm.expectEmit(address(open));
        emit INodeRegistry.PartyOffered(party, second, 2);
        open.offerParty(second);
        (PartyEntry memory entry, address offeredTo) = open.partyOf(party);
        assertEq(entry.operator, operator);
        assertEq(offeredTo, second);
        vm.prank(second);
        vm.expectEmit(address(open));
        emit INodeRegistry.PartySet(party, ID, second, CPO, LOCATIONS, TOKENS, 0, 3);
        open.acceptParty(party);
        (entry, offeredTo) = open.partyOf(party);
        assertEq(entry.operator, second);
        assertEq(offeredTo, address(0));
        (address serving, string memory domain) = open.getOperatorByOcpi("DE", "ABC");
        assertEq(serving, second);
        assertEq(domain, "https://second.example");
    }

    function test_nobodyServesUnasked() public {
        joinOpen(party, ID);
        vm.startPrank(second);
        open.setNode("https://second.example", "");
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistryNotOffered.selector, party, second));
        open.acceptParty(party);
        vm.stopPrank();
        vm.startPrank(party);
        open.offerParty(second);
        open.offerParty(address(0));
        vm.stopPrank();
        vm.startPrank(second);
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistryNotOffered.selector, party, second));
        open.acceptParty(party);
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistryUnknownParty.selector, second));
        open.acceptParty(second);
        vm.stopPrank();
    }

    function test_anOfferEndsWithThePartyOrTheNode() public {
        joinOpen(party, ID);
        vm.prank(second);
        open.setNode("https://second.example", "");
        vm.prank(party);
        open.offerParty(second);
        vm.prank(second);
        open.deleteNode();
        vm.prank(second);
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistryUnknownNode.selector, second));
        open.acceptParty(party);
        vm.prank(party);
        open.deleteParty();
        joinOpen(party, ID);
        vm.startPrank(second);
        open.setNode("https://second.example", "");
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistryNotOffered.selector, party, second));
        open.acceptParty(party);
        vm.stopPrank();
    }

    function test_setPartyMovesNobodyToAnotherOperator() public {
        joinOpen(party, ID);
        vm.prank(second);
        open.setNode("https://second.example", "");
        vm.prank(party);
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistryOperatorUnchanged.selector, operator));
        open.setParty(ID, CPO, LOCATIONS, TOKENS, second, noCertificate());
    }

    function test_anyoneSendsWhatAPartyAndItsOperatorsHaveSigned() public {
        vm.prank(second);
        open.setNode("https://second.example", "");
        uint8[3] memory terms = [CPO, LOCATIONS, TOKENS];
        bytes32 message = NodeMessagesOf.setParty(party, ID, terms, operator, 0, 1, uint64(DEADLINE));
        Authorisation memory by = signed(open, PARTY_KEY, 1, message);
        open.setPartyFor(ID, CPO, LOCATIONS, TOKENS, operator, noCertificate(), by);
        terms[0] = EMSP;
        message = NodeMessagesOf.updateParty(party, terms, 2, uint64(DEADLINE));
        open.updatePartyFor(EMSP, LOCATIONS, TOKENS, signed(open, PARTY_KEY, 2, message));
        assertEq(entryOf(open, party).roles, EMSP);
        message = NodeMessagesOf.offerParty(party, second, 3, uint64(DEADLINE));
        open.offerPartyFor(second, signed(open, PARTY_KEY, 3, message));
        message = NodeMessagesOf.acceptParty(second, party, 4, uint64(DEADLINE));
        open.acceptPartyFor(party, signed(open, 0x0c, 4, message));
        assertEq(entryOf(open, party).operator, second);
        message = NodeMessagesOf.deleteParty(party, 5, uint64(DEADLINE));
        open.deletePartyFor(signed(open, PARTY_KEY, 5, message));
        assertEq(open.holderOf(ID), address(0));
    }

    function test_refusesIdsRolesAndModulesThatAreNone() public {
        bytes5[7] memory ids = [bytes5("deABC"), "D1ABC", "DEABc", "DE-BC", "DE AB", "DEAB", ""];
        for (uint256 i; i < ids.length; ++i) {
            OcpiId id = OcpiId.wrap(ids[i]);
            vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistryInvalidId.selector, id));
            open.setParty(id, CPO, 0, 0, operator, noCertificate());
        }
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistryInvalidRoles.selector, 0));
        open.setParty(ID, 0, 0, 0, operator, noCertificate());
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistryInvalidRoles.selector, 0x80));
        open.setParty(ID, 0x80, 0, 0, operator, noCertificate());
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistryInvalidModules.selector, 0x80, 0));
        open.setParty(ID, CPO, 0x80, 0, operator, noCertificate());
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistryInvalidModules.selector, 0, 0x80));
        open.setParty(ID, CPO, 0, 0x80, operator, noCertificate());
        open.setParty(OcpiId.wrap("AT0Z9"), 0x7f, 0x7f, 0x7f, operator, noCertificate());
    }

    function test_refusesAnOperatorWithoutANode() public {
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistryUnknownNode.selector, second));
        open.setParty(ID, CPO, 0, 0, second, noCertificate());
        joinOpen(party, ID);
        vm.prank(party);
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistryUnknownNode.selector, second));
        open.offerParty(second);
    }

    function test_refusesChangesOfAPartyThatIsNotThere() public {
        bytes memory unknown = abi.encodeWithSelector(INodeRegistry.NodeRegistryUnknownParty.selector, address(this));
        vm.expectRevert(unknown);
        open.updateParty(CPO, 0, 0);
        vm.expectRevert(unknown);
        open.offerParty(operator);
        vm.expectRevert(unknown);
        open.deleteParty();
    }

    // REGISTRIES WITH ANCHORS

    function test_enoughAnchorsGiveAnId() public {
        PartyCertificate memory certificate = certified();
        assertEq(nodes.holderOf(ID), party);
        PartyEntry memory entry = entryOf(nodes, party);
        assertEq(entry.certificate, sha256(certificate.body));
        assertEq(entry.notAfter, NOT_AFTER_SECONDS);
        (bytes32[] memory quorums, uint256 needed) = nodes.anchors();
        assertEq(quorums.length, 3);
        assertEq(needed, 2);
    }

    function test_tooFewAnchorsGiveNone() public {
        PartyCertificate memory certificate = partyCertificate(ID, abi.encodePacked(party));
        bytes32 id = endorseBy(4, certificate.body);
        vm.prank(party);
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistryNotEndorsed.selector, id, 1, 2));
        nodes.setParty(ID, CPO, LOCATIONS, TOKENS, operator, certificate);
    }

    function test_aRevocationTakesTheIdAwayAtOnce() public {
        PartyCertificate memory certificate = certified();
        endorseBy(4, certificate.body);
        bytes32 id = sha256(certificate.body);
        revokeBy(0, id);
        assertEq(nodes.holderOf(ID), party);
        revokeBy(1, id);
        assertEq(nodes.holderOf(ID), address(0));
        (address serving, string memory domain) = nodes.getOperatorByOcpi("DE", "ABC");
        assertEq(serving, address(0));
        assertEq(domain, "");
        (serving, ) = nodes.getOperatorByAddress(party);
        assertEq(serving, address(0));
        (PartyEntry[] memory page, ) = nodes.partiesPage(OcpiId.wrap(0), 10);
        assertEq(page.length, 0);
    }

    function test_anIdEndsWithItsCertificateAndIsRenewed() public {
        certified();
        vm.warp(NOT_AFTER_SECONDS);
        assertEq(nodes.holderOf(ID), party);
        vm.warp(NOT_AFTER_SECONDS + 1);
        assertEq(nodes.holderOf(ID), address(0));
        vm.warp(NOW);
        bytes memory body = bodyOf(ID, abi.encodePacked(party), "ABC GmbH", NOT_AFTER, "2040-02-29T23:59:59Z");
        endorseBy(5, body);
        vm.warp(NOT_AFTER_SECONDS + 1);
        vm.prank(party);
        nodes.setParty(ID, CPO, LOCATIONS, TOKENS, operator, located(body));
        assertEq(nodes.holderOf(ID), party);
        assertEq(entryOf(nodes, party).notAfter, 2_214_172_799);
    }

    function test_whoseCertificateIsGoodTakesOverFromWhoseIsNot() public {
        bytes32 old = sha256(certified().body);
        PartyCertificate memory certificate = partyCertificate(ID, abi.encodePacked(SECOND));
        endorseBy(3, certificate.body);
        vm.startPrank(SECOND);
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistryIdTaken.selector, ID, party));
        nodes.setParty(ID, CPO, LOCATIONS, TOKENS, operator, certificate);
        vm.stopPrank();
        revokeBy(0, old);
        vm.prank(SECOND);
        vm.expectEmit(address(nodes));
        emit INodeRegistry.PartyReleased(party, ID, 2);
        nodes.setParty(ID, CPO, LOCATIONS, TOKENS, operator, certificate);
        assertEq(nodes.holderOf(ID), SECOND);
        assertEq(entryOf(nodes, party).roles, 0);
        (address gone, ) = nodes.getOperatorByAddress(party);
        assertEq(gone, address(0));
    }

    function test_readsOfTheFirstNetwork() public {
        certified();
        (bytes2 countryCode, bytes3 partyId, uint8[] memory modules, , , , ) = nodes.getPartyDetailsByAddress(party);
        assertEq(countryCode, bytes2("DE"));
        assertEq(partyId, bytes3("ABC"));
        assertEq(modules.length, 1);
        assertEq(modules[0], 3);
        (, , , uint8[] memory receiving, uint8[] memory roles, , ) = nodes.getPartyDetailsByAddress(party);
        assertEq(receiving.length, 1);
        assertEq(receiving[0], 6);
        assertEq(roles.length, 1);
        assertEq(roles[0], 0);
        (, , , , , address serving, string memory domain) = nodes.getPartyDetailsByAddress(party);
        assertEq(serving, operator);
        assertEq(domain, URL);
        address holder;
        (holder, roles, , , , domain) = nodes.getPartyDetailsByOcpi("DE", "ABC");
        assertEq(holder, party);
        assertEq(roles[0], 0);
        assertEq(domain, URL);
        (serving, domain) = nodes.getOperatorByAddress(party);
        assertEq(serving, operator);
        (holder, , , , , ) = nodes.getPartyDetailsByOcpi("NL", "XYZ");
        assertEq(holder, address(0));
        (countryCode, , , , , , ) = nodes.getPartyDetailsByAddress(address(this));
        assertEq(countryCode, bytes2(0));
    }

    function test_keysHoldIdsByCertificatesThatNameThem() public {
        bytes memory signer = abi.encodePacked(new EchoVerifier(), "key of 32 bytes or of some more");
        address owner = nodes.ownerOf(signer);
        PartyCertificate memory certificate = partyCertificate(ID, signer);
        bytes32 id = endorseBy(3, certificate.body);
        uint8[3] memory terms = [CPO, LOCATIONS, TOKENS];
        bytes32 message = NodeMessagesOf.setParty(owner, ID, terms, operator, id, 1, uint64(DEADLINE));
        bytes32 digest = keccak256(abi.encodePacked(hex"1901", nodes.domainSeparator(), message));
        bytes memory signature = abi.encodePacked("key of 32 bytes or of some more", digest);
        Authorisation memory by = Authorisation(signer, 1, uint64(DEADLINE), signature);
        nodes.setPartyFor(ID, CPO, LOCATIONS, TOKENS, operator, certificate, by);
        assertEq(nodes.holderOf(ID), owner);
    }

    function test_refusesCertificatesThatAreNotGoodNow() public {
        string[2][4] memory times = [
            ["2027-01-15T08:00:01Z", NOT_AFTER],
            [NOT_BEFORE, "2027-01-15T07:59:59Z"],
            ["1969-12-31T23:59:59Z", "2027-13-01T00:00:00Z"],
            [NOT_BEFORE, "2027-02-3aT00:00:00Z"]
        ];
        for (uint256 i; i < times.length; ++i) {
            expectInvalid(located(bodyOf(ID, abi.encodePacked(party), "ABC GmbH", times[i][0], times[i][1])));
        }
        bytes memory body = bodyOf(
            ID,
            abi.encodePacked(party),
            "ABC GmbH",
            "2027-01-15T08:00:00Z",
            "2027-01-15T08:00:00Z"
        );
        endorseBy(3, body);
        vm.prank(party);
        nodes.setParty(ID, CPO, LOCATIONS, TOKENS, operator, located(body));
    }

    function test_refusesOffsetsThatPointElsewhere() public {
        PartyCertificate memory good = partyCertificate(ID, abi.encodePacked(party));
        endorseBy(3, good.body);
        uint16 end = uint16(good.body.length);
        uint16[5] memory places = [uint16(0), 1, end - 1, end, type(uint16).max];
        for (uint256 i; i < places.length; ++i) {
            if (places[i] != good.termsAt)
                expectRefused(PartyCertificate(good.body, places[i], good.partyAt, good.signerAt));
            expectRefused(PartyCertificate(good.body, good.termsAt, places[i], good.signerAt));
            expectRefused(PartyCertificate(good.body, good.termsAt, good.partyAt, places[i]));
        }
    }

    function test_refusesAnchorsThatCannotBeMet() public {
        bytes32[] memory none = new bytes32[](0);
        expectBadAnchors(none, 1);
        expectBadAnchors(anchorIds, 0);
        expectBadAnchors(anchorIds, 4);
        bytes32[] memory twice = new bytes32[](2);
        (twice[0], twice[1]) = (anchorIds[0], anchorIds[0]);
        expectBadAnchors(twice, 1);
        (twice[0], twice[1]) = (anchorIds[1], anchorIds[0]);
        expectBadAnchors(twice, 1);
    }

    function expectBadAnchors(bytes32[] memory ids, uint256 needed) private {
        vm.expectRevert(INodeRegistry.NodeRegistryInvalidAnchors.selector);
        new NodeRegistry(registry, ids, needed);
    }

    function expectInvalid(PartyCertificate memory certificate) private {
        endorseBy(3, certificate.body);
        expectRefused(certificate);
    }

    function expectRefused(PartyCertificate memory certificate) private {
        bytes32 id = sha256(certificate.body);
        vm.prank(party);
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistryInvalidCertificate.selector, id));
        nodes.setParty(ID, CPO, LOCATIONS, TOKENS, operator, certificate);
    }
}
