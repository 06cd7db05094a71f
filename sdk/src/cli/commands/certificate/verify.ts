import { Bundle, Certificate, type CertificateVerdict, explain } from '../../../certificate/index.ts';
import { verifiersOf } from '../../../chain/index.ts';
import { DecodeError, FileError } from '../../../errors/index.ts';
import type { Action, Result } from '../../framework/command.ts';
import type { Context } from '../../framework/context.ts';
import { exitCodes } from '../../framework/exitCodes.ts';
import { readCapped } from '../../framework/files.ts';
import type { Given, Input } from '../../framework/input.ts';
import type { Block, Cell } from '../../framework/page.ts';
import { formatTime, toDuration } from '../../framework/values.ts';
import { type FoundCertificate, findCertificate } from '../shared/certificates.ts';
import { hybridOnChain, type NotHybrid, notHybridRows, onlyHybrid } from '../shared/hybridDemand.ts';
import { buildGraph, homeCertificates } from '../shared/onlineGraph.ts';
import { addressesOf, chainIdOf, openChain } from '../shared/openChain.ts';
import { quorumsOf, timeOf, trustOf } from './trust.ts';

/** The verdict as a tree of lines, coloured by what was found. View calls do not tell why something was revoked. */
function verdictBlock(verdict: CertificateVerdict, reasonsKnown: boolean): Block {
  return {
    kind: 'lines',
    lines: explain(verdict)
      .split('\n')
      .map((line) => (reasonsKnown ? line : line.replace(/ \(reason 0\)$/, '')))
      .map((text) => ({ text, tone: text.trimStart().startsWith('✓') ? ('good' as const) : ('bad' as const) })),
  };
}

/** The bundle in a file, or null if the argument is something else. */
export async function readBundle({ text, field }: Given): Promise<Bundle.Bundle | null> {
  if (/^0x[0-9a-f]+$/i.test(text)) return null;
  let bytes: Buffer;
  try {
    bytes = await readCapped(text, { field, maxBytes: Bundle.MAX_BUNDLE_BYTES });
  } catch (error) {
    if (error instanceof FileError && !/[./]/.test(text)) return null;
    throw error;
  }
  try {
    const { type } = JSON.parse(bytes.toString('utf8')) as { type?: unknown };
    if (type !== 'gridseal/bundle/v1') return null;
  } catch (cause) {
    throw new DecodeError('is not JSON', { field, metaMessages: [`File: ${text}`], cause });
  }
  return Bundle.decode(bytes);
}

async function verifyOffline(whole: Bundle.Bundle, input: Input, context: Context): Promise<Result> {
  const maxAge = input.optional('maxAge');
  const addresses = await addressesOf(input);
  const demanded = input.flag('requireHybrid') ? await onlyHybrid(whole, addresses) : { bundle: whole, refused: [] };
  const { bundle, refused } = demanded;
  const verdict = await Bundle.verify(bundle, {
    ...(await trustOf(input, context)),
    at: timeOf(input) ?? Math.floor(context.now() / 1000),
    chainId: chainIdOf(input),
    registry: addresses.quorumRegistry,
    verifiers: verifiersOf(addresses),
    ...(maxAge ? { maxAge: toDuration(maxAge) } : {}),
    keyWallets: true,
    superseded: input.flag('acceptSuperseded') ? 'accept' : 'refuse',
  });
  const { checkedAt, age } = verdict.revocations;
  const unproven = verdict.endorsements.filter(({ proven }) => !proven);
  return {
    data: { certificate: bundle.target, ...verdict, ...hybridData(input, refused), online: false },
    text: [
      verdictBlock(verdict.target, true),
      {
        kind: 'fields',
        rows: [
          verdictRow(verdict),
          ['Problem', verdict.problem],
          ...notHybridRows(refused),
          ...unproven.map(({ quorum, reason }) => ['Not proven', `endorsement by ${quorum}: ${reason}`] as const),
          [
            'Revocations',
            `as of block ${checkedAt.blockNumber}, ${formatTime(checkedAt.timestamp)} (${age} s before that time)`,
          ],
        ],
      },
    ],
    brief: verdict.valid ? 'trusted' : 'not trusted',
    exitCode: verdict.valid ? exitCodes.ok.code : exitCodes.verification.code,
  };
}

const verdictRow = ({ valid }: { readonly valid: boolean }): readonly [string, Cell] => [
  'Verdict',
  valid ? { text: 'trusted', tone: 'good' } : { text: 'not trusted', tone: 'bad' },
];

/** What `--require-hybrid` has left out of account. */
const hybridData = (input: Input, notHybrid: readonly NotHybrid[]) =>
  input.flag('requireHybrid') ? { requireHybrid: true, notHybrid } : {};

async function verifyOnline(
  target: FoundCertificate,
  known: readonly FoundCertificate[],
  input: Input,
  context: Context,
): Promise<Result> {
  const trust = await trustOf(input, context);
  const chain = await openChain(input);
  const { counts, refused } = hybridOnChain(chain, input.flag('requireHybrid'), context.signal);
  const online = await buildGraph(chain, [target], known, quorumsOf(trust), context, counts);
  const { graph, snapshot, statements } = online;
  if (!online.complete)
    context.note('there are more certificates than are asked about: some count as endorsed by nobody');
  const given = timeOf(input);
  const at = given ?? snapshot.settled.timestamp;
  const verdict = await graph.verify(target.id, { ...trust, at });
  const { settled } = snapshot;
  const said = statements.filter(({ status }) => status !== 'none');
  return {
    data: {
      certificate: target.id,
      valid: verdict.valid,
      target: verdict,
      at,
      checkedAt: settled,
      statements: said,
      ...hybridData(input, refused),
      online: true,
    },
    text: [
      verdictBlock(verdict, false),
      {
        kind: 'fields',
        rows: [
          verdictRow(verdict),
          ...notHybridRows(refused),
          ['At', `${formatTime(at)}${given === undefined ? ' (block time)' : ''}`],
          [
            'Seen',
            `chain ${chain.chainId}, block ${settled.number}, ${chain.rpc.agreement} endpoint${chain.rpc.agreement === 1 ? '' : 's'} agreeing`,
          ],
        ],
      },
    ],
    brief: verdict.valid ? 'trusted' : 'not trusted',
    exitCode: verdict.valid ? exitCodes.ok.code : exitCodes.verification.code,
  };
}

export const verify: Action = async (input, context) => {
  const given = input.argument('certificate');
  const bundle = await readBundle(given);
  if (bundle && !input.flag('online')) return verifyOffline(bundle, input, context);
  const known = await homeCertificates(context);
  if (!bundle) return verifyOnline(await findCertificate(given, input, context), known, input, context);
  const carried = bundle.certificates.map((certificate) => ({ id: Certificate.id(certificate), certificate }));
  const target = carried.find(({ id }) => id === bundle.target) as FoundCertificate;
  return verifyOnline(target, [...known, ...carried], input, context);
};
