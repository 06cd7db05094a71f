import { Certificate, type CertificateVerdict, explain } from '../../../certificate/index.ts';
import { verifiersOf } from '../../../chain/index.ts';
import { type TlsLeafDemand, TlsLeafProof, tlsFingerprint, verifyTlsChain } from '../../../credential/tls/index.ts';
import {
  type AnchoredLeafVerdict,
  bundleLeafTrust,
  type LeafTrust,
  revokersOnChain,
  verifyAnchoredLeaf,
  verifyTlsRoot,
} from '../../../delivery/leaves/index.ts';
import { DecodeError } from '../../../errors/index.ts';
import type { Action, Result } from '../../framework/command.ts';
import type { Context } from '../../framework/context.ts';
import { UsageError } from '../../framework/errors.ts';
import { exitCodes } from '../../framework/exitCodes.ts';
import { readCapped } from '../../framework/files.ts';
import type { Given, Input } from '../../framework/input.ts';
import type { Block } from '../../framework/page.ts';
import { formatTime, toDuration, toInteger, toTime } from '../../framework/values.ts';
import { anchorsOf } from '../certificate/trust.ts';
import { readBundle } from '../certificate/verify.ts';
import { findCertificate } from '../shared/certificates.ts';
import { buildGraph, homeCertificates } from '../shared/onlineGraph.ts';
import { addressesOf, chainIdOf, openChain } from '../shared/openChain.ts';
import { readCertificates, readLeaf } from './leafFiles.ts';

const maxProofBytes = 8_192;

/** What the caller trusts, the time apart. */
async function policyOf(input: Input, context: Context) {
  const anchors = await anchorsOf(input, context);
  const required = input.optional('requiredEndorsements');
  return { anchors, ...(required ? { requiredEndorsements: toInteger(required, 1, 16) } : {}) };
}

/** The certificate that is to be trusted, what the registry says of it now, and the caller's policy. */
async function lookUp(id: { readonly text: string; readonly field: string }, input: Input, context: Context) {
  const target = await findCertificate(id, input, context);
  const policy = await policyOf(input, context);
  const chain = await openChain(input);
  const known = await homeCertificates(context);
  const { graph, snapshot } = await buildGraph(chain, [target], known, policy.anchors, context);
  const given = input.optional('at');
  const at = given ? toTime(given) : snapshot.settled.timestamp;
  return { target, chain, graph, at, policy };
}

function demandOf(input: Input, at: number): TlsLeafDemand {
  const name = input.optional('host')?.text ?? null;
  return { at, usage: input.required('for').text as 'server' | 'client', name };
}

interface Finding {
  readonly valid: boolean;
  readonly reason: string;
  readonly verdict: CertificateVerdict | null;
  readonly data: object;
}

function page(
  { valid, reason, verdict, data }: Finding,
  fingerprint: string,
  at: number,
  revocations?: string,
): Result {
  const tree: Block[] = verdict
    ? [
        {
          kind: 'lines',
          lines: explain(verdict)
            .split('\n')
            .map((line) => line.replace(/ \(reason 0\)$/, '')),
        },
      ]
    : [];
  const tone = valid ? 'good' : 'bad';
  return {
    data: { valid, reason, fingerprint, at, ...data },
    text: [
      ...tree,
      {
        kind: 'fields',
        rows: [
          ['Verdict', { text: valid ? 'trusted' : 'not trusted', tone }],
          ['Why', valid ? undefined : reason],
          ['SHA-256', fingerprint],
          ['At', formatTime(at)],
          ['Revocations', revocations],
        ],
      },
    ],
    brief: valid ? 'trusted' : 'not trusted',
    exitCode: valid ? exitCodes.ok.code : exitCodes.verification.code,
  };
}

async function readProof(input: Input) {
  const { text, field } = input.required('proof');
  const bytes = new Uint8Array(await readCapped(text, { field, maxBytes: maxProofBytes }));
  return { proof: TlsLeafProof.decode(bytes, field), field };
}

async function verifyByProof(input: Input, context: Context): Promise<Result> {
  const { der } = await readLeaf(input.argument('leaf'));
  const { proof, field } = await readProof(input);
  const { target, chain, graph, at, policy } = await lookUp({ text: proof.batch, field }, input, context);
  const trust: LeafTrust = {
    chainId: chain.chainId,
    registry: chain.addresses.quorumRegistry,
    certificate: async () => Certificate.encode(target.certificate),
    verify: (id, time) => graph.verify(id, { ...policy, at: time, kind: 'tlsLeaves' }),
    revokers: (id, quorums) => revokersOnChain(chain, id, quorums, context.signal),
  };
  return anchoredPage(await verifyAnchoredLeaf(der, proof, trust, demandOf(input, at)), at);
}

async function verifyByBundle(given: Given, input: Input, context: Context): Promise<Result> {
  const { der } = await readLeaf(input.argument('leaf'));
  const { proof } = await readProof(input);
  const bundle = await readBundle(given);
  if (!bundle) throw new DecodeError('is not a bundle', { field: given.field });
  const [at, maxAge] = [input.optional('at'), input.optional('maxAge')];
  const time = at ? toTime(at) : Math.floor(context.now() / 1000);
  const addresses = await addressesOf(input);
  const trust = bundleLeafTrust(bundle, {
    ...(await policyOf(input, context)),
    chainId: chainIdOf(input),
    registry: addresses.quorumRegistry,
    verifiers: verifiersOf(addresses),
    keyWallets: true,
    ...(maxAge ? { maxAge: toDuration(maxAge) } : {}),
  });
  const { blockNumber, timestamp } = bundle.checkedAt;
  const known = `as of block ${blockNumber}, ${formatTime(timestamp)}, as far as the bundle tells`;
  return anchoredPage(await verifyAnchoredLeaf(der, proof, trust, demandOf(input, time)), time, known);
}

function anchoredPage(found: AnchoredLeafVerdict, at: number, revocations?: string): Result {
  const { batch, revokedBy, fingerprint } = found;
  return page({ ...found, verdict: batch, data: { batch, revokedBy } }, fingerprint, at, revocations);
}

async function verifyByChain(input: Input, context: Context): Promise<Result> {
  const chain = await readCertificates(input.argument('leaf'));
  const fingerprint = tlsFingerprint(chain[0] as Uint8Array);
  const root = await readLeaf(input.required('root'));
  const { target, graph, at, policy } = await lookUp(input.required('certificate'), input, context);
  const endorsed = await verifyTlsRoot(root.der, target.certificate, graph, { ...policy, at });
  const path = await verifyTlsChain(chain, [root.der], demandOf(input, at));
  const problem = path.valid ? null : `${path.problem} (certificate ${path.index + 1} of the chain)`;
  const reason = endorsed.valid ? (problem ?? 'trusted') : `root: ${endorsed.reason}`;
  const valid = endorsed.valid && path.valid;
  return page({ valid, reason, verdict: endorsed.certificate, data: { root: endorsed, problem } }, fingerprint, at);
}

export const verify: Action = async (input, context) => {
  const [proof, root] = [input.optional('proof'), input.optional('root')];
  if ((proof === undefined) === (root === undefined)) {
    throw new UsageError('is missing: either --proof of a leaf that is anchored, or --root and --certificate', {
      field: '--proof',
    });
  }
  const bundle = input.optional('bundle');
  if (root) return verifyByChain(input, context);
  return bundle ? verifyByBundle(bundle, input, context) : verifyByProof(input, context);
};
