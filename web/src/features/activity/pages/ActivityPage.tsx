import { Download, History, SearchX } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import { useLocation, useParams } from 'wouter';
import { useIndex } from '../../../data/index.ts';
import { useFleet } from '../../../fleet/index.ts';
import { useFormat } from '../../../i18n/index.ts';
import { Button, Callout, Card, EmptyState, ErrorPanel, Page, SafeText, Skeleton } from '../../../ui/index.ts';
import { DirectoryProvider } from '../components/DirectoryProvider.tsx';
import { EventList } from '../components/EventList.tsx';
import { EventSheet } from '../components/EventSheet.tsx';
import { ExportDialog } from '../components/ExportDialog.tsx';
import { FilterBar } from '../components/FilterBar.tsx';
import { type ActivityFilter, type EventPlace, everything, isEverything, pathOf, viewOf } from '../model/filter.ts';
import { useEventRows } from '../model/useEventRows.ts';
import { useText } from '../useText.ts';

/** Everything that happened, narrowed by what the address says. */
export default function ActivityPage() {
  const t = useText();
  const { '*': path = '' } = useParams<{ '*': string }>();
  const [, navigate] = useLocation();
  const { filter, open, ignored } = useMemo(() => viewOf(path ?? ''), [path]);
  const [isExporting, setExporting] = useState(false);
  const { rows, eventFilter, isPending, error } = useEventRows(filter);
  const { data: fleet } = useFleet();
  const devices = useMemo(() => new Map(fleet?.map(({ id, label }) => [id, label])), [fleet]);
  const show = (next: ActivityFilter) =>
    // Typing makes no history: Back leads to where one came from.
    navigate(`/activity${pathOf({ filter: next, open: null })}`, { replace: next.text !== filter.text });
  const onOpen = useCallback(
    (place: EventPlace | null) => navigate(`/activity${pathOf({ filter, open: place })}`, { replace: true }),
    [filter, navigate],
  );
  return (
    <Page
      title={t('title')}
      description={t('lead')}
      actions={
        <Button icon={Download} disabled={rows.total === 0 || isPending} onClick={() => setExporting(true)}>
          {t('export.button')}
        </Button>
      }
    >
      <DirectoryProvider devices={devices}>
        {ignored.length > 0 ? (
          <Callout tone="warn" title={t('filter.ignored')}>
            {t('filter.ignoredBody', { what: '' })}
            <SafeText text={ignored.join(', ')} maxLength={200} />
          </Callout>
        ) : null}
        <FilterBar filter={filter} onChange={show} />
        {error ? <ErrorPanel title={t('filter.daysFailed')} error={error} /> : null}
        {rows.error ? <ErrorPanel error={rows.error} onRetry={rows.refetch} /> : null}
        <Events
          rows={rows}
          isPending={isPending}
          isFiltered={!isEverything(filter)}
          onOpen={onOpen}
          onClear={() => show(everything)}
        />
        {open ? (
          <EventSheet
            place={open}
            filter={eventFilter}
            onOpen={onOpen}
            onClose={() => onOpen(null)}
            onOnly={(fields) => show({ ...everything, ...fields })}
          />
        ) : null}
        {isExporting ? (
          <ExportDialog filter={eventFilter} count={rows.total} onClose={() => setExporting(false)} />
        ) : null}
      </DirectoryProvider>
    </Page>
  );
}

type EventRows = ReturnType<typeof useEventRows>['rows'];

interface EventsProps {
  readonly rows: EventRows;
  readonly isPending: boolean;
  readonly isFiltered: boolean;
  readonly onOpen: (place: EventPlace) => void;
  readonly onClear: () => void;
}

function Events({ rows, isPending, isFiltered, onOpen, onClear }: EventsProps) {
  const t = useText();
  const format = useFormat();
  const { events, status } = useIndex();
  if (!rows.isLoaded || isPending || (rows.total === 0 && !isFiltered && status !== 'live')) {
    return rows.error ? null : (
      <Card>
        <div aria-busy={status === 'live' || isPending}>
          <Skeleton lines={8} />
        </div>
      </Card>
    );
  }
  const found = format.number(rows.total);
  return (
    <Card
      padded={false}
      footer={
        isFiltered ? t('list.ofAll', { found, total: format.number(events) }) : t('list.count', { count: rows.total })
      }
    >
      <EventList rows={rows} onOpen={onOpen} empty={isFiltered ? <NothingFound onClear={onClear} /> : <NothingYet />} />
    </Card>
  );
}

function NothingYet() {
  const t = useText();
  return <EmptyState icon={History} title={t('list.none')} body={t('list.noneBody')} />;
}

function NothingFound({ onClear }: { readonly onClear: () => void }) {
  const t = useText();
  return (
    <EmptyState
      icon={SearchX}
      title={t('list.noMatch')}
      body={t('list.noMatchBody')}
      action={<Button onClick={onClear}>{t('list.clear')}</Button>}
    />
  );
}
