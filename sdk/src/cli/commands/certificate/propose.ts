import { Certificate } from '../../../certificate/index.ts';
import { propose as announceProposal } from '../../../chain/index.ts';
import { sha256Hex } from '../../../crypto/index.ts';
import { Proposal } from '../../../quorum/index.ts';
import type { Action, Result } from '../../framework/command.ts';
import type { Context } from '../../framework/context.ts';
import type { Input } from '../../framework/input.ts';
import { toDuration } from '../../framework/values.ts';
import { currentState } from '../shared/approvals.ts';
import { findCertificate } from '../shared/certificates.ts';
import { openChain } from '../shared/openChain.ts';
import { openStore } from '../shared/openStore.ts';
import { resolveQuorum } from '../shared/quorumBook.ts';
import { unlockWallet } from '../shared/wallets.ts';
import { writeProposal } from '../shared/writeProposal.ts';
import { revocationReasons } from './words.ts';

async function publish(proposal: Proposal.Proposal, input: Input, context: Context) {
  const store = openStore(input);
  const chain = await openChain(input);
  const bytes = Proposal.encode(proposal);
  const { signal } = context;
  if (proposal.certificate !== undefined) {
    await store.writeBlock(Certificate.encode(Certificate.fromJson(proposal.certificate as object)), { signal });
  }
  const written = await store.writeBlock(bytes, { signal });
  const wallet = await unlockWallet(input, context);
  const { quorum } = proposal.message;
  const deadline = Proposal.lastsUntil(proposal);
  const receipt = await announceProposal(
    chain,
    wallet.account,
    { quorum, draft: sha256Hex(bytes), deadline },
    { signal },
  );
  return { cid: written.cid, transaction: receipt.transaction };
}

export const propose: Action = async (input, context): Promise<Result> => {
  const { id, certificate } = await findCertificate(input.argument('certificate'), input, context);
  const quorum = await resolveQuorum(input.required('quorum'), context);
  const chain = await openChain(input);
  const { version } = await currentState(chain, quorum, context.signal);
  const deadline = Math.floor(context.now() / 1000) + toDuration(input.required('deadline'));
  const on = { chainId: chain.chainId, registry: chain.addresses.quorumRegistry.toLowerCase() as `0x${string}` };
  const common = { certificate: id, quorum, version, deadline };
  const reason = revocationReasons[input.required('reason').text] ?? 0;
  const note = input.optional('note')?.text;
  const proposal = Proposal.from(
    input.required('action').text === 'revoke'
      ? { action: 'revoke', ...on, message: { ...common, reason } }
      : { action: 'endorse', ...on, message: common },
    { certificate: certificate as never, ...(note === undefined ? {} : { note }) },
  );
  const result = await writeProposal(proposal, input, context, 'gridseal certificate approve');
  if (!input.flag('publish') || input.flag('dryRun')) return result;
  const published = await publish(proposal, input, context);
  return {
    ...result,
    data: { ...(result.data as object), ...published },
    text: [
      ...result.text,
      {
        kind: 'fields',
        rows: [
          ['CID', published.cid],
          ['Transaction', published.transaction],
        ],
      },
    ],
  };
};
