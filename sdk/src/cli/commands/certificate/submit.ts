import { Certificate } from '../../../certificate/index.ts';
import { endorse as endorseOnChain, type Outcome, revoke as revokeOnChain, statusOf } from '../../../chain/index.ts';
import { DecodeError, TransportError } from '../../../errors/index.ts';
import { escapeText, Proposal, TypedData } from '../../../quorum/index.ts';
import type { Action } from '../../framework/command.ts';
import { type Context, confirm } from '../../framework/context.ts';
import { exitCodes } from '../../framework/exitCodes.ts';
import type { Input } from '../../framework/input.ts';
import {
  approvalBytes,
  assertSameChain,
  collectionPage,
  collectOnChain,
  currentState,
  readApprovals,
  readProposalWith,
} from '../shared/approvals.ts';
import { openChain } from '../shared/openChain.ts';
import { openStore } from '../shared/openStore.ts';
import { unlockWallet } from '../shared/wallets.ts';

/** What the proposal calls the certificate, or its id. */
function nameOf(certificate: unknown, id: string): string {
  const name = (certificate as { subject?: { name?: unknown } } | undefined)?.subject?.name;
  return typeof name === 'string' ? `“${escapeText(name)}” (${id.slice(0, 10)}…)` : id;
}

/** Puts the endorsed certificate on IPFS, where devices look for it. Null if no endpoint is set, or the proposal has no body. */
async function publish(proposal: Proposal.Proposal, input: Input, context: Context): Promise<boolean | null> {
  if (proposal.certificate === undefined || !input.many('ipfsRpc').length) return null;
  const bytes = Certificate.encode(Certificate.fromJson(proposal.certificate as object));
  try {
    await openStore(input).writeBlock(bytes, { signal: context.signal });
    return true;
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    context.note(
      `the certificate is not on IPFS yet: ${error.shortMessage}; send it again with gridseal ipfs add --raw`,
    );
    return false;
  }
}

/** Collects the approvals of an endorsement or a revocation and sends it when they suffice. */
const submit =
  (wanted: 'endorse' | 'revoke'): Action =>
  async (input, context) => {
    const { proposal, approvals: carried } = await readProposalWith(input.argument('proposal'));
    if (proposal.action !== wanted) {
      throw new DecodeError(`asks for another action (${proposal.action})`, { field: '<proposal>' });
    }
    const chain = await openChain(input);
    assertSameChain(proposal, chain);
    const { message } = proposal;
    const { signal } = context;
    const action = Proposal.actionOf(proposal);
    const approvals = await readApprovals(input, context, TypedData.digest(action), carried);
    const state = await currentState(chain, message.quorum, signal);
    const collection = await collectOnChain(chain, state, action, approvals, context, {
      hintedBytes: input.flag('withoutHints') ? 0 : approvalBytes,
    });
    const page = collectionPage(collection);
    const data = { action: wanted, certificate: message.certificate, quorum: message.quorum, collection };
    if (collection.packed === undefined) {
      const status = await statusOf(chain, message, { depth: 'head', signal });
      const done = status.status === (wanted === 'endorse' ? 'endorsed' : 'revoked');
      if (!done) return { data: { ...data, satisfied: false }, text: page, exitCode: exitCodes.verification.code };
    }
    if (input.flag('dryRun')) return { data: { dryRun: true, satisfied: true, ...data }, text: page };
    const verb = wanted === 'endorse' ? 'Endorse' : 'Revoke, for ever,';
    await confirm(
      context,
      `${verb} ${nameOf(proposal.certificate, message.certificate)} with the quorum ${message.quorum}?`,
    );
    const published = wanted === 'endorse' ? await publish(proposal, input, context) : null;
    const { account } = await unlockWallet(input, context);
    const packed = { ...message, approvals: collection.packed ?? ('0x' as const) };
    const outcome: Outcome =
      proposal.action === 'revoke'
        ? await revokeOnChain(chain, account, { ...packed, reason: proposal.message.reason }, { signal })
        : await endorseOnChain(chain, account, packed, { signal });
    const transaction = outcome.outcome === 'done' ? outcome.receipt.transaction : null;
    const already = `none: it was ${wanted === 'endorse' ? 'endorsed' : 'revoked'} already`;
    return {
      data: { ...data, satisfied: true, published, outcome: outcome.outcome, transaction },
      text: [
        {
          kind: 'fields',
          rows: [
            [wanted === 'endorse' ? 'Endorsed' : 'Revoked', message.certificate],
            ['By', message.quorum],
            ['Transaction', transaction ?? already],
            ...(outcome.outcome === 'done' ? ([['Block', outcome.receipt.block]] as const) : []),
          ],
        },
      ],
      brief: transaction ?? message.certificate,
    };
  };

export const endorse = submit('endorse');
export const revoke = submit('revoke');
