import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ArgumentError } from '../errors/index.ts';
import { packTerms, unpackTerms, unpackTermsWord } from './announcementTerms.ts';

const terms = { epoch: 7, kind: 1, codec: 2, notBefore: 1_795_158_000, notAfter: 1_795_762_800 };

const wordOf = (number: bigint): `0x${string}` => `0x${number.toString(16).padStart(64, '0')}`;

describe('announcementTerms', () => {
  test('behavior: from the top: epoch, kind, codec, notBefore, notAfter', () => {
    expect(packTerms(terms).toString(16)).toBe('7010200006affeff000006b092a70');
    expect(packTerms({ epoch: 0, kind: 0, codec: 0, notBefore: 0, notAfter: 0 })).toBe(0n);
  });

  test('behavior: roundtrips', () => {
    const uint = (bits: number) => fc.integer({ min: 0, max: 2 ** Math.min(bits, 53) - 1 });
    const any = fc.record({ epoch: uint(64), kind: uint(8), codec: uint(8), notBefore: uint(48), notAfter: uint(48) });
    fc.assert(
      fc.property(any, (value) => {
        expect(unpackTerms(packTerms(value))).toEqual(value);
        expect(unpackTermsWord(wordOf(packTerms(value)))).toEqual(value);
      }),
    );
  });

  test('error: a number that does not fit is named, and spills into no other', () => {
    const bad = { epoch: [-1, 0.5, 2 ** 53], kind: [-1, 256], codec: [-1, 256], notBefore: [-1, 2 ** 48] };
    for (const [field, values] of Object.entries({ ...bad, notAfter: [Number.NaN, 2 ** 48] })) {
      for (const value of values) {
        expect(() => packTerms({ ...terms, [field]: value })).toThrow(ArgumentError);
        expect(() => packTerms({ ...terms, [field]: value })).toThrow(field);
      }
    }
  });

  test('error: an epoch beyond 2^53', () => {
    expect(() => unpackTerms(2n ** 170n)).toThrow(ArgumentError);
    for (const bit of [165n, 170n, 175n]) expect(() => unpackTermsWord(wordOf(2n ** bit))).toThrow(ArgumentError);
  });

  test('error: a word with more than terms', () => {
    for (const bit of [176n, 200n, 255n]) {
      expect(() => unpackTermsWord(wordOf(packTerms(terms) | (1n << bit)))).toThrow(ArgumentError);
    }
  });
});
