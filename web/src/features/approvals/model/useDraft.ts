import type { Hex } from '@gridseal/sdk/bytes';
import { Proposal } from '@gridseal/sdk/quorum';
import { useMemo } from 'react';
import { type ProposalRecord, useContent, useProposal } from '../../../data/index.ts';

/** A draft by its digest: from the chain's pointer, from this browser, or from IPFS. */
export interface Draft {
  readonly proposal: Proposal.Proposal | null;
  /** What the chain says of it; null if nobody pointed to it there. */
  readonly record: ProposalRecord | null;
  readonly problem: { readonly kind: 'missing' | 'malformed'; readonly error: unknown } | null;
  readonly refetch: () => void;
}

/** Reads a draft; its bytes have the digest, so whoever made the link cannot show another. */
export function useDraft(draft: Hex): Draft {
  const record = useProposal(draft).data ?? null;
  const content = useContent(draft, { maxBytes: Proposal.MAX_PROPOSAL_BYTES });
  const { data: bytes, error } = content;
  const decoded = useMemo(() => (bytes ? decode(bytes) : null), [bytes]);
  const refetch = () => void content.refetch();
  if (decoded) return { ...decoded, record, refetch };
  return { proposal: null, record, problem: error ? { kind: 'missing', error } : null, refetch };
}

function decode(bytes: Uint8Array): Pick<Draft, 'proposal' | 'problem'> {
  try {
    return { proposal: Proposal.decode(bytes), problem: null };
  } catch (error) {
    return { proposal: null, problem: { kind: 'malformed', error } };
  }
}
