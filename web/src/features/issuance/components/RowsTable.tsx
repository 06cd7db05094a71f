import { CircleCheck, CircleX } from 'lucide-react';
import { useMemo } from 'react';
import { useFormat } from '../../../i18n/index.ts';
import { type Column, SafeText, VirtualTable } from '../../../ui/index.ts';
import type { CheckedRow } from '../model/csv/checkRows.ts';
import { formatDuration } from '../model/duration.ts';
import { useText } from '../useText.ts';

interface RowsTableProps {
  readonly rows: readonly CheckedRow[];
  /** What is wrong with a row, in words. */
  readonly words: (row: CheckedRow) => string;
}

/** Every row of the file, and whether it can be issued. */
export function RowsTable({ rows, words }: RowsTableProps) {
  const t = useText();
  const format = useFormat();
  const columns = useMemo(
    (): readonly Column<CheckedRow>[] => [
      { id: 'line', header: t('rows.line'), width: '4.5rem', align: 'end', cell: ({ line }) => format.number(line) },
      {
        id: 'device',
        header: t('rows.device'),
        rowHeader: true,
        cell: ({ device, asked }) => <SafeText text={device?.label ?? (asked || '–')} maxLength={40} />,
      },
      {
        id: 'names',
        header: t('rows.names'),
        cell: ({ row }) => {
          const text = row.principals ?? [row.dns, row.ip].filter(Boolean).join(' ');
          return text ? (
            <SafeText text={text} maxLength={48} />
          ) : (
            <span className="text-muted">{t('rows.asForm')}</span>
          );
        },
      },
      {
        id: 'validity',
        header: t('rows.validity'),
        width: '6rem',
        cell: ({ ttlSeconds }) => (ttlSeconds > 0 ? formatDuration(ttlSeconds) : '–'),
      },
      {
        id: 'state',
        header: t('rows.state'),
        width: '18rem',
        compare: (a, b) => Number(b.problem !== null) - Number(a.problem !== null),
        cell: (row) => <State row={row} words={words} />,
      },
    ],
    [t, format, words],
  );
  return (
    <VirtualTable
      label={t('rows.table')}
      columns={columns}
      rows={rows}
      rowKey={({ line }) => String(line)}
      sorting={{ column: 'state', descending: false }}
      height="24rem"
    />
  );
}

function State({ row, words }: { readonly row: CheckedRow; readonly words: RowsTableProps['words'] }) {
  const t = useText();
  const Icon = row.problem ? CircleX : CircleCheck;
  return (
    <span className={`flex items-center gap-1.5 ${row.problem ? 'text-bad' : 'text-ok'}`}>
      <Icon aria-hidden className="size-4 shrink-0" />
      <span className="truncate" title={row.problem ? words(row) : undefined}>
        {row.problem ? words(row) : t('rows.ok')}
      </span>
    </span>
  );
}
