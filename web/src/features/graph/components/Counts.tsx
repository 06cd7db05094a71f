import type { GraphView } from '@gridseal/sdk/certificate';
import { useFormat } from '../../../i18n/index.ts';
import { MAX_DRAWN } from '../model/group.ts';
import { useText } from '../useText.ts';
import type { Shown } from './usePicture.ts';

export interface CountsProps {
  readonly view: GraphView;
  readonly shown: Shown;
  readonly isFiltered: boolean;
}

/** How much there is, and what is not shown of it: nothing is left out silently. */
export function Counts({ view, shown: { filtered, matches, drawn }, isFiltered }: CountsProps) {
  const t = useText();
  const format = useFormat();
  const count = (type: string) => [...filtered.items.values()].filter((item) => item.type === type).length;
  const parts = [
    t('count.certificates', { count: count('certificate') }),
    t('count.quorums', { count: count('quorum') }),
    ...(isFiltered ? [t('count.matches', { count: matches })] : []),
  ];
  const omitted = view.omitted.nodes;
  return (
    <p className="text-sm text-muted" role="status">
      {parts.join(' · ')}
      {drawn.forced ? ` · ${t('count.forced', { limit: format.number(MAX_DRAWN) })}` : ''}
      {drawn.left > 0 ? ` · ${t('count.left', { count: drawn.left })}` : ''}
      {omitted > 0 ? ` · ${t('count.omitted', { count: omitted })}` : ''}
    </p>
  );
}
