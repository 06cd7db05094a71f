import { p256 } from '@noble/curves/nist.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { describe, expect, test } from 'vitest';
import { fromHex, toHex } from '../bytes/index.ts';
import { ArgumentError } from '../errors/index.ts';
import { toLowS } from './lowS.ts';

const digest = new Uint8Array(32).fill(7);
const key = new Uint8Array(32).fill(9);
const curves = [
  ['P-256', p256],
  ['secp256k1', secp256k1],
] as const;

/** r ‖ s with this s. */
const withS = (s: bigint) =>
  Uint8Array.from([...new Uint8Array(32).fill(1), ...fromHex(`0x${s.toString(16).padStart(64, '0')}`)]);

describe('signatures with s in the lower half', () => {
  test.each(curves)('behavior: both twins of %s become the lower one, which verifies', (name, curve) => {
    const low = curve.sign(digest, key, { prehash: false, lowS: true });
    const order = curve.Point.Fn.ORDER;
    const s = BigInt(toHex(low.subarray(32)));
    const high = Uint8Array.from([
      ...low.subarray(0, 32),
      ...fromHex(`0x${(order - s).toString(16).padStart(64, '0')}`),
    ]);
    expect(toLowS(name, low)).toEqual(low);
    expect(toLowS(name, high)).toEqual(low);
    expect(curve.verify(toLowS(name, high), digest, curve.getPublicKey(key), { prehash: false, lowS: true })).toBe(
      true,
    );
  });

  test.each(curves)('behavior: at the edges of %s', (name, curve) => {
    const order = curve.Point.Fn.ORDER;
    const half = order / 2n;
    expect(toLowS(name, withS(half))).toEqual(withS(half));
    expect(toLowS(name, withS(half + 1n))).toEqual(withS(half));
    expect(toLowS(name, withS(order - 1n))).toEqual(withS(1n));
  });

  test.each(curves)('error: what is no signature of %s stays none', (name, curve) => {
    for (const s of [0n, curve.Point.Fn.ORDER, 2n ** 256n - 1n]) expect(toLowS(name, withS(s))).toEqual(withS(s));
    for (const size of [0, 63, 65, 132]) expect(() => toLowS(name, new Uint8Array(size))).toThrow(ArgumentError);
  });
});
