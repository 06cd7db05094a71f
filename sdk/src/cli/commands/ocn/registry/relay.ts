import type { Hex } from '../../../../bytes/index.ts';
import { type Chain, type NodeChange, relayChange, relayedChange, simulate } from '../../../../chain/index.ts';
import { VerificationError } from '../../../../errors/index.ts';
import { ChangeFile, ownerOf, type RegistryAuthorisation } from '../../../../ocn/registry/index.ts';
import { Proposal, Quorum, TypedData } from '../../../../quorum/index.ts';
import type { Action, Result } from '../../../framework/command.ts';
import { type Context, confirm } from '../../../framework/context.ts';
import { exitCodes } from '../../../framework/exitCodes.ts';
import type { Input } from '../../../framework/input.ts';
import { drawPage } from '../../../framework/page.ts';
import { approvalBytes, collectionPage, collectOnChain, currentState, readApprovals } from '../../shared/approvals.ts';
import { openChain } from '../../shared/openChain.ts';
import { unlockWallet, walletAddress } from '../../shared/wallets.ts';
import { assertSameRegistry, readChangeFile } from './changeFiles.ts';
import { filePage } from './changePage.ts';
import { withHints } from './hints.ts';
import { done } from './write.ts';

/** The quorum that owns what is changed; null if a key does. */
export const quorumOfFile = (file: ChangeFile.ChangeFile, chain: Chain): Hex | null =>
  Quorum.idOfSigner(chain.addresses.quorumRegistry, file.signer);

/** What the members of the owning quorum are asked: to approve the digest of the change. */
export async function askedOf(file: ChangeFile.ChangeFile, quorum: Hex, chain: Chain, context: Context) {
  const { version } = await currentState(chain, quorum, context.signal);
  const registry = chain.addresses.quorumRegistry.toLowerCase() as Hex;
  const message = { quorum, version, digest: file.digest };
  return Proposal.from({ action: 'approve', chainId: chain.chainId, registry, message });
}

/** What is sent: the change with the bytes of its certificate. */
function changeOf(file: ChangeFile.ChangeFile): NodeChange {
  const { change } = file;
  if (change.action !== 'setParty') return change;
  const { certificate: _, ...rest } = change;
  const bytes = ChangeFile.certificateOf(file);
  return bytes ? { ...rest, certificate: bytes } : rest;
}

/** The owner's word, or what is missing for it, as it is shown. */
async function wordOf(
  file: ChangeFile.ChangeFile,
  chain: Chain,
  input: Input,
  context: Context,
): Promise<RegistryAuthorisation | Result> {
  const signed = ChangeFile.authorisationOf(file);
  if (signed) return input.flag('withoutHints') ? signed : withHints(signed, file.digest, chain.addresses);
  const quorum = quorumOfFile(file, chain);
  if (quorum === null) {
    throw new VerificationError('is not there: nobody has signed this yet', {
      field: 'change.signature',
      metaMessages: ['Its owner signs it with gridseal ocn approve, or gridseal ocn answer.'],
    });
  }
  const action = Proposal.actionOf(await askedOf(file, quorum, chain, context));
  const state = await currentState(chain, quorum, context.signal);
  const approvals = await readApprovals(input, context, TypedData.digest(action));
  const hints = { hintedBytes: input.flag('withoutHints') ? 0 : approvalBytes };
  const collection = await collectOnChain(chain, state, action, approvals, context, hints);
  const { signer, sequence, deadline } = file;
  if (collection.packed !== undefined) return { signer, sequence, deadline, signature: collection.packed };
  return {
    data: { digest: file.digest, quorum, satisfied: false, collection },
    text: collectionPage(collection),
    exitCode: exitCodes.verification.code,
  };
}

/** Sends a change that its owner has signed. Everything is checked before anything is paid for. */
export const relay: Action = async (input, context) => {
  const file = await readChangeFile(input.argument('change'));
  const chain = await openChain(input);
  assertSameRegistry(file, chain);
  const { signal } = context;
  const owner = ownerOf(file.signer);
  const page = filePage(file);
  const data = { action: file.change.action, change: file.change, owner, digest: file.digest };
  const word = await wordOf(file, chain, input, context);
  if ('text' in word) return word;
  const change = changeOf(file);
  const payer = await walletAddress(input.required('wallet'), context);
  const { transaction, isDone } = relayedChange(chain, change, word, { signal });
  const isThere = await simulate(chain, payer, transaction, signal).then(
    () => false,
    async (error) => {
      // What was sent before and still stands is done, whoever paid for it.
      if (await isDone(error)) return true;
      throw error;
    },
  );
  if (input.flag('dryRun')) {
    return { data: { dryRun: true, ...data, outcome: isThere ? 'already' : 'possible' }, text: page };
  }
  if (isThere) return done({ outcome: 'already' }, data, page);
  if (!context.json && !context.yes) context.show(`${drawPage(page, context.colour)}\n`);
  await confirm(context, `Send this for ${owner}, and pay for it with ${input.required('wallet').text}?`);
  const { account } = await unlockWallet(input, context);
  return done(await relayChange(chain, account, change, word, { signal }), data, page);
};
