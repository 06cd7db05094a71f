import type { Hex } from '@gridseal/sdk/bytes';
import { HardDrive, Plus, SearchX } from 'lucide-react';
import { useCallback, useDeferredValue, useMemo, useState } from 'react';
import type { FleetScope } from '../../../data/index.ts';
import { useSelection } from '../../../fleet/index.ts';
import {
  Button,
  ButtonLink,
  Callout,
  Card,
  EmptyState,
  ErrorPanel,
  Page,
  Skeleton,
  VirtualTable,
} from '../../../ui/index.ts';
import { FleetFilters } from '../components/FleetFilters.tsx';
import { FleetMenu } from '../components/FleetMenu.tsx';
import { KeepingNote } from '../components/KeepingNote.tsx';
import { SelectionBar } from '../components/SelectionBar.tsx';
import { StateFilter } from '../components/StateFilter.tsx';
import { useFleetColumns } from '../components/useFleetColumns.tsx';
import { choicesOf, filterRows, noFilter } from '../model/fleetFilter.ts';
import type { FleetRow } from '../model/fleetRows.ts';
import { useChainClock, useFleetTime } from '../model/useFleetTime.ts';
import { type FleetView, useFleetView } from '../model/useFleetView.ts';
import { useText } from '../useText.ts';

const keyOf = ({ key }: FleetRow) => key;

/** Every channel of every device: what was announced, and what became of it. */
export default function FleetPage() {
  const t = useText();
  const [scope, setScope] = useState<FleetScope>('known');
  const view = useFleetView(scope);
  return (
    <Page
      title={t('title')}
      description={t('lead')}
      actions={
        <>
          <ButtonLink to="/devices/enrol" variant="primary" icon={Plus}>
            {t('enrolButton')}
          </ButtonLink>
          <FleetMenu hasDevices={Boolean(view.enrolled)} />
        </>
      }
    >
      {view.error ? (
        <ErrorPanel
          error={view.error}
          onRetry={view.refetch}
          {...(view.isDenied ? { title: t('list.denied'), body: t('list.deniedBody') } : {})}
        />
      ) : null}
      {view.answer ? (
        <Fleet view={view} scope={scope} onScope={setScope} />
      ) : view.error ? null : (
        <Card>
          <Skeleton lines={8} />
        </Card>
      )}
    </Page>
  );
}

interface FleetProps {
  readonly view: FleetView;
  readonly scope: FleetScope;
  readonly onScope: (scope: FleetScope) => void;
}

function Fleet({ view, scope, onScope }: FleetProps) {
  const t = useText();
  const { rows: all, answer, enrolled } = view;
  const now = useFleetTime(all);
  const clock = useChainClock();
  const [filter, setFilter] = useState(noFilter);
  // Typing goes first, thousands of rows follow.
  const wanted = useDeferredValue(filter);
  const filtered = useMemo(() => filterRows(all, wanted, now), [all, wanted, now]);
  const choices = useMemo(() => choicesOf(all), [all]);
  const [selection, select] = useSelection();
  const onSelect = useCallback(
    (device: Hex, selected: boolean) => {
      const next = new Set(selection);
      if (selected) next.add(device);
      else next.delete(device);
      select(next);
    },
    [selection, select],
  );
  const columns = useFleetColumns({ now, clock, selection, onSelect, authorities: choices.authorities.length > 1 });
  const strangers = scope === 'known' ? (answer?.strangers ?? 0) : 0;
  if (all.length === 0 && scope !== 'everybody' && !answer?.others) return <NoDevices />;
  return (
    <>
      <StateFilter
        value={filter.state}
        filtered={filtered}
        onChange={(state) => setFilter((before) => ({ ...before, state }))}
      />
      <FleetFilters
        filter={filter}
        choices={choices}
        onChange={setFilter}
        everybody={enrolled ? scope === 'everybody' : null}
        onEverybody={(everybody) => onScope(everybody ? 'everybody' : 'known')}
      />
      {strangers > 0 ? (
        <Callout
          tone="warn"
          actions={
            <Button size="sm" onClick={() => onScope('concerning')}>
              {t('list.showStrangers')}
            </Button>
          }
        >
          {t('list.strangers', { count: strangers })}
        </Callout>
      ) : null}
      <Card
        padded={false}
        footer={<Footer shown={filtered.rows.length} enrolled={enrolled ?? 0} isPart={answer?.isPart ?? false} />}
      >
        <SelectionBar selection={selection} onSelect={select} rows={filtered.rows} now={now} />
        <VirtualTable
          label={t('list.label')}
          columns={columns}
          rows={filtered.rows}
          rowKey={keyOf}
          sorting={{ column: 'device', descending: false }}
          height="64dvh"
          empty={<NothingFound onClear={() => setFilter(noFilter)} />}
        />
      </Card>
    </>
  );
}

interface FooterProps {
  readonly shown: number;
  readonly enrolled: number;
  readonly isPart: boolean;
}

function Footer({ shown, enrolled, isPart }: FooterProps) {
  const t = useText();
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1">
      <span>
        {t('list.count', { count: shown })} · {t('list.devices', { count: enrolled })}
        {isPart ? ` · ${t('list.part')}` : ''}
      </span>
      {enrolled > 0 ? <KeepingNote /> : null}
    </div>
  );
}

function NoDevices() {
  const t = useText();
  return (
    <Card>
      <EmptyState
        icon={HardDrive}
        title={t('list.none')}
        body={t('list.noneBody')}
        action={
          <ButtonLink to="/devices/enrol" variant="primary" icon={Plus}>
            {t('enrolButton')}
          </ButtonLink>
        }
      />
    </Card>
  );
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
