import type { Hex } from '../bytes/index.ts';
import { deadlineOf, quorumOf, type RegistryAction } from './action.ts';
import { type Approval, actionOf } from './approval.ts';
import {
  evaluatePacked,
  isFor,
  nestedAction,
  type Outcome,
  outcomeOf,
  type QuorumEvaluation,
  tally,
  thresholdFor,
} from './evaluate.ts';
import { encode as encodePacked, type PackedApproval } from './packedApprovals.ts';
import type { Member, QuorumState } from './quorum.ts';
import { digest as digestOf } from './typedData.ts';
import {
  checkMemberSignature,
  MAX_NESTING,
  nestedState,
  type VerifyOptions,
  WRONG_SIGNATURE,
  workBudget,
} from './verifyContext.ts';

/** Why an approval was set aside. */
export type RejectionReason =
  | 'stranger'
  | 'otherMessage'
  | 'staleVersion'
  | 'expired'
  | 'duplicate'
  | 'invalidSignature';

/** An approval that does not count, and why, in words. */
export interface Rejection {
  readonly approval: Approval;
  readonly reason: RejectionReason;
  readonly explanation: string;
}

/** What a pile of approvals amounts to. */
export interface Collection extends QuorumEvaluation {
  /** What the registry takes: just as many verified approvals as the threshold needs. Absent while it is not reached. */
  readonly packed?: Hex;
  readonly rejected: readonly Rejection[];
}

/** How approvals are collected. */
export interface CollectOptions extends VerifyOptions {
  /** Seconds since 1970, to tell which messages have expired; not looked at if absent. */
  readonly now?: number;
}

interface Work {
  readonly action: RegistryAction;
  readonly options: CollectOptions;
  readonly approvals: readonly Approval[];
  readonly digests: ReadonlyMap<Approval, Hex>;
  readonly used: Set<Approval>;
  readonly rejected: Rejection[];
}

interface MemberOutcome {
  readonly outcome: Outcome;
  readonly signature: Hex;
}

interface Gathered {
  readonly evaluation: QuorumEvaluation;
  readonly packed: Hex;
}

/**
 * Sorts, verifies and packs approvals from any number of files for one action of one quorum. For members that are quorums
 * themselves, put the approvals of their members (`approve` of the action's digest) on the same pile, and their states in
 * `options.quorums`.
 *
 * @throws {VerificationError} if there are more signatures than `options.budget` allows.
 * @example
 * ```ts
 * const { satisfied, packed, missing, rejected } = await collect(state, action, approvals, { now });
 * ```
 */
export async function collect(
  state: QuorumState,
  action: RegistryAction,
  approvals: readonly Approval[],
  options: CollectOptions = {},
): Promise<Collection> {
  const work: Work = {
    action,
    options: { budget: workBudget(), ...options },
    approvals,
    digests: new Map(approvals.map((approval) => [approval, digestOf(actionOf(approval))])),
    used: new Set(),
    rejected: [],
  };
  if (!isFor(action, state))
    return { ...(await evaluatePacked(state, action, '0x')), rejected: rejectAll(work, state) };
  const { evaluation, packed } = await gather(state, digestOf(action), thresholdFor(state, action), work, 0);
  rejectAll(work, state);
  const expired = options.now !== undefined && isExpired(action, options.now);
  const satisfied = evaluation.satisfied && !expired;
  return { ...evaluation, satisfied, ...(satisfied ? { packed } : {}), rejected: work.rejected };
}

async function gather(
  state: QuorumState,
  digest: Hex,
  threshold: number,
  work: Work,
  depth: number,
): Promise<Gathered> {
  const outcomes = new Map<number, Outcome>();
  const packable: (PackedApproval & { readonly weight: number })[] = [];
  for (const [index, member] of state.members.entries()) {
    const found = await outcomeOfMember(member, digest, work, depth);
    if (!found) continue;
    outcomes.set(index, found.outcome);
    if (found.outcome.verdict) packable.push({ index, signature: found.signature, weight: member.weight });
  }
  const evaluation = tally(state, threshold, outcomes);
  // One bad approval does not spoil the others here: only verified ones are packed.
  const satisfied = evaluation.weight >= threshold;
  return { evaluation: { ...evaluation, satisfied }, packed: encodePacked(fewest(packable, threshold)) };
}

async function outcomeOfMember(member: Member, digest: Hex, work: Work, depth: number): Promise<MemberOutcome | null> {
  const { registry, chainId } = work.action;
  const nested = nestedState(registry, member.signer, work.options);
  if (nested && depth + 1 <= MAX_NESTING) {
    const inner = digestOf(nestedAction(nested, digest, { chainId, registry }));
    const { evaluation, packed } = await gather(nested, inner, nested.threshold, work, depth + 1);
    const { signed, invalid, unknown } = evaluation;
    if (signed.length + invalid.length + unknown.length === 0) return null;
    return {
      outcome: evaluation.satisfied ? { verdict: true, nested: evaluation } : outcomeOf(evaluation),
      signature: packed,
    };
  }
  return outcomeOfSigner(member, digest, work);
}

/** The first approval of the member that verifies; else one that cannot be told; else one that does not verify. */
async function outcomeOfSigner(member: Member, digest: Hex, work: Work): Promise<MemberOutcome | null> {
  let best: MemberOutcome | null = null;
  for (const approval of work.approvals) {
    if (approval.signer !== member.signer || work.digests.get(approval) !== digest || work.used.has(approval)) continue;
    work.used.add(approval);
    const { signature } = approval;
    if (best?.outcome.verdict) {
      reject(work, approval, 'duplicate', 'the same member has approved this already');
      continue;
    }
    const outcome = await checkMemberSignature({ signer: member.signer, digest, signature }, work.options);
    const { verdict, reason } = outcome;
    if (verdict === false) reject(work, approval, 'invalidSignature', reason ?? WRONG_SIGNATURE);
    if (verdict || best?.outcome.verdict !== null) best = { outcome, signature };
  }
  return best;
}

/** Heaviest first, then without those that are not needed. */
function fewest<T extends { readonly weight: number }>(approvals: readonly T[], threshold: number): readonly T[] {
  const chosen: T[] = [];
  let weight = 0;
  for (const approval of [...approvals].sort((a, b) => b.weight - a.weight)) {
    if (weight >= threshold) break;
    chosen.push(approval);
    weight += approval.weight;
  }
  return chosen.reverse().filter((approval) => {
    const needless = weight - approval.weight >= threshold;
    if (needless) weight -= approval.weight;
    return !needless;
  });
}

function reject(work: Work, approval: Approval, reason: RejectionReason, explanation: string): void {
  work.rejected.push({ approval, reason, explanation });
}

function isExpired(action: RegistryAction, now: number): boolean {
  const deadline = deadlineOf(action);
  return deadline !== null && now > deadline;
}

/** Says of each approval that nothing has used why. */
function rejectAll(work: Work, state: QuorumState): readonly Rejection[] {
  const wanted = digestOf(work.action);
  for (const approval of work.approvals) {
    if (work.used.has(approval)) {
      if (work.options.now === undefined || !isExpired(approval, work.options.now)) continue;
      reject(work, approval, 'expired', `its deadline ${deadlineOf(approval)} has passed`);
      continue;
    }
    const [reason, explanation] = whyUnused(approval, wanted, work, state);
    reject(work, approval, reason, explanation);
  }
  return work.rejected;
}

function whyUnused(approval: Approval, wanted: Hex, work: Work, state: QuorumState): [RejectionReason, string] {
  const asked = quorumOf(approval);
  const known = asked.quorum === state.id ? state : work.options.quorums?.get(asked.quorum);
  const isRotation = approval.action === 'rotate';
  if (known && asked.version !== known.version && !(isRotation && asked.version + 1 === known.version)) {
    return ['staleVersion', `it is for version ${asked.version} of the quorum, which is at version ${known.version}`];
  }
  if (work.options.now !== undefined && isExpired(approval, work.options.now)) {
    return ['expired', `its deadline ${deadlineOf(approval)} has passed`];
  }
  if (known && !known.members.some((member) => member.signer === approval.signer)) {
    return ['stranger', 'its signer is not a member of the quorum'];
  }
  if (work.digests.get(approval) === wanted) return ['stranger', 'its signer is not a member of the quorum'];
  return ['otherMessage', 'it approves another message'];
}
