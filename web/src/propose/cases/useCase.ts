import type { Hex } from '@gridseal/sdk/bytes';
import type { Chain } from '@gridseal/sdk/chain';
import { TransportError } from '@gridseal/sdk/errors';
import { Proposal, TypedData } from '@gridseal/sdk/quorum';
import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useChain, useChainTime, useDataClient, useIndex, useNetwork } from '../../data/index.ts';
import { useSigners } from '../../wallet/index.ts';
import { type CaseContext, type CaseFile, openCase } from './caseFile.ts';
import { useKept } from './useKept.ts';

/** What case files are made from, and a key that changes whenever they could. Null until everything is there. */
export function useCaseContext(): { readonly context: CaseContext; readonly key: readonly unknown[] } | null {
  const client = useDataClient();
  const network = useNetwork();
  const chain = useChain();
  const now = useChainTime();
  const { revision } = useIndex();
  const kept = useKept();
  const signers = useSigners().map(({ signer }) => signer.signer.toLowerCase() as Hex);
  if (!kept.data || now === null) return null;
  const openChain = async (): Promise<Chain> => {
    const found = chain.data ?? (await chain.refetch()).data;
    if (!found) throw new TransportError('the chain cannot be asked');
    return found;
  };
  const context = { client, network, chain: openChain, kept: kept.data, signers, now };
  // Deadlines pass by the minute, not by the block: nobody has to watch every block for that.
  const key = [network.chainId, revision, kept.dataUpdatedAt, signers.join(), Math.floor(now / 60)];
  return { context, key };
}

/** One proposal's case file. */
export function useCase(proposal: Proposal.Proposal | null): UseQueryResult<CaseFile> {
  const ready = useCaseContext();
  const digest = proposal ? TypedData.digest(Proposal.actionOf(proposal)) : null;
  return useQuery({
    queryKey: ['approvals', 'case', digest, ...(ready?.key ?? [])],
    queryFn: () => openCase(proposal as Proposal.Proposal, (ready as NonNullable<typeof ready>).context),
    enabled: proposal !== null && ready !== null,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    placeholderData: (previous: CaseFile | undefined) => (previous?.digest === digest ? previous : undefined),
  });
}

/** What {@link useInbox} and others share about lists: the last answer stays until the next one is there. */
export const listOptions = {
  staleTime: Number.POSITIVE_INFINITY,
  retry: false,
  placeholderData: keepPreviousData,
} as const;
