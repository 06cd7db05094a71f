import { OcpiError, type Party, sameParty } from '../../../../protocol/ocpi/index.ts';
import type { RuleEntry, Rules } from '../../platform.ts';
import { MAX_RULE_ENTRIES, type RulesView } from '../routes/rulesRoutes.ts';

/** The two lists, of which one at most counts. */
export type RuleList = 'whitelist' | 'blacklist';

const field = 'request';

/** Block-all is a whitelist on which nobody is. */
function isActive(rules: Rules, list: RuleList): boolean {
  return rules.mode === list || (list === 'whitelist' && rules.mode === 'blockAll');
}

function assertOtherInactive(rules: Rules, list: RuleList): void {
  const other = list === 'whitelist' ? 'blacklist' : 'whitelist';
  if (isActive(rules, other)) throw new OcpiError('clientError', `the ${other} is active: end it first`);
}

function assertActive(rules: Rules, list: RuleList): void {
  if (!isActive(rules, list)) throw new OcpiError('clientError', `the ${list} is not active`);
}

export function withSignatures(rules: Rules, signatures: boolean): Rules {
  return { ...rules, signatures };
}

/** Nobody may send. */
export function blockedForAll(rules: Rules): Rules {
  assertOtherInactive(rules, 'whitelist');
  return { ...rules, mode: 'blockAll', whitelist: [] };
}

/** Ends {@link blockedForAll}; a whitelist with somebody on it stays. */
export function releasedForAll(rules: Rules): Rules {
  const isBlocked = rules.mode === 'blockAll' || (rules.mode === 'whitelist' && rules.whitelist.length === 0);
  return isBlocked ? { ...rules, mode: 'none' } : rules;
}

/** An empty list ends it, as in the first network. */
export function withList(rules: Rules, list: RuleList, entries: readonly RuleEntry[]): Rules {
  if (entries.length === 0) return withoutList(rules, list);
  assertOtherInactive(rules, list);
  for (const [index, entry] of entries.entries()) {
    if (entries.findIndex((one) => sameParty(one, entry)) !== index) {
      throw new OcpiError('invalidParameters', 'is on the list twice', { field: `${field}[${index}]` });
    }
  }
  return { ...rules, mode: list, [list]: entries.map(upperCase) };
}

export function withEntry(rules: Rules, list: RuleList, entry: RuleEntry): Rules {
  assertOtherInactive(rules, list);
  if (rules[list].some((one) => sameParty(one, entry))) {
    throw new OcpiError('invalidParameters', `is on the ${list} already`, { field });
  }
  if (rules[list].length >= MAX_RULE_ENTRIES) {
    throw new OcpiError('invalidParameters', `the ${list} has no room for more`, { field });
  }
  return { ...rules, mode: list, [list]: [...rules[list], upperCase(entry)] };
}

export function withoutList(rules: Rules, list: RuleList): Rules {
  return { ...rules, mode: isActive(rules, list) ? 'none' : rules.mode, [list]: [] };
}

/**
 * Takes a party off a list. A whitelist whose last party goes stays active: who trusts one party less does not want to hear from
 * everybody. An empty blacklist is none.
 */
export function withoutEntry(rules: Rules, list: RuleList, party: Party): Rules {
  assertActive(rules, list);
  const left = rules[list].filter((one) => !sameParty(one, party));
  if (left.length === rules[list].length) {
    throw new OcpiError('invalidParameters', `is not on the ${list}`, { field: 'path' });
  }
  return { ...rules, [list]: left, mode: list === 'blacklist' && left.length === 0 ? 'none' : rules.mode };
}

export function toRuleEntry(entry: Party & { readonly modules?: readonly string[] | null | undefined }): RuleEntry {
  const { country_code, party_id, modules } = entry;
  return { country_code, party_id, modules: [...new Set(modules ?? [])] };
}

function upperCase({ country_code, party_id, modules }: RuleEntry): RuleEntry {
  return { country_code: country_code.toUpperCase(), party_id: party_id.toUpperCase(), modules };
}

function listView(rules: Rules, list: RuleList) {
  return {
    active: isActive(rules, list),
    list: rules[list].map((entry) => ({ ...entry, modules: [...entry.modules] })),
  };
}

/** Rules as platforms see them. */
export function toRulesView(rules: Rules): RulesView {
  const whitelist = listView(rules, 'whitelist');
  return {
    signatures: rules.signatures,
    whitelist,
    blacklist: listView(rules, 'blacklist'),
    block_all: whitelist.active && whitelist.list.length === 0,
  };
}
