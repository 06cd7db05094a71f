import { createHash, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { concat, type Hex, hexToBytes, numberToHex, pad, toHex } from 'viem';
import type { Variant } from './p521Chain.ts';

/** p and n of P-521 (SP 800-186, section 3.2.1.5). */
export const p = 2n ** 521n - 1n;
export const n = BigInt(`0x01ff${'f'.repeat(63)}a51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409`);

export interface P521Key {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  /** x ‖ y. */
  readonly key: Hex;
}

/** By OpenSSL. */
export function createKey(): P521Key {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-521' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  return { privateKey, publicKey, key: toHex(Buffer.from(x + y, 'base64url')) };
}

const hashOf = (variant: Variant) => (variant === 'SHA-512' ? 'sha512' : 'sha256');

/** r ‖ s by OpenSSL. */
export function signDigest(variant: Variant, { privateKey }: P521Key, digest: Hex): Hex {
  return toHex(sign(hashOf(variant), hexToBytes(digest), { key: privateKey, dsaEncoding: 'ieee-p1363' }));
}

/** What OpenSSL says of it. */
export function verifyByOpenSsl(variant: Variant, { publicKey }: P521Key, digest: Hex, signature: Hex): boolean {
  const options = { key: publicKey, dsaEncoding: 'ieee-p1363' } as const;
  return verify(hashOf(variant), hexToBytes(digest), options, hexToBytes(signature));
}

export function hashDigest(variant: Variant, digest: Hex): Hex {
  return toHex(createHash(hashOf(variant)).update(hexToBytes(digest)).digest());
}

/** 66 bytes. */
export function number66(value: bigint): Hex {
  return pad(numberToHex(value), { size: 66 });
}

export function pair(first: bigint, second: bigint): Hex {
  return concat([number66(first), number66(second)]);
}

/** The bytes with the bits of `mask` turned around at an offset. */
export function flip(bytes: Hex, offset: number, mask = 1): Hex {
  const changed = hexToBytes(bytes);
  changed[offset] = (changed[offset] as number) ^ mask;
  return toHex(changed);
}
