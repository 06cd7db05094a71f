// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {PartyCertificate} from "../libraries/PartyCertificates.sol";
import {OcpiId} from "../types/PartyHead.sol";
import {IQuorumRegistry} from "./IQuorumRegistry.sol";

/// @notice An owner's word for a change that somebody else sends.
/// @param signer The owner's ERC-7913 signer; {INodeRegistry-ownerOf} gives the owner.
/// @param sequence The number of the change: one more than what is changed has now. So each word counts once, in order.
/// @param deadline Good while `block.timestamp <= deadline`.
/// @param signature Of the EIP-712 struct that the function names.
struct Authorisation {
    bytes signer;
    uint32 sequence;
    uint64 deadline;
    bytes signature;
}

/// @notice A node, as pages give it.
struct NodeEntry {
    address operator;
    string url;
    uint32 sequence;
}

/// @notice A party, as pages and details give it.
/// @param roles Bit n is role n: CPO 0, EMSP 1, HUB 2, NAP 3, NSP 4, OTHER 5, SCSP 6.
/// @param sender The modules of which it has the sender's side; bit n is module n: cdrs 0, chargingprofiles 1, commands
/// 2, locations 3, sessions 4, tariffs 5, tokens 6.
/// @param receiver The modules of which it has the receiver's side.
/// @param operator Whose node serves it.
/// @param certificate The SHA-256 of the certificate by which it holds its id; zero in an open registry.
/// @param notAfter When that certificate ends, in seconds since 1970; the largest number in an open registry.
struct PartyEntry {
    address party;
    OcpiId id;
    uint8 roles;
    uint8 sender;
    uint8 receiver;
    address operator;
    uint32 sequence;
    bytes32 certificate;
    uint48 notAfter;
}

/// @title Nodes, parties and services of an Open Charging Network
/// @notice An owner is an address: a wallet, or the last 20 bytes of the keccak256 of any other ERC-7913 signer, so
/// that passkeys, P-521 keys and quorums own nodes and parties too. Whatever an owner may do by a transaction, anyone
/// may send for it with its signature. An owner has at most one node, one party and one service. There is no
/// administrator, no upgrade and no pause.
///
/// In a registry with anchors, an OCPI id belongs to whom a certificate of the kind `party` names that enough anchors
/// endorse now: a revocation or its end takes the id away at once, and anyone with a good certificate may have it then.
/// In an open registry it belongs to whoever came first.
///
/// @dev EIP-712 domain `{name: "NodeRegistry", version: "1", chainId, verifyingContract}`. Lists are linked: what was
/// removed keeps its place and is passed over, so that pages never shift, and coming back changes no order.
interface INodeRegistry {
    /// @notice An operator has a node. `key` is the ERC-7913 signer of the node's messages; empty if it is the operator
    /// itself.
    event NodeSet(address indexed operator, string url, bytes key, uint32 sequence);
    event NodeDeleted(address indexed operator, uint32 sequence);
    /// @notice A party is what this says from now on.
    event PartySet(
        address indexed party,
        OcpiId indexed id,
        address indexed operator,
        uint8 roles,
        uint8 sender,
        uint8 receiver,
        bytes32 certificate,
        uint32 sequence
    );
    /// @notice A party has let go of its id, or somebody else with a good certificate has taken it over.
    event PartyReleased(address indexed party, OcpiId indexed id, uint32 sequence);
    /// @notice A party wants to be served by `operator`, which has not said yes; nobody if it is zero.
    event PartyOffered(address indexed party, address indexed operator, uint32 sequence);
    event ServiceSet(address indexed provider, string name, string url, uint32 permissions, uint32 sequence);
    event ServiceDeleted(address indexed provider, uint32 sequence);
    event AgreementCreated(address indexed party, address indexed provider, uint32 permissions, uint32 sequence);
    event AgreementRevoked(address indexed party, address indexed provider, uint32 sequence);

    /// @notice The message's deadline has passed.
    error NodeRegistryExpired(uint64 deadline);
    /// @notice A message names another change than the next one.
    error NodeRegistryStaleSequence(uint32 sequence, uint32 next);
    /// @notice The signature is not the signer's.
    error NodeRegistryInvalidSignature();
    /// @notice A signer has at least 20 bytes.
    error NodeRegistryInvalidSigner();
    /// @notice A text is empty where it must not be, or longer than 255 bytes.
    error NodeRegistryInvalidText(uint256 length);
    /// @notice The operator has no node.
    error NodeRegistryUnknownNode(address operator);
    /// @notice The owner has no party.
    error NodeRegistryUnknownParty(address party);
    /// @notice The provider has no service.
    error NodeRegistryUnknownService(address provider);
    /// @notice Two capital letters, then three capital letters or digits.
    error NodeRegistryInvalidId(OcpiId id);
    /// @notice There is no role, or there are bits that stand for none.
    error NodeRegistryInvalidRoles(uint8 roles);
    /// @notice There are bits that stand for no module.
    error NodeRegistryInvalidModules(uint8 sender, uint8 receiver);
    /// @notice Somebody else holds this id.
    error NodeRegistryIdTaken(OcpiId id, address holder);
    /// @notice The certificate does not say that this id is that of this signer, is not of the kind `party`, or is not
    /// good now.
    error NodeRegistryInvalidCertificate(bytes32 certificate);
    /// @notice Fewer anchors than needed endorse the certificate.
    error NodeRegistryNotEndorsed(bytes32 certificate, uint256 endorsements, uint256 needed);
    /// @notice A party comes to another operator by {offerParty} and {acceptParty}.
    error NodeRegistryOperatorUnchanged(address operator);
    /// @notice The party has not offered itself to this operator.
    error NodeRegistryNotOffered(address party, address operator);
    /// @notice Permissions are at least one of the bits 0 to 16, and those of an agreement are the service's.
    error NodeRegistryInvalidPermissions(uint32 permissions, uint32 expected);
    /// @notice Anchors are ascending, each once; as many as needed at least, or none in an open registry.
    error NodeRegistryInvalidAnchors();

    /// @notice Sets the sender's node.
    /// @param url Where it is reached: 1 to 255 bytes.
    /// @param key The ERC-7913 signer of its messages; empty for the operator itself.
    function setNode(string calldata url, bytes calldata key) external;

    /// @dev Typed data: `SetNode(address operator,string url,bytes key,uint32 sequence,uint64 deadline)`.
    function setNodeFor(string calldata url, bytes calldata key, Authorisation calldata by) external;

    /// @notice Deletes the sender's node. Parties that it served keep their ids, and have no operator until they find
    /// another.
    function deleteNode() external;

    /// @dev Typed data: `DeleteNode(address operator,uint32 sequence,uint64 deadline)`.
    function deleteNodeFor(Authorisation calldata by) external;

    /// @notice Sets the sender's party: its first time, or with another id or certificate. An id that it had before is
    /// released.
    /// @param operator Whose node serves it; unless the party is new, the operator that it has.
    /// @param certificate Ignored in an open registry.
    function setParty(
        OcpiId id,
        uint8 roles,
        uint8 sender,
        uint8 receiver,
        address operator,
        PartyCertificate calldata certificate
    ) external;

    /// @dev Typed data: `SetParty(address party,bytes2 countryCode,bytes3 partyId,uint8 roles,uint8 sender,uint8
    /// receiver,address operator,bytes32 certificate,uint32 sequence,uint64 deadline)`; `certificate` is the SHA-256 of
    /// the body.
    function setPartyFor(
        OcpiId id,
        uint8 roles,
        uint8 sender,
        uint8 receiver,
        address operator,
        PartyCertificate calldata certificate,
        Authorisation calldata by
    ) external;

    /// @notice Changes the roles and modules of the sender's party.
    function updateParty(uint8 roles, uint8 sender, uint8 receiver) external;

    /// @dev Typed data: `UpdateParty(address party,uint8 roles,uint8 sender,uint8 receiver,uint32 sequence,uint64
    /// deadline)`.
    function updatePartyFor(uint8 roles, uint8 sender, uint8 receiver, Authorisation calldata by) external;

    /// @notice Asks another operator to serve the sender's party. The present one does until the other accepts.
    /// @param operator Zero takes an offer back.
    function offerParty(address operator) external;

    /// @dev Typed data: `OfferParty(address party,address operator,uint32 sequence,uint64 deadline)`.
    function offerPartyFor(address operator, Authorisation calldata by) external;

    /// @notice Serves a party that has offered itself to the sender, from now on.
    function acceptParty(address party) external;

    /// @dev Typed data: `AcceptParty(address operator,address party,uint32 sequence,uint64 deadline)`; the sequence is
    /// the party's.
    function acceptPartyFor(address party, Authorisation calldata by) external;

    /// @notice Releases the id of the sender's party.
    function deleteParty() external;

    /// @dev Typed data: `DeleteParty(address party,uint32 sequence,uint64 deadline)`.
    function deletePartyFor(Authorisation calldata by) external;

    /// @notice Offers a service of the sender, whose party has to be here.
    /// @param permissions What it needs; bit n is permission n, 0 to 16.
    function setService(string calldata name, string calldata url, uint32 permissions) external;

    /// @dev Typed data: `SetService(address provider,string name,string url,uint32 permissions,uint32 sequence,uint64
    /// deadline)`.
    function setServiceFor(
        string calldata name,
        string calldata url,
        uint32 permissions,
        Authorisation calldata by
    ) external;

    function deleteService() external;

    /// @dev Typed data: `DeleteService(address provider,uint32 sequence,uint64 deadline)`.
    function deleteServiceFor(Authorisation calldata by) external;

    /// @notice Agrees that a service may do what its permissions say now. A service that asks for more later has no
    /// agreement until the party has agreed anew.
    /// @param permissions Those of the service, so that nobody agrees to others than were read.
    function createAgreement(address provider, uint32 permissions) external;

    /// @dev Typed data: `CreateAgreement(address party,address provider,uint32 permissions,uint32 sequence,uint64
    /// deadline)`.
    function createAgreementFor(address provider, uint32 permissions, Authorisation calldata by) external;

    function revokeAgreement(address provider) external;

    /// @dev Typed data: `RevokeAgreement(address party,address provider,uint32 sequence,uint64 deadline)`.
    function revokeAgreementFor(address provider, Authorisation calldata by) external;

    /// @notice The registry in which the anchors endorse certificates.
    function REGISTRY() external view returns (IQuorumRegistry);

    /// @notice The quorums that endorse parties, and how many of them have to; none in an open registry.
    function anchors() external view returns (bytes32[] memory quorums, uint256 needed);

    /// @notice The owner that a signer stands for: itself if it is a wallet, else the last 20 bytes of its keccak256.
    function ownerOf(bytes calldata signer) external pure returns (address);

    /// @notice An operator's node, its present sequence (0 if there never was one) and the block of its last change.
    /// @dev `keyHash` is the keccak256 of the signer of its messages, which the event has; zero if that is the
    /// operator.
    function nodeOf(
        address operator
    ) external view returns (string memory url, bytes32 keyHash, uint32 sequence, uint40 updatedAt);

    /// @notice Up to `limit` places of the list of nodes, from `cursor` on, the newest first.
    /// @param cursor Zero for the first page.
    /// @dev `next` is the cursor of the next page; zero after the last.
    function nodesPage(address cursor, uint256 limit) external view returns (NodeEntry[] memory nodes, address next);

    /// @notice What is kept of an owner's party, good or not, and the operator that it has offered itself to.
    function partyOf(address party) external view returns (PartyEntry memory entry, address offeredTo);

    /// @notice Who holds an id now; zero if nobody does.
    function holderOf(OcpiId id) external view returns (address);

    /// @notice Up to `limit` places of the list of ids, from `cursor` on, the newest first; only those that somebody
    /// holds now.
    function partiesPage(OcpiId cursor, uint256 limit) external view returns (PartyEntry[] memory parties, OcpiId next);

    /// @notice A provider's service and its present sequence; the name is empty if there is none.
    function serviceOf(
        address provider
    ) external view returns (string memory name, string memory url, uint32 permissions, uint32 sequence);

    /// @notice Up to `limit` places of the list of providers, from `cursor` on, the newest first.
    function providersPage(
        address cursor,
        uint256 limit
    ) external view returns (address[] memory providers, address next);

    /// @notice What a party has agreed to, whether it holds now or not, and the present sequence of the agreement.
    function agreementOf(address party, address provider) external view returns (uint32 permissions, uint32 sequence);

    /// @notice Up to `limit` places of a party's list of providers, from `cursor` on; only those whose agreement holds
    /// now.
    function agreementsPage(
        address party,
        address cursor,
        uint256 limit
    ) external view returns (address[] memory providers, address next);

    /// @notice EIP-712 domain separator of this deployment on this chain.
    function domainSeparator() external view returns (bytes32);
}
