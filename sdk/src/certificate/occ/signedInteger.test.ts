import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toBase64 } from '../../bytes/index.ts';
import { DecodeError } from '../../errors/index.ts';
import { decodeInteger, encodeInteger } from './signedInteger.ts';

const read = (...bytes: number[]) => decodeInteger(toBase64(Uint8Array.from(bytes)), 4, 'r');

describe('signed integers', () => {
  test('behavior: round trip, with a zero byte in front only where the first bit is set', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 4, maxLength: 4 }), (bytes) => {
        expect(decodeInteger(encodeInteger(bytes), 4, 'r')).toEqual(bytes);
      }),
    );
    expect(encodeInteger(Uint8Array.of(0, 0, 0, 0x80))).toBe(toBase64(Uint8Array.of(0, 0x80)));
    expect(encodeInteger(Uint8Array.of(0, 0, 0, 0x7f))).toBe(toBase64(Uint8Array.of(0x7f)));
    expect(encodeInteger(new Uint8Array(4))).toBe('AA==');
  });

  test('behavior: every text that is read is the one that is written', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 6 }), (bytes) => {
        const text = toBase64(bytes);
        let value: Uint8Array;
        try {
          value = decodeInteger(text, 4, 'r');
        } catch (error) {
          expect(error).toBeInstanceOf(DecodeError);
          return;
        }
        expect(encodeInteger(value)).toBe(text);
      }),
    );
  });

  test.each([
    ['negative', [0x80]],
    ['negative', [0xff, 0xff, 0xff, 0xff, 0xff]],
    ['needless', [0, 1]],
    ['needless', [0, 0]],
    ['needless', [0, 0, 0x80]],
    ['more than 4', [1, 0, 0, 0, 0]],
    ['more than 4', [0, 0x80, 0, 0, 0, 0]],
    ['empty', []],
  ])('error: %s: %j', (message, bytes) => {
    expect(() => read(...bytes)).toThrow(message);
  });

  test('error: what is not base64', () => {
    for (const text of ['A', 'AQ', 'AQ=', 'AR==', 'A Q=', '-_8=', 'AQ==\n']) {
      expect(() => decodeInteger(text, 4, 'r'), text).toThrow(DecodeError);
    }
  });
});
