import type { QuorumRules } from '@gridseal/sdk/quorum';
import type { TextOf } from '../../../i18n/index.ts';
import type en from '../messages/en.ts';
import { totalWeight } from './compare.ts';

/** Who has to agree for a weight to be reached, in words: “2 of 3 members”, or in weights where members differ. */
export function needsInWords(t: TextOf<typeof en>, { members }: Pick<QuorumRules, 'members'>, need: number): string {
  const count = members.length;
  if (count === 1) return t('needs.only');
  const total = totalWeight({ members });
  if (need === total) return t('needs.all', { count });
  if (members.every(({ weight }) => weight >= need)) return t('needs.each', { count });
  return members.every(({ weight }) => weight === 1)
    ? t('needs.some', { need, count })
    : t('needs.weight', { need, total });
}
