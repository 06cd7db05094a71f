import path from 'node:path';
import type { Hex } from '../../../../bytes/index.ts';
import { VerificationError } from '../../../../errors/index.ts';
import { ChangeFile } from '../../../../ocn/registry/index.ts';
import { Quorum, SigningRequest } from '../../../../quorum/index.ts';
import type { Action, Result } from '../../../framework/command.ts';
import type { Context } from '../../../framework/context.ts';
import { UsageError } from '../../../framework/errors.ts';
import type { Input } from '../../../framework/input.ts';
import type { Block } from '../../../framework/page.ts';
import { stepsInto } from '../../shared/askedProposal.ts';
import { shortPath } from '../../shared/homeFolder.ts';
import { addressesOf, openChain } from '../../shared/openChain.ts';
import { getSigner, type KnownSigner, signerBytes } from '../../shared/signerBook.ts';
import { signingPage } from '../../shared/whatIsSigned.ts';
import { type Asking, requestFiles, signatureFileOf } from '../../signer/instructions.ts';
import { writeRequest } from '../../signer/request.ts';
import { assertSameRegistry, readChangeFile } from './changeFiles.ts';
import { filePage } from './changePage.ts';
import { askedOf } from './relay.ts';

interface Question extends Asking {
  /** The bytes of `request.json`. */
  readonly request: Uint8Array;
}

/** What a member of the quorum that owns the change is asked: to approve its digest. */
async function memberQuestion(
  file: ChangeFile.ChangeFile,
  quorum: Hex,
  { algorithm, hash, signer }: KnownSigner & { readonly signer: Hex },
  input: Input,
  context: Context,
): Promise<Question> {
  const chain = await openChain(input);
  assertSameRegistry(file, chain);
  const proposal = await stepsInto(await askedOf(file, quorum, chain, context), input, context);
  const asked = SigningRequest.from(proposal, { signer, algorithm, ...(hash ? { hash } : {}) });
  const page = [...filePage(file), ...signingPage(proposal)];
  return { key: asked, page, answerWith: 'gridseal signer answer', request: SigningRequest.encode(asked) };
}

function ownerQuestion(
  file: ChangeFile.ChangeFile,
  { algorithm, hash, signer }: KnownSigner & { readonly signer: Hex },
  input: Input,
): Question {
  const [step] = input.many('as');
  if (step) throw new UsageError('is for changes that a quorum owns', { field: step.field });
  if (signer !== file.signer) throw new VerificationError('is not the owner who is asked', { field: '--signer' });
  const key = { algorithm, digest: file.digest, ...(hash ? { hash } : {}) };
  return { key, page: filePage(file), answerWith: 'gridseal ocn answer', request: ChangeFile.encode(file) };
}

/** Writes what an air-gapped machine needs to sign a change, as its owner or as a member of the quorum that owns it. */
export const request: Action = async (input, context): Promise<Result> => {
  const file = await readChangeFile(input.argument('change'));
  const addresses = await addressesOf(input);
  const known = await getSigner(input.required('signer'), context);
  const key = { ...known, signer: signerBytes(known, addresses) };
  const quorum = Quorum.idOfSigner(addresses.quorumRegistry, file.signer);
  const question = quorum ? await memberQuestion(file, quorum, key, input, context) : ownerQuestion(file, key, input);
  const folder = path.resolve(input.required('out').text);
  const data = { signer: key.signer, algorithm: known.algorithm, digest: question.key.digest, folder };
  if (input.flag('dryRun')) return { data: { dryRun: true, ...data }, text: question.page, brief: question.key.digest };
  await writeRequest(folder, question.request, known.publicKey, question);
  const short = shortPath(folder, context);
  const answer = `${question.answerWith} ${short}/${requestFiles.request} ${short}/${signatureFileOf(question.key)}`;
  const more: Block[] = [
    {
      kind: 'fields',
      rows: [
        ['Asked', `${known.name}, ${known.algorithm}`],
        ['Folder', short],
        ['Commands', path.join(short, requestFiles.readme)],
      ],
    },
    { kind: 'next', commands: [answer] },
  ];
  return { data: { ...data, files: Object.values(requestFiles) }, text: [...question.page, ...more], brief: folder };
};
