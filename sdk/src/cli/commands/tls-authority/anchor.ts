import path from 'node:path';
import type { Hex } from '../../../bytes/index.ts';
import { Certificate } from '../../../certificate/index.ts';
import { readPem, TlsLeafProof } from '../../../credential/tls/index.ts';
import { randomBytes as random } from '../../../crypto/index.ts';
import { anchorTlsLeaves, certificateOfTlsRoot } from '../../../delivery/leaves/index.ts';
import { Proposal } from '../../../quorum/index.ts';
import type { Action, Result } from '../../framework/command.ts';
import type { Context } from '../../framework/context.ts';
import { UsageError } from '../../framework/errors.ts';
import { assertAbsent, writeWhole } from '../../framework/files.ts';
import type { Input } from '../../framework/input.ts';
import { toDuration, toInteger } from '../../framework/values.ts';
import { revocationReasons } from '../certificate/words.ts';
import { tlsAuthorities } from '../shared/adminHome.ts';
import { currentState } from '../shared/approvals.ts';
import { keepCertificate } from '../shared/certificates.ts';
import { shortPath } from '../shared/homeFolder.ts';
import { addressesOf, chainIdOf, openChain } from '../shared/openChain.ts';
import { resolveQuorum } from '../shared/quorumBook.ts';
import { writeProposal } from '../shared/writeProposal.ts';
import { namesOf, proofFile, readLeaf } from './leafFiles.ts';

function endorsements(input: Input) {
  return { requiredEndorsements: toInteger(input.required('requiredEndorsements'), 1, 16) };
}

/** Keeps a certificate that is to be endorsed, and shows it. */
async function drafted(certificate: Certificate.Certificate, input: Input, context: Context): Promise<Result> {
  const id = Certificate.id(certificate);
  const { title, details } = Certificate.describe(certificate);
  const rows = [['id', id], ...details.map(({ label, value }) => [label, value])] as [string, string][];
  const text: Result['text'] = [
    { kind: 'heading', text: title },
    { kind: 'fields', rows },
  ];
  if (input.flag('dryRun')) return { data: { dryRun: true, id, certificate }, text, brief: id };
  await keepCertificate(context, { id, certificate });
  const next = { kind: 'next', commands: [`gridseal certificate propose ${id.slice(0, 10)} --quorum NAME`] } as const;
  return { data: { id, certificate }, text: [...text, next], brief: id };
}

export const draft: Action = async (input, context) => {
  const { text: name } = input.argument('name');
  const { chain } = await (await tlsAuthorities(context)).get(name);
  const [own] = readPem(chain[0] ?? '', 'CERTIFICATE', 'authority');
  const options = { name: input.optional('title')?.text ?? name, ...endorsements(input), random };
  return drafted(certificateOfTlsRoot(own as Uint8Array, options), input, context);
};

export const anchor: Action = async (input, context) => {
  const files = input.arguments('leaves');
  if (files.length === 0) throw new UsageError('are missing: name files with certificates', { field: '<leaves...>' });
  const leaves = await Promise.all(files.map(readLeaf));
  const { quorumRegistry: registry } = await addressesOf(input);
  const { certificate, proofs } = anchorTlsLeaves({
    leaves: leaves.map(({ der }) => der),
    name: input.required('title').text,
    chainId: chainIdOf(input),
    registry,
    ...endorsements(input),
    random,
  });
  const folder = input.optional('out')?.text;
  const targets = files.map(({ text }) => proofFile(text, folder));
  if (new Set(targets).size < targets.length) {
    throw new UsageError('has files of one name: give another folder with --out', { field: '<leaves...>' });
  }
  if (!input.flag('dryRun')) for (const file of targets) await assertAbsent(file, '--out');
  const result = await drafted(certificate, input, context);
  if (input.flag('dryRun')) return result;
  for (const [i, file] of targets.entries()) {
    await writeWhole(file, TlsLeafProof.encode((proofs[i] as { proof: TlsLeafProof }).proof), { field: '--out' });
  }
  const rows = targets.map((file, i) => [path.basename(files[i]?.text ?? ''), shortPath(file, context)]);
  return {
    ...result,
    data: { ...(result.data as object), proofs: targets.map((file, i) => ({ file, ...(proofs[i] as object) })) },
    text: [...result.text.slice(0, -1), { kind: 'table', head: ['LEAF', 'PROOF'], rows }, ...result.text.slice(-1)],
  };
};

export const revoke: Action = async (input, context) => {
  const { facts, fingerprint } = await readLeaf(input.argument('leaf'));
  const quorum = await resolveQuorum(input.required('quorum'), context);
  const chain = await openChain(input);
  const { version } = await currentState(chain, quorum, context.signal);
  const message = {
    certificate: fingerprint,
    quorum,
    version,
    reason: revocationReasons[input.required('reason').text] ?? 0,
    deadline: Math.floor(context.now() / 1000) + toDuration(input.required('deadline')),
  };
  const registry = chain.addresses.quorumRegistry.toLowerCase() as Hex;
  const note = input.optional('note')?.text ?? `the TLS certificate of ${namesOf(facts)}`.slice(0, 1_000);
  const proposal = Proposal.from({ action: 'revoke', chainId: chain.chainId, registry, message }, { note });
  return writeProposal(proposal, input, context, 'gridseal certificate approve');
};
