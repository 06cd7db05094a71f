import { describe, expect, test } from 'vitest';
import { formatIn } from './format.ts';
import { preference } from './preference.ts';
import { shorten } from './shorten.ts';

describe('shorten', () => {
  test('behavior: both ends of what is long, all of what is short', () => {
    expect(shorten(`0x${'ab'.repeat(32)}`)).toBe('0xababab…ababab');
    expect(shorten('0x1234567890abc')).toBe('0x1234567890abc');
    expect(shorten('')).toBe('');
  });
});

describe('formatIn', () => {
  test('behavior: numbers and sizes in the reader’s language', () => {
    expect(formatIn('en').number(10_000)).toBe('10,000');
    expect(formatIn('de').number(10_000n)).toBe('10.000');
    expect(formatIn('de').bytes(1_536)).toBe('1,5 KiB');
  });

  test('behavior: durations to the second', () => {
    const { duration } = formatIn('en');
    expect(duration(93_784)).toBe('1 d 02:03:04');
    expect(duration(59.9)).toBe('00:00:59');
    expect(duration(-5)).toBe('00:00:00');
  });

  test('behavior: times in relation', () => {
    const now = new Date('2026-01-01T00:00:00Z');
    expect(formatIn('en').relative(new Date('2025-12-31T21:30:00Z'), now)).toBe('2 hours ago');
    expect(formatIn('de').relative(new Date('2026-01-04T00:00:00Z'), now)).toBe('in 3 Tagen');
  });

  test('error: a time out of range is a dash', () => {
    const broken = new Date(Number.NaN);
    const { date, dateTime, relative } = formatIn('en');
    expect([date(broken), dateTime(broken), relative(broken, broken)]).toEqual(['–', '–', '–']);
  });
});

describe('preference', () => {
  const theme = preference('theme', ['light', 'dark']);

  test('behavior: is there again', () => {
    theme.write('dark');
    expect(theme.read()).toBe('dark');
  });

  test('error: what nobody could have chosen is not believed', () => {
    localStorage.setItem('gridseal.theme', '"><script>');
    expect(theme.read()).toBeUndefined();
  });
});
