import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { OcpiError } from '../../../../protocol/ocpi/index.ts';
import type { RuleEntry, Rules } from '../../platform.ts';
import { MAX_RULE_ENTRIES } from '../routes/rulesRoutes.ts';
import {
  blockedForAll,
  type RuleList,
  releasedForAll,
  toRulesView,
  withEntry,
  withList,
  withoutEntry,
  withoutList,
  withSignatures,
} from './ruleChanges.ts';

const none: Rules = { signatures: false, mode: 'none', whitelist: [], blacklist: [] };
const entry = (party_id: string, ...modules: string[]): RuleEntry => ({ country_code: 'DE', party_id, modules });
const [abc, def] = [entry('ABC'), entry('DEF', 'cdrs')];
const lists: readonly RuleList[] = ['whitelist', 'blacklist'];
const other = (list: RuleList): RuleList => (list === 'whitelist' ? 'blacklist' : 'whitelist');

describe('rules', () => {
  test.each(lists)('behavior: a %s begins with its first party and counts then', (list) => {
    const rules = withEntry(none, list, def);
    expect(rules).toEqual({ ...none, mode: list, [list]: [def] });
    expect(toRulesView(rules)).toMatchObject({
      [list]: { active: true, list: [def] },
      [other(list)]: { active: false, list: [] },
      block_all: false,
    });
  });

  test.each(lists)('behavior: a %s is replaced as a whole, and an empty one ends it', (list) => {
    const rules = withList(withEntry(none, list, abc), list, [def]);
    expect(rules[list]).toEqual([def]);
    expect(withList(rules, list, [])).toEqual(none);
    expect(withoutList(rules, list)).toEqual(none);
  });

  test('behavior: parties are kept in capital letters', () => {
    expect(withEntry(none, 'whitelist', { ...abc, country_code: 'de', party_id: 'abc' }).whitelist).toEqual([abc]);
  });

  test('behavior: block-all is an empty whitelist that counts, until somebody is put on it', () => {
    const blocked = blockedForAll(withEntry(none, 'whitelist', abc));
    expect(toRulesView(blocked)).toMatchObject({ whitelist: { active: true, list: [] }, block_all: true });
    expect(withEntry(blocked, 'whitelist', def)).toMatchObject({ mode: 'whitelist', whitelist: [def] });
    expect(releasedForAll(blocked).mode).toBe('none');
  });

  test('behavior: ending block-all leaves a whitelist that has somebody on it', () => {
    const rules = withEntry(none, 'whitelist', abc);
    expect(releasedForAll(rules)).toBe(rules);
  });

  test('behavior: signatures are asked for, or not, however often it is said', () => {
    const twice = withSignatures(withSignatures(none, true), true);
    expect(twice.signatures).toBe(true);
    expect(withSignatures(twice, false)).toEqual(none);
  });

  test('error: the last party that goes from a whitelist does not open the door for everybody', () => {
    const rules = withoutEntry(withEntry(none, 'whitelist', abc), 'whitelist', abc);
    expect(toRulesView(rules)).toMatchObject({ whitelist: { active: true, list: [] }, block_all: true });
  });

  test('behavior: the last party that goes from a blacklist ends it', () => {
    expect(
      withoutEntry(withEntry(none, 'blacklist', abc), 'blacklist', { country_code: 'de', party_id: 'abc' }),
    ).toEqual(none);
  });

  test.each(lists)('error: the other list cannot begin while there is a %s', (list) => {
    const rules = withEntry(none, list, abc);
    expect(() => withEntry(rules, other(list), def)).toThrow(expect.objectContaining({ statusCode: 2000 }));
    expect(() => withList(rules, other(list), [def])).toThrow(OcpiError);
    expect(withList(rules, other(list), [])).toEqual(rules);
  });

  test('error: block-all while there is a blacklist, and a blacklist while all are blocked', () => {
    expect(() => blockedForAll(withEntry(none, 'blacklist', abc))).toThrow(OcpiError);
    expect(() => withEntry(blockedForAll(none), 'blacklist', abc)).toThrow(OcpiError);
  });

  test.each(lists)('error: a party twice on the %s, whatever the case, and one that is not there', (list) => {
    const rules = withEntry(none, list, abc);
    const same = { ...abc, party_id: 'abc' };
    expect(() => withEntry(rules, list, same)).toThrow(expect.objectContaining({ statusCode: 2001 }));
    expect(() => withList(rules, list, [abc, same])).toThrow(expect.objectContaining({ field: 'request[1]' }));
    expect(() => withoutEntry(rules, list, def)).toThrow(expect.objectContaining({ statusCode: 2001 }));
    expect(() => withoutEntry(none, list, abc)).toThrow(expect.objectContaining({ statusCode: 2000 }));
  });

  test.each(lists)('error: a %s without end', (list) => {
    const full = Array.from({ length: MAX_RULE_ENTRIES }, (_, index) => ({
      ...abc,
      country_code: String.fromCharCode(65 + (index % 26), 65 + Math.floor(index / 26)),
    }));
    const rules = { ...none, mode: list, [list]: full };
    expect(() => withEntry(rules, list, def)).toThrow(expect.objectContaining({ statusCode: 2001 }));
  });

  test('behavior: whatever is done, one list at most counts, and no party is on a list twice', () => {
    const list = fc.constantFrom(...lists);
    const who = fc.constantFrom(abc, def, entry('GHI'));
    const step = fc.oneof(
      list.chain((one) => who.map((party) => (rules: Rules) => withEntry(rules, one, party))),
      list.chain((one) => who.map((party) => (rules: Rules) => withoutEntry(rules, one, party))),
      list.chain((one) => fc.array(who).map((parties) => (rules: Rules) => withList(rules, one, parties))),
      list.map((one) => (rules: Rules) => withoutList(rules, one)),
      fc.constantFrom(blockedForAll, releasedForAll),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        let rules = none;
        for (const next of steps) {
          try {
            rules = next(rules);
          } catch (error) {
            expect(error).toBeInstanceOf(OcpiError);
          }
          const view = toRulesView(rules);
          expect(view.whitelist.active && view.blacklist.active).toBe(false);
          for (const one of lists) {
            expect(new Set(rules[one].map(({ party_id }) => party_id)).size).toBe(rules[one].length);
          }
        }
      }),
    );
  });
});
