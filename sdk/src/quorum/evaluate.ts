import type { Hex } from '../bytes/index.ts';
import { BaseError } from '../errors/index.ts';
import { type Approve, quorumOf, type RegistryAction } from './action.ts';
import { decode as decodePacked } from './packedApprovals.ts';
import type { Member, QuorumState } from './quorum.ts';
import { digest as digestOf } from './typedData.ts';
import { checkMemberSignature, MAX_NESTING, nestedState, type VerifyOptions, workBudget } from './verifyContext.ts';

/** One member and what came of its approval. */
export interface MemberVerdict extends Member {
  readonly index: number;
  /** Why it does not count; absent for one that does, or that has not signed. */
  readonly reason?: string;
  /** For a member that is a quorum itself. */
  readonly nested?: QuorumEvaluation;
}

/** Whether a quorum has reached its threshold, and who is missing: data, to be shown or sent on. */
export interface QuorumEvaluation {
  readonly quorum: Hex;
  readonly version: number;
  readonly satisfied: boolean;
  /** The weight that is needed. */
  readonly threshold: number;
  /** The weight of `signed`. */
  readonly weight: number;
  /** The weight that is still needed; 0 when satisfied. */
  readonly missing: number;
  readonly signed: readonly MemberVerdict[];
  readonly unsigned: readonly MemberVerdict[];
  /** Approvals that do not verify. */
  readonly invalid: readonly MemberVerdict[];
  /** Approvals that cannot be told offline (contract wallets, unknown verifiers, approvals recorded on chain). */
  readonly unknown: readonly MemberVerdict[];
}

/** The weight that an action needs. */
export function thresholdFor(state: QuorumState, action: RegistryAction): number {
  return action.action === 'revoke' ? state.revocationThreshold : state.threshold;
}

/**
 * Verifies packed approvals of `action` by `state`, as QuorumRegistry does. The action has to name the quorum and its version,
 * except that a rotation is also approved by the version it makes (`state.version = version + 1`).
 *
 * @throws {VerificationError} if there is more work than `options.budget` allows.
 * @example
 * ```ts
 * const { satisfied, missing } = await evaluatePacked(state, action, packed);
 * ```
 */
export async function evaluatePacked(
  state: QuorumState,
  action: RegistryAction,
  packed: Hex,
  options: VerifyOptions = {},
): Promise<QuorumEvaluation> {
  const threshold = thresholdFor(state, action);
  if (!isFor(action, state)) return failed(state, threshold, 'is of another quorum or version');
  return evaluateAt(state, digestOf(action), threshold, packed, { budget: workBudget(), ...options }, action, 0);
}

/** Whether the message asks this state of the quorum. */
export function isFor(action: RegistryAction, state: QuorumState): boolean {
  const { quorum, version } = quorumOf(action);
  if (quorum !== state.id) return false;
  return version === state.version || (action.action === 'rotate' && version + 1 === state.version);
}

async function evaluateAt(
  state: QuorumState,
  digest: Hex,
  threshold: number,
  packed: Hex,
  options: VerifyOptions,
  on: { readonly chainId: number; readonly registry: Hex },
  depth: number,
): Promise<QuorumEvaluation> {
  let approvals: ReturnType<typeof decodePacked>;
  try {
    approvals = decodePacked(packed);
  } catch (error) {
    if (error instanceof BaseError) return failed(state, threshold, error.shortMessage);
    throw error;
  }
  const outcomes = new Map<number, Outcome>();
  for (const { index, signature } of approvals) {
    const member = state.members[index];
    if (!member) return failed(state, threshold, 'has an approval of a member that the quorum does not have');
    outcomes.set(index, await checkMember(member, digest, signature, options, on, depth));
  }
  return tally(state, threshold, outcomes);
}

/** What came of one member's approval. */
export interface Outcome {
  readonly verdict: boolean | null;
  readonly reason?: string;
  readonly nested?: QuorumEvaluation;
}

async function checkMember(
  member: Member,
  digest: Hex,
  signature: Hex,
  options: VerifyOptions,
  on: { readonly chainId: number; readonly registry: Hex },
  depth: number,
): Promise<Outcome> {
  const nested = nestedState(on.registry, member.signer, options);
  if (!nested) {
    const found = await checkMemberSignature({ signer: member.signer, digest, signature }, options);
    const isUnknownQuorum = found.verdict === null && nested === undefined;
    return isUnknownQuorum ? { ...found, reason: 'the member is a quorum whose members are not known here' } : found;
  }
  if (depth + 1 > MAX_NESTING) return { verdict: false, reason: `quorums are nested more than ${MAX_NESTING} deep` };
  const action = nestedAction(nested, digest, on);
  const evaluation = await evaluateAt(nested, digestOf(action), nested.threshold, signature, options, on, depth + 1);
  return outcomeOf(evaluation);
}

/** What members of a nested quorum sign, so that it approves `digest`. */
export function nestedAction(
  state: QuorumState,
  digest: Hex,
  on: { readonly chainId: number; readonly registry: Hex },
): Approve {
  const { chainId, registry } = on;
  return { action: 'approve', chainId, registry, message: { quorum: state.id, version: state.version, digest } };
}

/** What a nested quorum's evaluation means for its membership. */
export function outcomeOf(nested: QuorumEvaluation): Outcome {
  if (nested.satisfied) return { verdict: true, nested };
  const verdict = nested.invalid.length === 0 && nested.unknown.length > 0 ? null : false;
  return { verdict, nested, reason: `the nested quorum lacks a weight of ${nested.missing}` };
}

/** Sorts the members by outcome and adds up the weights. */
export function tally(state: QuorumState, threshold: number, outcomes: ReadonlyMap<number, Outcome>): QuorumEvaluation {
  const lists = { signed: [], unsigned: [], invalid: [], unknown: [] } as Record<string, MemberVerdict[]>;
  let weight = 0;
  state.members.forEach((member, index) => {
    const outcome = outcomes.get(index);
    const kind = !outcome ? 'unsigned' : outcome.verdict === null ? 'unknown' : outcome.verdict ? 'signed' : 'invalid';
    if (kind === 'signed') weight += member.weight;
    const { reason, nested } = outcome ?? {};
    lists[kind]?.push({ ...member, index, ...(reason ? { reason } : {}), ...(nested ? { nested } : {}) });
  });
  const { signed = [], unsigned = [], invalid = [], unknown = [] } = lists;
  // The registry refuses a list with one bad approval in it, so a packed list with `invalid` members is never satisfied.
  const satisfied = weight >= threshold && invalid.length === 0;
  const missing = Math.max(0, threshold - weight);
  return {
    quorum: state.id,
    version: state.version,
    satisfied,
    threshold,
    weight,
    missing,
    signed,
    unsigned,
    invalid,
    unknown,
  };
}

function failed(state: QuorumState, threshold: number, reason: string): QuorumEvaluation {
  const invalid = state.members.map((member, index) => ({ ...member, index, reason }));
  const { id: quorum, version } = state;
  return {
    quorum,
    version,
    satisfied: false,
    threshold,
    weight: 0,
    missing: threshold,
    signed: [],
    unsigned: [],
    invalid,
    unknown: [],
  };
}
