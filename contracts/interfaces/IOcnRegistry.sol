// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// @title The read functions of the first Open Charging Network's contracts, under their names
/// @notice For programs that were written for these. What does not hold now is not given: a party without a good
/// certificate, an operator without a node, an agreement that a service has outgrown.
interface IOcnRegistry {
    function getNode(address operator) external view returns (string memory domain);

    function getOperatorByAddress(address party) external view returns (address operator, string memory domain);

    function getOperatorByOcpi(
        bytes2 countryCode,
        bytes3 partyId
    ) external view returns (address operator, string memory domain);

    function getPartyDetailsByAddress(
        address partyAddress
    )
        external
        view
        returns (
            bytes2 countryCode,
            bytes3 partyId,
            uint8[] memory modulesSender,
            uint8[] memory modulesReceiver,
            uint8[] memory roles,
            address operatorAddress,
            string memory operatorDomain
        );

    function getPartyDetailsByOcpi(
        bytes2 countryCode,
        bytes3 partyId
    )
        external
        view
        returns (
            address partyAddress,
            uint8[] memory roles,
            uint8[] memory modulesSender,
            uint8[] memory modulesReceiver,
            address operatorAddress,
            string memory operatorDomain
        );

    function getService(
        address provider
    )
        external
        view
        returns (
            bytes2 countryCode,
            bytes3 partyId,
            string memory name,
            string memory url,
            uint256[] memory permissions
        );

    /// @dev As long as the user itself has made the list.
    function getUserAgreementsByAddress(address user) external view returns (address[] memory providers);

    function getUserAgreementsByOcpi(
        bytes2 countryCode,
        bytes3 partyId
    ) external view returns (address[] memory providers);

    function hasUserAgreementByAddress(address user, address provider) external view returns (bool);

    function hasUserAgreementByOcpi(bytes2 countryCode, bytes3 partyId, address provider) external view returns (bool);
}
