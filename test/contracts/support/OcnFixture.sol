// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.27;

import {NodeRegistry} from "../../../contracts/NodeRegistry.sol";
import {Authorisation, PartyEntry} from "../../../contracts/interfaces/INodeRegistry.sol";
import {PartyCertificate} from "../../../contracts/libraries/PartyCertificates.sol";
import {OcpiId} from "../../../contracts/types/PartyHead.sol";
import {Fixture} from "./Fixture.sol";

/// @dev A registry whose parties two of three anchors endorse, an open one, and what parties and operators need.
abstract contract OcnFixture is Fixture {
    string internal constant URL = "https://node.example.com";
    uint8 internal constant CPO = 1;
    uint8 internal constant EMSP = 2;
    uint8 internal constant LOCATIONS = 1 << 3;
    uint8 internal constant TOKENS = 1 << 6;
    /// @dev 2027-01-15T08:00:00Z is {NOW}.
    string internal constant NOT_BEFORE = "2026-01-01T00:00:00Z";
    string internal constant NOT_AFTER = "2031-01-01T00:00:00Z";
    uint48 internal constant NOT_AFTER_SECONDS = 1_924_992_000;
    uint256 internal constant OPERATOR_KEY = 0x0b;
    uint256 internal constant PARTY_KEY = 0xa1;

    NodeRegistry internal nodes;
    NodeRegistry internal open;
    bytes32[] internal anchorIds;
    /// @dev Of anchor i, whose one member is this wallet.
    uint256[] internal anchorKeys;

    address internal operator = vm.addr(OPERATOR_KEY);
    address internal party = vm.addr(PARTY_KEY);
    OcpiId internal constant ID = OcpiId.wrap("DEABC");
    OcpiId internal constant OTHER = OcpiId.wrap("NLXYZ");

    function setUp() public virtual override {
        super.setUp();
        for (uint256 i; i < 3; ++i) {
            uint256 key = 0xabc0 + i;
            bytes32 id = registry.createQuorum(single(abi.encodePacked(vm.addr(key))), 1, 1, 0);
            uint256 at = anchorIds.length;
            anchorIds.push(id);
            anchorKeys.push(key);
            for (; at > 0 && anchorIds[at - 1] > id; --at) {
                (anchorIds[at], anchorKeys[at]) = (anchorIds[at - 1], anchorKeys[at - 1]);
            }
            (anchorIds[at], anchorKeys[at]) = (id, key);
        }
        nodes = new NodeRegistry(registry, anchorIds, 2);
        open = new NodeRegistry(registry, new bytes32[](0), 0);
        vm.startPrank(operator);
        nodes.setNode(URL, "");
        open.setNode(URL, "");
        vm.stopPrank();
    }

    // CERTIFICATES

    /// @dev What an issuer writes; where the parts begin is found as the SDK finds it.
    function partyCertificate(OcpiId id, bytes memory signer) internal pure returns (PartyCertificate memory) {
        return located(bodyOf(id, signer, "ABC GmbH", NOT_BEFORE, NOT_AFTER));
    }

    function bodyOf(
        OcpiId id,
        bytes memory signer,
        string memory name,
        string memory notBefore,
        string memory notAfter
    ) internal pure returns (bytes memory) {
        return
            abi.encodePacked(
                '{"kind":"party","notAfter":"',
                notAfter,
                '","notBefore":"',
                notBefore,
                '","requiredEndorsements":1,"serial":"q83vASNFZ4mrze8BI0VniQ","subject":{"name":"',
                name,
                '","party":{"countryCode":"',
                id.countryCode(),
                '","partyId":"',
                id.partyId(),
                '"},"signer":"0x',
                hexOf(signer),
                '"},"type":"gridseal/certificate/v1","usages":["signData"]}'
            );
    }

    function located(bytes memory body) internal pure returns (PartyCertificate memory) {
        return
            PartyCertificate(
                body,
                find(body, '"kind":"party","notAfter":"'),
                find(body, '"party":{"countryCode":"'),
                find(body, '"signer":"0x')
            );
    }

    function find(bytes memory text, bytes memory part) internal pure returns (uint16) {
        for (uint256 i; i + part.length <= text.length; ++i) {
            bool isHere = true;
            for (uint256 j; j < part.length && isHere; ++j) isHere = text[i + j] == part[j];
            if (isHere) return uint16(i);
        }
        return type(uint16).max;
    }

    function hexOf(bytes memory data) internal pure returns (bytes memory text) {
        bytes memory digits = "0123456789abcdef";
        for (uint256 i; i < data.length; ++i) {
            text = abi.encodePacked(text, digits[uint8(data[i]) >> 4], digits[uint8(data[i]) & 15]);
        }
    }

    /// @dev Anchors whose bit is set endorse.
    function endorseBy(uint256 mask, bytes memory body) internal returns (bytes32 id) {
        id = sha256(body);
        for (uint256 i; i < anchorIds.length; ++i) {
            if ((mask >> i) & 1 == 0) continue;
            bytes32 digest = registry.endorsementDigest(id, anchorIds[i], 1, DEADLINE);
            registry.endorse(id, anchorIds[i], DEADLINE, one(0, compact(anchorKeys[i], digest)));
        }
    }

    function revokeBy(uint256 anchor, bytes32 id) internal {
        bytes32 digest = registry.revocationDigest(id, anchorIds[anchor], 1, 1, DEADLINE);
        registry.revoke(id, anchorIds[anchor], DEADLINE, one(0, compact(anchorKeys[anchor], digest)), 1);
    }

    // PARTIES

    function noCertificate() internal pure returns (PartyCertificate memory certificate) {}

    /// @dev An endorsed party in the registry with anchors.
    function certified() internal returns (PartyCertificate memory certificate) {
        certificate = partyCertificate(ID, abi.encodePacked(party));
        endorseBy(3, certificate.body);
        vm.prank(party);
        nodes.setParty(ID, CPO, LOCATIONS, TOKENS, operator, certificate);
    }

    function joinOpen(address who, OcpiId id) internal {
        vm.prank(who);
        open.setParty(id, CPO, LOCATIONS, TOKENS, operator, noCertificate());
    }

    function entryOf(NodeRegistry where, address who) internal view returns (PartyEntry memory entry) {
        (entry, ) = where.partyOf(who);
    }

    // SIGNATURES

    function signed(
        NodeRegistry where,
        uint256 key,
        uint32 sequence,
        bytes32 structHash
    ) internal view returns (Authorisation memory) {
        bytes32 digest = keccak256(abi.encodePacked(hex"1901", where.domainSeparator(), structHash));
        return Authorisation(abi.encodePacked(vm.addr(key)), sequence, DEADLINE, compact(key, digest));
    }
}
