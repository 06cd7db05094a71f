import { partyKey } from '@gridseal/sdk/protocol/ocpi';
import { useMemo } from 'react';
import type { PartyRecord } from '../../../data/index.ts';
import { useFormat } from '../../../i18n/index.ts';
import { QuorumName } from '../../../trust/index.ts';
import { Badge, type Column, SafeText, TextLink } from '../../../ui/index.ts';
import type { AgreementRow } from '../model/agreements.ts';
import type { ServiceRow } from '../model/find.ts';
import { partyPath } from '../model/places.ts';
import { useText } from '../useText.ts';
import { PermissionList } from './PermissionList.tsx';
import { Since } from './Since.tsx';

/** The columns of the list of services. */
export function useServiceColumns(): readonly Column<ServiceRow>[] {
  const t = useText();
  const format = useFormat();
  return useMemo(
    () => [
      {
        id: 'service',
        header: t('services.service'),
        rowHeader: true,
        compare: (a, b) => (a.name < b.name ? -1 : 1),
        cell: ({ name }) => <SafeText text={name} maxLength={60} />,
      },
      {
        id: 'url',
        header: t('node.url'),
        width: '16rem',
        cell: ({ url, isUnusable }) =>
          isUnusable ? (
            <Badge tone="warn" title={t('services.unusableHint')}>
              {t('services.unusable')}
            </Badge>
          ) : (
            <SafeText text={url} maxLength={60} />
          ),
      },
      {
        id: 'provider',
        header: t('services.provider'),
        width: '8rem',
        cell: ({ provider, party }) =>
          party ? <PartyLink party={party} /> : <QuorumName value={provider} copy={false} />,
      },
      {
        id: 'permissions',
        header: t('services.permissions'),
        width: '20rem',
        cell: ({ permissions }) => <PermissionList bits={permissions} short />,
      },
      {
        id: 'agreed',
        header: t('services.agreed'),
        width: '8.5rem',
        align: 'end',
        compare: (a, b) => a.agreed - b.agreed,
        cell: ({ agreed }) => <span className="tabular-nums">{format.number(agreed)}</span>,
      },
      {
        id: 'since',
        header: t('services.since'),
        width: '9rem',
        compare: (a, b) => (a.since ?? 0) - (b.since ?? 0),
        cell: ({ since }) => <Since block={since} as="date" />,
      },
    ],
    [t, format],
  );
}

/** @param hide What the page around it says already. */
export function useAgreementColumns(hide?: 'party' | 'service'): readonly Column<AgreementRow>[] {
  const t = useText();
  return useMemo(() => {
    const columns: readonly Column<AgreementRow>[] = [
      {
        id: 'party',
        header: t('services.party'),
        width: '11rem',
        rowHeader: hide !== 'party',
        cell: ({ by, party }) => (by ? <PartyLink party={by} /> : <QuorumName value={party} copy={false} />),
      },
      {
        id: 'service',
        header: t('services.service'),
        rowHeader: hide === 'party',
        cell: ({ service, provider }) =>
          service ? <SafeText text={service.name} maxLength={60} /> : <QuorumName value={provider} copy={false} />,
      },
      {
        id: 'permissions',
        header: t('services.permissions'),
        width: hide ? '50%' : '24rem',
        cell: ({ permissions }) => <PermissionList bits={permissions} short />,
      },
      {
        id: 'since',
        header: t('services.since'),
        width: '9rem',
        cell: ({ since }) => <Since block={since} as="date" />,
      },
    ];
    return columns.filter(({ id }) => id !== hide);
  }, [t, hide]);
}

/** A party by its id; leads to its page. */
export function PartyLink({ party }: { readonly party: Pick<PartyRecord, 'id'> }) {
  return (
    <TextLink to={partyPath(party.id)} className="font-mono">
      {partyKey(party.id)}
    </TextLink>
  );
}
