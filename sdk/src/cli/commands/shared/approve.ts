import path from 'node:path';
import { approve as approveOnChain } from '../../../chain/index.ts';
import { Approval, Proposal } from '../../../quorum/index.ts';
import type { Action } from '../../framework/command.ts';
import { confirm } from '../../framework/context.ts';
import { assertAbsent, writeWhole } from '../../framework/files.ts';
import { drawPage } from '../../framework/page.ts';
import { assertSameChain, readProposal } from './approvals.ts';
import { homePaths, shortPath } from './homeFolder.ts';
import { openChain } from './openChain.ts';
import { unlockWallet, walletName } from './wallets.ts';
import { signedParts, signingPage } from './whatIsSigned.ts';

/** Shows what a proposal asks for, signs it with a wallet and writes the approval, or records it on chain. */
export const approve: Action = async (input, context) => {
  const proposal = await readProposal(input.argument('proposal'));
  const action = Proposal.actionOf(proposal);
  const page = signingPage(proposal);
  const signed = signedParts(action);
  const data = { action, ...signed };
  if (input.flag('dryRun')) return { data: { dryRun: true, ...data }, text: page, brief: signed.digest };
  const name = walletName(input);
  const onChain = input.flag('onChain');
  const file = path.resolve(
    input.optional('out')?.text ??
      path.join(homePaths(context.home).approvals, `${signed.digest.slice(2, 18)}-${name}.json`),
  );
  if (!onChain) await assertAbsent(file, '--out');
  const chain = onChain ? await openChain(input) : null;
  if (chain) assertSameChain(proposal, chain);
  if (!context.json && !context.yes) context.show(`${drawPage(page, context.colour)}\n`);
  await confirm(context, `Approve this with the wallet ${name}?`);
  const wallet = await unlockWallet(input, context);
  if (chain) {
    const { quorum } = action.message;
    const outcome = await approveOnChain(
      chain,
      wallet.account,
      { quorum, digest: signed.digest },
      { signal: context.signal },
    );
    const line =
      outcome.outcome === 'done' ? `Recorded on chain: ${outcome.receipt.transaction}` : 'Recorded on chain already.';
    const transaction = outcome.outcome === 'done' ? outcome.receipt.transaction : null;
    return {
      data: { ...data, signer: wallet.signer.signer, outcome: outcome.outcome, transaction },
      text: [{ kind: 'lines', lines: [line] }],
      brief: transaction ?? signed.digest,
    };
  }
  const approval = await Approval.sign(wallet.signer, action);
  const makeFolder = input.optional('out') === undefined;
  await writeWhole(file, Approval.encode(approval), { field: '--out', makeFolder });
  return {
    data: { ...data, signer: approval.signer, signature: approval.signature, file },
    text: [
      {
        kind: 'fields',
        rows: [
          ['Approved by', `${name}, ${approval.signer}`],
          ['Digest', signed.digest],
          ['File', shortPath(file, context)],
        ],
      },
    ],
    brief: file,
  };
};
