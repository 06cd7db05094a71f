import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DecodeError } from '../errors/index.ts';
import { decodeEcdsaDer, encodeEcdsaDer, fromHex, toHex } from './index.ts';

const der = (text: string) => fromHex(`0x${text.replace(/\s/g, '')}`);
const decode =
  (text: string, size = 32) =>
  () =>
    decodeEcdsaDer(der(text), size);

/** The sample of RFC 6979, A.2.5: P-256, SHA-256, "sample". */
const sample = {
  der: `3046 022100efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716
    022100f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8`,
  compact:
    '0xefd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8',
} as const;

describe('ECDSA signatures in DER', () => {
  test('behavior: a signature that is published in both forms', () => {
    expect(toHex(decodeEcdsaDer(der(sample.der), 32))).toBe(sample.compact);
    expect(toHex(encodeEcdsaDer(fromHex(sample.compact)))).toBe(toHex(der(sample.der)));
  });

  test.each([
    ['P-256', 32],
    ['secp256k1', 32],
    ['P-521', 66],
  ] as const)(
    'behavior: what OpenSSL signs over %s reads as its own r ‖ s, and is written back alike',
    (namedCurve, size) => {
      const { privateKey } = generateKeyPairSync('ec', { namedCurve });
      const key = createPrivateKey(privateKey.export({ type: 'pkcs8', format: 'pem' }));
      for (let i = 0; i < 40; i++) {
        const made = new Uint8Array(sign('sha512', Buffer.of(i), { key, dsaEncoding: 'der' }));
        expect(toHex(encodeEcdsaDer(decodeEcdsaDer(made, size)))).toBe(toHex(made));
      }
    },
  );

  test('behavior: any two numbers survive', () => {
    const number = fc.uint8Array({ minLength: 66, maxLength: 66 });
    fc.assert(
      fc.property(number, number, fc.nat(66), (r, s, zeros) => {
        const compact = Uint8Array.from([...r.fill(0, 0, zeros), ...s]);
        expect(decodeEcdsaDer(encodeEcdsaDer(compact), 66)).toEqual(compact);
      }),
      { numRuns: 200 },
    );
  });

  test('error: truncation at every byte, and a byte more at every place', () => {
    const whole = der(sample.der);
    for (let size = 0; size < whole.length; size++) {
      expect(() => decodeEcdsaDer(whole.subarray(0, size), 32), `${size} bytes`).toThrow(DecodeError);
    }
    for (let at = 0; at <= whole.length; at++) {
      const longer = Uint8Array.from([...whole.subarray(0, at), 0, ...whole.subarray(at)]);
      expect(() => decodeEcdsaDer(longer, 32), `at ${at}`).toThrow(DecodeError);
    }
  });

  test.each([
    ['another tag', '3106020101020101'],
    ['no INTEGER', '3006030101020101'],
    ['an indefinite length', '30800201010201010000'],
    ['a long form where the short one does', '308106020101020101'],
    ['a length of two bytes', '30820006020101020101'],
    ['a negative number', '3006020180020101'],
    ['a needless zero', '300702020001020101'],
    ['a number without digits', '30050200020101'],
    ['one number only', '3003020101'],
    ['three numbers', '3009020101020101020101'],
    ['bytes after the sequence', '300602010102010100'],
    ['a sequence that ends early', '3005020101020101'],
    ['a number that runs out of the sequence', '3006020101020201'],
    ['nothing', ''],
  ])('error: %s', (_what, text) => {
    expect(decode(text)).toThrow(DecodeError);
  });

  test('error: a number that is too long for the curve, and what is not r ‖ s', () => {
    expect(decode(`3026 0221 00${'ff'.repeat(32)} 020101`)).not.toThrow();
    expect(decode(`3026 0221 01${'ff'.repeat(32)} 020101`)).toThrow('more than 32 bytes');
    for (const size of [0, 1, 63, 134]) expect(() => encodeEcdsaDer(new Uint8Array(size))).toThrow(DecodeError);
  });

  test('error: no bytes at all are ever an error of ours (fuzz)', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 150 }), (bytes) => {
        try {
          expect(encodeEcdsaDer(decodeEcdsaDer(bytes, 66))).toEqual(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(DecodeError);
        }
      }),
      { numRuns: 300 },
    );
  });
});
