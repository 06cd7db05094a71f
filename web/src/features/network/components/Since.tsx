import { useBlockTimes } from '../../../data/index.ts';
import { useFormat } from '../../../i18n/index.ts';
import { Timestamp } from '../../../ui/index.ts';
import { useText } from '../useText.ts';

/** When a block was made. */
export function Since({ block, as = 'full' }: { readonly block: number | null; readonly as?: 'full' | 'date' }) {
  const t = useText();
  const format = useFormat();
  const { data } = useBlockTimes(block === null ? [] : [block]);
  if (block === null) return <span className="text-muted">{t('unknown')}</span>;
  const time = data?.[0];
  const text = t('history.block', { block: format.number(block) });
  if (time === undefined || time === null) return <span className="text-muted">{text}</span>;
  return <Timestamp at={new Date(time * 1_000)} as={as} />;
}
