import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DecodeError } from '../errors/index.ts';
import { derTags, encodeDer, encodeDerInteger, readDer } from './der.ts';
import { fromHex, toHex } from './hex.ts';

const { sequence, integer, bitString, octetString } = derTags;
const read = (hex: string) => readDer(fromHex(`0x${hex}`), 'key');

describe('DER', () => {
  test('behavior: roundtrip of strings of any length', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 70_000 }), (size) => {
        const content = new Uint8Array(size).fill(7);
        const reader = readDer(encodeDer(octetString, content), 'key');
        expect(reader.read(octetString, 'octets').length).toBe(size);
        expect(reader.isAtEnd()).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  test('behavior: roundtrip of numbers', () => {
    fc.assert(
      fc.property(fc.nat({ max: 2 ** 31 - 1 }), (value) => {
        expect(readDer(encodeDerInteger(value), 'key').integer('number', 2 ** 31)).toBe(value);
      }),
    );
    for (const value of [0, 1, 127, 128, 255, 256, 32_767, 32_768, 600_000]) {
      expect(readDer(encodeDerInteger(value), 'key').integer('number', 600_000)).toBe(value);
    }
  });

  test('behavior: elements within elements, and those that may be missing', () => {
    const inner = encodeDer(sequence, encodeDerInteger(1), encodeDer(bitString, Uint8Array.of(0, 9)));
    const reader = readDer(encodeDer(sequence, inner), 'key').enter(sequence, 'outer').enter(sequence, 'inner');
    expect(reader.isNext(octetString)).toBe(false);
    expect(reader.optional(octetString)).toBeNull();
    expect(reader.integer('version', 1)).toBe(1);
    expect(toHex(reader.bits('bits'))).toBe('0x09');
    expect(() => reader.end()).not.toThrow();
  });

  test.each([
    ['nothing', '', 'has no SEQUENCE at offset 0'],
    ['another tag', '0400', 'has no SEQUENCE at offset 0'],
    ['no length', '30', 'ends too early at offset 1'],
    ['an indefinite length', '30800000', 'has a length that is not allowed here'],
    ['a length of four bytes', '308400000001', 'has a length that is not allowed here'],
    ['a reserved length', '30ff00', 'has a length that is not allowed here'],
    ['a long form for a short length', '30810100', 'not in its shortest form'],
    ['a length with a leading zero', '3082008000', 'not in its shortest form'],
    ['half a length', '3082ff', 'ends too early'],
    ['too little content', '300201', 'ends in the middle of SEQUENCE'],
  ])('error: %s', (_, hex, message) => {
    expect(() => read(hex).read(sequence, 'SEQUENCE')).toThrow(message);
    expect(() => read(hex).read(sequence, 'SEQUENCE')).toThrow(DecodeError);
  });

  test.each([
    ['an empty number', '0200', 'wrong number'],
    ['a negative number', '020181', 'wrong number'],
    ['minus one', '0201ff', 'wrong number'],
    ['a needless zero', '02020001', 'wrong number'],
    ['a number above the limit', '020201f5', 'above 500'],
    ['a huge number', `0220${'7f'.repeat(32)}`, 'above 500'],
  ])('error: %s', (_, hex, message) => {
    expect(() => read(hex).integer('number', 500)).toThrow(message);
  });

  test('error: bits that are unused, or missing; offsets count from the start; the rest is not ignored', () => {
    expect(() => read('03020480').bits('bits')).toThrow('has unused bits in bits');
    expect(() => read('0300').bits('bits')).toThrow('has unused bits in bits');
    const inner = read('3005020100' + '0400').enter(sequence, 'outer');
    expect(() => inner.read(octetString, 'octets')).toThrow('key: has no octets at offset 2');
    inner.read(integer, 'number');
    expect(() => inner.end()).toThrow('has more than it should have at offset 5');
  });
});
