import { z } from 'zod';
import type { Hex } from '../bytes/index.ts';
import { BaseError } from '../errors/index.ts';
import type { Rotate } from './action.ts';
import { evaluatePacked, type QuorumEvaluation } from './evaluate.ts';
import {
  checkRules,
  firstState,
  type Quorum,
  type QuorumRules,
  type QuorumState,
  quorumSchema,
  rulesShape,
  sameState,
} from './quorum.ts';
import { parse, signature, uint64 } from './schema.ts';
import { type VerifyOptions, workBudget } from './verifyContext.ts';

/** A quorum rotates rarely; a longer list is an attack on the verifier's time. */
export const MAX_ROTATIONS = 64;

const rotationSchema = z.strictObject({
  ...rulesShape,
  deadline: uint64,
  oldApprovals: signature,
  newApprovals: signature,
});

/** The schema of a history in a bundle. */
export const historySchema = quorumSchema.extend({ rotations: z.array(rotationSchema).max(MAX_ROTATIONS) });

/** One rotation with the approvals of both sides. The version that it replaces is its place in the list. */
export interface RotationRecord extends QuorumRules {
  readonly deadline: number;
  readonly oldApprovals: Hex;
  readonly newApprovals: Hex;
}

/** A quorum's definition and every rotation since: enough to prove its current version with no connection. */
export interface QuorumHistory extends Quorum {
  readonly rotations: readonly RotationRecord[];
}

/** What a history proves. */
export interface HistoryVerdict {
  readonly id: Hex;
  readonly valid: boolean;
  /** The last version that is proven; version 1 at least, as the id commits to it. */
  readonly current: QuorumState;
  /** Every proven version, the first one first. */
  readonly states: readonly QuorumState[];
  /** The first rotation that does not hold. */
  readonly failure?: {
    readonly version: number;
    readonly reason: string;
    readonly evaluation?: QuorumEvaluation;
  };
}

/** For which deployment a history is, and what the verifier knows already. */
export interface HistoryOptions extends VerifyOptions {
  readonly chainId: number;
  readonly registry: Hex;
  /** A version that the verifier has seen on chain before: the history has to pass through it. */
  readonly pin?: QuorumState;
}

/** @throws {DecodeError} or {@link InvalidQuorumError} naming the field. */
export function decode(value: unknown, field = 'quorum'): QuorumHistory {
  const history = parse(historySchema, value, field);
  checkRules(history, field);
  for (const [i, rotation] of history.rotations.entries()) checkRules(rotation, `${field}.rotations[${i}]`);
  return history;
}

/**
 * Follows the rotations from the definition, whose hash is the id. Proves that each version was approved by the one before;
 * only the chain knows that no other version was: a quorum that approves two successors of one version forks.
 *
 * @throws {VerificationError} if there are more signatures than `options.budget` allows.
 * @example
 * ```ts
 * const { valid, current } = await QuorumHistory.verify(history, { chainId, registry });
 * ```
 */
export async function verify(history: QuorumHistory, options: HistoryOptions): Promise<HistoryVerdict> {
  const context = { budget: workBudget(), ...options };
  const states: QuorumState[] = [firstState(history)];
  for (const rotation of history.rotations) {
    const before = states.at(-1) as QuorumState;
    const after = stateAfter(before, rotation);
    const failure = await checkRotation(before, after, rotation, context);
    if (failure) return { ...verdictOf(states), valid: false, failure: { version: after.version, ...failure } };
    states.push(after);
  }
  const { pin } = options;
  if (pin && !states.some((state) => sameState(state, pin))) {
    const reason = `does not pass through version ${pin.version} as the verifier knows it`;
    return { ...verdictOf(states), valid: false, failure: { version: pin.version, reason } };
  }
  return verdictOf(states);
}

/** The action that both versions approve. */
export function rotationAction(
  before: QuorumState,
  rotation: QuorumRules & { readonly deadline: number },
  on: { readonly chainId: number; readonly registry: Hex },
): Rotate {
  const { members, threshold, revocationThreshold, deadline } = rotation;
  return {
    action: 'rotate',
    chainId: on.chainId,
    registry: on.registry,
    message: {
      quorum: before.id,
      version: before.version,
      members: [...members],
      threshold,
      revocationThreshold,
      deadline,
    },
  };
}

/** The version that a rotation makes. */
export function stateAfter(before: QuorumState, rules: QuorumRules): QuorumState {
  const { members, threshold, revocationThreshold } = rules;
  return { id: before.id, version: before.version + 1, members, threshold, revocationThreshold };
}

function verdictOf(states: readonly QuorumState[]): HistoryVerdict {
  const current = states.at(-1) as QuorumState;
  return { id: current.id, valid: true, current, states };
}

async function checkRotation(
  before: QuorumState,
  after: QuorumState,
  rotation: RotationRecord,
  options: HistoryOptions,
): Promise<{ readonly reason: string; readonly evaluation?: QuorumEvaluation } | null> {
  try {
    checkRules(rotation, 'rotation');
  } catch (error) {
    if (error instanceof BaseError) return { reason: error.message };
    throw error;
  }
  const action = rotationAction(before, rotation, options);
  const old = await evaluatePacked(before, action, rotation.oldApprovals, options);
  if (!old.satisfied) return { reason: 'the version before has not approved it', evaluation: old };
  const fresh = await evaluatePacked(after, action, rotation.newApprovals, options);
  if (!fresh.satisfied) return { reason: 'its own members have not approved it', evaluation: fresh };
  return null;
}
