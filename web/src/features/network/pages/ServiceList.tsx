import { Handshake } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { RegistryView } from '../../../data/index.ts';
import { Card, EmptyState, SearchInput, VirtualTable } from '../../../ui/index.ts';
import { NetworkPage } from '../components/NetworkPage.tsx';
import { NothingFound } from '../components/NothingFound.tsx';
import { RegistryGate } from '../components/RegistryGate.tsx';
import { useAgreementColumns, useServiceColumns } from '../components/useServiceColumns.tsx';
import { agreementRows } from '../model/agreements.ts';
import { findServices, serviceRows } from '../model/find.ts';
import { useNameOf } from '../model/useNameOf.ts';
import { useText } from '../useText.ts';

/** Every service of the network, and who agreed to what. */
export default function ServiceList() {
  return (
    <NetworkPage>
      <RegistryGate>{(view) => <Services view={view} />}</RegistryGate>
    </NetworkPage>
  );
}

function Services({ view }: { readonly view: RegistryView }) {
  const t = useText();
  const [text, setText] = useState('');
  const nameOf = useNameOf();
  const all = useMemo(() => serviceRows(view), [view]);
  const rows = useMemo(() => findServices(all, text, nameOf), [all, text, nameOf]);
  const agreements = useMemo(() => agreementRows(view), [view]);
  const columns = useServiceColumns();
  const agreementColumns = useAgreementColumns();
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <SearchInput label={t('services.search')} value={text} onChange={setText} />
      </div>
      <Card padded={false} footer={t('count.services', { count: rows.length })}>
        <VirtualTable
          label={t('nav.services')}
          columns={columns}
          rows={rows}
          rowHeight={44}
          rowKey={({ provider }) => provider}
          height="45dvh"
          empty={
            all.length === 0 ? (
              <EmptyState icon={Handshake} title={t('services.none')} body={t('services.noneBody')} />
            ) : (
              <NothingFound onClear={() => setText('')} />
            )
          }
        />
      </Card>
      {all.length === 0 ? null : (
        <Card
          title={t('services.agreements')}
          description={t('services.agreementsBody')}
          padded={agreements.length === 0}
          footer={t('count.agreements', { count: agreements.length })}
        >
          <VirtualTable
            label={t('services.who')}
            columns={agreementColumns}
            rows={agreements}
            rowHeight={44}
            rowKey={({ party, provider }) => `${party}${provider}`}
            height="45dvh"
            empty={<p className="text-muted">{t('services.noAgreements')}</p>}
          />
        </Card>
      )}
    </>
  );
}
