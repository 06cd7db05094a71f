import type { Hex } from '../../../bytes/index.ts';
import { Bundle, Certificate, type CertificateVerdict, explain, type TrustPolicy } from '../../../certificate/index.ts';
import { verifiersOf } from '../../../chain/index.ts';
import { DecodeError, FileError } from '../../../errors/index.ts';
import type { Action, Result } from '../../framework/command.ts';
import type { Context } from '../../framework/context.ts';
import { UsageError } from '../../framework/errors.ts';
import { exitCodes } from '../../framework/exitCodes.ts';
import { readCapped } from '../../framework/files.ts';
import type { Given, Input } from '../../framework/input.ts';
import type { Block } from '../../framework/page.ts';
import { formatTime, toDuration, toInteger, toTime } from '../../framework/values.ts';
import { type FoundCertificate, findCertificate } from '../shared/certificates.ts';
import { buildGraph, homeCertificates } from '../shared/onlineGraph.ts';
import { addressesOf, chainIdOf, openChain } from '../shared/openChain.ts';
import { resolveQuorum } from '../shared/quorumBook.ts';

/** The quorums that the caller trusts. @throws {UsageError} if there is none: trust cannot start from nothing. */
export async function anchorsOf(input: Input, context: Context): Promise<Hex[]> {
  const anchors = await Promise.all(input.many('anchor').map((given) => resolveQuorum(given, context)));
  if (anchors.length > 0) return anchors;
  throw new UsageError('is missing: whom do you trust yourself?', {
    field: '--anchor',
    metaMessages: ['Give it with --anchor, GRIDSEAL_ANCHOR, or gridseal config set trust.anchors …'],
  });
}

type Demand = Parameters<typeof Bundle.verify>[1];

function demandOf(input: Input): Pick<Demand, 'usage' | 'kind' | 'requiredEndorsements'> {
  const [usage, kind, required] = [
    input.optional('usage'),
    input.optional('kind'),
    input.optional('requiredEndorsements'),
  ];
  return {
    ...(usage ? { usage: usage.text as NonNullable<Demand['usage']> } : {}),
    ...(kind ? { kind: kind.text as NonNullable<Demand['kind']> } : {}),
    ...(required ? { requiredEndorsements: toInteger(required, 1, 16) } : {}),
  };
}

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

async function verifyOffline(bundle: Bundle.Bundle, input: Input, context: Context): Promise<Result> {
  const at = input.optional('at');
  const maxAge = input.optional('maxAge');
  const addresses = await addressesOf(input);
  const verdict = await Bundle.verify(bundle, {
    anchors: await anchorsOf(input, context),
    at: at ? toTime(at) : Math.floor(context.now() / 1000),
    ...demandOf(input),
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
    data: { certificate: bundle.target, ...verdict, online: false },
    text: [
      verdictBlock(verdict.target, true),
      {
        kind: 'fields',
        rows: [
          ['Verdict', verdict.valid ? { text: 'trusted', tone: 'good' } : { text: 'not trusted', tone: 'bad' }],
          ['Problem', verdict.problem],
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

async function verifyOnline(
  target: FoundCertificate,
  known: readonly FoundCertificate[],
  input: Input,
  context: Context,
): Promise<Result> {
  const anchors = await anchorsOf(input, context);
  const chain = await openChain(input);
  const { graph, snapshot, statements } = await buildGraph(chain, target, known, anchors, context);
  const at = input.optional('at');
  const policy: TrustPolicy = { anchors, at: at ? toTime(at) : snapshot.settled.timestamp };
  const verdict = await graph.verify(target.id, { ...policy, ...demandOf(input) });
  const { settled } = snapshot;
  const said = statements.filter(({ status }) => status !== 'none');
  return {
    data: {
      certificate: target.id,
      valid: verdict.valid,
      target: verdict,
      at: policy.at,
      checkedAt: settled,
      statements: said,
      online: true,
    },
    text: [
      verdictBlock(verdict, false),
      {
        kind: 'fields',
        rows: [
          ['Verdict', verdict.valid ? { text: 'trusted', tone: 'good' } : { text: 'not trusted', tone: 'bad' }],
          ['At', `${formatTime(policy.at)}${at ? '' : ' (block time)'}`],
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
