import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Rules } from '../platform.ts';
import { ruleAgainst } from './rules.ts';

const a = { country_code: 'DE', party_id: 'AAA' };
const b = { country_code: 'DE', party_id: 'BBB' };
const none: Rules = { signatures: false, mode: 'none', whitelist: [], blacklist: [] };
const on = (party: typeof a, ...modules: string[]) => ({ ...party, modules });

describe('rules of a platform', () => {
  test.each<[string, Partial<Rules>, string, string | null]>([
    ['nothing is blocked', {}, 'tokens', null],
    ['lists that do not count', { whitelist: [on(b)], blacklist: [on(a)] }, 'tokens', null],
    ['all is blocked', { mode: 'blockAll', whitelist: [on(a)] }, 'tokens', 'block-all'],
    ['on the whitelist', { mode: 'whitelist', whitelist: [on(a)] }, 'tokens', null],
    [
      'on the whitelist, in other letters',
      { mode: 'whitelist', whitelist: [on({ country_code: 'de', party_id: 'aAa' })] },
      'tokens',
      null,
    ],
    ['not on the whitelist', { mode: 'whitelist', whitelist: [on(b)] }, 'tokens', 'whitelist'],
    ['on the whitelist for another module', { mode: 'whitelist', whitelist: [on(a, 'cdrs')] }, 'tokens', 'whitelist'],
    ['on the blacklist', { mode: 'blacklist', blacklist: [on(a)] }, 'tokens', 'blacklist'],
    [
      'attack: a blacklist on one module rejects all',
      { mode: 'blacklist', blacklist: [on(a, 'cdrs')] },
      'tokens',
      null,
    ],
    [
      'on the blacklist for this module',
      { mode: 'blacklist', blacklist: [on(a, 'cdrs'), on(a, 'tokens')] },
      'tokens',
      'blacklist',
    ],
    [
      'on the blacklist for a custom module',
      { mode: 'blacklist', blacklist: [on(a, 'Parking')] },
      'parking',
      'blacklist',
    ],
    ['another is on the blacklist', { mode: 'blacklist', blacklist: [on(b)] }, 'tokens', null],
  ])('behavior: %s', (_, rules, module, expected) => {
    expect(ruleAgainst({ ...none, ...rules }, a, module)).toBe(expected);
  });

  test('property: what a blacklist blocks is what the same whitelist lets through', () => {
    const party = fc.constantFrom(a, b);
    const modules = fc.subarray(['cdrs', 'tokens', 'parking']);
    const list = fc.array(fc.tuple(party, modules).map(([one, names]) => on(one, ...names)));
    fc.assert(
      fc.property(list, party, fc.constantFrom('cdrs', 'tokens', 'parking', 'locations'), (entries, from, module) => {
        const white = ruleAgainst({ ...none, mode: 'whitelist', whitelist: entries }, from, module);
        const black = ruleAgainst({ ...none, mode: 'blacklist', blacklist: entries }, from, module);
        expect(white === null).toBe(black !== null);
      }),
    );
  });
});
