import { foldCiString, type Party, sameParty } from '../../../protocol/ocpi/index.ts';
import type { RuleEntry, Rules } from '../platform.ts';
import type { Rule } from './refusals.ts';

/**
 * Whether a platform wants a message of a party. An entry on a list is about the modules that it names, and about all if it names none.
 *
 * @returns the rule that is against it; null if it is welcome.
 * @example `const against = ruleAgainst(platform.rules, message.from, message.module)`
 */
export function ruleAgainst(rules: Rules, from: Party, module: string): Rule | null {
  switch (rules.mode) {
    case 'none':
      return null;
    case 'blockAll':
      return 'block-all';
    case 'whitelist':
      return isListed(rules.whitelist, from, module) ? null : 'whitelist';
    case 'blacklist':
      return isListed(rules.blacklist, from, module) ? 'blacklist' : null;
  }
}

function isListed(list: readonly RuleEntry[], from: Party, module: string): boolean {
  const wanted = foldCiString(module);
  return list.some(
    (entry) =>
      sameParty(entry, from) &&
      (entry.modules.length === 0 || entry.modules.some((one) => foldCiString(one) === wanted)),
  );
}
