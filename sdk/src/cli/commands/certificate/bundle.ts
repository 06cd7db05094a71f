import path from 'node:path';
import type { Hex } from '../../../bytes/index.ts';
import { Bundle, Certificate, type CertificateVerdict } from '../../../certificate/index.ts';
import { type Chain, verifiersOf } from '../../../chain/index.ts';
import { VerificationError } from '../../../errors/index.ts';
import { Quorum, type QuorumHistory } from '../../../quorum/index.ts';
import type { Action } from '../../framework/command.ts';
import { assertAbsent, readCapped, writeWhole } from '../../framework/files.ts';
import { findCertificate, keepCertificate } from '../shared/certificates.ts';
import { proveEndorsement, proveQuorum, proveRevocation } from '../shared/evidence.ts';
import { shortPath } from '../shared/homeFolder.ts';
import { buildGraph, homeCertificates, type OnlineGraph, type Statement } from '../shared/onlineGraph.ts';
import { openChain } from '../shared/openChain.ts';
import { anchorsOf, policyOf } from './trust.ts';
import { readBundle } from './verify.ts';

/** The certificates of a verdict's tree. */
function certificatesIn(verdict: CertificateVerdict, found = new Set<Hex>()): Set<Hex> {
  found.add(verdict.certificate);
  for (const { authorities } of verdict.endorsers) for (const one of authorities) certificatesIn(one, found);
  return found;
}

/** The histories of these quorums, and of the quorums that are members of them. */
async function histories(chain: Chain, quorums: readonly Hex[], signal: AbortSignal) {
  const found = new Map<Hex, QuorumHistory.QuorumHistory>();
  let wave = [...new Set(quorums)];
  while (wave.length > 0) {
    for (const id of wave) found.set(id, await proveQuorum(chain, id, signal));
    const members = wave.flatMap((id) => found.get(id)?.members ?? []);
    const nested = members.flatMap(({ signer }) => Quorum.idOfSigner(chain.addresses.quorumRegistry, signer) ?? []);
    wave = [...new Set(nested)].filter((id) => !found.has(id));
  }
  return [...found.values()];
}

async function assemble(chain: Chain, online: OnlineGraph, verdict: CertificateVerdict, signal: AbortSignal) {
  const wanted = certificatesIn(verdict);
  const said = online.statements.filter(({ certificate, status }) => wanted.has(certificate) && status !== 'none');
  const by = (status: Statement['status']) => said.filter((statement) => statement.status === status);
  const endorsements: Bundle.BundleEndorsement[] = [];
  for (const statement of by('endorsed')) endorsements.push(await proveEndorsement(chain, statement, signal));
  const revocations: Bundle.BundleRevocation[] = [];
  for (const statement of by('revoked')) revocations.push(await proveRevocation(chain, statement, signal));
  const { number: blockNumber, hash: blockHash, timestamp } = online.snapshot.settled;
  const bundle = Bundle.from({
    target: verdict.certificate,
    chainId: chain.chainId,
    registry: chain.addresses.quorumRegistry.toLowerCase() as Hex,
    certificates: [...wanted].flatMap((id) => online.certificates.get(id) ?? []),
    endorsements,
    revocations,
    quorums: (await histories(
      chain,
      said.map(({ quorum }) => quorum),
      signal,
    )) as Bundle.Bundle['quorums'],
    checkedAt: { blockNumber, blockHash, timestamp },
  });
  // What made signatures cheap on chain is of no use off it, and would take most of the file.
  return Bundle.withoutHints(bundle, verifiersOf(chain.addresses));
}

export const exportBundle: Action = async (input, context) => {
  const target = await findCertificate(input.argument('certificate'), input, context);
  const out = input.required('out');
  const file = out.text === '-' ? null : path.resolve(out.text);
  if (file) await assertAbsent(file, out.field);
  const anchors = await anchorsOf(input, context);
  const chain = await openChain(input);
  const online = await buildGraph(chain, [target], await homeCertificates(context), anchors, context);
  const policy = await policyOf(anchors, input, context);
  const verdict = await online.graph.verify(target.id, { ...policy, at: online.snapshot.settled.timestamp });
  if (!verdict.valid && !input.flag('force')) {
    throw new VerificationError(`is not trusted from these anchors (${verdict.reason})`, {
      field: '<certificate>',
      metaMessages: ['gridseal certificate verify tells why; --force exports it all the same.'],
    });
  }
  const bundle = await assemble(chain, online, verdict, context.signal);
  const bytes = Bundle.encode(bundle);
  const selfContained = await Bundle.provesItself(bundle, {
    chainId: chain.chainId,
    verifiers: verifiersOf(chain.addresses),
    at: online.snapshot.settled.timestamp,
  });
  if (!selfContained) {
    context.note(
      'an approval in it was recorded on chain, or is a contract’s: it verifies with a connection only (gridseal certificate verify --online)',
    );
  }
  if (!file) return { data: bundle, text: [{ kind: 'bytes', bytes }] };
  if (!input.flag('dryRun')) await writeWhole(file, bytes, { field: out.field });
  return {
    data: {
      dryRun: input.flag('dryRun'),
      target: target.id,
      file,
      bytes: bytes.length,
      selfContained,
      certificates: bundle.certificates.length,
    },
    text: [
      {
        kind: 'fields',
        rows: [
          ['Bundle', shortPath(file, context)],
          ['Certificates', bundle.certificates.length],
          ['Endorsements', bundle.endorsements.length],
          ['Quorums', bundle.quorums.length],
          ['Size', `${bytes.length} bytes`],
        ],
      },
      { kind: 'next', commands: [`gridseal certificate verify ${shortPath(file, context)} --anchor …`] },
    ],
    brief: file,
  };
};

/** Takes the certificates of a bundle, or a single one, into this home. Trust is not imported: verify decides it each time. */
export const importCertificates: Action = async (input, context) => {
  const given = input.argument('file');
  const bundle = await readBundle(given);
  const certificates = bundle
    ? bundle.certificates
    : [
        Certificate.decode(
          await readCapped(given.text, { field: given.field, maxBytes: Certificate.MAX_CERTIFICATE_BYTES }),
        ),
      ];
  const found = certificates.map((certificate) => ({ id: Certificate.id(certificate), certificate }));
  const dryRun = input.flag('dryRun');
  if (!dryRun) for (const one of found) await keepCertificate(context, one);
  return {
    data: { dryRun, bundle: bundle !== null, certificates: found.map(({ id }) => id) },
    text: [
      {
        kind: 'table',
        head: ['NAME', 'KIND', 'ID'],
        rows: found.map(({ id, certificate }) => [certificate.subject.name, certificate.kind, id]),
      },
    ],
    brief: found.map(({ id }) => id),
  };
};
