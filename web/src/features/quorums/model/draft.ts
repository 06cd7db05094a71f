import { type Hex, isHex } from '@gridseal/sdk/bytes';
import { Quorum, type QuorumRules, type QuorumState, sameKeys } from '@gridseal/sdk/quorum';
import { totalWeight } from './compare.ts';

/** A member as the form has it. */
export interface MemberDraft {
  /** ERC-7913 bytes in lower case. */
  readonly signer: Hex;
  /** What was typed. */
  readonly weight: string;
  /** A quorum of two keys that has to be created with this one. */
  readonly pair?: Quorum.Quorum;
}

/** A quorum as the form has it: what was typed, whether it can be or not. */
export interface Draft {
  readonly members: readonly MemberDraft[];
  readonly threshold: string;
  /** Empty: as much as the threshold. */
  readonly revocationThreshold: string;
  /** Empty: zero. */
  readonly salt: string;
}

/** What is wrong with one member. `other` is the member, from 0, that it repeats. */
export type MemberProblem =
  | { readonly what: 'weight' }
  | { readonly what: 'sameSigner' | 'sameKey'; readonly other: number }
  | { readonly what: 'itself' };

/** Why a draft is not a quorum yet, by field. */
export interface DraftProblems {
  readonly members?: 'none' | 'tooMany' | 'tooHeavy';
  /** By the member's place. */
  readonly member: ReadonlyMap<number, MemberProblem>;
  readonly threshold?: 'number' | 'tooHigh';
  readonly revocationThreshold?: 'number' | 'aboveThreshold';
  readonly salt?: 'hex';
}

export interface Checked {
  readonly problems: DraftProblems;
  /** What all members weigh together, as far as weights can be read. */
  readonly total: number;
  /** Null while there are problems. */
  readonly definition: Quorum.Quorum | null;
}

export const emptyDraft: Draft = { members: [], threshold: '', revocationThreshold: '', salt: '' };
const MAX_WEIGHT = 65_535;

/** The form for a new version: the members and thresholds of the current one. */
export function draftOf(state: QuorumRules): Draft {
  return {
    members: state.members.map(({ signer, weight }) => ({ signer, weight: String(weight) })),
    threshold: String(state.threshold),
    revocationThreshold: state.revocationThreshold === state.threshold ? '' : String(state.revocationThreshold),
    salt: '',
  };
}

/**
 * Checks everything that does not need the chain, field by field. What passes is what the registry accepts.
 *
 * @param self The signer of the quorum that is rotated: it cannot be a member of itself.
 */
export function checkDraft(draft: Draft, self?: Hex): Checked {
  const weights = draft.members.map(({ weight }) => integer(weight));
  const total = weights.reduce<number>((sum, weight) => sum + (weight ?? 0), 0);
  const threshold = integer(draft.threshold);
  const revocation = draft.revocationThreshold.trim() === '' ? threshold : integer(draft.revocationThreshold);
  const salt = saltOf(draft.salt);
  const count = draft.members.length;
  const problems: DraftProblems = {
    ...(count === 0 ? { members: 'none' as const } : {}),
    ...(count > Quorum.MAX_MEMBERS ? { members: 'tooMany' as const } : {}),
    ...(total > MAX_WEIGHT && count <= Quorum.MAX_MEMBERS ? { members: 'tooHeavy' as const } : {}),
    member: memberProblems(draft.members, weights, self),
    ...(threshold === null ? { threshold: 'number' as const } : {}),
    ...(threshold !== null && count > 0 && threshold > total ? { threshold: 'tooHigh' as const } : {}),
    ...(revocation === null && threshold !== null ? { revocationThreshold: 'number' as const } : {}),
    ...(revocation !== null && threshold !== null && revocation > threshold
      ? { revocationThreshold: 'aboveThreshold' as const }
      : {}),
    ...(salt === null ? { salt: 'hex' as const } : {}),
  };
  const isSound = Object.keys(problems).length === 1 && problems.member.size === 0;
  if (!isSound || threshold === null || revocation === null || salt === null)
    return { problems, total, definition: null };
  const members = draft.members.map(({ signer }, i) => ({ signer, weight: weights[i] as number }));
  return {
    problems,
    total,
    definition: Quorum.from({ members, threshold, revocationThreshold: revocation, salt }),
  };
}

/** Whether a rotation to these rules would change nothing. */
export function changesNothing(current: QuorumState, rules: QuorumRules): boolean {
  return Quorum.sameState(current, { ...rules, id: current.id, version: current.version });
}

/** A threshold that most choose: more than half. */
export function majorityOf(members: readonly MemberDraft[]): number {
  return (
    Math.floor(totalWeight({ members: members.map((one) => ({ ...one, weight: integer(one.weight) ?? 0 })) }) / 2) + 1
  );
}

function memberProblems(
  members: readonly MemberDraft[],
  weights: readonly (number | null)[],
  self: Hex | undefined,
): ReadonlyMap<number, MemberProblem> {
  const found = new Map<number, MemberProblem>();
  weights.forEach((weight, i) => {
    if (weight === null) found.set(i, { what: 'weight' });
  });
  const rules = { members: members.map(({ signer }) => ({ signer, weight: 1 })) };
  for (const [other, i] of sameKeys(rules)) {
    const isSame = members[other]?.signer === members[i]?.signer;
    found.set(i, { what: isSame ? 'sameSigner' : 'sameKey', other });
  }
  members.forEach(({ signer }, i) => {
    if (self && signer === self.toLowerCase()) found.set(i, { what: 'itself' });
  });
  return found;
}

/** 1 to 65,535, or null. */
function integer(text: string): number | null {
  const value = /^\d{1,5}$/.test(text.trim()) ? Number(text) : 0;
  return value >= 1 && value <= MAX_WEIGHT ? value : null;
}

function saltOf(text: string): Hex | null {
  const given = text.trim().toLowerCase();
  if (given === '') return `0x${'00'.repeat(32)}`;
  return isHex(given, 32) ? given : null;
}
