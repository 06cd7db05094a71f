import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { type ProposalRecord, useProposals } from '../../data/index.ts';
import { isWaiting, openCase, useCaseContext } from '../../propose/index.ts';

const most = 300;

/** Counts what waits for the keys of this browser, and shows nothing itself. */
export default function Waiting({ onCount }: { readonly onCount: (count: number) => void }) {
  const proposals = useProposals({ states: ['open'], limit: most });
  const ready = useCaseContext();
  const records = proposals.data?.items;
  const { data: count } = useQuery({
    queryKey: ['today', 'waiting', proposals.dataUpdatedAt, ...(ready?.key ?? [])],
    queryFn: async () => {
      const { context } = ready as NonNullable<typeof ready>;
      const waits = async ({ draft, proposal }: ProposalRecord) =>
        proposal !== null && !context.kept.rejections.has(draft) && isWaiting(await openCase(proposal, context));
      const all = await Promise.all((records ?? []).map(waits));
      return all.filter(Boolean).length;
    },
    enabled: ready !== null && records !== undefined,
    placeholderData: (before: number | undefined) => before,
    retry: false,
  });
  useEffect(() => {
    if (count !== undefined) onCount(count);
  }, [count, onCount]);
  return null;
}
