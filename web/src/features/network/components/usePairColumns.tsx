import { useMemo } from 'react';
import { useFormat } from '../../../i18n/index.ts';
import { Badge, type Column, SafeText, TextLink } from '../../../ui/index.ts';
import type { Pair } from '../model/flowPicture.ts';
import { partyFrom, partyPath } from '../model/places.ts';
import { useText } from '../useText.ts';
import { useModuleName, useOutcomeName } from './flowNames.ts';

/** The columns of the table of flows, the equal of the picture. @param seconds The time that is counted. */
export function usePairColumns(seconds: number): readonly Column<Pair>[] {
  const t = useText();
  const format = useFormat();
  const moduleName = useModuleName();
  const outcomeName = useOutcomeName();
  return useMemo(() => {
    const end = (id: 'from' | 'to', rowHeader: boolean): Column<Pair> => ({
      id,
      header: t(`flows.${id}`),
      width: '7rem',
      rowHeader,
      compare: (a, b) => ((a[id] ?? '') < (b[id] ?? '') ? -1 : 1),
      cell: (row) => <PartyId id={row[id]} />,
    });
    return [
      end('from', true),
      end('to', false),
      {
        id: 'count',
        header: t('flows.messages'),
        width: '7.5rem',
        align: 'end',
        compare: (a, b) => a.count - b.count,
        cell: ({ count }) => <span className="tabular-nums">{format.number(count)}</span>,
      },
      {
        id: 'rate',
        header: t('flows.perSecond'),
        width: '8rem',
        align: 'end',
        compare: (a, b) => a.count - b.count,
        cell: ({ count }) => (
          <span className="tabular-nums">{format.number(Math.round((count / seconds) * 100) / 100)}</span>
        ),
      },
      {
        id: 'failed',
        header: t('flows.failures'),
        width: '11rem',
        compare: (a, b) => a.failed - b.failed,
        cell: ({ failed, failures }) =>
          failed === 0 ? (
            <Badge tone="ok">{t('flows.noFailures')}</Badge>
          ) : (
            <span className="inline-flex flex-wrap items-center gap-1">
              <Badge tone="bad">{format.number(failed)}</Badge>
              <span className="text-sm text-muted">
                {failures.slice(0, 3).map(({ outcome, count }, i) => (
                  <span key={outcome}>
                    {i > 0 ? ' · ' : ''}
                    <SafeText text={outcomeName(outcome)} maxLength={30} /> {format.number(count)}
                  </span>
                ))}
              </span>
            </span>
          ),
      },
      {
        id: 'modules',
        header: t('parties.modules'),
        cell: ({ modules }) => (
          <span className="text-sm">
            {modules.slice(0, 4).map(({ module, count }, i) => (
              <span key={module}>
                {i > 0 ? ' · ' : ''}
                <SafeText text={moduleName(module)} maxLength={30} />{' '}
                <span className="text-muted">{format.number(count)}</span>
              </span>
            ))}
            {modules.length > 4 ? <span className="text-muted"> · +{modules.length - 4}</span> : null}
          </span>
        ),
      },
      {
        id: 'mean',
        header: t('flows.mean'),
        width: '9rem',
        align: 'end',
        compare: (a, b) => a.meanMs - b.meanMs,
        cell: ({ meanMs, maxMs }) => (
          <span className="tabular-nums" title={t('flows.max', { ms: format.number(Math.round(maxMs)) })}>
            {t('reach.ms', { ms: format.number(Math.round(meanMs)) })}
          </span>
        ),
      },
    ];
  }, [t, format, moduleName, outcomeName, seconds]);
}

/** A party of a flow; what the node did not tell apart has no id. */
function PartyId({ id }: { readonly id: string | null }) {
  const t = useText();
  const party = partyFrom(id ?? undefined);
  if (id === null) return <span className="text-muted">{t('flows.others')}</span>;
  if (!party) return <SafeText text={id} maxLength={20} />;
  return (
    <TextLink to={partyPath(party)} className="font-mono">
      {id}
    </TextLink>
  );
}
