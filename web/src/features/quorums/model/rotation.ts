import type { Hex } from '@gridseal/sdk/bytes';
import { Proposal, type QuorumRules, type QuorumState } from '@gridseal/sdk/quorum';

/** What a rotation is to be. */
export interface RotationWish {
  readonly state: QuorumState;
  readonly rules: QuorumRules;
  /** Seconds since 1970. */
  readonly deadline: number;
  readonly note: string;
}

const HOUR = 3_600;
export const DAY = 86_400;
export const MAX_DAYS = 90;

/**
 * The proposal that old and new members approve.
 *
 * @throws {BaseError} naming the field that breaks a rule.
 */
export function rotationProposal(
  { state, rules, deadline, note }: RotationWish,
  on: { readonly chainId: number; readonly registry: Hex },
): Proposal.Proposal {
  const { members, threshold, revocationThreshold } = rules;
  const message = {
    quorum: state.id,
    version: state.version,
    members: members.map(({ signer, weight }) => ({ signer, weight })),
    threshold,
    revocationThreshold,
    deadline,
  };
  const extra = note.trim() === '' ? {} : { note: note.trim() };
  const registry = on.registry.toLowerCase() as Hex;
  return Proposal.from({ action: 'rotate', chainId: on.chainId, registry, message }, extra);
}

/** The end of an hour, so that the proposal stays the same while it is looked at. */
export function deadlineIn(days: number, now: number): number {
  return Math.ceil(now / HOUR) * HOUR + days * DAY;
}

/** 1 to {@link MAX_DAYS}, or null. */
export function daysFrom(text: string): number | null {
  const days = /^\d{1,2}$/.test(text.trim()) ? Number(text) : 0;
  return days >= 1 && days <= MAX_DAYS ? days : null;
}

/** The version that the proposal makes. */
export function nextState(state: QuorumState, rules: QuorumRules): QuorumState {
  const { members, threshold, revocationThreshold } = rules;
  return { id: state.id, version: state.version + 1, members, threshold, revocationThreshold };
}

/** Whether these signers alone, without quorums in between, reach the threshold. */
export function suffices({ members, threshold }: QuorumRules, signers: ReadonlySet<Hex>): boolean {
  const weight = members.reduce((sum, member) => sum + (signers.has(member.signer) ? member.weight : 0), 0);
  return weight >= threshold;
}
