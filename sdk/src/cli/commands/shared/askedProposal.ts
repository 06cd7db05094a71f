import type { Hex } from '../../../bytes/index.ts';
import type { Chain } from '../../../chain/index.ts';
import { VerificationError } from '../../../errors/index.ts';
import { Action, Proposal, Quorum } from '../../../quorum/index.ts';
import type { Context } from '../../framework/context.ts';
import type { Given, Input } from '../../framework/input.ts';
import { assertSameChain, currentState, readProposal } from './approvals.ts';
import { openChain } from './openChain.ts';
import { resolveQuorum } from './quorumBook.ts';

/** Whether `signer` is asked by the message: a member now or, for a rotation, afterwards. */
async function isAsked(asked: Proposal.Proposal, signer: Hex, chain: Chain, context: Context): Promise<boolean> {
  const has = (members: readonly { readonly signer: Hex }[]) => members.some((member) => member.signer === signer);
  if (asked.action === 'rotate' && has(asked.message.members)) return true;
  const { quorum } = Action.quorumOf(Proposal.actionOf(asked));
  return has((await currentState(chain, quorum, context.signal)).members);
}

async function stepInto(outer: Proposal.Proposal, given: Given, chain: Chain, context: Context) {
  const id = await resolveQuorum(given, context);
  const member = await currentState(chain, id, context.signal);
  const signer = Quorum.signer(outer.registry, id);
  if (await isAsked(outer, signer, chain, context)) return Proposal.forMember(outer, member);
  throw new VerificationError('is not a member of the quorum that is asked', {
    field: given.field,
    metaMessages: [`Asked is ${Action.quorumOf(Proposal.actionOf(outer)).quorum}.`],
  });
}

/**
 * The proposal of `<proposal>` as the caller is asked. With `--as`, which names quorums that are members of the one that is asked (the
 * outermost first), it is what the members of the last are asked: to approve the digest of the one before.
 */
export async function askedProposal(input: Input, context: Context): Promise<Proposal.Proposal> {
  const proposal = await readProposal(input.argument('proposal'));
  return stepsInto(proposal, input, context);
}

/** As {@link askedProposal}, for a proposal that was given in another way. */
export async function stepsInto(
  proposal: Proposal.Proposal,
  input: Input,
  context: Context,
): Promise<Proposal.Proposal> {
  const steps = input.many('as');
  if (steps.length === 0) return proposal;
  const chain = await openChain(input);
  assertSameChain(proposal, chain);
  let asked = proposal;
  for (const given of steps) asked = await stepInto(asked, given, chain, context);
  return asked;
}
