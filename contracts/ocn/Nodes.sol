// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.27;

import {Authorisation, INodeRegistry, NodeEntry} from "../interfaces/INodeRegistry.sol";
import {NodeMessages} from "../libraries/NodeMessages.sol";
import {NodeHead} from "../types/NodeHead.sol";
import {Owners} from "./Owners.sol";

/// @title The nodes of an Open Charging Network
/// @dev That an operator controls the host of its URL is shown by a document on that host, which the chain cannot read.
abstract contract Nodes is Owners {
    struct Node {
        NodeHead head;
        string url;
        bytes32 keyHash;
    }

    mapping(address operator => Node) private _nodes;
    address private _newest;

    /// @inheritdoc INodeRegistry
    function setNode(string calldata url, bytes calldata key) external {
        _setNode(msg.sender, url, key);
    }

    /// @inheritdoc INodeRegistry
    function setNodeFor(string calldata url, bytes calldata key, Authorisation calldata by) external {
        address operator = _ownerOf(by.signer);
        bytes32 message = NodeMessages.setNode(operator, url, key, by.sequence, by.deadline);
        _requireAuthorised(by, message, _nodes[operator].head.sequence());
        _setNode(operator, url, key);
    }

    /// @inheritdoc INodeRegistry
    function deleteNode() external {
        _deleteNode(msg.sender);
    }

    /// @inheritdoc INodeRegistry
    function deleteNodeFor(Authorisation calldata by) external {
        address operator = _ownerOf(by.signer);
        bytes32 message = NodeMessages.deleteNode(operator, by.sequence, by.deadline);
        _requireAuthorised(by, message, _nodes[operator].head.sequence());
        _deleteNode(operator);
    }

    /// @inheritdoc INodeRegistry
    function nodeOf(
        address operator
    ) external view returns (string memory url, bytes32 keyHash, uint32 sequence, uint40 updatedAt) {
        Node storage node = _nodes[operator];
        return (node.url, node.keyHash, node.head.sequence(), node.head.updatedAt());
    }

    /// @inheritdoc INodeRegistry
    function nodesPage(address cursor, uint256 limit) external view returns (NodeEntry[] memory nodes, address next) {
        next = cursor == address(0) ? _newest : cursor;
        nodes = new NodeEntry[](limit);
        uint256 count;
        for (uint256 i; i < limit && next != address(0); ++i) {
            Node storage node = _nodes[next];
            if (_hasNode(next)) nodes[count++] = NodeEntry(next, node.url, node.head.sequence());
            next = node.head.previous();
        }
        assembly ("memory-safe") {
            mstore(nodes, count)
        }
    }

    function _setNode(address operator, string calldata url, bytes calldata key) private {
        _requireText(url);
        require(key.length == 0 || key.length >= 20, NodeRegistryInvalidSigner());
        Node storage node = _nodes[operator];
        NodeHead head = node.head.changed(block.number);
        if (!head.isListed()) {
            head = head.listed(_newest);
            _newest = operator;
        }

        node.head = head;
        node.url = url;
        bytes32 keyHash = key.length == 0 ? bytes32(0) : keccak256(key);
        if (node.keyHash != keyHash) node.keyHash = keyHash;

        emit NodeSet(operator, url, key, head.sequence());
    }

    function _deleteNode(address operator) private {
        require(_hasNode(operator), NodeRegistryUnknownNode(operator));
        Node storage node = _nodes[operator];
        NodeHead head = node.head.changed(block.number);

        node.head = head;
        delete node.url;
        delete node.keyHash;

        emit NodeDeleted(operator, head.sequence());
    }

    function _hasNode(address operator) internal view returns (bool) {
        return bytes(_nodes[operator].url).length > 0;
    }

    /// @dev Empty if there is no node.
    function _urlOf(address operator) internal view returns (string memory) {
        return _nodes[operator].url;
    }
}
