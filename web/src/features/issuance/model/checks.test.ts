import { describe, expect, test } from 'vitest';
import { complaintsOf } from './checks.ts';
import { emptyRecipe, isSecret, type Recipe, withKind, wordsOf } from './recipe.ts';

const id = `0x${'11'.repeat(32)}` as const;
const good: Recipe = { ...emptyRecipe([id]), principals: 'technician', authority: `0x${'aa'.repeat(20)}` };
const tls: Recipe = { ...good, kind: 'tls', dns: 'station-7.example' };
const around = { hasAuthorityKey: true, files: 0 };
const codes = (change: Partial<Recipe>, of: Recipe = good) =>
  complaintsOf({ ...of, ...change }, around).map(({ code }) => code);

describe('complaintsOf', () => {
  test('behavior: nothing to complain about', () => {
    expect(codes({})).toEqual([]);
    expect(codes({}, tls)).toEqual([]);
    expect(complaintsOf({ ...good, kind: 'files', principals: '' }, { hasAuthorityKey: false, files: 1 })).toEqual([]);
    expect(codes({ dns: '', ip: '10.0.0.1, fe80::1' }, tls)).toEqual([]);
  });

  test('behavior: an empty form names what is missing, in the order of the steps', () => {
    const missing = complaintsOf(emptyRecipe(), { hasAuthorityKey: false, files: 0 });
    expect(missing.map(({ step, code }) => `${step} ${code}`)).toEqual([
      'who noDevices',
      'what authorityKey',
      'what principals',
      'review authority',
    ]);
  });

  test.each<[Partial<Recipe>, string]>([
    [{ devices: [id, `0x${'22'.repeat(32)}`] }, 'groupNeeded'],
    [{ group: 'a\u202eb' }, 'groupName'],
    [{ group: 'x'.repeat(201) }, 'groupName'],
    [{ channel: 'Visit' }, 'channel'],
    [{ channel: '' }, 'channel'],
    [{ channel: 'a'.repeat(33) }, 'channel'],
    [{ principals: ' , ' }, 'principals'],
    [{ principals: Array.from({ length: 257 }, (_, i) => `u${i}`).join(' ') }, 'principals'],
    [{ principals: 'root,-rf' }, 'principalForm'],
    [{ principals: '*' }, 'principalForm'],
    [{ keyId: 'a\nb' }, 'keyId'],
    [{ keyId: 'x'.repeat(256) }, 'keyId'],
    [{ sourceAddress: 'anywhere' }, 'addressForm'],
    [{ forceCommand: 'a\nb' }, 'command'],
    [{ ttl: '0' }, 'ttl'],
    [{ ttl: 'forever' }, 'ttl'],
    [{ ttl: '21y' }, 'ttl'],
    [{ postInstall: 'rm -rf /' }, 'postInstall'],
    [{ postInstall: 'a b c d e f g h i' }, 'postInstall'],
    [{ authority: '' }, 'authority'],
  ])('error: %j', (change, code) => {
    expect(codes(change)).toContain(code);
  });

  test('error: devices that have enrolled no key, unless one is made for them', () => {
    const lacking = { ...around, withoutKey: 2 };
    expect(complaintsOf(good, lacking)).toEqual([{ step: 'what', field: 'keys', code: 'noKey', word: '2' }]);
    expect(complaintsOf({ ...good, keys: 'server' }, lacking)).toEqual([]);
  });

  test.each<[Partial<Recipe>, string]>([
    [{ dns: '' }, 'names'],
    [{ dns: 'Station-7' }, 'dnsForm'],
    [{ dns: 'a..b' }, 'dnsForm'],
    [{ dns: '<script>' }, 'dnsForm'],
    [{ ip: '300.1.1.1' }, 'ipForm'],
    [{ ip: '10.0.0' }, 'ipForm'],
    [{ usages: [] }, 'usages'],
    [{ commonName: 'x'.repeat(65) }, 'commonName'],
    [{ commonName: 'a\u200bb' }, 'commonName'],
  ])('error: TLS %j', (change, code) => {
    expect(codes(change, tls)).toContain(code);
  });
});

describe('recipes', () => {
  test('behavior: the channel follows the kind, unless it was named', () => {
    expect(withKind(good, 'tls').channel).toBe('tls');
    expect(withKind({ ...good, channel: 'visit' }, 'tls').channel).toBe('visit');
  });

  test('behavior: keys that are made here, and files, are secret; the device’s own key is not', () => {
    expect(isSecret(good)).toBe(false);
    expect(isSecret({ ...good, keys: 'server' })).toBe(true);
    expect(isSecret({ ...good, kind: 'files' })).toBe(true);
  });

  test('behavior: words by any separator, each once', () => {
    expect(wordsOf(' a, b;c\nd  a ')).toEqual(['a', 'b', 'c', 'd']);
  });
});
