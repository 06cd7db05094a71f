import { useMemo } from 'react';
import { useFormat } from '../../../i18n/index.ts';
import { QuorumName } from '../../../trust/index.ts';
import { Badge, type Column, Digest, SafeText, TextLink } from '../../../ui/index.ts';
import type { NodeRow } from '../model/find.ts';
import { nodePath } from '../model/places.ts';
import type { ReachBook } from '../model/useReach.ts';
import { useText } from '../useText.ts';
import { ReachBadge } from './ReachBadge.tsx';
import { Since } from './Since.tsx';

/** The columns of the list of nodes. */
export function useNodeColumns(book: ReachBook): readonly Column<NodeRow>[] {
  const t = useText();
  const format = useFormat();
  return useMemo(
    () => [
      {
        id: 'node',
        header: t('node.url'),
        rowHeader: true,
        compare: (a, b) => (a.url < b.url ? -1 : 1),
        cell: ({ operator, url }) => (
          <TextLink to={nodePath(operator)}>
            <SafeText text={url} maxLength={60} />
          </TextLink>
        ),
      },
      {
        id: 'operator',
        header: t('node.operator'),
        width: '11.5rem',
        cell: ({ operator }) => <QuorumName value={operator} copy={false} linked={false} />,
      },
      {
        id: 'key',
        header: t('nodes.key'),
        width: '10.5rem',
        cell: ({ key, operator }) =>
          key === operator ? (
            <span className="text-muted" title={t('nodes.keyOperatorHint')}>
              {t('nodes.keyOperator')}
            </span>
          ) : key === null ? (
            <Badge tone="warn" title={t('nodes.noKeyHint')}>
              {t('nodes.noKey')}
            </Badge>
          ) : (
            <Digest value={key} copy={false} />
          ),
      },
      {
        id: 'parties',
        header: t('nodes.parties'),
        width: '6.5rem',
        align: 'end',
        compare: (a, b) => a.serves.length - b.serves.length,
        cell: ({ serves }) => <span className="tabular-nums">{format.number(serves.length)}</span>,
      },
      {
        id: 'since',
        header: t('nodes.since'),
        width: '8rem',
        compare: (a, b) => (a.since ?? 0) - (b.since ?? 0),
        cell: ({ since }) => <Since block={since} as="date" />,
      },
      {
        id: 'reach',
        header: t('nodes.reach'),
        width: '13rem',
        cell: (row) =>
          row.unusable === 'url' ? <Badge tone="warn">{t('nodes.badUrl')}</Badge> : <ReachBadge reach={book.of(row)} />,
      },
    ],
    [t, format, book],
  );
}
