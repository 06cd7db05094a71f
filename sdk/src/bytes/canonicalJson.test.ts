import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ArgumentError, DecodeError } from '../errors/index.ts';
import { decodeCanonicalJson, encodeCanonicalJson } from './canonicalJson.ts';
import { utf8Decode, utf8Encode } from './utf8.ts';

const canonical = (value: unknown) => utf8Decode(encodeCanonicalJson(value));
const decode = (text: string) => decodeCanonicalJson(utf8Encode(text));

describe('RFC 8785', () => {
  test('vector: the example of section 3.2.2 and 3.2.3', () => {
    const input =
      '{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],' +
      '"string":"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/","literals":[null,true,false]}';
    expect(canonical(JSON.parse(input))).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  test('vector: keys are sorted by UTF-16 code units (section 3.2.3)', () => {
    const input = { '€': 1, '\r': 2, '\ufb33': 3, '1': 4, '\u{1f600}': 5, '\u0080': 6, ö: 7 };
    expect(canonical(input)).toBe('{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"\u{1f600}":5,"\ufb33":3}');
  });

  test.each([
    ['0000000000000000', '0'],
    ['8000000000000000', '0'],
    ['0000000000000001', '5e-324'],
    ['7fefffffffffffff', '1.7976931348623157e+308'],
    ['4340000000000000', '9007199254740992'],
    ['4430000000000000', '295147905179352830000'],
    ['44b52d02c7e14af5', '9.999999999999997e+22'],
    ['44b52d02c7e14af6', '1e+23'],
    ['444b1ae4d6e2ef4e', '999999999999999700000'],
    ['444b1ae4d6e2ef50', '1e+21'],
    ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
    ['3eb0c6f7a0b5ed8d', '0.000001'],
    ['becbf647612f3696', '-0.0000033333333333333333'],
    ['43143ff3c1cb0959', '1424953923781206.2'],
  ])('vector: number %s (appendix B)', (ieee, text) => {
    const view = new DataView(new ArrayBuffer(8));
    view.setBigUint64(0, BigInt(`0x${ieee}`));
    expect(canonical(view.getFloat64(0))).toBe(text);
  });

  test.each([['7fffffffffffffff'], ['7ff0000000000000']])(
    'error: number %s is NaN or infinite (appendix B)',
    (ieee) => {
      const view = new DataView(new ArrayBuffer(8));
      view.setBigUint64(0, BigInt(`0x${ieee}`));
      expect(() => canonical(view.getFloat64(0))).toThrow(ArgumentError);
    },
  );
});

describe('encodeCanonicalJson', () => {
  test.each([
    ['a lone high surrogate', '\ud800'],
    ['a lone low surrogate in a key', { '\udc00': 1 }],
    ['undefined', undefined],
    ['a function', () => 1],
    ['a bigint', 1n],
  ])('error: %s', (_, value) => {
    expect(() => encodeCanonicalJson(value)).toThrow(ArgumentError);
  });

  test('error: a cycle', () => {
    const cycle: { self?: unknown } = {};
    cycle.self = cycle;
    expect(() => encodeCanonicalJson(cycle)).toThrow(ArgumentError);
  });

  test('error: nested more than 64 deep', () => {
    const nested = (depth: number) => JSON.parse('['.repeat(depth) + ']'.repeat(depth));
    expect(canonical(nested(64))).toHaveLength(128);
    expect(() => encodeCanonicalJson(nested(65))).toThrow('nested more than 64 deep');
  });
});

describe('decodeCanonicalJson', () => {
  test('behavior: round trip of any JSON value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const bytes = encodeCanonicalJson(value);
        expect(encodeCanonicalJson(decodeCanonicalJson(bytes))).toEqual(bytes);
      }),
    );
  });

  test('behavior: __proto__ is a field like any other', () => {
    const value = decode('{"__proto__":1}');
    expect(Object.getOwnPropertyNames(value)).toEqual(['__proto__']);
  });

  test.each([
    ['a space', '{"a": 1}'],
    ['a line break at the end', '{"a":1}\n'],
    ['keys out of order', '{"b":1,"a":2}'],
    ['a key twice', '{"a":1,"a":2}'],
    ['a key twice, spelled in two ways', '{"a":1,"\\u0061":2}'],
    ['minus zero', '[-0]'],
    ['a fraction of zero', '[1.0]'],
    ['an exponent', '[1e2]'],
    ['a number that is not a double', '[0.1000000000000000055]'],
    ['an integer above 2^53 that rounds', '[9007199254740993]'],
    ['an infinite number', '[1e999]'],
    ['an unneeded escape', '["\\u0061"]'],
    ['an escaped slash', '["\\/"]'],
    ['upper-case escape digits', '["\\u000F"]'],
    ['an escaped lone surrogate', '["\\ud800"]'],
    ['an escaped pair', '["\\ud83d\\ude00"]'],
    ['a byte order mark', '\ufeff[]'],
    ['a trailing comma', '[1,]'],
    ['a comment', '[/**/]'],
    ['nothing', ''],
    ['two values', '[][]'],
    ['NaN', '[NaN]'],
  ])('error: %s', (_, text) => {
    expect(() => decode(text)).toThrow(DecodeError);
  });

  test('error: bytes that are not UTF-8 (an encoded surrogate, an overlong form, a lone continuation)', () => {
    for (const bytes of [
      [0x22, 0xed, 0xa0, 0x80, 0x22],
      [0x22, 0xc0, 0xaf, 0x22],
      [0x22, 0x80, 0x22],
    ]) {
      expect(() => decodeCanonicalJson(Uint8Array.from(bytes), { field: 'claim' })).toThrow('claim: is not UTF-8');
    }
  });

  test('error: deep nesting ends before anything is parsed', () => {
    const deep = '['.repeat(100_000) + ']'.repeat(100_000);
    expect(() => decode(deep)).toThrow('nested more than 64 deep');
    expect(() => decode(`${'{"a":'.repeat(65)}1${'}'.repeat(65)}`)).toThrow('nested more than 64 deep');
    expect(decode(JSON.stringify(['['.repeat(100), '\\"['.repeat(100)]))).toBeInstanceOf(Array);
  });

  test('attack: secrets in errors: the text is not quoted', () => {
    let error: unknown;
    try {
      decode('{"privateKey":secret}');
    } catch (thrown) {
      error = thrown;
    }
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('secret');
  });

  test('error: truncation at every byte', () => {
    const bytes = encodeCanonicalJson({ a: [1, 'ö', null], b: { c: true } });
    for (let size = 0; size < bytes.length; size++) {
      expect(() => decodeCanonicalJson(bytes.subarray(0, size))).toThrow(DecodeError);
    }
  });
});
