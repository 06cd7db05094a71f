// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.27;

import {NodeEntry, PartyEntry} from "../../contracts/interfaces/INodeRegistry.sol";
import {OcpiId} from "../../contracts/types/PartyHead.sol";
import {OcnFixture} from "./support/OcnFixture.sol";
import {OcnHandler} from "./support/OcnHandler.sol";
import {NodeRegistry} from "../../contracts/NodeRegistry.sol";

contract OcnInvariantsTest is OcnFixture {
    OcnHandler private handler;

    function setUp() public override {
        super.setUp();
        handler = new OcnHandler(new NodeRegistry(registry, new bytes32[](0), 0));
        targetContract(address(handler));
    }

    function invariant_everyChangeIsThatOfTheModel() public view {
        assertEq(handler.unexpected(), 0);
    }

    function invariant_ownersAndIdsPointToEachOther() public view {
        for (uint256 i; i < 5; ++i) {
            address party = handler.owner(i);
            PartyEntry memory entry = handler.entryOf(party);
            assertEq(OcpiId.unwrap(entry.id), handler.idOf(party));
            assertEq(entry.operator, handler.operatorOf(party));
            if (handler.idOf(party) != 0) assertEq(handler.registry().holderOf(entry.id), party);
        }
        for (uint256 i; i < 4; ++i) {
            OcpiId id = OcpiId.wrap(handler.id(i));
            address holder = handler.registry().holderOf(id);
            assertEq(holder, handler.holderOf(handler.id(i)));
            if (holder != address(0)) assertEq(OcpiId.unwrap(handler.entryOf(holder).id), handler.id(i));
        }
    }

    function invariant_listsShowWhatIsThereAndNothingElse() public view {
        (NodeEntry[] memory nodeList, ) = handler.registry().nodesPage(address(0), 100);
        uint256 expected;
        for (uint256 i; i < 5; ++i) if (handler.hasNode(handler.owner(i))) ++expected;
        assertEq(nodeList.length, expected);
        (PartyEntry[] memory parties, ) = handler.registry().partiesPage(OcpiId.wrap(0), 100);
        expected = 0;
        for (uint256 i; i < 4; ++i) if (handler.holderOf(handler.id(i)) != address(0)) ++expected;
        assertEq(parties.length, expected);
    }
}
