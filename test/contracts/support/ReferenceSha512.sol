// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.27;

/// @dev SHA-512 of one block as FIPS 180-4 writes it down, one 64-bit word after the other, constants from their definition.
library ReferenceSha512 {
    struct Constants {
        uint64[80] k;
        uint64[8] h;
    }

    function constants() internal pure returns (Constants memory found) {
        uint256 prime = 1;
        for (uint256 i; i < 80; ++i) {
            do ++prime; while (!_isPrime(prime));
            found.k[i] = uint64(_root(prime << 192, 3));
            if (i < 8) found.h[i] = uint64(_root(prime << 128, 2));
        }
    }

    function hash32(Constants memory c, bytes32 message) internal pure returns (bytes32 high, bytes32 low) {
        uint64[80] memory w;
        for (uint256 t; t < 4; ++t) w[t] = uint64(uint256(message) >> (192 - 64 * t));
        w[4] = 1 << 63;
        w[15] = 256;
        for (uint256 t = 16; t < 80; ++t) {
            unchecked {
                w[t] = _s1(w[t - 2]) + w[t - 7] + _s0(w[t - 15]) + w[t - 16];
            }
        }
        uint64[8] memory v;
        for (uint256 i; i < 8; ++i) v[i] = c.h[i];
        for (uint256 t; t < 80; ++t) _round(v, c.k[t], w[t]);
        high = _sums(c.h, v, 0);
        low = _sums(c.h, v, 4);
    }

    function _sums(uint64[8] memory h, uint64[8] memory v, uint256 first) private pure returns (bytes32 half) {
        for (uint256 i = first; i < first + 4; ++i) {
            unchecked {
                half = (half << 64) | bytes32(uint256(h[i] + v[i]));
            }
        }
    }

    function _round(uint64[8] memory v, uint64 k, uint64 w) private pure {
        unchecked {
            uint64 s1 = _rotate(v[4], 14) ^ _rotate(v[4], 18) ^ _rotate(v[4], 41);
            uint64 t1 = v[7] + s1 + ((v[4] & v[5]) ^ (~v[4] & v[6])) + k + w;
            uint64 s0 = _rotate(v[0], 28) ^ _rotate(v[0], 34) ^ _rotate(v[0], 39);
            uint64 t2 = s0 + ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]));
            for (uint256 i = 7; i > 0; --i) v[i] = v[i - 1];
            v[4] += t1;
            v[0] = t1 + t2;
        }
    }

    function _s0(uint64 x) private pure returns (uint64) {
        return _rotate(x, 1) ^ _rotate(x, 8) ^ (x >> 7);
    }

    function _s1(uint64 x) private pure returns (uint64) {
        return _rotate(x, 19) ^ _rotate(x, 61) ^ (x >> 6);
    }

    function _rotate(uint64 x, uint64 n) private pure returns (uint64) {
        return (x >> n) | (x << (64 - n));
    }

    function _isPrime(uint256 n) private pure returns (bool) {
        for (uint256 d = 2; d * d <= n; ++d) if (n % d == 0) return false;
        return true;
    }

    /// @dev The largest integer whose power does not exceed the value.
    function _root(uint256 value, uint256 degree) private pure returns (uint256 low) {
        uint256 high = 1 << (degree == 2 ? 70 : 68);
        while (high - low > 1) {
            uint256 middle = (low + high) >> 1;
            if (middle ** degree <= value) low = middle;
            else high = middle;
        }
    }
}
