import { describe, expect, test } from 'vitest';
import { DecodeError } from '../errors/index.ts';
import { readHex, readInteger, readList, readObject, readOneOf, readText } from './readJson.ts';
import { formatTimestamp, parseTimestamp } from './timestamp.ts';

const fieldOf = (call: () => unknown): string | undefined => {
  try {
    call();
  } catch (error) {
    expect(error).toBeInstanceOf(DecodeError);
    return (error as DecodeError).field;
  }
  throw new Error('nothing was thrown');
};

describe('readObject', () => {
  test('behavior: gives an object with exactly the fields', () => {
    expect(readObject({ a: 1, b: 2 }, 'x', ['a'], ['b'])).toEqual({ a: 1, b: 2 });
    expect(readObject({ a: 1 }, 'x', ['a'], ['b']).b).toBeUndefined();
  });

  test.each([[null], [[]], ['text'], [1], [true], [undefined]])('error: %j is not an object', (value) => {
    expect(fieldOf(() => readObject(value, 'x', []))).toBe('x');
  });

  test('error: a missing field is named by its path', () => {
    expect(fieldOf(() => readObject({}, 'x', ['a']))).toBe('x.a');
  });

  test('error: what is inherited is not there', () => {
    expect(fieldOf(() => readObject({}, 'x', ['toString']))).toBe('x.toString');
  });

  test('error: an unknown field is shown harmlessly', () => {
    const value = { a: 1, [`\u202e\u001b[31m${'z'.repeat(1000)}`]: 2 };
    expect(() => readObject(value, 'x', ['a'])).toThrow(/^x: has the unknown field "[\x20-\x7e…]{1,60}"$/);
    expect(() => readObject(JSON.parse('{"__proto__":1}'), 'x', [])).toThrow('__proto__');
  });
});

describe('readers', () => {
  test('behavior: good values come back', () => {
    expect(readList([1, 2], 'x', 2, 2)).toEqual([1, 2]);
    expect(readText('abc', 'x', /^[a-c]+$/, 'letters')).toBe('abc');
    expect(readOneOf('a', 'x', ['a', 'b'])).toBe('a');
    expect(readInteger(5, 'x', 0, 5)).toBe(5);
    expect(readHex('0x00ff', 'x', 2)).toBe('0x00ff');
  });

  test.each<[string, () => unknown]>([
    ['a list that is none', () => readList({ length: 1 }, 'x', 0, 9)],
    ['a list that is too long', () => readList([1, 2, 3], 'x', 0, 2)],
    ['a list that is too short', () => readList([], 'x', 1, 2)],
    ['text that does not match', () => readText('d', 'x', /^[a-c]+$/, 'letters')],
    ['text that is none', () => readText(1, 'x', /1/, 'a digit')],
    ['a word that is not allowed', () => readOneOf('c', 'x', ['a', 'b'])],
    ['an integer that is none', () => readInteger(1.5, 'x', 0, 9)],
    ['an integer as text', () => readInteger('1', 'x', 0, 9)],
    ['an integer above 2^53', () => readInteger(2 ** 53, 'x', 0, 2 ** 60)],
    ['an integer that is too small', () => readInteger(-1, 'x', 0, 9)],
    ['NaN', () => readInteger(Number.NaN, 'x', 0, 9)],
    ['hex in upper case', () => readHex('0xFF', 'x', 1)],
    ['hex of another size', () => readHex('0xffff', 'x', 1)],
    ['hex without 0x', () => readHex('ffff', 'x', 1, 2)],
    ['hex with half a byte', () => readHex('0xfff', 'x', 1, 2)],
    ['hex that is none', () => readHex(255, 'x', 1)],
  ])('error: %s', (_, call) => {
    expect(fieldOf(call)).toBe('x');
  });
});

describe('timestamps', () => {
  test('behavior: both ways', () => {
    expect(parseTimestamp('2026-11-20T10:00:00Z')).toBe(1795168800);
    expect(formatTimestamp(1795168800)).toBe('2026-11-20T10:00:00Z');
    expect(formatTimestamp(0)).toBe('1970-01-01T00:00:00Z');
    expect(parseTimestamp('9999-12-31T23:59:59Z')).toBe(253_402_300_799);
    expect(parseTimestamp('2024-02-29T00:00:00Z')).toBe(1709164800);
  });

  test.each([
    '2026-11-20T10:00:00',
    '2026-11-20T10:00:00.000Z',
    '2026-11-20T10:00:00+00:00',
    '2026-11-20 10:00:00Z',
    '2026-11-20t10:00:00z',
    '2026-02-29T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-01-01T24:00:00Z',
    '2026-01-01T00:00:60Z',
    '1969-12-31T23:59:59Z',
    '+02026-11-20T10:00:00Z',
    '2026-11-20T10:00:00Z\n',
    '',
    7,
    null,
  ])('error: %j', (text) => {
    expect(() => parseTimestamp(text, { field: 'manifest.notAfter' })).toThrow('manifest.notAfter: is no');
  });

  test.each([-1, 0.5, Number.NaN, 253_402_300_800])('error: %d seconds', (seconds) => {
    expect(() => formatTimestamp(seconds)).toThrow('whole seconds');
  });
});
