import type { Hex } from '@gridseal/sdk/bytes';
import type { KnownVerifiers } from '@gridseal/sdk/crypto';
import {
  Approval,
  type Collection,
  type CollectOptions,
  collect,
  Proposal,
  Quorum,
  type QuorumState,
  type SignatureQuestion,
  TypedData,
} from '@gridseal/sdk/quorum';
import { isUnasked } from './isUnasked.ts';

/** One list of members that has to agree, and how far it is. */
export interface Side {
  /** `next`: the members of the version that a rotation makes; they have to agree, too. */
  readonly role: 'current' | 'next';
  readonly state: QuorumState;
  readonly collection: Collection;
}

/** How far a proposal is. */
export interface Standing {
  readonly sides: readonly Side[];
  /** Whether it can be carried out now. */
  readonly satisfied: boolean;
  /** `signer digest` of every approval that was not set aside. */
  readonly said: ReadonlySet<string>;
}

export interface StandingInput {
  readonly proposal: Proposal.Proposal;
  /** The states that the proposal speaks of: of its quorum at the proposal's version, and the current ones of nested quorums. */
  readonly quorums: ReadonlyMap<Hex, QuorumState>;
  /** Approvals that came by file, link or from a signer of this browser. */
  readonly approvals: readonly Approval.Approval[];
  /** Which wallets recorded their approval of a digest on chain. */
  readonly recorded: (digest: Hex) => Promise<readonly Hex[]>;
  readonly verifiers: KnownVerifiers;
  /** Asks the chain for what cannot be told here (contract wallets, other verifiers); such approvals count nothing without it. */
  readonly ask?: (question: SignatureQuestion) => Promise<boolean>;
  /** Block time in seconds since 1970. */
  readonly now: number;
}

/** Weighs all approvals of a proposal; null if its quorum is not known. */
export async function standingOf(input: StandingInput): Promise<Standing | null> {
  const { proposal, quorums, now, verifiers } = input;
  const action = Proposal.actionOf(proposal);
  const current = quorums.get(action.message.quorum);
  if (!current) return null;
  const states: Omit<Side, 'collection'>[] = [{ role: 'current', state: current }];
  if (action.action === 'rotate') {
    const { members, threshold, revocationThreshold, version } = action.message;
    const state = { id: current.id, version: version + 1, members, threshold, revocationThreshold };
    states.push({ role: 'next', state });
  }
  const onChain = await recordedApprovals(input, states);
  const known = new Set(onChain.map(keyOf));
  const ask = async (question: SignatureQuestion) =>
    question.signature === '0x' ? known.has(keyOf(question)) : ((await input.ask?.(question)) ?? false);
  const all = [...onChain, ...input.approvals.filter((approval) => !known.has(keyOf(approval)))];
  const options = { verifiers, quorums, now, ask: input.ask ? ask : recordedOnly(known) };
  const weigh = (how: CollectOptions) =>
    Promise.all(states.map(async (side) => ({ ...side, collection: await collect(side.state, action, all, how) })));
  // With no endpoint to ask, such approvals are unknown, which is not the same as wrong.
  const sides = await weigh(options).catch((error: unknown) => {
    if (!isUnasked(error)) throw error;
    return weigh({ verifiers, quorums, now });
  });
  return {
    sides,
    satisfied: sides.every(({ collection }) => collection.packed !== undefined),
    said: saidIn(all, sides),
  };
}

const keyOf = ({ signer, digest }: { readonly signer: Hex; readonly digest: Hex }) =>
  `${signer.toLowerCase()} ${digest}`;

/** A question about a signature that only the chain can answer counts nothing here. */
const recordedOnly = (known: ReadonlySet<string>) => async (question: SignatureQuestion) =>
  question.signature === '0x' && known.has(keyOf(question));

/** The approvals recorded on chain, of the message and of what members of members are asked. */
async function recordedApprovals(
  { proposal, quorums, recorded }: StandingInput,
  sides: readonly Pick<Side, 'state'>[],
): Promise<readonly Approval.Approval[]> {
  const found: Approval.Approval[] = [];
  const seen = new Set<Hex>();
  const visit = async (asked: Proposal.Proposal, members: readonly Hex[], depth: number): Promise<void> => {
    const action = Proposal.actionOf(asked);
    const digest = TypedData.digest(action);
    if (!seen.has(digest)) {
      seen.add(digest);
      for (const signer of await recorded(digest)) found.push(Approval.from(action, signer, '0x'));
    }
    for (const member of members) {
      const state = quorums.get(Quorum.idOfSigner(asked.registry, member) ?? '0x');
      if (!state || depth >= 3) continue;
      const next = state.members.map(({ signer }) => signer);
      await visit(Proposal.forMember(asked, state), next, depth + 1);
    }
  };
  const members = sides.flatMap(({ state }) => state.members.map(({ signer }) => signer));
  await visit(proposal, members, 0);
  return found;
}

function saidIn(all: readonly Approval.Approval[], sides: readonly Side[]): ReadonlySet<string> {
  // A rotation's approval is set aside by the side that its signer does not belong to.
  const refused = (approval: Approval.Approval) =>
    sides.every(({ collection }) => collection.rejected.some((one) => one.approval === approval));
  return new Set(all.filter((approval) => !refused(approval)).map(keyOf));
}
