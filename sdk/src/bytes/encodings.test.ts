import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DecodeError } from '../errors/index.ts';
import { compareBytes, concat, equalBytes } from './arrays.ts';
import { fromBase64, toBase64 } from './base64.ts';
import { fromBase64url, toBase64url } from './base64url.ts';
import { fromHex, isHex, toHex } from './hex.ts';
import { utf8Decode, utf8Encode } from './utf8.ts';

const bytes = fc.uint8Array({ maxLength: 100 });

describe('hex', () => {
  test('behavior: round trip, in lower case', () => {
    fc.assert(
      fc.property(bytes, (value) => {
        expect(fromHex(toHex(value))).toEqual(value);
        expect(toHex(value)).toBe(`0x${Buffer.from(value).toString('hex')}`);
      }),
    );
  });

  test('behavior: upper case is read', () => {
    expect(fromHex('0xABCDEF')).toEqual(Uint8Array.of(0xab, 0xcd, 0xef));
  });

  test.each(['', '0', '0x0', 'ab', '0xg0', '0X00', '0x 0', '0x00 ', ' 0x00', '0x00\n', '0x-1', '0x٠٠'])(
    'error: %j',
    (text) => {
      expect(() => fromHex(text, { field: 'digest' })).toThrow('digest: is not 0x');
      expect(isHex(text)).toBe(false);
    },
  );

  test('error: not text', () => {
    for (const value of [null, undefined, 1, {}, ['0x00']]) {
      expect(() => fromHex(value as unknown as string)).toThrow(DecodeError);
      expect(isHex(value)).toBe(false);
    }
  });

  test('error: another size', () => {
    expect(() => fromHex('0x0011', { field: 'digest', size: 32 })).toThrow('digest: has 2 bytes where 32 are expected');
    expect(isHex('0x0011', 2)).toBe(true);
    expect(isHex('0x0011', 1)).toBe(false);
  });
});

describe('base64', () => {
  test('behavior: round trip, as Node spells it', () => {
    fc.assert(
      fc.property(bytes, (value) => {
        const text = toBase64(value);
        expect(text).toBe(Buffer.from(value).toString('base64'));
        expect(fromBase64(text, 'key')).toEqual(value);
      }),
    );
  });

  test.each(['A', 'AA', 'AAA', 'AA=', 'A===', '====', 'AB==', 'AAB=', '-_8=', 'AA=A', 'AAAA\n', 'AA A', 'AAAÀ'])(
    'error: %j',
    (text) => {
      expect(() => fromBase64(text, 'key')).toThrow(DecodeError);
    },
  );
});

describe('base64url', () => {
  test('vector: RFC 4648, section 10, without padding', () => {
    const vectors = { '': '', f: 'Zg', fo: 'Zm8', foo: 'Zm9v', foob: 'Zm9vYg', fooba: 'Zm9vYmE', foobar: 'Zm9vYmFy' };
    for (const [plain, encoded] of Object.entries(vectors)) {
      expect(toBase64url(utf8Encode(plain))).toBe(encoded);
      expect(utf8Decode(fromBase64url(encoded))).toBe(plain);
    }
  });

  test('behavior: round trip, as Node spells it', () => {
    fc.assert(
      fc.property(bytes, (value) => {
        const text = toBase64url(value);
        expect(text).toBe(Buffer.from(value).toString('base64url'));
        expect(fromBase64url(text)).toEqual(value);
      }),
    );
  });

  test.each([
    ['a character missing', 'A'],
    ['padding', 'AA=='],
    ['the other alphabet, plus', '+8-8'],
    ['the other alphabet, slash', '/8-8'],
    ['a space', 'AA A'],
    ['a line break', 'AAAA\n'],
    ['last bits that are not zero, one byte', 'AB'],
    ['last bits that are not zero, two bytes', 'AAB'],
    ['a character beyond ASCII', 'AAAÀ'],
  ])('error: %s', (_, text) => {
    expect(() => fromBase64url(text, { field: 'publicKey' })).toThrow(DecodeError);
  });

  test('error: not text, another size', () => {
    expect(() => fromBase64url(7 as unknown as string, { field: 'publicKey' })).toThrow('publicKey: is not text');
    expect(() => fromBase64url('AAAA', { field: 'publicKey', size: 32 })).toThrow('publicKey: has 3 bytes where 32');
  });
});

describe('utf8', () => {
  test('behavior: round trip of well-formed text, a byte order mark included', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => utf8Decode(utf8Encode(text)) === text));
    expect(utf8Decode(utf8Encode('\ufeffa'))).toBe('\ufeffa');
  });

  test('error: bytes that are not UTF-8', () => {
    for (const value of [[0xff], [0xc3], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xc1, 0xbf]]) {
      expect(() => utf8Decode(Uint8Array.from(value), { field: 'name' })).toThrow('name: is not UTF-8');
    }
  });
});

describe('arrays', () => {
  test('behavior: concat joins, in order', () => {
    expect(concat()).toEqual(new Uint8Array(0));
    expect(concat(Uint8Array.of(1), new Uint8Array(0), Uint8Array.of(2, 3))).toEqual(Uint8Array.of(1, 2, 3));
  });

  test('behavior: comparing agrees with Buffer', () => {
    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        expect(Math.sign(compareBytes(a, b))).toBe(Buffer.compare(a, b));
        expect(equalBytes(a, b)).toBe(Buffer.compare(a, b) === 0);
      }),
    );
  });
});
