import { quorumRegistryAbi } from '@gridseal/sdk/abi';
import type { Hex } from '@gridseal/sdk/bytes';
import { contractCall, type Transaction } from '@gridseal/sdk/chain';
import type { KnownVerifiers } from '@gridseal/sdk/crypto';
import { hintApprovals, Proposal, type QuorumState } from '@gridseal/sdk/quorum';
import type { Side, Standing } from '../../../propose/index.ts';

/** Nodes take transactions of 131,072 bytes at most (geth and its kin); approvals may take this much of one. */
const APPROVAL_BYTES = 98_304;

/** What P-521 signatures need to be verified cheaply comes along where there is room. */
export interface SubmissionContext {
  readonly verifiers: KnownVerifiers;
  readonly quorums: ReadonlyMap<Hex, QuorumState>;
}

/** The transaction that carries a proposal out; anyone may send it. Null while approvals are missing, and for a mere `approve`. */
export function submission(
  proposal: Proposal.Proposal,
  standing: Standing,
  { verifiers, quorums }: SubmissionContext,
): Transaction | null {
  const action = Proposal.actionOf(proposal);
  if (!standing.satisfied || action.action === 'approve') return null;
  const maxBytes = APPROVAL_BYTES / standing.sides.length;
  const packedFor = (role: Side['role']): Hex => {
    const side = standing.sides.find((one) => one.role === role);
    const packed = side?.collection.packed;
    return side && packed ? hintApprovals(side.state, action, packed, { verifiers, quorums, maxBytes }) : '0x';
  };
  const approvals = packedFor('current');
  const { quorum } = action.message;
  const deadline = BigInt(action.message.deadline);
  const on = action.registry;
  if (action.action === 'endorse') {
    return contractCall(on, quorumRegistryAbi, 'endorse', [action.message.certificate, quorum, deadline, approvals]);
  }
  if (action.action === 'revoke') {
    const { certificate, reason } = action.message;
    return contractCall(on, quorumRegistryAbi, 'revoke', [certificate, quorum, deadline, approvals, reason]);
  }
  const { version, members, threshold, revocationThreshold } = action.message;
  const rules = [quorum, version, members, threshold, revocationThreshold] as const;
  return contractCall(on, quorumRegistryAbi, 'rotate', [...rules, deadline, approvals, packedFor('next')]);
}
