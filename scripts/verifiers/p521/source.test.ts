import { size, slice } from 'viem';
import { describe, expect, test } from 'vitest';
import { keyOfPrivate } from '../../../sdk/src/crypto/p521/crafted.fixtures.ts';
import { n } from './curve.ts';
import { at, POINT_BYTES } from './memory.ts';
import { p521Source } from './source.ts';
import { MULTIPLES, SECOND_BASE, tableCode } from './table.ts';

describe('the table', () => {
  const code = tableCode();
  const numberAt = (offset: number) => {
    const limbs = [0, 32, 64].map((word) => BigInt(slice(code, offset + word, offset + word + 32)));
    return limbs.reduce((all, limb, i) => all + (limb << (174n * BigInt(i))), 0n);
  };

  test('behavior: odd multiples of G and of 2^261 G, as noble computes them', () => {
    expect(size(code)).toBe(2 * MULTIPLES * POINT_BYTES);
    for (let i = 0; i < 2 * MULTIPLES; i++) {
      const odd = BigInt(2 * (i % MULTIPLES) + 1);
      const key = keyOfPrivate(i < MULTIPLES ? odd : (odd << BigInt(SECOND_BASE)) % n);
      expect(numberAt(i * POINT_BYTES)).toBe(BigInt(slice(key, 0, 66)));
      expect(numberAt(i * POINT_BYTES + 96)).toBe(BigInt(slice(key, 66)));
    }
  });

  test('behavior: nobody can run it', () => {
    expect(slice(code, 0, 1)).toBe('0x00');
  });
});

describe('the contract', () => {
  test('behavior: places do not overlap', () => {
    const places = Object.values(at);
    const sizes = places.map((place, i) => (places[i + 1] ?? place + 96) - place);
    expect([...places].sort((a, b) => a - b)).toEqual(places);
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(32);
    // Lengths, base, exponent and modulus for the precompile; the digits of two scalars.
    expect(at.r - at.modexp).toBeGreaterThanOrEqual(96 + 3 * 66);
    expect(at.points - at.digits).toBeGreaterThanOrEqual(2 * 522);
  });

  test('behavior: the source is the same each time', () => {
    expect(p521Source()).toBe(p521Source());
    expect(p521Source()).toContain('function affineDoubleAdd(');
  });
});
