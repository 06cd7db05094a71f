import { absentVerifiers, rotate as rotateOnChain } from '../../../chain/index.ts';
import { assertReachable, type Collection, Proposal, type QuorumState, TypedData } from '../../../quorum/index.ts';
import type { Action } from '../../framework/command.ts';
import { confirm } from '../../framework/context.ts';
import { UsageError } from '../../framework/errors.ts';
import { exitCodes } from '../../framework/exitCodes.ts';
import { toDuration } from '../../framework/values.ts';
import {
  approvalBytes,
  assertSameChain,
  collectionPage,
  collectOnChain,
  currentState,
  nestedStates,
  readApprovals,
  readProposalWith,
} from '../shared/approvals.ts';
import { openChain } from '../shared/openChain.ts';
import { resolveQuorum } from '../shared/quorumBook.ts';
import { unlockWallet } from '../shared/wallets.ts';
import { writeProposal } from '../shared/writeProposal.ts';
import { readRules } from './rules.ts';

/** Writes a proposal of a rotation. */
export const propose: Action = async (input, context) => {
  const quorum = await resolveQuorum(input.argument('quorum'), context);
  const chain = await openChain(input);
  const registry = chain.addresses.quorumRegistry.toLowerCase() as `0x${string}`;
  const { salt: _salt, ...rules } = await readRules(input, context, async () => chain.addresses);
  const { version } = await currentState(chain, quorum, context.signal);
  const next: QuorumState = { id: quorum, version: version + 1, ...rules };
  const absent = await absentVerifiers(chain, next.members, context.signal);
  assertReachable(next, { registry, quorums: await nestedStates(chain, next, context.signal), absent });
  const deadline = Math.floor(context.now() / 1000) + toDuration(input.required('deadline'));
  const note = input.optional('note')?.text;
  const message = { quorum, version, ...rules, members: [...rules.members], deadline };
  const action = { action: 'rotate' as const, chainId: chain.chainId, registry, message };
  const proposal = Proposal.from(action, note === undefined ? {} : { note });
  return writeProposal(proposal, input, context, 'gridseal quorum approve');
};

/** What the two versions make of the same approvals. */
interface BothSides {
  readonly old: Collection;
  readonly next: Collection;
}

export const rotate: Action = async (input, context) => {
  const { proposal, approvals: carried } = await readProposalWith(input.argument('proposal'));
  if (proposal.action !== 'rotate') throw new UsageError('is no rotation', { field: '<proposal>' });
  const chain = await openChain(input);
  assertSameChain(proposal, chain);
  const { message } = proposal;
  const action = Proposal.actionOf(proposal);
  const approvals = await readApprovals(input, context, TypedData.digest(action), carried);
  const state = await currentState(chain, message.quorum, context.signal);
  const { members, threshold, revocationThreshold } = message;
  const next: QuorumState = { id: state.id, version: message.version + 1, members, threshold, revocationThreshold };
  // Both sides' approvals share one transaction.
  const hints = { hintedBytes: input.flag('withoutHints') ? 0 : approvalBytes / 2 };
  const sides: BothSides = {
    old: await collectOnChain(chain, state, action, approvals, context, hints),
    next: await collectOnChain(chain, next, action, approvals, context, hints),
  };
  const page = [
    { kind: 'heading' as const, text: `The members of version ${message.version}` },
    ...collectionPage(sides.old),
    { kind: 'heading' as const, text: `The members of version ${message.version + 1}` },
    ...collectionPage(sides.next),
  ];
  const data = { quorum: state.id, version: message.version, old: sides.old, next: sides.next };
  const { old, next: fresh } = sides;
  if (old.packed === undefined || fresh.packed === undefined) {
    return { data: { ...data, satisfied: false }, text: page, exitCode: exitCodes.verification.code };
  }
  if (input.flag('dryRun')) return { data: { dryRun: true, satisfied: true, ...data }, text: page };
  await confirm(context, `Replace version ${message.version} of the quorum ${state.id}?`);
  const wallet = await unlockWallet(input, context);
  const packed = { oldApprovals: old.packed, newApprovals: fresh.packed };
  const outcome = await rotateOnChain(chain, wallet.account, { ...message, ...packed }, { signal: context.signal });
  const transaction = outcome.outcome === 'done' ? outcome.receipt.transaction : null;
  return {
    data: { ...data, satisfied: true, outcome: outcome.outcome, transaction },
    text: [
      {
        kind: 'fields',
        rows: [
          ['Quorum', state.id],
          ['Version', message.version + 1],
          ['Transaction', transaction ?? 'none: it was rotated already'],
        ],
      },
    ],
    brief: transaction ?? state.id,
  };
};
