import { keccak_256 } from '@noble/hashes/sha3.js';
import { primitives } from '#primitives';
import { type Hex, toHex } from '../bytes/index.ts';

/**
 * SHA-256 (FIPS 180-4), by the platform.
 *
 * @example `toHex(sha256(new Uint8Array())) // '0xe3b0c442…'`
 */
export function sha256(bytes: Uint8Array): Uint8Array {
  return primitives.sha256(bytes);
}

/** SHA-256 as `0x` hex: the id of a certificate, the digest of an envelope. */
export function sha256Hex(bytes: Uint8Array): Hex {
  return toHex(primitives.sha256(bytes));
}

/**
 * Keccak-256, as Ethereum uses it (not SHA3-256, which pads differently).
 *
 * @example `toHex(keccak256(new Uint8Array())) // '0xc5d24601…'`
 */
export function keccak256(bytes: Uint8Array): Uint8Array {
  return keccak_256(bytes);
}

/** Keccak-256 as `0x` hex: authority ids and device ids. */
export function keccak256Hex(bytes: Uint8Array): Hex {
  return toHex(keccak_256(bytes));
}
