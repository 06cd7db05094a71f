import { describe, expect, test } from 'vitest';
import { closest } from './suggest.ts';
import {
  formatTime,
  toAddress,
  toBytes32,
  toDuration,
  toHexBytes,
  toInteger,
  toName,
  toTime,
  toUrl,
} from './values.ts';

const given = (text: string) => ({ text, field: '--x' });
const wrong = expect.objectContaining({ code: 'DECODE', field: '--x' });

describe('values', () => {
  test('behavior: spans of time', () => {
    expect(toDuration(given('90s'))).toBe(90);
    expect(toDuration(given('1d12h'))).toBe(129_600);
    expect(toDuration(given('1y'))).toBe(31_536_000);
  });

  test.each(['', '5', 'm', '5M', '-5m', '5 m', '1.5h', '5m ', '0s', '99999999999y', '5mm', '١m'])(
    'error: %j is no span',
    (text) => {
      expect(() => toDuration(given(text))).toThrow(wrong);
    },
  );

  test('behavior: times, and back', () => {
    expect(toTime(given('2026-11-20'))).toBe(toTime(given('2026-11-20T00:00:00Z')));
    expect(formatTime(toTime(given('2028-02-29T23:59:59Z')))).toBe('2028-02-29T23:59:59Z');
    expect(formatTime(2n ** 64n - 1n)).toContain('after 1970');
  });

  test.each([
    '',
    'now',
    '2026-02-29',
    '2026-13-01',
    '2026-11-20 10:00:00',
    '2026-11-20T24:00:00Z',
    '2026-11-20T10:00:00+01:00',
  ])('error: %j is no time', (text) => {
    expect(() => toTime(given(text))).toThrow(wrong);
  });

  test.each(['', '-1', '01', '1.0', '1e3', ' 1', '0x1', '99999999999999999', 'NaN'])(
    'error: %j is no whole number',
    (text) => {
      expect(() => toInteger(given(text), 0, Number.MAX_SAFE_INTEGER)).toThrow(wrong);
    },
  );

  test('behavior: addresses in any case, but with a right checksum', async () => {
    const checksummed = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266';
    for (const text of [checksummed, checksummed.toLowerCase(), `0x${checksummed.slice(2).toUpperCase()}`]) {
      await expect(toAddress(given(text))).resolves.toBe(checksummed.toLowerCase());
    }
    await expect(toAddress(given(checksummed.replace('F6F4', 'f6F4')))).rejects.toThrow(/checksum/);
  });

  test.each(['', '0x', '0x12', `0x${'0'.repeat(39)}g`, 'f'.repeat(40), `0x${'0'.repeat(41)}`])(
    'error: %j is no address',
    async (text) => {
      await expect(toAddress(given(text))).rejects.toThrow(wrong);
    },
  );

  test.each(['', '0x', `0x${'0'.repeat(63)}`, `0x${'0'.repeat(66)}`, 'root'])('error: %j is no digest', (text) => {
    expect(() => toBytes32(given(text))).toThrow(wrong);
  });

  test.each(['0x1', '12', '0xzz'])('error: %j is no hex', (text) => {
    expect(() => toHexBytes(given(text))).toThrow(wrong);
  });

  test.each(['', 'localhost:8545', 'file:///etc/passwd', 'javascript:alert(1)', 'http://a:b@c/'])(
    'error: %j is no URL for us',
    (text) => {
      expect(() => toUrl(given(text))).toThrow(wrong);
    },
  );

  test.each(['', '.', '..', 'a/b', 'a\\b', 'a b', '-a', 'a.', 'ä', 'a\0', 'a'.repeat(64)])(
    'error: %j is no name',
    (text) => {
      expect(() => toName(given(text))).toThrow(wrong);
    },
  );
});

describe('closest', () => {
  test('behavior: what was probably meant', () => {
    expect(closest('verfy', ['verify', 'revoke'])).toBe('verify');
    expect(closest('chianId', ['chain.chainId', 'chain.rpcUrls'])).toBe('chain.chainId');
    expect(closest('completely different', ['verify', 'revoke'])).toBeUndefined();
    expect(closest('x'.repeat(10_000), ['verify'])).toBeUndefined();
  });
});
