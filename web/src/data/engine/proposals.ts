import type { Hex } from '@gridseal/sdk/bytes';
import { signerId } from '@gridseal/sdk/delivery/subject';
import { Action, Proposal, TypedData } from '@gridseal/sdk/quorum';
import type { Page, Window } from '../model/events.ts';
import type {
  ProposalFilter,
  ProposalRecord,
  ProposalState,
  ProposedBy,
  RecordedApproval,
} from '../model/proposals.ts';
import type { Bodies } from './bodies.ts';
import { type EventLog, pairKey } from './eventLog.ts';
import { positionOf } from './events.ts';
import { pageOfMade } from './page.ts';
import type { Quorums } from './quorums.ts';

/** What proposals are judged by. */
export interface ProposalContext {
  readonly log: EventLog;
  readonly quorums: Quorums;
  readonly drafts: Bodies<Proposal.Proposal>;
  readonly chainId: number;
  readonly registry: Hex;
  readonly announcements: Hex;
  /** Block time in seconds since 1970. */
  readonly now: number;
}

/** Proposals to quorums, the newest first. Asks for the drafts that are not here yet: those by members alone, unless all are wanted. */
export function findProposals(context: ProposalContext, filter: ProposalFilter & Window): Page<ProposalRecord> {
  const { quorums, drafts } = context;
  const { quorum, member, states, onlyFromMembers = true } = filter;
  const reachable = member ? quorums.reachableBy(member) : null;
  const toThese = allSlots(context).filter(
    (slot) => (!quorum || slot.quorum === quorum.toLowerCase()) && (reachable?.has(slot.quorum) ?? true),
  );
  const wanted = onlyFromMembers
    ? toThese.filter(({ proposedBy }) => proposedBy.some(({ isMember }) => isMember))
    : toThese;
  drafts.want(wanted.map(({ draft }) => draft));
  const found = states ? wanted.filter((slot) => states.includes(recordOf(context, slot).state)) : wanted;
  return { ...pageOfMade(found, filter, (slot) => recordOf(context, slot)), hidden: toThese.length - wanted.length };
}

/** The proposal behind a draft, to the quorum that the draft names if it was proposed to several; null if nobody proposed it. */
export function findProposal(context: ProposalContext, draft: Hex): ProposalRecord | null {
  const records = slotsOf(context, draft.toLowerCase() as Hex).map((slot) => recordOf(context, slot));
  return records.find(({ proposal }) => proposal !== null) ?? records[0] ?? null;
}

/** Where an action stands that was proposed in whatever way. */
export function assess(context: ProposalContext, proposal: Proposal.Proposal) {
  const action = Proposal.actionOf(proposal);
  const digest = TypedData.digest(action);
  return { digest, state: stateOf(context, proposal), approvals: approvalsOf(context.log, digest) };
}

/** Approvals of a digest that wallets recorded on chain. */
export function approvalsOf(log: EventLog, digest: Hex): readonly RecordedApproval[] {
  return log.of('digest', digest.toLowerCase()).flatMap((event) => {
    if (event.type !== 'approved') return [];
    const { quorum, signer } = event;
    return [{ quorum, digest: event.digest, signer: signer.toLowerCase() as Hex, at: positionOf(event) }];
  });
}

interface Slot {
  readonly draft: Hex;
  readonly quorum: Hex;
  readonly proposedBy: readonly ProposedBy[];
}

const slotsByLog = new WeakMap<EventLog, { readonly revision: number; readonly slots: readonly Slot[] }>();

/** Anyone can propose in masses: who proposed what is worked out once for each change. */
function allSlots(context: ProposalContext): readonly Slot[] {
  const { log } = context;
  const known = slotsByLog.get(log);
  if (known?.revision === log.revision) return known.slots;
  const slots = log.newestFirst('draft').flatMap((draft) => slotsOf(context, draft));
  slotsByLog.set(log, { revision: log.revision, slots });
  return slots;
}

/** One for each quorum that the draft was proposed to. */
function slotsOf({ log, quorums }: ProposalContext, draft: Hex): readonly Slot[] {
  const slots = new Map<Hex, ProposedBy[]>();
  for (const event of log.of('draft', draft)) {
    if (event.type !== 'proposed') continue;
    const proposer = event.proposer.toLowerCase() as Hex;
    const members = quorums.current(event.quorum)?.state.members ?? [];
    const isMember = members.some(({ signer }) => signer === proposer);
    const entry = { proposer, deadline: event.deadline, at: positionOf(event), isMember };
    slots.set(event.quorum, [entry, ...(slots.get(event.quorum) ?? [])]);
  }
  return [...slots].map(([quorum, proposedBy]) => ({ draft, quorum, proposedBy }));
}

function recordOf(context: ProposalContext, { draft, quorum, proposedBy }: Slot): ProposalRecord {
  const { drafts } = context;
  const loaded = drafts.get(draft);
  const proposal = loaded && isFor(context, loaded, quorum) ? loaded : null;
  const known = { draft, quorum, proposedBy, content: drafts.state(draft), problem: drafts.problem(draft) };
  if (!loaded) return { ...known, proposal, digest: null, state: 'unknown', approvals: [] };
  if (!proposal) {
    const problem = {
      code: 'OTHER_PROPOSAL',
      shortMessage: 'the draft is for another chain, registry or quorum than it was proposed to',
      field: null,
      metaMessages: [],
    };
    return { ...known, content: 'malformed', problem, proposal, digest: null, state: 'unknown', approvals: [] };
  }
  return { ...known, proposal, ...assess(context, proposal) };
}

function isFor({ chainId, registry }: ProposalContext, proposal: Proposal.Proposal, quorum: Hex): boolean {
  const action = Proposal.actionOf(proposal);
  return (
    action.chainId === chainId &&
    action.registry.toLowerCase() === registry.toLowerCase() &&
    action.message.quorum === quorum
  );
}

function stateOf(context: ProposalContext, proposal: Proposal.Proposal): ProposalState {
  const action = Proposal.actionOf(proposal);
  const own = actionState(context, action);
  if (action.action !== 'approve' || own !== 'open') return own;
  // What a quorum approves as a member of another stands where the other's action stands.
  return proposal.content ? actionState(context, proposal.content) : 'unknown';
}

function actionState(context: ProposalContext, action: Action.Action): ProposalState {
  if (Action.isRegistryAction(action)) {
    if (isDone(context, action)) return 'done';
    const current = context.quorums.current(action.message.quorum)?.state;
    if (!current) return 'unknown';
    if (current.version !== action.message.version) return 'stale';
  }
  if (isAnnounced(context, action)) return 'done';
  const deadline = Action.deadlineOf(action);
  return deadline !== null && context.now > deadline ? 'expired' : 'open';
}

/** Whether an authority's announcement or withdrawal, which a quorum approves as the authority, is on the chain. */
function isAnnounced({ log, announcements }: ProposalContext, action: Action.Action): boolean {
  if (action.action !== 'announce' && action.action !== 'withdraw') return false;
  if (action.announcements.toLowerCase() !== announcements.toLowerCase()) return false;
  const { authority, subject, epoch } = action.message;
  const digest = action.action === 'announce' ? action.message.digest : null;
  return log.of('pair', pairKey({ authority: signerId(authority), subject })).some((event) => {
    if (event.type === 'announced') return event.epoch === epoch && event.digest === digest;
    return event.type === 'withdrawn' && digest === null && event.epoch >= epoch;
  });
}

function isDone({ log, quorums }: ProposalContext, action: Action.RegistryAction): boolean {
  switch (action.action) {
    case 'endorse':
    case 'revoke': {
      const { certificate, quorum } = action.message;
      const type = action.action === 'endorse' ? 'certificateEndorsed' : 'certificateRevoked';
      return log.of('certificate', certificate).some((event) => event.type === type && event.quorum === quorum);
    }
    case 'rotate': {
      const { quorum, version, members, threshold, revocationThreshold } = action.message;
      const next = quorums.versions(quorum).find(({ state }) => state.version === version + 1)?.state;
      const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
      const rules = (of: typeof action.message.members) =>
        of.map(({ signer, weight }) => [signer.toLowerCase(), weight]);
      return (
        next !== undefined &&
        next.threshold === threshold &&
        next.revocationThreshold === revocationThreshold &&
        same(rules([...next.members]), rules(members))
      );
    }
    case 'approve':
      return false;
  }
}
