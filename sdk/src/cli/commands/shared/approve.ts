import type { Hex } from '../../../bytes/index.ts';
import { approve as approveOnChain } from '../../../chain/index.ts';
import { Approval, Proposal, type SignedParts, signedParts } from '../../../quorum/index.ts';
import type { Action, Result } from '../../framework/command.ts';
import { type Context, confirm } from '../../framework/context.ts';
import { UsageError } from '../../framework/errors.ts';
import { assertAbsent, writeWhole } from '../../framework/files.ts';
import type { Input } from '../../framework/input.ts';
import { type Block, drawPage } from '../../framework/page.ts';
import { toName } from '../../framework/values.ts';
import { approvalFile } from './approvalFile.ts';
import { assertSameChain } from './approvals.ts';
import { askedProposal } from './askedProposal.ts';
import { shortPath } from './homeFolder.ts';
import { addressesOf, openChain } from './openChain.ts';
import { unlockSigner } from './openSigner.ts';
import { unlockWallet, walletName } from './wallets.ts';
import { signingPage } from './whatIsSigned.ts';

/** What is approved, by whom, and where the approval goes. */
interface Approving {
  readonly proposal: Proposal.Proposal;
  readonly signed: SignedParts;
  readonly name: string;
  readonly isSigner: boolean;
  readonly input: Input;
  readonly context: Context;
}

/** Long keys by their beginning. */
const shorten = (signer: Hex): string => (signer.length > 110 ? `${signer.slice(0, 66)}…` : signer);

async function record({ proposal, signed, input, context }: Approving): Promise<Result> {
  const chain = await openChain(input);
  assertSameChain(proposal, chain);
  const action = Proposal.actionOf(proposal);
  const { account, signer } = await unlockWallet(input, context);
  const { quorum } = action.message;
  const { signal } = context;
  const outcome = await approveOnChain(chain, account, { quorum, digest: signed.digest }, { signal });
  const transaction = outcome.outcome === 'done' ? outcome.receipt.transaction : null;
  const line = transaction ? `Recorded on chain: ${transaction}` : 'Recorded on chain already.';
  return {
    data: { action, ...signed, signer: signer.signer, outcome: outcome.outcome, transaction },
    text: [{ kind: 'lines', lines: [line] }],
    brief: transaction ?? signed.digest,
  };
}

async function write(approving: Approving, file: string): Promise<Result> {
  const { proposal, signed, name, isSigner, input, context } = approving;
  const action = Proposal.actionOf(proposal);
  const { signer } = isSigner
    ? await unlockSigner(input.required('signer'), input, context, await addressesOf(input))
    : await unlockWallet(input, context);
  const approval = await Approval.sign(signer, action);
  const makeFolder = input.optional('out') === undefined;
  await writeWhole(file, Approval.encode(approval), { field: '--out', makeFolder });
  return {
    data: { action, ...signed, signer: approval.signer, signature: approval.signature, file },
    text: [
      {
        kind: 'fields',
        rows: [
          ['Approved by', `${name}, ${shorten(approval.signer)}`],
          ['Digest', signed.digest],
          ['File', shortPath(file, context)],
        ],
      },
    ],
    brief: file,
  };
}

/** Shows what a proposal asks for, signs it with a wallet or a signer and writes the approval, or records it on chain. */
export const approve: Action = async (input, context) => {
  const proposal = await askedProposal(input, context);
  return approveProposal(proposal, signingPage(proposal), input, context);
};

/** As {@link approve}, for a proposal that was given in another way; `page` shows all that it means. */
export async function approveProposal(
  proposal: Proposal.Proposal,
  page: readonly Block[],
  input: Input,
  context: Context,
): Promise<Result> {
  const action = Proposal.actionOf(proposal);
  const signed = signedParts(action);
  if (input.flag('dryRun')) return { data: { dryRun: true, action, ...signed }, text: page, brief: signed.digest };
  const onChain = input.flag('onChain');
  const signer = input.optional('signer');
  if (onChain && signer) {
    throw new UsageError('cannot be recorded on chain: transactions are sent by wallets', { field: '--signer' });
  }
  const name = signer ? toName(signer) : walletName(input);
  const approving = { proposal, signed, name, isSigner: signer !== undefined, input, context };
  const file = approvalFile(input, context, signed.digest, name);
  if (!onChain) await assertAbsent(file, '--out');
  if (onChain) assertSameChain(proposal, await openChain(input));
  if (!context.json && !context.yes) context.show(`${drawPage(page, context.colour)}\n`);
  await confirm(context, `Approve this with the ${signer ? 'signer' : 'wallet'} ${name}?`);
  return onChain ? record(approving) : write(approving, file);
}
