import { describe, expect, test } from 'vitest';
import { initialHash, integerRoot, primes, roundConstants } from './constants.ts';

describe('constants of SHA-512', () => {
  test('behavior: are those that FIPS 180-4 prints (sections 4.2.3 and 5.3.5)', () => {
    expect(initialHash).toHaveLength(8);
    expect([initialHash[0], initialHash[7]]).toEqual([0x6a09e667f3bcc908n, 0x5be0cd19137e2179n]);
    expect(roundConstants).toHaveLength(80);
    expect([roundConstants[0], roundConstants[79]]).toEqual([0x428a2f98d728ae22n, 0x6c44198c4a475817n]);
  });

  test('behavior: roots are rounded down', () => {
    expect([0n, 1n, 8n, 9n, 26n, 27n].map((value) => integerRoot(value, 3n))).toEqual([0n, 1n, 2n, 2n, 2n, 3n]);
    expect([15n, 16n, 17n].map((value) => integerRoot(value, 2n))).toEqual([3n, 4n, 4n]);
  });

  test('behavior: primes begin with two', () => {
    expect(primes(6)).toEqual([2n, 3n, 5n, 7n, 11n, 13n]);
  });
});
