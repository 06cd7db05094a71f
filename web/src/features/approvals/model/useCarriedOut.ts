import type { ChainEvent } from '@gridseal/sdk/chain';
import type { Proposal } from '@gridseal/sdk/quorum';
import { type EventFilter, useEvents } from '../../../data/index.ts';

/** The event by which the chain says what a proposal asks for; undefined while there is none. */
export function useCarriedOut(proposal: Proposal.Proposal): ChainEvent | undefined {
  const { data } = useEvents({ ...filterFor(proposal), order: 'oldest' });
  return data?.items.find((event) => isOf(proposal, event));
}

function filterFor({ action, message }: Proposal.Proposal): EventFilter {
  const { quorum } = message;
  if (action === 'rotate') return { types: ['quorumRotated'], quorum };
  if (!('certificate' in message)) return { types: ['approved'], quorum };
  const types = [action === 'revoke' ? 'certificateRevoked' : 'certificateEndorsed'] as const;
  return { types, quorum, certificate: message.certificate };
}

function isOf({ action, message }: Proposal.Proposal, event: ChainEvent): boolean {
  if (action === 'rotate') return event.type === 'quorumRotated' && event.version === message.version + 1;
  return action === 'approve' ? event.type === 'approved' && event.digest === message.digest : true;
}
