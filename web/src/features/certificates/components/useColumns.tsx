import { useMemo } from 'react';
import type { CertificateOrder, CertificateRow } from '../../../data/index.ts';
import { useTrustText } from '../../../trust/index.ts';
import { type Column, Digest, SafeText, TextLink, Timestamp } from '../../../ui/index.ts';
import { standingOf } from '../model/standing.ts';
import { useText } from '../useText.ts';
import { StandingBadge } from './StandingBadge.tsx';

/** The columns of the list, for a time in seconds since 1970; their ids are what the index sorts by. */
export function useColumns(
  now: number | null,
): readonly (Column<CertificateRow> & { readonly id: CertificateOrder })[] {
  const t = useText();
  const words = useTrustText();
  return useMemo(
    () => [
      {
        id: 'name',
        header: t('list.name'),
        rowHeader: true,
        sortable: true,
        cell: ({ id, name }) => (
          <TextLink to={`/certificates/${id}`}>
            {name === undefined ? <Digest value={id} copy={false} /> : <SafeText text={name} maxLength={60} />}
          </TextLink>
        ),
      },
      {
        id: 'kind',
        header: t('list.kind'),
        width: '11rem',
        sortable: true,
        cell: ({ kind }) => (kind ? words(`kinds.${kind}`) : '–'),
      },
      {
        id: 'role',
        header: t('list.role'),
        width: '13rem',
        sortable: true,
        cell: ({ role }) => (role ? <SafeText text={role} maxLength={40} /> : '–'),
      },
      {
        id: 'endorsers',
        header: t('list.endorsers'),
        width: '8rem',
        sortable: true,
        cell: ({ endorsements }) => t('list.endorserCount', { count: endorsements.length }),
      },
      {
        id: 'validUntil',
        header: t('list.validUntil'),
        width: '8rem',
        sortable: true,
        cell: ({ notAfter }) => (notAfter ? <Timestamp at={new Date(notAfter)} as="date" /> : '–'),
      },
      {
        id: 'state',
        header: t('list.state'),
        width: '11rem',
        sortable: true,
        cell: (row) => <StandingBadge standing={standingOf(row, now)} />,
      },
    ],
    [t, words, now],
  );
}
