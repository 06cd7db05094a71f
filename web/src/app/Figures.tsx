import type { UseQueryResult } from '@tanstack/react-query';
import { useAnnouncements, useCertificates, useIndex, useProposals, useQuorums } from '../data/index.ts';
import { useFormat } from '../i18n/index.ts';
import { Stat } from '../ui/index.ts';
import { routeFor } from './routeFor.ts';
import { useAppText } from './useAppText.ts';

const NO_ROWS = { limit: 0 };
const OPEN = { states: ['open'], limit: 0 } as const;

/** How much there is. */
export function Figures() {
  const t = useAppText();
  const format = useFormat();
  // Zero is said only of a chain that was read.
  const { status } = useIndex();
  const count = ({ data, isFetching }: UseQueryResult<{ readonly total: number }>) =>
    data && (data.total > 0 || (status === 'live' && !isFetching)) ? format.number(data.total) : '–';
  const figures = [
    { label: t('overview.proposals'), value: count(useProposals(OPEN)), to: routeFor('/approvals') },
    { label: t('overview.certificates'), value: count(useCertificates(NO_ROWS)), to: routeFor('/certificates') },
    { label: t('overview.quorums'), value: count(useQuorums(NO_ROWS)), to: routeFor('/quorums') },
    { label: t('overview.announcements'), value: count(useAnnouncements(NO_ROWS)), to: routeFor('/devices') },
  ];
  return (
    <div className="grid grid-cols-2 gap-3 lg:grid-cols-4">
      {figures.map(({ label, value, to }) => (
        <Stat key={label} label={label} value={value} {...(to ? { to } : {})} />
      ))}
    </div>
  );
}
