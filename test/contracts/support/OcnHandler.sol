// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.27;

import {CommonBase} from "forge-std/Base.sol";
import {NodeRegistry} from "../../../contracts/NodeRegistry.sol";
import {PartyEntry} from "../../../contracts/interfaces/INodeRegistry.sol";
import {PartyCertificate} from "../../../contracts/libraries/PartyCertificates.sol";
import {OcpiId} from "../../../contracts/types/PartyHead.sol";

/// @dev Five owners and four ids of an open registry; a model of who has what, and each answer that the model did not expect.
contract OcnHandler is CommonBase {
    NodeRegistry public immutable registry;
    uint256 public unexpected;
    mapping(address => bool) public hasNode;
    mapping(address => bytes5) public idOf;
    mapping(bytes5 => address) public holderOf;
    mapping(address => address) public operatorOf;
    mapping(address => address) public offeredTo;

    constructor(NodeRegistry registry_) {
        registry = registry_;
    }

    function owner(uint256 i) public pure returns (address) {
        return address(uint160(0x1000 + (i % 5)));
    }

    function id(uint256 i) public pure returns (bytes5) {
        return bytes5(abi.encodePacked("DEAB", bytes1(uint8(0x41 + (i % 4)))));
    }

    function setNode(uint256 who) external {
        vm.prank(owner(who));
        registry.setNode("https://node.example", "");
        hasNode[owner(who)] = true;
    }

    function deleteNode(uint256 who) external {
        address operator = owner(who);
        vm.prank(operator);
        try registry.deleteNode() {
            _expect(hasNode[operator]);
            hasNode[operator] = false;
        } catch {
            _expect(!hasNode[operator]);
        }
    }

    function setParty(uint256 who, uint256 which, uint256 by) external {
        (address party, bytes5 wanted, address operator) = (owner(who), id(which), owner(by));
        bytes5 had = idOf[party];
        bool isFree = holderOf[wanted] == address(0) || holderOf[wanted] == party;
        bool isGood = isFree && (had == 0 ? hasNode[operator] : operatorOf[party] == operator);
        PartyCertificate memory none;
        vm.prank(party);
        try registry.setParty(OcpiId.wrap(wanted), 1, 0, 0, operator, none) {
            _expect(isGood);
            if (had != wanted) {
                delete holderOf[had];
                delete offeredTo[party];
            }
            (idOf[party], holderOf[wanted], operatorOf[party]) = (wanted, party, operator);
        } catch {
            _expect(!isGood);
        }
    }

    function offerParty(uint256 who, uint256 to) external {
        (address party, address operator) = (owner(who), owner(to));
        bool isGood = idOf[party] != 0 && hasNode[operator];
        vm.prank(party);
        try registry.offerParty(operator) {
            _expect(isGood);
            offeredTo[party] = operator;
        } catch {
            _expect(!isGood);
        }
    }

    function acceptParty(uint256 by, uint256 who) external {
        (address operator, address party) = (owner(by), owner(who));
        bool isGood = idOf[party] != 0 && offeredTo[party] == operator && hasNode[operator];
        vm.prank(operator);
        try registry.acceptParty(party) {
            _expect(isGood);
            operatorOf[party] = operator;
            delete offeredTo[party];
        } catch {
            _expect(!isGood);
        }
    }

    function deleteParty(uint256 who) external {
        address party = owner(who);
        vm.prank(party);
        try registry.deleteParty() {
            _expect(idOf[party] != 0);
            delete holderOf[idOf[party]];
            delete idOf[party];
            delete operatorOf[party];
            delete offeredTo[party];
        } catch {
            _expect(idOf[party] == 0);
        }
    }

    function entryOf(address party) external view returns (PartyEntry memory entry) {
        (entry, ) = registry.partyOf(party);
    }

    function _expect(bool holds) private {
        if (!holds) ++unexpected;
    }
}
