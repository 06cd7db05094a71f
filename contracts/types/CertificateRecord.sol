// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.27;

/// @dev What a quorum has said of a certificate, in one slot: `uint32 version ‖ uint64 revokedAt ‖ uint64 endorsedAt` in the low
/// 160 bits. Zero means nothing. Only {endorsed} and {revoked} change it, and neither takes anything back.
type CertificateRecord is uint256;

using CertificateRecords for CertificateRecord global;

library CertificateRecords {
    uint256 private constant VERSION = 0xffffffff << 128;

    /// @dev The record of a certificate that was endorsed; for a record that says nothing yet.
    function endorsed(uint64 at, uint32 version_) internal pure returns (CertificateRecord) {
        return CertificateRecord.wrap((uint256(version_) << 128) | at);
    }

    /// @dev The record after a revocation; for a record that is not revoked.
    function revoked(CertificateRecord record, uint64 at, uint32 version_) internal pure returns (CertificateRecord) {
        return CertificateRecord.wrap((uint256(version_) << 128) | (uint256(at) << 64) | record.endorsedAt());
    }

    function exists(CertificateRecord record) internal pure returns (bool) {
        return CertificateRecord.unwrap(record) != 0;
    }

    function endorsedAt(CertificateRecord record) internal pure returns (uint64) {
        return uint64(CertificateRecord.unwrap(record));
    }

    function revokedAt(CertificateRecord record) internal pure returns (uint64) {
        return uint64(CertificateRecord.unwrap(record) >> 64);
    }

    function version(CertificateRecord record) internal pure returns (uint32) {
        return uint32(CertificateRecord.unwrap(record) >> 128);
    }
}
