import { type Hex, isHex, toHex } from '../../../bytes/index.ts';
import { verifiersOf, verifySigner } from '../../../chain/index.ts';
import { verifySignature } from '../../../crypto/index.ts';
import { DecodeError } from '../../../errors/index.ts';
import { Proposal, TypedData } from '../../../quorum/index.ts';
import type { Action } from '../../framework/command.ts';
import { type Context, confirm } from '../../framework/context.ts';
import { UsageError } from '../../framework/errors.ts';
import { exitCodes } from '../../framework/exitCodes.ts';
import { readCapped } from '../../framework/files.ts';
import type { Given, Input } from '../../framework/input.ts';
import { type Block, drawPage } from '../../framework/page.ts';
import { toBytes32 } from '../../framework/values.ts';
import { readProposal } from '../shared/approvals.ts';
import { stepsInto } from '../shared/askedProposal.ts';
import { addressesOf, openChain } from '../shared/openChain.ts';
import { unlockSigner } from '../shared/openSigner.ts';
import { toSigner } from '../shared/signers.ts';
import { signingPage } from '../shared/whatIsSigned.ts';

/** The largest signature, an SLH-DSA-SHA2-128s one with room to spare, in hexadecimal. */
const maxBytes = 131_072;

interface Asked {
  readonly digest: Hex;
  readonly page: readonly Block[];
  readonly question: (name: string) => string;
}

/** What is to be signed: a proposal that can be shown, or a digest that says nothing. */
async function askedOf(input: Input, context: Context): Promise<Asked> {
  const [digest, file] = [input.optionalArgument('digest'), input.optional('proposal')];
  if ((digest === undefined) === (file === undefined)) {
    throw new UsageError('one of <digest> and --proposal is needed', { field: '<digest>' });
  }
  if (file) {
    const proposal = await stepsInto(await readProposal(file), input, context);
    const question = (name: string) => `Sign this with ${name}?`;
    return { digest: TypedData.digest(Proposal.actionOf(proposal)), page: signingPage(proposal), question };
  }
  const bare = toBytes32(digest as Given);
  const question = (name: string) => `Sign ${bare} with ${name}? What it means cannot be shown.`;
  return { digest: bare, page: [{ kind: 'fields', rows: [['Digest', bare]] }], question };
}

/** Signs with any key of this home and prints the signature. */
export const sign: Action = async (input, context) => {
  const given = input.argument('name');
  const { digest, page, question } = await askedOf(input, context);
  if (input.flag('dryRun')) return { data: { dryRun: true, digest }, text: page, brief: digest };
  if (!context.json && !context.yes) context.show(`${drawPage(page, context.colour)}\n`);
  await confirm(context, question(given.text));
  const { name, signer } = await unlockSigner(given, input, context, await addressesOf(input));
  const signature = await signer.sign(digest);
  return {
    data: { name, signer: signer.signer, algorithm: signer.algorithm, digest, signature },
    text: [{ kind: 'lines', lines: [signature] }],
    brief: signature,
  };
};

/** A signature in hexadecimal, or a file of it, binary or hexadecimal. */
async function signatureOf({ text, field }: Given): Promise<Hex> {
  if (isHex(text)) return text;
  const bytes = await readCapped(text, { field, maxBytes });
  const written = bytes.toString('latin1').trim();
  if (isHex(written)) return written;
  if (bytes.length === 0) throw new DecodeError('is empty', { field });
  return toHex(bytes);
}

const words = { true: 'valid', false: 'not valid', null: 'cannot be told without the chain' } as const;

/** Whether a signature is a signer's: told here where that is possible, else asked of the chain. */
export const verify: Action = async (input, context) => {
  const addresses = await addressesOf(input);
  const signer = await toSigner(input.required('signer'), context, async () => addresses);
  const digest = toBytes32(input.required('digest'));
  const signature = (await signatureOf(input.required('signature'))).toLowerCase() as Hex;
  const question = { signer, digest, signature };
  let valid = verifySignature({ ...question, verifiers: verifiersOf(addresses) });
  const asked = valid === null && input.many('rpcUrl').length > 0;
  if (asked) valid = await verifySigner(await openChain(input), question, { signal: context.signal });
  const word = words[`${valid}`];
  return {
    data: { ...question, valid, told: asked ? 'chain' : 'here' },
    text: [{ kind: 'lines', lines: [{ text: word, tone: valid ? 'good' : 'bad' }] }],
    brief: word,
    exitCode: valid ? exitCodes.ok.code : exitCodes.verification.code,
  };
};
