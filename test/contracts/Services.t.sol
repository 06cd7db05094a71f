// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.27;

import {INodeRegistry} from "../../contracts/interfaces/INodeRegistry.sol";
import {OcpiId} from "../../contracts/types/PartyHead.sol";
import {NodeMessagesOf} from "./support/NodeMessagesOf.sol";
import {OcnFixture} from "./support/OcnFixture.sol";

contract ServicesTest is OcnFixture {
    uint256 private constant PROVIDER_KEY = 0xee;
    uint32 private constant FORWARD_ALL = 1;
    uint32 private constant LOCATIONS_SENDER = 1 << 3;
    string private constant NAME = "Billing";
    string private constant SERVICE_URL = "https://billing.example";

    address private provider = vm.addr(PROVIDER_KEY);

    function setUp() public override {
        super.setUp();
        joinOpen(party, ID);
        joinOpen(provider, OTHER);
        vm.prank(provider);
        open.setService(NAME, SERVICE_URL, LOCATIONS_SENDER);
    }

    function test_aServiceIsSetReadAndDeleted() public {
        (string memory name, string memory url, uint32 permissions, uint32 sequence) = open.serviceOf(provider);
        assertEq(name, NAME);
        assertEq(url, SERVICE_URL);
        assertEq(permissions, LOCATIONS_SENDER);
        assertEq(sequence, 1);
        (bytes2 countryCode, bytes3 partyId, , , uint256[] memory list) = open.getService(provider);
        assertEq(countryCode, bytes2("NL"));
        assertEq(partyId, bytes3("XYZ"));
        assertEq(list.length, 1);
        assertEq(list[0], 3);
        vm.prank(provider);
        vm.expectEmit(address(open));
        emit INodeRegistry.ServiceDeleted(provider, 2);
        open.deleteService();
        (name, , permissions, sequence) = open.serviceOf(provider);
        assertEq(name, "");
        assertEq(permissions, 0);
        assertEq(sequence, 2);
    }

    function test_aPartyAgreesAndTakesItBack() public {
        vm.startPrank(party);
        vm.expectEmit(address(open));
        emit INodeRegistry.AgreementCreated(party, provider, LOCATIONS_SENDER, 1);
        open.createAgreement(provider, LOCATIONS_SENDER);
        assertTrue(open.hasUserAgreementByAddress(party, provider));
        assertTrue(open.hasUserAgreementByOcpi("DE", "ABC", provider));
        assertEq(open.getUserAgreementsByAddress(party)[0], provider);
        assertEq(open.getUserAgreementsByOcpi("DE", "ABC")[0], provider);
        vm.expectEmit(address(open));
        emit INodeRegistry.AgreementRevoked(party, provider, 2);
        open.revokeAgreement(provider);
        vm.stopPrank();
        assertFalse(open.hasUserAgreementByAddress(party, provider));
        assertEq(open.getUserAgreementsByAddress(party).length, 0);
        (uint32 permissions, uint32 sequence) = open.agreementOf(party, provider);
        assertEq(permissions, 0);
        assertEq(sequence, 2);
    }

    function test_anyoneSendsWhatProvidersAndPartiesHaveSigned() public {
        bytes32 message = NodeMessagesOf.setService(provider, "New", "https://new.example", 6, 2, uint64(DEADLINE));
        open.setServiceFor("New", "https://new.example", 6, signed(open, PROVIDER_KEY, 2, message));
        message = NodeMessagesOf.createAgreement(party, provider, 6, 1, uint64(DEADLINE));
        open.createAgreementFor(provider, 6, signed(open, PARTY_KEY, 1, message));
        assertTrue(open.hasUserAgreementByAddress(party, provider));
        message = NodeMessagesOf.revokeAgreement(party, provider, 2, uint64(DEADLINE));
        open.revokeAgreementFor(provider, signed(open, PARTY_KEY, 2, message));
        assertFalse(open.hasUserAgreementByAddress(party, provider));
        message = NodeMessagesOf.deleteService(provider, 3, uint64(DEADLINE));
        open.deleteServiceFor(signed(open, PROVIDER_KEY, 3, message));
        (, , uint32 permissions, ) = open.serviceOf(provider);
        assertEq(permissions, 0);
    }

    function test_listsAreRead_inPages() public {
        for (uint160 i = 1; i <= 4; ++i) {
            joinOpen(address(i), OcpiId.wrap(bytes5(abi.encodePacked("FRAA", bytes1(uint8(0x30 + i))))));
            vm.prank(address(i));
            open.setService(NAME, SERVICE_URL, FORWARD_ALL);
            vm.prank(party);
            open.createAgreement(address(i), FORWARD_ALL);
        }
        (address[] memory page, address next) = open.providersPage(address(0), 3);
        assertEq(page.length, 3);
        assertEq(page[0], address(4));
        (page, next) = open.providersPage(next, 3);
        assertEq(page.length, 2);
        assertEq(page[1], provider);
        assertEq(next, address(0));
        vm.prank(address(3));
        open.deleteService();
        (page, next) = open.agreementsPage(party, address(0), 3);
        assertEq(page.length, 2);
        assertEq(page[1], address(2));
        assertEq(next, address(1));
        assertEq(open.getUserAgreementsByAddress(party).length, 3);
    }

    function test_refusesServicesOfStrangersAndBadPermissions() public {
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistryUnknownParty.selector, address(this)));
        open.setService(NAME, SERVICE_URL, FORWARD_ALL);
        vm.startPrank(party);
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistryInvalidPermissions.selector, 0, 0x1ffff));
        open.setService(NAME, SERVICE_URL, 0);
        vm.expectRevert(
            abi.encodeWithSelector(INodeRegistry.NodeRegistryInvalidPermissions.selector, 0x20000, 0x1ffff)
        );
        open.setService(NAME, SERVICE_URL, 0x20000);
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistryInvalidText.selector, 0));
        open.setService("", SERVICE_URL, 1);
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistryUnknownService.selector, party));
        open.deleteService();
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistryUnknownService.selector, party));
        open.createAgreement(party, 0);
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistryUnknownService.selector, provider));
        open.revokeAgreement(provider);
        vm.stopPrank();
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistryUnknownParty.selector, address(this)));
        open.createAgreement(provider, LOCATIONS_SENDER);
    }

    function test_nobodyAgreesToOtherPermissionsThanWereRead() public {
        vm.prank(provider);
        open.setService(NAME, SERVICE_URL, LOCATIONS_SENDER | FORWARD_ALL);
        vm.prank(party);
        vm.expectRevert(
            abi.encodeWithSelector(INodeRegistry.NodeRegistryInvalidPermissions.selector, LOCATIONS_SENDER, 9)
        );
        open.createAgreement(provider, LOCATIONS_SENDER);
    }
}
