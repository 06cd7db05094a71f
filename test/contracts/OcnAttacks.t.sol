// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.27;

import {Authorisation, INodeRegistry, PartyEntry} from "../../contracts/interfaces/INodeRegistry.sol";
import {PartyCertificate} from "../../contracts/libraries/PartyCertificates.sol";
import {OcpiId} from "../../contracts/types/PartyHead.sol";
import {NodeMessagesOf} from "./support/NodeMessagesOf.sol";
import {OcnFixture} from "./support/OcnFixture.sol";

/// @dev What the first Open Charging Network's contracts let happen, and what else one would try.
contract OcnAttacksTest is OcnFixture {
    address private constant MALLORY = address(0xbad);
    uint64 private constant UNTIL = uint64(DEADLINE);

    function setUp() public override {
        super.setUp();
        joinOpen(party, ID);
    }

    function test_attack_oneSignatureDeletesNodePartyAndService() public {
        // The same key has all three, each at sequence 1.
        vm.startPrank(party);
        open.setNode(URL, "");
        open.setService("Billing", URL, 1);
        vm.stopPrank();
        Authorisation memory by = signed(open, PARTY_KEY, 2, NodeMessagesOf.deleteNode(party, 2, UNTIL));
        vm.expectRevert(INodeRegistry.NodeRegistryInvalidSignature.selector);
        open.deletePartyFor(by);
        vm.expectRevert(INodeRegistry.NodeRegistryInvalidSignature.selector);
        open.deleteServiceFor(by);
        open.deleteNodeFor(by);
    }

    function test_attack_aMessageIsReplayed() public {
        bytes32 message = NodeMessagesOf.setNode(operator, "https://old.example", "", 2, UNTIL);
        Authorisation memory by = signed(open, OPERATOR_KEY, 2, message);
        open.setNodeFor("https://old.example", "", by);
        vm.prank(operator);
        open.setNode("https://new.example", "");
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistryStaleSequence.selector, 2, 4));
        open.setNodeFor("https://old.example", "", by);
    }

    function test_attack_aMessageIsReplayedAfterTheNodeWasDeletedAndMadeAnew() public {
        Authorisation memory by = signed(open, OPERATOR_KEY, 2, NodeMessagesOf.deleteNode(operator, 2, UNTIL));
        open.deleteNodeFor(by);
        vm.prank(operator);
        open.setNode(URL, "");
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistryStaleSequence.selector, 2, 4));
        open.deleteNodeFor(by);
    }

    function test_attack_aMessageIsReplayedOnAnotherContractOrChain() public {
        Authorisation memory by = signed(open, OPERATOR_KEY, 2, NodeMessagesOf.deleteNode(operator, 2, UNTIL));
        vm.expectRevert(INodeRegistry.NodeRegistryInvalidSignature.selector);
        nodes.deleteNodeFor(by);
        vm.chainId(block.chainid + 1);
        vm.expectRevert(INodeRegistry.NodeRegistryInvalidSignature.selector);
        open.deleteNodeFor(by);
    }

    function test_attack_createdAndRevokedAgreementsReplayAsEachOther() public {
        vm.prank(party);
        open.setService("Billing", URL, 1);
        bytes32 message = NodeMessagesOf.createAgreement(party, party, 1, 1, UNTIL);
        Authorisation memory by = signed(open, PARTY_KEY, 1, message);
        vm.expectRevert(INodeRegistry.NodeRegistryInvalidSignature.selector);
        open.revokeAgreementFor(party, by);
        open.createAgreementFor(party, 1, by);
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistryStaleSequence.selector, 1, 2));
        open.createAgreementFor(party, 1, by);
    }

    function test_attack_bytesMoveBetweenNameAndUrl() public {
        bytes32 message = NodeMessagesOf.setService(party, "Bill", "inghttps://x", 1, 1, UNTIL);
        Authorisation memory by = signed(open, PARTY_KEY, 1, message);
        vm.expectRevert(INodeRegistry.NodeRegistryInvalidSignature.selector);
        open.setServiceFor("Billing", "https://x", 1, by);
    }

    function test_attack_aSignatureThatRecoversNobodyIsTheZeroAddress() public {
        bytes memory zero = new bytes(20);
        bytes memory signature = abi.encodePacked(bytes32(uint256(1)), bytes32(uint256(1)), uint8(29));
        vm.expectRevert(INodeRegistry.NodeRegistryInvalidSignature.selector);
        open.setNodeFor(URL, "", Authorisation(zero, 1, UNTIL, signature));
        vm.expectRevert(INodeRegistry.NodeRegistryInvalidSignature.selector);
        open.setNodeFor(URL, "", Authorisation(zero, 1, UNTIL, ""));
    }

    function test_attack_someoneElsesSignerOrOwner() public {
        bytes32 message = NodeMessagesOf.deleteNode(operator, 2, UNTIL);
        Authorisation memory by = signed(open, PARTY_KEY, 2, message);
        by.signer = abi.encodePacked(operator);
        vm.expectRevert(INodeRegistry.NodeRegistryInvalidSignature.selector);
        open.deleteNodeFor(by);
        // A longer signer that begins with the operator's wallet is another owner.
        by = signed(open, OPERATOR_KEY, 1, NodeMessagesOf.deleteNode(operator, 1, UNTIL));
        by.signer = bytes.concat(by.signer, hex"00");
        vm.expectRevert(INodeRegistry.NodeRegistryInvalidSignature.selector);
        open.deleteNodeFor(by);
    }

    function test_attack_theOperatorIsSwappedInARelayedParty() public {
        vm.prank(MALLORY);
        open.setNode("https://mallory.example", "");
        uint8[3] memory terms = [CPO, uint8(0), 0];
        address owner = vm.addr(0xa2);
        bytes32 message = NodeMessagesOf.setParty(owner, OTHER, terms, operator, 0, 1, UNTIL);
        Authorisation memory by = signed(open, 0xa2, 1, message);
        vm.expectRevert(INodeRegistry.NodeRegistryInvalidSignature.selector);
        open.setPartyFor(OTHER, CPO, 0, 0, MALLORY, noCertificate(), by);
        open.setPartyFor(OTHER, CPO, 0, 0, operator, noCertificate(), by);
    }

    function test_attack_aPublicCertificateIsPresentedByAnotherOwner() public {
        PartyCertificate memory certificate = partyCertificate(ID, abi.encodePacked(party));
        bytes32 id = endorseBy(7, certificate.body);
        vm.startPrank(MALLORY);
        nodes.setNode("https://mallory.example", "");
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistryInvalidCertificate.selector, id));
        nodes.setParty(ID, CPO, 0, 0, MALLORY, certificate);
        vm.stopPrank();
    }

    function test_attack_aCertificateOfOneIdIsPresentedForAnother() public {
        PartyCertificate memory certificate = partyCertificate(OTHER, abi.encodePacked(party));
        bytes32 id = endorseBy(7, certificate.body);
        vm.prank(party);
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistryInvalidCertificate.selector, id));
        nodes.setParty(ID, CPO, 0, 0, operator, certificate);
    }

    function test_attack_aNameThatLooksLikeTheFieldsOfAParty() public {
        // JSON escapes the quotation marks of what Mallory calls himself; where he points to is not what has to stand there.
        string memory name = '\\"party\\":{\\"countryCode\\":\\"DE\\",\\"partyId\\":\\"ABC\\"}';
        bytes memory body = bodyOf(OTHER, abi.encodePacked(MALLORY), name, NOT_BEFORE, NOT_AFTER);
        PartyCertificate memory certificate = located(body);
        bytes32 id = endorseBy(7, body);
        for (uint16 at; at < body.length; ++at) {
            certificate.partyAt = at;
            vm.prank(MALLORY);
            vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistryInvalidCertificate.selector, id));
            nodes.setParty(ID, CPO, 0, 0, operator, certificate);
        }
    }

    function test_attack_aCertificateOfAnotherKind() public {
        bytes memory body = abi.encodePacked(
            '{"kind":"node","notAfter":"2031-01-01T00:00:00Z","notBefore":"2026-01-01T00:00:00Z",',
            '"subject":{"party":{"countryCode":"DE","partyId":"ABC"},"signer":"0x',
            hexOf(abi.encodePacked(party)),
            '"}}'
        );
        bytes32 id = endorseBy(7, body);
        PartyCertificate memory certificate = located(body);
        certificate.termsAt = 1;
        vm.prank(party);
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistryInvalidCertificate.selector, id));
        nodes.setParty(ID, CPO, 0, 0, operator, certificate);
    }

    function test_attack_bytesThatWereNotEndorsed() public {
        PartyCertificate memory certificate = partyCertificate(ID, abi.encodePacked(MALLORY));
        bytes32 id = sha256(certificate.body);
        vm.prank(MALLORY);
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistryNotEndorsed.selector, id, 0, 2));
        nodes.setParty(ID, CPO, 0, 0, operator, certificate);
    }

    function test_attack_staleMappingsAfterUpdates() public {
        joinOpen(party, OTHER);
        (address holder, , , , , ) = open.getPartyDetailsByOcpi("DE", "ABC");
        assertEq(holder, address(0));
        (holder, , , , , ) = open.getPartyDetailsByOcpi("NL", "XYZ");
        assertEq(holder, party);
        (PartyEntry[] memory page, ) = open.partiesPage(OcpiId.wrap(0), 10);
        assertEq(page.length, 1);
    }

    function test_attack_aDeletedNodeLeavesPartiesThatPointToIt() public {
        vm.prank(operator);
        open.deleteNode();
        (address serving, string memory domain) = open.getOperatorByOcpi("DE", "ABC");
        assertEq(serving, address(0));
        assertEq(domain, "");
        (serving, domain) = open.getOperatorByAddress(party);
        assertEq(serving, address(0));
        (, , , , serving, ) = open.getPartyDetailsByOcpi("DE", "ABC");
        assertEq(serving, address(0));
        assertEq(open.holderOf(ID), party);
    }

    function test_attack_someoneDeletesWhatIsNotTheirs() public {
        vm.startPrank(MALLORY);
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistryUnknownNode.selector, MALLORY));
        open.deleteNode();
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistryUnknownParty.selector, MALLORY));
        open.deleteParty();
        vm.stopPrank();
        string[4] memory calls = [
            "owner()",
            "renounceOwnership()",
            "adminDeleteOperator(address)",
            "transferOwnership(address)"
        ];
        for (uint256 i; i < calls.length; ++i) {
            (bool success, ) = address(open).call(abi.encodeWithSignature(calls[i], operator));
            assertFalse(success);
        }
    }

    function test_attack_aServiceWidensItsPermissions() public {
        address provider = address(0xee);
        joinOpen(provider, OTHER);
        vm.prank(provider);
        open.setService("Billing", URL, 6);
        vm.prank(party);
        open.createAgreement(provider, 6);
        vm.startPrank(provider);
        open.setService("Billing", URL, 2);
        assertTrue(open.hasUserAgreementByAddress(party, provider));
        open.setService("Billing", URL, 3);
        assertFalse(open.hasUserAgreementByAddress(party, provider));
        assertEq(open.getUserAgreementsByAddress(party).length, 0);
        open.deleteService();
        assertFalse(open.hasUserAgreementByAddress(party, provider));
        vm.stopPrank();
    }

    function test_attack_anOperatorIsPushedUponAParty() public {
        vm.startPrank(MALLORY);
        open.setNode("https://mallory.example", "");
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistryNotOffered.selector, party, MALLORY));
        open.acceptParty(party);
        vm.stopPrank();
        // An offer of before the party was released and came back is void.
        vm.prank(party);
        open.offerParty(MALLORY);
        joinOpen(party, OTHER);
        vm.prank(MALLORY);
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistryNotOffered.selector, party, MALLORY));
        open.acceptParty(party);
    }
}
