import { roles } from '@gridseal/sdk/protocol/ocpi';
import { Contact } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { RegistryView } from '../../../data/index.ts';
import { Card, EmptyState, SearchInput, Segmented, Select, VirtualTable } from '../../../ui/index.ts';
import { NetworkPage } from '../components/NetworkPage.tsx';
import { NothingFound } from '../components/NothingFound.tsx';
import { RegistryGate } from '../components/RegistryGate.tsx';
import { usePartyColumns } from '../components/usePartyColumns.tsx';
import { findParties, type PartyFilter, partyRows } from '../model/find.ts';
import { registryModules } from '../model/modules.ts';
import { useNameOf } from '../model/useNameOf.ts';
import { useText } from '../useText.ts';

const noFilter: PartyFilter = { typed: '', role: 'any', module: 'any', show: 'all' };
const SHOWS = ['all', 'moving', 'stranded'] as const;

/** Every party of the network. */
export default function PartyList() {
  return (
    <NetworkPage>
      <RegistryGate>{(view) => <Parties view={view} />}</RegistryGate>
    </NetworkPage>
  );
}

function Parties({ view }: { readonly view: RegistryView }) {
  const t = useText();
  const [filter, setFilter] = useState(noFilter);
  const nameOf = useNameOf();
  const all = useMemo(() => partyRows(view), [view]);
  const rows = useMemo(() => findParties(all, filter, nameOf), [all, filter, nameOf]);
  const columns = usePartyColumns();
  return (
    <>
      <PartyFilters filter={filter} onChange={setFilter} />
      <Card padded={false} footer={t('count.parties', { count: rows.length })}>
        <VirtualTable
          label={t('nav.parties')}
          columns={columns}
          rows={rows}
          rowHeight={52}
          rowKey={({ address }) => address}
          empty={
            all.length === 0 ? (
              <EmptyState icon={Contact} title={t('parties.none')} body={t('parties.noneBody')} />
            ) : (
              <NothingFound onClear={() => setFilter(noFilter)} />
            )
          }
        />
      </Card>
      {view.isWhole ? null : <p className="text-sm text-muted">{t('registry.reading')}</p>}
    </>
  );
}

interface PartyFiltersProps {
  readonly filter: PartyFilter;
  readonly onChange: (filter: PartyFilter) => void;
}

function PartyFilters({ filter, onChange }: PartyFiltersProps) {
  const t = useText();
  const set = (part: Partial<PartyFilter>) => onChange({ ...filter, ...part });
  const width = 'min-w-0 flex-1 max-sm:basis-2/5 sm:w-auto! sm:flex-none';
  return (
    <div className="flex flex-wrap items-center gap-2 max-sm:[&>*:first-child]:basis-full">
      <SearchInput label={t('parties.search')} value={filter.typed} onChange={(typed) => set({ typed })} />
      <Select
        aria-label={t('parties.role')}
        className={width}
        value={filter.role}
        onChange={(role) => set({ role })}
        options={[
          { value: 'any' as const, label: t('parties.anyRole') },
          ...roles.map((role) => ({ value: role, label: `${role} · ${t(`role.${role}`)}` })),
        ]}
      />
      <Select
        aria-label={t('parties.module')}
        className={width}
        value={filter.module}
        onChange={(module) => set({ module })}
        options={[
          { value: 'any' as const, label: t('parties.anyModule') },
          ...registryModules.map((module) => ({ value: module, label: t(`module.${module}`) })),
        ]}
      />
      <Segmented
        label={t('parties.show')}
        value={filter.show}
        onChange={(show) => set({ show })}
        options={SHOWS.map((value) => ({ value, label: t(`parties.${value}`) }))}
      />
    </div>
  );
}
