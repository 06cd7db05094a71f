import { escapeText } from '@gridseal/sdk/quorum';
import { useMemo } from 'react';
import { useFormat } from '../../../i18n/index.ts';
import { useTrustText } from '../../../trust/index.ts';
import type { Item, Standing } from '../model/picture.ts';
import { useText } from '../useText.ts';

export interface ItemWords {
  readonly title: string;
  /** What it is, in a word or two. */
  readonly what: string;
  readonly standing: Standing | null;
  /** All of it, for who does not see the picture. */
  readonly sentence: string;
}

/** Says of items what they are, in the reader's language. */
export function useItemWords(): (item: Item) => ItemWords {
  const t = useText();
  const words = useTrustText();
  const format = useFormat();
  return useMemo(() => {
    const what = (item: Item): string => {
      if (item.type === 'signer') return t('item.signer');
      if (item.type === 'group') {
        return item.standings
          .map(([standing, count]) => `${format.number(count)} ${t(`standing.${standing}`)}`)
          .join(' · ');
      }
      if (item.type === 'quorum') {
        const rule = item.rule ? t('item.rule', { ...item.rule }) : null;
        return [t(item.anchor ? 'item.anchor' : 'item.quorum'), rule].filter((part) => part !== null).join(' · ');
      }
      return item.kind ? words(`kinds.${item.kind}`) : t('item.certificate');
    };
    const title = (item: Item): string => {
      if (item.type !== 'group') return item.label;
      const kind = item.kind ? words(`kinds.${item.kind}`) : t('item.certificate');
      return t('item.groupOf', { count: format.number(item.members.length), kind });
    };
    return (item) => {
      const standing = item.type === 'certificate' ? item.standing : null;
      const role = item.type === 'certificate' && item.role ? escapeText(item.role, { maxLength: 40 }) : null;
      const parts = [title(item), what(item), role, standing ? t(`standing.${standing}`) : null];
      return {
        title: title(item),
        what: what(item),
        standing,
        sentence: parts.filter((part) => part !== null).join(', '),
      };
    };
  }, [t, words, format]);
}
