import { decodeCanonicalJson } from '../../../../bytes/index.ts';
import {
  type Chain,
  changeCall,
  changeRegistry,
  isInPlace,
  type NodeChange,
  type Outcome,
  relayChange,
  sequenceOf,
  signedChange,
  simulate,
} from '../../../../chain/index.ts';
import { ChangeFile, type RegistryAuthorisation, type RegistryChange } from '../../../../ocn/registry/index.ts';
import { Quorum } from '../../../../quorum/index.ts';
import type { Result } from '../../../framework/command.ts';
import { type Context, confirm } from '../../../framework/context.ts';
import { assertAbsent } from '../../../framework/files.ts';
import type { Input } from '../../../framework/input.ts';
import { type Block, drawPage } from '../../../framework/page.ts';
import { toDuration, toInteger } from '../../../framework/values.ts';
import { unlockSigner } from '../../shared/openSigner.ts';
import { unlockWallet, walletAddress } from '../../shared/wallets.ts';
import { changeFilePath, writeChangeFile } from './changeFiles.ts';
import { changeBlocks, fileData, filePage } from './changePage.ts';
import { withHints } from './hints.ts';
import { chainOf, type Target } from './owner.ts';

/** A change that somebody wants, and what they should know of it. */
export interface Wanted {
  readonly change: NodeChange;
  /** What was found on the way, for people. */
  readonly found?: readonly Block[];
  /** The same for programs. */
  readonly data?: Readonly<Record<string, unknown>>;
}

/**
 * Carries out a change in the way that the caller wants: as the owner's own transaction; as its word that another wallet sends; or only
 * as a file, signed or to be signed.
 */
export async function write(target: Target, wanted: Wanted, input: Input, context: Context): Promise<Result> {
  const { owner } = target;
  if (input.flag('signOnly')) return writeFile(target, wanted, input, context);
  const chain = chainOf(target, 'what to send');
  const change = signedChange(wanted.change);
  const page = [...changeBlocks(wanted.change, target), ...(wanted.found ?? [])];
  const data = { ...said(change), owner: owner.address, ...wanted.data };
  const { signal } = context;
  const isThere = await isInPlace(chain, owner.address, change, { signal });
  const payer = await walletAddress(input.required('wallet'), context);
  // What the contract would refuse is refused before anybody is asked anything.
  if (!isThere && owner.signs === 'wallet') await simulate(chain, payer, changeCall(chain, wanted.change), signal);
  if (input.flag('dryRun')) {
    return { data: { dryRun: true, ...data, outcome: isThere ? 'already' : 'possible' }, text: page };
  }
  if (isThere) return done({ outcome: 'already' }, data, page);
  if (!context.json && !context.yes) context.show(`${drawPage(page, context.colour)}\n`);
  await confirm(context, `Do this in the registry, paid by ${input.required('wallet').text}?`);
  return done(await send(chain, target, wanted, input, context), data, page);
}

async function send(
  chain: Chain,
  target: Target,
  { change }: Wanted,
  input: Input,
  context: Context,
): Promise<Outcome> {
  const { signal } = context;
  const { owner, addresses } = target;
  if (owner.signs === 'wallet') {
    const { account } = await unlockWallet(input, context);
    return changeRegistry(chain, account, change, { signal });
  }
  const { signer } = await unlockSigner(owner.given, input, context, addresses);
  const signed = await ChangeFile.sign(signer, await fileOf(target, change, input, context));
  const by = withHints(ChangeFile.authorisationOf(signed) as RegistryAuthorisation, signed.digest, addresses);
  const { account } = await unlockWallet(input, context);
  return relayChange(chain, account, change, by, { signal });
}

function said({ action, ...change }: RegistryChange): Readonly<Record<string, unknown>> {
  return { action, change };
}

/** What a write came to. */
export function done(outcome: Outcome, data: Readonly<Record<string, unknown>>, page: readonly Block[]): Result {
  const receipt = outcome.outcome === 'done' ? outcome.receipt : null;
  return {
    data: {
      ...data,
      outcome: outcome.outcome,
      transaction: receipt?.transaction ?? null,
      gasUsed: receipt?.gasUsed ?? null,
    },
    text: [
      ...page,
      {
        kind: 'fields',
        rows: [
          ['Transaction', receipt?.transaction ?? 'none: it was so already'],
          ['Gas', receipt?.gasUsed],
        ],
      },
    ],
    brief: receipt?.transaction ?? 'already',
  };
}

const deadlineOf = (input: Input, context: Context): number =>
  Math.floor(context.now() / 1000) + toDuration(input.required('deadline'));

/** What the owner is to sign. */
async function fileOf(
  target: Target,
  wanted: NodeChange,
  input: Input,
  context: Context,
): Promise<ChangeFile.ChangeFile> {
  const { owner, domain } = target;
  const change = signedChange(wanted);
  return ChangeFile.from({
    chainId: domain.chainId,
    nodeRegistry: domain.nodeRegistry,
    signer: owner.signer,
    change,
    sequence: await nextSequence(target, change, input, context),
    deadline: deadlineOf(input, context),
    ...certificateIn(wanted),
  });
}

/** Writes what the owner is to sign, or has just signed. */
async function writeFile(target: Target, wanted: Wanted, input: Input, context: Context): Promise<Result> {
  const { owner } = target;
  const asked = await fileOf(target, wanted.change, input, context);
  const page = [...filePage(asked), ...(wanted.found ?? [])];
  if (input.flag('dryRun')) {
    return { data: { dryRun: true, ...fileData(asked), ...wanted.data }, text: page, brief: asked.digest };
  }
  const isSigned = owner.signs !== 'elsewhere';
  const planned = isSigned ? ChangeFile.withSignature(asked, '0x') : asked;
  if (input.optional('out')?.text !== '-') await assertAbsent(changeFilePath(planned, input, context), '--out');
  if (!isSigned) return writeChangeFile(asked, page, (file) => asking(target, file), input, context);
  if (!context.json && !context.yes) context.show(`${drawPage(page, context.colour)}\n`);
  await confirm(context, `Sign this with ${owner.given.text}?`);
  const { signer } = await unlockSigner(owner.given, input, context, target.addresses);
  const signed = await ChangeFile.sign(signer, asked);
  return writeChangeFile(signed, page, (file) => [`gridseal ocn relay ${file} --wallet NAME`], input, context);
}

function asking({ owner, addresses }: Target, file: string): string[] {
  const isQuorum = Quorum.idOfSigner(addresses.quorumRegistry, owner.signer) !== null;
  return [
    isQuorum ? `gridseal ocn approve ${file} --wallet NAME` : `gridseal ocn request ${file} --signer NAME --out FOLDER`,
    `gridseal ocn relay ${isQuorum ? file : 'SIGNED'} --wallet NAME`,
  ];
}

function certificateIn(change: NodeChange) {
  if (change.action !== 'setParty' || !change.certificate) return {};
  return { certificate: decodeCanonicalJson(change.certificate, { field: 'certificate' }) };
}

async function nextSequence(target: Target, change: RegistryChange, input: Input, context: Context): Promise<number> {
  const given = input.optional('sequence');
  if (given) return toInteger(given, 1, 2 ** 32 - 1);
  const { signal } = context;
  return (await sequenceOf(chainOf(target, 'its sequence'), target.owner.address, change, { signal })) + 1;
}
