import type { Hex } from '@gridseal/sdk/bytes';
import type { EventPosition } from '@gridseal/sdk/chain';
import type { Proposal } from '@gridseal/sdk/quorum';
import type { Problem } from '../problem.ts';
import type { ContentState } from './certificates.ts';

/**
 * `open`: it may still be carried out · `done`: the chain says what it asks for · `stale`: for a version that is not the quorum's
 * current one · `expired`: its deadline has passed by block time · `unknown`: the draft or the quorum is not here, or it asks to approve
 * a digest whose meaning it does not show. An `approve` that shows its `content` stands where that stands.
 */
export type ProposalState = 'open' | 'done' | 'stale' | 'expired' | 'unknown';

/** An approval that a wallet recorded on chain. */
export interface RecordedApproval {
  readonly quorum: Hex;
  /** The EIP-712 digest that was approved. */
  readonly digest: Hex;
  readonly signer: Hex;
  readonly at: EventPosition;
}

/** Somebody pointed to a draft. */
export interface ProposedBy {
  readonly proposer: Hex;
  /** As the event says, in seconds since 1970; the draft's own deadline is what counts. */
  readonly deadline: number;
  readonly at: EventPosition;
  /** Whether the proposer is a wallet among the quorum's current members. Anyone else may propose, too: beware. */
  readonly isMember: boolean;
}

/** A draft that was proposed to a quorum. */
export interface ProposalRecord {
  /** SHA-256 of the draft's bytes. */
  readonly draft: Hex;
  /** The quorum that the event names. */
  readonly quorum: Hex;
  /** Newest first. */
  readonly proposedBy: readonly ProposedBy[];
  readonly content: ContentState;
  readonly problem: Problem | null;
  /** The decoded draft, for this chain, this registry and this quorum; null otherwise. */
  readonly proposal: Proposal.Proposal | null;
  /** The EIP-712 digest of what members sign. */
  readonly digest: Hex | null;
  readonly state: ProposalState;
  readonly approvals: readonly RecordedApproval[];
}

/** Which proposals; all by default, the newest first. */
export interface ProposalFilter {
  /** To this quorum. */
  readonly quorum?: Hex;
  /** To quorums with this signer among their current members, also through nested quorums. */
  readonly member?: Hex;
  readonly states?: readonly ProposalState[];
  /** True by default: only what a member of the quorum proposed. */
  readonly onlyFromMembers?: boolean;
}
