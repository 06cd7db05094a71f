// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.27;

import {Authorisation, INodeRegistry, NodeEntry} from "../../contracts/interfaces/INodeRegistry.sol";
import {EchoVerifier, OwnedWallet} from "./support/Contracts.sol";
import {NodeMessagesOf} from "./support/NodeMessagesOf.sol";
import {OcnFixture} from "./support/OcnFixture.sol";

contract NodesTest is OcnFixture {
    function test_operatorSetsAndDeletesItsNode() public {
        (string memory url, bytes32 keyHash, uint32 sequence, uint40 updatedAt) = open.nodeOf(operator);
        assertEq(url, URL);
        assertEq(keyHash, bytes32(0));
        assertEq(sequence, 1);
        assertEq(updatedAt, 1_000);
        assertEq(open.getNode(operator), URL);

        bytes memory key = abi.encodePacked(new EchoVerifier(), "key");
        vm.roll(2_000);
        vm.prank(operator);
        vm.expectEmit(address(open));
        emit INodeRegistry.NodeSet(operator, "https://other.example", key, 2);
        open.setNode("https://other.example", key);
        (url, keyHash, sequence, updatedAt) = open.nodeOf(operator);
        assertEq(url, "https://other.example");
        assertEq(keyHash, keccak256(key));
        assertEq(sequence, 2);
        assertEq(updatedAt, 2_000);

        vm.prank(operator);
        vm.expectEmit(address(open));
        emit INodeRegistry.NodeDeleted(operator, 3);
        open.deleteNode();
        assertEq(open.getNode(operator), "");
        (, keyHash, sequence, ) = open.nodeOf(operator);
        assertEq(keyHash, bytes32(0));
        assertEq(sequence, 3);
    }

    function test_anyoneSendsWhatAnOperatorHasSigned() public {
        bytes32 message = NodeMessagesOf.setNode(operator, "https://other.example", "", 2, uint64(DEADLINE));
        open.setNodeFor("https://other.example", "", signed(open, OPERATOR_KEY, 2, message));
        assertEq(open.getNode(operator), "https://other.example");
        message = NodeMessagesOf.deleteNode(operator, 3, uint64(DEADLINE));
        open.deleteNodeFor(signed(open, OPERATOR_KEY, 3, message));
        assertEq(open.getNode(operator), "");
    }

    function test_keysQuorumsAndContractWalletsOperateNodes() public {
        bytes memory signer = abi.encodePacked(new EchoVerifier(), "key");
        assertEq(open.ownerOf(signer), address(uint160(uint256(keccak256(signer)))));
        operateBy(signer, "");

        OwnedWallet wallet = new OwnedWallet(vm.addr(0xcc));
        operateBy(abi.encodePacked(wallet), "wallet");

        bytes32 quorum = quorumOfWallets("operators", 3, 2);
        operateBy(signerOf(quorum), "quorum");
    }

    /// @dev Sets a node by a signature of `signer`.
    function operateBy(bytes memory signer, string memory kind) private {
        address owner = open.ownerOf(signer);
        bytes32 message = NodeMessagesOf.setNode(owner, URL, "", 1, uint64(DEADLINE));
        bytes32 digest = keccak256(abi.encodePacked(hex"1901", open.domainSeparator(), message));
        bytes memory signature = abi.encodePacked("key", digest);
        if (bytes(kind).length == 6 && bytes(kind)[0] == "w") signature = bytes.concat(long(0xcc, digest), hex"00");
        else if (bytes(kind).length == 6) {
            signature = approvalsOf(registry.quorumApprovalDigest(bytes32(tail(signer)), 1, digest), 3);
        }
        open.setNodeFor(URL, "", Authorisation(signer, 1, uint64(DEADLINE), signature));
        assertEq(open.getNode(owner), URL);
    }

    function tail(bytes memory signer) private pure returns (bytes32 word) {
        assembly ("memory-safe") {
            word := mload(add(signer, 0x34))
        }
    }

    function test_pagesShowTheNewestFirst() public {
        for (uint160 i = 1; i <= 5; ++i) {
            vm.prank(address(i));
            open.setNode(URL, "");
        }
        (NodeEntry[] memory page, address next) = open.nodesPage(address(0), 2);
        assertEq(page.length, 2);
        assertEq(page[0].operator, address(5));
        assertEq(page[1].operator, address(4));
        assertEq(page[1].url, URL);
        assertEq(next, address(3));
        (page, next) = open.nodesPage(next, 100);
        assertEq(page.length, 4);
        assertEq(page[3].operator, operator);
        assertEq(next, address(0));
        (page, next) = open.nodesPage(address(0), 0);
        assertEq(page.length, 0);
        assertEq(next, address(5));
    }

    function test_deletedNodesArePassedOverAndComeBackInTheirPlace() public {
        for (uint160 i = 1; i <= 3; ++i) {
            vm.prank(address(i));
            open.setNode(URL, "");
        }
        vm.prank(address(2));
        open.deleteNode();
        (NodeEntry[] memory page, ) = open.nodesPage(address(0), 10);
        assertEq(page.length, 3);
        assertEq(page[1].operator, address(1));
        vm.prank(address(2));
        open.setNode(URL, "");
        (page, ) = open.nodesPage(address(0), 10);
        assertEq(page.length, 4);
        assertEq(page[1].operator, address(2));
        assertEq(page[1].sequence, 3);
    }

    function test_refusesTextsThatAreEmptyOrTooLong() public {
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistryInvalidText.selector, 0));
        open.setNode("", "");
        string memory long256 = string(new bytes(256));
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistryInvalidText.selector, 256));
        open.setNode(long256, "");
        open.setNode(string(new bytes(255)), "");
    }

    function test_refusesKeysThatAreNoSigners() public {
        vm.expectRevert(INodeRegistry.NodeRegistryInvalidSigner.selector);
        open.setNode(URL, new bytes(19));
        vm.expectRevert(INodeRegistry.NodeRegistryInvalidSigner.selector);
        open.ownerOf(new bytes(19));
    }

    function test_refusesToDeleteWhatIsNotThere() public {
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistryUnknownNode.selector, address(this)));
        open.deleteNode();
    }

    function test_refusesLateMessages() public {
        bytes32 message = NodeMessagesOf.deleteNode(operator, 2, uint64(DEADLINE));
        Authorisation memory by = signed(open, OPERATOR_KEY, 2, message);
        vm.warp(DEADLINE + 1);
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistryExpired.selector, uint64(DEADLINE)));
        open.deleteNodeFor(by);
        vm.warp(DEADLINE);
        open.deleteNodeFor(by);
    }

    function testFuzz_anySequenceButTheNextIsRefused(uint32 sequence) public {
        vm.assume(sequence != 2);
        bytes32 message = NodeMessagesOf.deleteNode(operator, sequence, uint64(DEADLINE));
        Authorisation memory by = signed(open, OPERATOR_KEY, sequence, message);
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistryStaleSequence.selector, sequence, 2));
        open.deleteNodeFor(by);
    }

    function testFuzz_pagesOfAnySizeShowEveryNodeOnce(uint8 count, uint8 size, uint256 deleted) public {
        uint256 limit = (uint256(size) % 7) + 1;
        uint256 total = uint256(count) % 20;
        uint256 live = 1;
        for (uint160 i = 1; i <= total; ++i) {
            vm.startPrank(address(i));
            open.setNode(URL, "");
            if ((deleted >> i) & 1 == 1) open.deleteNode();
            else ++live;
            vm.stopPrank();
        }
        uint256 seen;
        address cursor;
        do {
            NodeEntry[] memory page;
            (page, cursor) = open.nodesPage(cursor, limit);
            assertLe(page.length, limit);
            seen += page.length;
        } while (cursor != address(0));
        assertEq(seen, live);
    }
}
