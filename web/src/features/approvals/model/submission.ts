import { keyAnnouncementsAbi, quorumRegistryAbi } from '@gridseal/sdk/abi';
import type { Hex } from '@gridseal/sdk/bytes';
import { contractCall, packTerms, type Transaction } from '@gridseal/sdk/chain';
import type { KnownVerifiers } from '@gridseal/sdk/crypto';
import { hintApprovals, Proposal, Quorum, type QuorumState } from '@gridseal/sdk/quorum';
import type { Side, Standing } from '../../../propose/index.ts';

/** Nodes take transactions of 131,072 bytes at most (geth and its kin); approvals may take this much of one. */
const APPROVAL_BYTES = 98_304;

/** What P-521 signatures need to be verified cheaply comes along where there is room. */
export interface SubmissionContext {
  readonly verifiers: KnownVerifiers;
  readonly quorums: ReadonlyMap<Hex, QuorumState>;
  /** Where the network's announcements are made. */
  readonly announcements: Hex;
}

/** The transaction that carries a proposal out; anyone may send it. Null while approvals are missing, and for an `approve` of what others carry out. */
export function submission(
  proposal: Proposal.Proposal,
  standing: Standing,
  { verifiers, quorums, announcements }: SubmissionContext,
): Transaction | null {
  const action = Proposal.actionOf(proposal);
  if (!standing.satisfied) return null;
  const maxBytes = APPROVAL_BYTES / standing.sides.length;
  const packedFor = (role: Side['role']): Hex => {
    const side = standing.sides.find((one) => one.role === role);
    const packed = side?.collection.packed;
    return side && packed ? hintApprovals(side.state, action, packed, { verifiers, quorums, maxBytes }) : '0x';
  };
  const approvals = packedFor('current');
  const { quorum } = action.message;
  if (action.action === 'approve') return announcementCall(proposal, announcements, approvals);
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

/** What a quorum approves as an authority of its own, at the contract of this network alone; null for anything else. */
function announcementCall({ content, chainId, registry, message }: Proposal.Proposal, at: Hex, approvals: Hex) {
  if (!content || (content.action !== 'announce' && content.action !== 'withdraw')) return null;
  const { quorum } = message;
  const isOwn = content.message.authority.toLowerCase() === Quorum.signer(registry, quorum).toLowerCase();
  if (!isOwn || content.chainId !== chainId || content.announcements.toLowerCase() !== at.toLowerCase()) return null;
  const { subject, epoch } = content.message;
  const deadline = BigInt(content.message.deadline);
  if (content.action === 'withdraw') {
    const values = [quorum, subject, BigInt(epoch), deadline, approvals] as const;
    return contractCall(at, keyAnnouncementsAbi, 'withdrawByQuorum', values);
  }
  const announcement = { subject, digest: content.message.digest, terms: packTerms(content.message) };
  return contractCall(at, keyAnnouncementsAbi, 'announceByQuorum', [quorum, announcement, deadline, approvals]);
}
