import { useMemo } from 'react';
import type { CertificateRow } from '../../../data/index.ts';
import { useTrustText } from '../../../trust/index.ts';
import { type Column, Digest, SafeText, TextLink, Timestamp } from '../../../ui/index.ts';
import { type Standing, standingOf } from '../model/standing.ts';
import { useText } from '../useText.ts';
import { StandingBadge } from './StandingBadge.tsx';

const byText = (a: string | undefined, b: string | undefined) => (a ?? '').localeCompare(b ?? '');

/** The columns of the list, for a time in seconds since 1970. */
export function useColumns(now: number | null): readonly Column<CertificateRow>[] {
  const t = useText();
  const words = useTrustText();
  return useMemo(() => {
    const standing = (row: CertificateRow): Standing => standingOf(row, now);
    return [
      {
        id: 'name',
        header: t('list.name'),
        rowHeader: true,
        compare: (a, b) => byText(a.name, b.name),
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
        compare: (a, b) => byText(a.kind, b.kind),
        cell: ({ kind }) => (kind ? words(`kinds.${kind}`) : '–'),
      },
      {
        id: 'role',
        header: t('list.role'),
        width: '13rem',
        compare: (a, b) => byText(a.role, b.role),
        cell: ({ role }) => (role ? <SafeText text={role} maxLength={40} /> : '–'),
      },
      {
        id: 'endorsers',
        header: t('list.endorsers'),
        width: '8rem',
        compare: (a, b) => a.endorsements.length - b.endorsements.length,
        cell: ({ endorsements }) => t('list.endorserCount', { count: endorsements.length }),
      },
      {
        id: 'validUntil',
        header: t('list.validUntil'),
        width: '8rem',
        compare: (a, b) => byText(a.notAfter, b.notAfter),
        cell: ({ notAfter }) => (notAfter ? <Timestamp at={new Date(notAfter)} as="date" /> : '–'),
      },
      {
        id: 'state',
        header: t('list.state'),
        width: '9.5rem',
        compare: (a, b) => byText(standing(a), standing(b)),
        cell: (row) => <StandingBadge standing={standing(row)} />,
      },
    ];
  }, [t, words, now]);
}
