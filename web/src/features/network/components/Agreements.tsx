import { useMemo } from 'react';
import type { RegistryView } from '../../../data/index.ts';
import { Card, CopyButton, KeyValue, SafeText, VirtualTable } from '../../../ui/index.ts';
import { type AgreementRow, agreementRows } from '../model/agreements.ts';
import type { PartyRow } from '../model/find.ts';
import { useText } from '../useText.ts';
import { PermissionList } from './PermissionList.tsx';
import { Since } from './Since.tsx';
import { useAgreementColumns } from './useServiceColumns.tsx';

const keyOf = ({ party, provider }: AgreementRow) => `${party}${provider}`;

/** The services that a party has agreed to. */
export function AgreesTo({ view, party }: { readonly view: RegistryView; readonly party: PartyRow }) {
  const t = useText();
  const rows = useMemo(() => agreementRows(view, { party: party.address }), [view, party]);
  const columns = useAgreementColumns('party');
  return (
    <Card title={t('party.agreements')} padded={rows.length === 0}>
      <VirtualTable
        label={t('services.who')}
        columns={columns}
        rows={rows}
        rowHeight={44}
        rowKey={keyOf}
        height="40dvh"
        empty={<p className="text-muted">{t('party.noAgreements')}</p>}
      />
    </Card>
  );
}

/** The service of a party, if it has one, and who agreed to it. */
export function Agreed({ view, provider }: { readonly view: RegistryView; readonly provider: PartyRow }) {
  const t = useText();
  const { address } = provider;
  const service = view.services.find((one) => one.provider === address);
  const rows = useMemo(() => agreementRows(view, { provider: address }), [view, address]);
  const columns = useAgreementColumns('service');
  if (!service) return null;
  return (
    <Card title={t('party.service')}>
      <KeyValue
        items={[
          { label: t('services.service'), value: <SafeText text={service.name} maxLength={120} reveal /> },
          {
            label: t('node.url'),
            value: (
              <>
                <SafeText text={service.url} maxLength={120} reveal /> <CopyButton value={service.url} />
              </>
            ),
          },
          { label: t('services.permissions'), value: <PermissionList bits={service.permissions} /> },
          { label: t('services.since'), value: <Since block={service.since} /> },
        ]}
      />
      <h3 className="mt-5 mb-1 font-semibold">{t('party.agreed')}</h3>
      <VirtualTable
        label={t('party.agreed')}
        columns={columns}
        rows={rows}
        rowHeight={44}
        rowKey={keyOf}
        height="40dvh"
        empty={<p className="text-muted">{t('party.noAgreed')}</p>}
      />
    </Card>
  );
}
