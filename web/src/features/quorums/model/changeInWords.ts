import type { TextOf } from '../../../i18n/index.ts';
import type en from '../messages/en.ts';
import type { Comparison } from './compare.ts';

/** What differs, each in a few words: “1 joins”, “threshold 2 → 3”. Empty if nothing does. */
export function changeInWords(t: TextOf<typeof en>, comparison: Comparison): readonly string[] {
  const { members, threshold, revocationThreshold } = comparison;
  const count = (change: Comparison['members'][number]['change']) =>
    members.filter((member) => member.change === change).length;
  const counted = (
    [
      ['versions.joined', count('joins')],
      ['versions.left', count('leaves')],
      ['versions.weights', count('weight')],
    ] as const
  ).flatMap(([key, many]) => (many > 0 ? [t(key, { count: many })] : []));
  const moved = (
    [
      ['versions.thresholdFrom', threshold],
      ['versions.revocationFrom', revocationThreshold],
    ] as const
  ).flatMap(([key, [before, after]]) => (before === after ? [] : [t(key, { before, after })]));
  return [...counted, ...moved];
}
