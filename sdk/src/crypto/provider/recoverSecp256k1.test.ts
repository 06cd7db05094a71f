import { secp256k1 } from '@noble/curves/secp256k1.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concat, toHex } from '../../bytes/index.ts';
import { recoverByNoble } from './nobleSecp256k1.ts';
import { recoverSecp256k1 } from './nodeSecp256k1.ts';

const order = secp256k1.Point.CURVE().n;
const word = (value: bigint) => Uint8Array.from(Buffer.from(value.toString(16).padStart(64, '0'), 'hex'));
const both = (digest: Uint8Array, signature: Uint8Array, id: number) =>
  [recoverByNoble, recoverSecp256k1].map((recover) => {
    const key = recover(digest, signature, id);
    return key === null ? null : toHex(key);
  });

// Past the number of signatures from which the library is used.
for (let i = 0; i < 40; i++) recoverSecp256k1(word(1n), concat(word(2n), word(3n)), 0);

describe('recovering secp256k1 keys, by noble and by libsecp256k1', () => {
  test('behavior: both find the key of a signature', () => {
    const bytes32 = fc.uint8Array({ minLength: 32, maxLength: 32 });
    fc.assert(
      fc.property(bytes32, bytes32, (secret, digest) => {
        fc.pre(secp256k1.utils.isValidSecretKey(secret));
        const signed = secp256k1.sign(digest, secret, { prehash: false, format: 'recovered' });
        const key = toHex(secp256k1.getPublicKey(secret, false));
        expect(both(digest, signed.subarray(1), signed[0] as number)).toEqual([key, key]);
      }),
      { numRuns: 60 },
    );
  });

  test('behavior: both say the same of random bytes', () => {
    const bytes = (size: number) => fc.uint8Array({ minLength: size, maxLength: size });
    fc.assert(
      fc.property(bytes(32), bytes(64), fc.integer({ min: 0, max: 1 }), (digest, signature, id) => {
        const [noble, library] = both(digest, signature, id);
        expect(library).toEqual(noble);
      }),
      { numRuns: 200 },
    );
  });

  const digest = word(12_345n);
  const good = 0x79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798n;
  test.each([
    ['r is zero', 0n, 1n],
    ['s is zero', good, 0n],
    ['r is the order', order, 1n],
    ['s is the order', good, order],
    ['r is above the order', order + 1n, 1n],
    ['s is all ones', good, (1n << 256n) - 1n],
    ['r is on no point', 5n, 1n],
  ])('error: %s', (_, r, s) => {
    expect(both(digest, concat(word(r), word(s)), 0)).toEqual([null, null]);
  });

  test('error: a key at infinity', () => {
    // R = G and s·R = e·G give Q = r⁻¹(s·R − e·G) = O.
    const [noble, library] = both(word(7n), concat(word(good), word(7n)), 0);
    expect([noble, library]).toEqual([null, null]);
  });

  test('behavior: a digest of zeros, and one above the order', () => {
    for (const value of [0n, order, (1n << 256n) - 1n]) {
      const [noble, library] = both(word(value), concat(word(good), word(9n)), 1);
      expect(library).toEqual(noble);
    }
  });
});
