// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// @notice How the announced bytes are stored on IPFS; the digest is the SHA-256 in the CIDv1 in each case.
enum Codec {
    Raw, // one raw block (codec 0x55) of at most 1 MiB
    File, // a UnixFS file (codec 0x70)
    Directory // a UnixFS directory (codec 0x70), HAMT-sharded when large: one file per device
}

/// @notice The numbers of an announcement in one word of calls and events, from the top: `uint64 epoch ‖ uint8 kind ‖
/// uint8 codec ‖ uint48 notBefore ‖ uint48 notAfter`. Each of the 176 bits has a meaning, so equal terms are equal words.
type AnnouncementTerms is uint176;

using AnnouncementTermsLibrary for AnnouncementTerms global;

library AnnouncementTermsLibrary {
    function pack(
        uint64 epoch_,
        uint8 kind_,
        Codec codec_,
        uint48 notBefore_,
        uint48 notAfter_
    ) internal pure returns (AnnouncementTerms) {
        return
            AnnouncementTerms.wrap(
                (uint176(epoch_) << 112) |
                    (uint176(kind_) << 104) |
                    (uint176(uint8(codec_)) << 96) |
                    (uint176(notBefore_) << 48) |
                    notAfter_
            );
    }

    /// @notice Grows with each announcement of the authority to the subject.
    function epoch(AnnouncementTerms terms) internal pure returns (uint64) {
        return uint64(AnnouncementTerms.unwrap(terms) >> 112);
    }

    /// @notice What the content is; see docs/spec/announcement.md.
    function kind(AnnouncementTerms terms) internal pure returns (uint8) {
        return uint8(AnnouncementTerms.unwrap(terms) >> 104);
    }

    /// @notice How the content is stored. Panics if the byte stands for no codec.
    function codec(AnnouncementTerms terms) internal pure returns (Codec) {
        return Codec(uint8(AnnouncementTerms.unwrap(terms) >> 96));
    }

    /// @notice Seconds since 1970; the content is not to be used before.
    function notBefore(AnnouncementTerms terms) internal pure returns (uint48) {
        return uint48(AnnouncementTerms.unwrap(terms) >> 48);
    }

    /// @notice Seconds since 1970; the content is not to be used after.
    function notAfter(AnnouncementTerms terms) internal pure returns (uint48) {
        return uint48(AnnouncementTerms.unwrap(terms));
    }
}
