import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { fromHex } from '../../../bytes/index.ts';
import { PublicKeyPem } from '../../../identity/index.ts';
import { Approval, answerSigningRequest, SigningRequest } from '../../../quorum/index.ts';
import type { Action } from '../../framework/command.ts';
import { assertAbsent, readCapped, writeWhole } from '../../framework/files.ts';
import { approvalFile } from '../shared/approvalFile.ts';
import { askedProposal } from '../shared/askedProposal.ts';
import { shortPath } from '../shared/homeFolder.ts';
import { addressesOf } from '../shared/openChain.ts';
import { getSigner, signerBytes } from '../shared/signerBook.ts';
import { signingPage } from '../shared/whatIsSigned.ts';
import { shortSigner } from './facts.ts';
import { type Asking, instructions, requestFiles, signatureFileOf } from './instructions.ts';

/** Longer than any signature, in any form. */
const maxSignatureBytes = 65_536;

/** Writes a folder with all that an air-gapped machine needs to answer with OpenSSL alone. @throws {FileError} if it is there. */
export async function writeRequest(
  folder: string,
  request: Uint8Array,
  publicKey: Uint8Array,
  asking: Asking,
): Promise<void> {
  const { algorithm, digest } = asking.key;
  await assertAbsent(folder, '--out');
  await mkdir(folder, { recursive: true });
  const write = (file: string, content: string | Uint8Array) =>
    writeWhole(path.join(folder, file), content, { field: '--out' });
  await write(requestFiles.publicKey, PublicKeyPem.encode({ algorithm, publicKey }));
  await write(requestFiles.digest, fromHex(digest, { field: 'digest' }));
  await write(requestFiles.readme, instructions(asking));
  await write(requestFiles.request, request);
}

/** Writes what an air-gapped machine needs to approve a proposal. */
export const request: Action = async (input, context) => {
  const proposal = await askedProposal(input, context);
  const known = await getSigner(input.required('signer'), context);
  const { algorithm, hash, publicKey } = known;
  const signer = signerBytes(known, await addressesOf(input));
  const asked = SigningRequest.from(proposal, { signer, algorithm, ...(hash ? { hash } : {}) });
  const { digest } = asked;
  const folder = path.resolve(input.required('out').text);
  const page = signingPage(proposal);
  const data = { signer, algorithm, hash: hash ?? null, digest, folder };
  if (input.flag('dryRun')) return { data: { dryRun: true, ...data }, text: page, brief: digest };
  await writeRequest(folder, SigningRequest.encode(asked), publicKey, {
    key: asked,
    page,
    answerWith: 'gridseal signer answer',
  });
  const short = shortPath(folder, context);
  return {
    data: { ...data, files: Object.values(requestFiles) },
    text: [
      ...page,
      {
        kind: 'fields',
        rows: [
          ['Asked', `${known.name}, ${algorithm}${hash ? ` with ${hash}` : ''}`],
          ['Folder', short],
          ['Commands', path.join(short, requestFiles.readme)],
        ],
      },
      {
        kind: 'next',
        commands: [`gridseal signer answer ${short}/${requestFiles.request} ${short}/${signatureFileOf(asked)}`],
      },
    ],
    brief: folder,
  };
};

/** Makes an approval of a request and the plain signature that answers it. */
export const answer: Action = async (input, context) => {
  const given = input.argument('request');
  const file = input.argument('signature');
  const bytes = await readCapped(given.text, { field: given.field, maxBytes: SigningRequest.MAX_REQUEST_BYTES });
  const asked = SigningRequest.decode(bytes);
  const out = approvalFile(input, context, asked.digest, asked.signer.slice(-8));
  if (!input.flag('dryRun')) await assertAbsent(out, '--out');
  const signature = await readCapped(file.text, { field: file.field, maxBytes: maxSignatureBytes });
  const approval = answerSigningRequest(asked, signature);
  const data = { digest: approval.digest, signer: approval.signer, signature: approval.signature };
  const rows = [
    ['Approved by', shortSigner(approval.signer)],
    ['Digest', approval.digest],
  ] as const;
  if (input.flag('dryRun')) {
    return { data: { dryRun: true, ...data }, text: [{ kind: 'fields', rows }], brief: approval.digest };
  }
  const makeFolder = input.optional('out') === undefined;
  await writeWhole(out, Approval.encode(approval), { field: '--out', makeFolder });
  return {
    data: { ...data, file: out },
    text: [{ kind: 'fields', rows: [...rows, ['File', shortPath(out, context)]] }],
    brief: out,
  };
};
