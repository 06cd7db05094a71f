import type { Hex } from '@gridseal/sdk/bytes';
import type { Approval } from '@gridseal/sdk/quorum';
import { Proposal } from '@gridseal/sdk/quorum';
import { type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useDataClient } from '../../data/index.ts';
import * as Keep from './keep.ts';
import type { Parcel } from './parcel.ts';

const KEY = ['approvals', 'kept'];

/** What this browser remembers. */
export function useKept(): UseQueryResult<Keep.Kept> {
  return useQuery({ queryKey: KEY, queryFn: Keep.readKept, staleTime: Number.POSITIVE_INFINITY, retry: false });
}

/** Changing what this browser remembers. */
export interface KeepActions {
  readonly keepApprovals: (approvals: readonly Approval.Approval[]) => Promise<void>;
  /** Takes what a file or a link holds. Returns the draft's digest, or null if there was no proposal in it. */
  readonly take: (parcel: Parcel) => Promise<Hex | null>;
  readonly forget: (draft: Hex) => Promise<void>;
  readonly reject: (draft: Hex, note: string) => Promise<void>;
  readonly reconsider: (draft: Hex) => Promise<void>;
}

export function useKeepActions(): KeepActions {
  const queries = useQueryClient();
  const client = useDataClient();
  return useMemo(() => {
    const then = async (done: Promise<unknown>) => {
      await done;
      await queries.invalidateQueries({ queryKey: KEY });
    };
    return {
      keepApprovals: (approvals) => then(Keep.keepApprovals(approvals)),
      take: async ({ proposal, approvals }) => {
        await Keep.keepApprovals(approvals);
        const draft = proposal ? await client.remember(Proposal.encode(proposal)) : null;
        if (draft) await Keep.keepDraft(draft, Date.now());
        await queries.invalidateQueries({ queryKey: KEY });
        return draft;
      },
      forget: (draft) => then(Keep.forgetDraft(draft)),
      reject: (draft, note) => then(Keep.reject(draft, note, Date.now())),
      reconsider: (draft) => then(Keep.reconsider(draft)),
    };
  }, [queries, client]);
}
