import { type Hex, isHex, toHex } from '../../../../bytes/index.ts';
import { verifySigner } from '../../../../chain/index.ts';
import { VerificationError } from '../../../../errors/index.ts';
import { ChangeFile } from '../../../../ocn/registry/index.ts';
import { signatureFor } from '../../../../quorum/index.ts';
import type { Action, Result } from '../../../framework/command.ts';
import { type Context, confirm } from '../../../framework/context.ts';
import { UsageError } from '../../../framework/errors.ts';
import { assertAbsent, readCapped } from '../../../framework/files.ts';
import type { Given, Input } from '../../../framework/input.ts';
import { drawPage } from '../../../framework/page.ts';
import { approveProposal } from '../../shared/approve.ts';
import { stepsInto } from '../../shared/askedProposal.ts';
import { addressesOf, openChain } from '../../shared/openChain.ts';
import { unlockSigner } from '../../shared/openSigner.ts';
import { findSigner, namedSigners } from '../../shared/signerBook.ts';
import { signingPage } from '../../shared/whatIsSigned.ts';
import { assertSameRegistry, changeFilePath, readChangeFile, writeChangeFile } from './changeFiles.ts';
import { fileData, filePage } from './changePage.ts';
import { askedOf, quorumOfFile } from './relay.ts';

/** The largest signature, an SLH-DSA-SHA2-128s one with room to spare, in hexadecimal. */
const maxSignatureBytes = 131_072;

const relayNext = (file: string) => [`gridseal ocn relay ${file} --wallet NAME`];

/** Shows a change, and signs it: as its owner, or as a member of the quorum that owns it. */
export const approve: Action = async (input, context) => {
  const file = await readChangeFile(input.argument('change'));
  const addresses = await addressesOf(input);
  const page = filePage(file);
  const isQuorum = file.signer.length === 2 + 2 * 52 && file.signer.startsWith(addresses.quorumRegistry.toLowerCase());
  if (!isQuorum) return signAsOwner(file, input, context);
  const chain = await openChain(input);
  assertSameRegistry(file, chain);
  const quorum = quorumOfFile(file, chain) as Hex;
  const proposal = await stepsInto(await askedOf(file, quorum, chain, context), input, context);
  return approveProposal(proposal, [...page, ...signingPage(proposal)], input, context);
};

async function signAsOwner(file: ChangeFile.ChangeFile, input: Input, context: Context): Promise<Result> {
  for (const name of ['as', 'onChain']) {
    const [given] = input.many(name);
    if (given) throw new UsageError('is for changes that a quorum owns', { field: given.field });
  }
  const given = input.optional('signer') ?? input.required('wallet');
  const page = filePage(file);
  if (input.flag('dryRun')) return { data: { dryRun: true, ...fileData(file) }, text: page, brief: file.digest };
  const planned = ChangeFile.withSignature(file, '0x');
  if (input.optional('out')?.text !== '-') await assertAbsent(changeFilePath(planned, input, context), '--out');
  if (!context.json && !context.yes) context.show(`${drawPage(page, context.colour)}\n`);
  await confirm(context, `Sign this with ${given.text}?`);
  const { signer } = await unlockSigner(given, input, context, await addressesOf(input));
  return writeChangeFile(await ChangeFile.sign(signer, file), [], relayNext, input, context);
}

/** A signature in hexadecimal, or a file of it, binary or hexadecimal. */
async function bytesOf({ text, field }: Given): Promise<Uint8Array> {
  const read = isHex(text) ? text : await readCapped(text, { field, maxBytes: maxSignatureBytes });
  const written = typeof read === 'string' ? read : read.toString('latin1').trim();
  return isHex(written) ? Buffer.from(written.slice(2), 'hex') : (read as Uint8Array);
}

/** Brings a plain signature into the form that the registry takes, and verifies it. */
async function signatureOf(file: ChangeFile.ChangeFile, input: Input, context: Context): Promise<Hex> {
  const bytes = await bytesOf(input.argument('signature'));
  const { signer, digest } = file;
  if (signer.length === 42 && bytes.length <= 72)
    return signatureFor({ signer, digest, algorithm: 'secp256k1' }, bytes);
  const name = (await namedSigners(context, await addressesOf(input))).get(signer);
  const known = name === undefined ? null : await findSigner(name, context);
  if (known) {
    const { algorithm, hash } = known;
    return signatureFor({ signer, digest, algorithm, ...(hash ? { hash } : {}) }, bytes);
  }
  const chain = await openChain(input);
  const signature = toHex(bytes);
  if (await verifySigner(chain, { signer, digest, signature }, { depth: 'head', signal: context.signal }))
    return signature;
  throw new VerificationError('is not the owner’s signature of this change', { field: 'signature' });
}

/** Puts the signature of a key that is kept elsewhere into the file of a change. */
export const answer: Action = async (input, context) => {
  const file = await readChangeFile(input.argument('change'));
  const signed = ChangeFile.withSignature(file, await signatureOf(file, input, context));
  const page = filePage(signed);
  if (input.flag('dryRun')) return { data: { dryRun: true, ...fileData(signed) }, text: page, brief: signed.digest };
  return writeChangeFile(signed, page, relayNext, input, context);
};
