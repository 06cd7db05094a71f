import { useMemo } from 'react';
import type { QuorumRecord } from '../../../data/index.ts';
import { useFormat } from '../../../i18n/index.ts';
import { QuorumName } from '../../../trust/index.ts';
import type { Column } from '../../../ui/index.ts';
import { totalWeight } from '../model/compare.ts';
import { type MarkContext, marksOf } from '../model/marks.ts';
import { useText } from '../useText.ts';
import { MarkBadges } from './MarkBadges.tsx';

/** The columns of the list. Make the context once: rows are kept as long as it is the same. */
export function useListColumns(context: MarkContext): readonly Column<QuorumRecord>[] {
  const t = useText();
  const format = useFormat();
  return useMemo(() => {
    const number = (
      id: 'members' | 'version' | 'endorsed' | 'revoked',
      width: string,
      amountOf: (row: QuorumRecord) => number,
    ): Column<QuorumRecord> => ({
      id,
      header: t(`list.${id}`),
      width,
      align: 'end',
      compare: (a, b) => amountOf(a) - amountOf(b),
      cell: (row) => <span className="tabular-nums">{format.number(amountOf(row))}</span>,
    });
    return [
      {
        id: 'name',
        header: t('list.name'),
        rowHeader: true,
        cell: ({ id }) => <QuorumName value={id} claims copy={false} />,
      },
      {
        id: 'marks',
        header: t('list.marks'),
        width: '12rem',
        cell: (row) => (
          <span className="inline-flex flex-wrap gap-1">
            <MarkBadges marks={marksOf(row, context)} />
          </span>
        ),
      },
      {
        id: 'needs',
        header: t('list.needs'),
        width: '13rem',
        compare: (a, b) => a.state.threshold - b.state.threshold,
        cell: ({ state }) => (
          <>
            {t('needs.short', { need: state.threshold, total: totalWeight(state) })}
            <span className="text-muted"> · {t('needs.revoke', { need: state.revocationThreshold })}</span>
          </>
        ),
      },
      number('members', '7rem', ({ state }) => state.members.length),
      number('endorsed', '7rem', ({ endorsed }) => endorsed),
      number('revoked', '7.5rem', ({ revoked }) => revoked),
      number('version', '6.5rem', ({ state }) => state.version),
    ];
  }, [t, format, context]);
}
