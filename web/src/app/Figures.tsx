import type { UseQueryResult } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useAnnouncements, useCertificates, useIndex, useProposals, useQuorums } from '../data/index.ts';
import { useFormat } from '../i18n/index.ts';
import { Stat } from '../ui/index.ts';
import { routeFor } from './routeFor.ts';
import { useAppText } from './useAppText.ts';

type Count = UseQueryResult<{ readonly total: number }>;

const NO_ROWS = { limit: 0 };
const OPEN = { states: ['open'], limit: 0 } as const;
const UNREAD = { states: ['unknown'], limit: 50 } as const;

/** How much there is. */
export function Figures() {
  const t = useAppText();
  const liveSince = useLiveSince();
  const open = useProposals(OPEN);
  const unread = useProposals(UNREAD).data?.items.filter(({ content }) => content !== 'malformed').length ?? 0;
  const proposals = useCount(open, liveSince);
  const certificates = useCount(useCertificates(NO_ROWS), liveSince);
  const quorums = useCount(useQuorums(NO_ROWS), liveSince);
  const announcements = useCount(useAnnouncements(NO_ROWS), liveSince);
  // What a draft asks is in its text, on IPFS: without that nobody knows whether it is open.
  const isHere = unread === 0 || (open.data?.total ?? 0) > 0;
  const figures = [
    {
      label: t('overview.proposals'),
      value: isHere ? proposals : '–',
      to: routeFor('/approvals'),
      ...(unread > 0 ? { hint: t('overview.unread') } : {}),
    },
    { label: t('overview.certificates'), value: certificates, to: routeFor('/certificates') },
    { label: t('overview.quorums'), value: quorums, to: routeFor('/quorums') },
    { label: t('overview.announcements'), value: announcements, to: routeFor('/devices') },
  ];
  return (
    <div className="grid grid-cols-2 gap-3 lg:grid-cols-4">
      {figures.map(({ label, value, to, ...rest }) => (
        <Stat key={label} label={label} value={value} {...rest} {...(to ? { to } : {})} />
      ))}
    </div>
  );
}

/** Since when, by this browser's clock, the index follows the head; null while it does not. */
function useLiveSince(): number | null {
  const { status } = useIndex();
  const [since, setSince] = useState<number | null>(null);
  useEffect(() => setSince((before) => (status === 'live' ? (before ?? Date.now()) : before)), [status]);
  return since;
}

/** A count in words. Zero is said only of a chain that was read to its end: by an answer that came after that. */
function useCount({ data, dataUpdatedAt, isFetching, refetch }: Count, liveSince: number | null): string {
  const format = useFormat();
  const isZero = data?.total === 0;
  const isEarly = liveSince !== null && dataUpdatedAt < liveSince;
  useEffect(() => {
    if (isZero && isEarly && !isFetching) void refetch();
  }, [isZero, isEarly, isFetching, refetch]);
  if (!data || (isZero && (liveSince === null || isEarly || isFetching))) return '–';
  return format.number(data.total);
}
