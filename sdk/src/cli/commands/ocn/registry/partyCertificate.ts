import type { Hex } from '../../../../bytes/index.ts';
import { Certificate } from '../../../../certificate/index.ts';
import { anchorsOf, type Chain, chainTime, statusOf } from '../../../../chain/index.ts';
import { VerificationError } from '../../../../errors/index.ts';
import { OcpiId, ownerOf } from '../../../../ocn/registry/index.ts';
import type { Party } from '../../../../protocol/ocpi/index.ts';
import type { Context } from '../../../framework/context.ts';
import { UsageError } from '../../../framework/errors.ts';
import type { Given, Input } from '../../../framework/input.ts';
import type { Block } from '../../../framework/page.ts';
import { formatTime } from '../../../framework/values.ts';
import { type FoundCertificate, findCertificate } from '../../shared/certificates.ts';
import type { Target } from './owner.ts';

/** What an anchor of the registry says of a certificate. */
interface AnchorWord {
  readonly anchor: Hex;
  readonly status: 'none' | 'endorsed' | 'revoked';
}

/** A certificate that gives an id to its owner, or what is missing for that. */
export interface PartyProof {
  /** The canonical bytes; nothing in an open registry. */
  readonly bytes?: Uint8Array;
  readonly found: readonly Block[];
  readonly data: Readonly<Record<string, unknown>>;
}

/**
 * Finds the certificate by which an owner takes an id, and looks whether the registry will take it: what it says, when it is good, and
 * who has endorsed it.
 *
 * @throws {VerificationError} saying all that is missing. @throws {UsageError} if the registry needs a certificate or takes none.
 */
export async function provePartyId(id: Party, target: Target, input: Input, context: Context): Promise<PartyProof> {
  const given = input.optional('certificate');
  const terms = target.chain ? await anchorsOf(target.chain, { depth: 'head', signal: context.signal }) : null;
  if (terms && terms.needed > 0 !== (given !== undefined)) throw wrongKind(terms.needed, id, given);
  if (!given) return { found: [], data: {} };
  const certificate = await findCertificate(given, input, context);
  const words = target.chain && terms ? await wordsOf(target.chain, certificate.id, terms.anchors, context) : [];
  const problems = [
    ...formProblems(certificate, id, target.owner.address),
    ...(target.chain ? timeProblems(certificate, (await chainTime(target.chain, context.signal)).timestamp) : []),
    ...(terms ? endorsementProblems(words, terms.needed) : []),
  ];
  const isEndorsed = problems.length === 0;
  // What is only signed now may be endorsed before it is sent.
  const later = input.flag('signOnly') && formProblems(certificate, id, target.owner.address).length === 0;
  if (!isEndorsed && !later) throw notGood(certificate.id, id, given, problems);
  for (const problem of problems) context.note(`before it is sent: ${problem}`);
  return {
    bytes: Certificate.encode(certificate.certificate),
    found: anchorBlocks(words, terms?.needed ?? 0),
    data: { certificate: certificate.id, anchors: words, needed: terms?.needed ?? null, missing: problems },
  };
}

function wrongKind(needed: number, id: Party, given: Given | undefined): UsageError {
  if (given) return new UsageError('is not asked for: this registry is open', { field: given.field });
  return new UsageError('is missing: this registry has anchors', {
    field: '--certificate',
    metaMessages: [
      `${needed} of them ${needed === 1 ? 'has' : 'have'} to endorse the certificate (gridseal ocn registry show).`,
      `Draft it with gridseal certificate draft --kind party --party ${OcpiId.format(id)} --signer OWNER --name NAME.`,
    ],
  });
}

function notGood(certificate: Hex, id: Party, { field }: Given, problems: readonly string[]): VerificationError {
  return new VerificationError(`does not give ${OcpiId.format(id)} to this owner now`, {
    field,
    metaMessages: [`Certificate: ${certificate}`, ...problems.map((problem) => `Problem: ${problem}`)],
  });
}

/** What no endorsement can mend. */
function formProblems({ certificate }: FoundCertificate, id: Party, owner: Hex): string[] {
  const { kind, subject } = certificate;
  const { party, signer } = subject;
  const wanted = OcpiId.format(id);
  const named = party && OcpiId.format({ country_code: party.countryCode, party_id: party.partyId });
  return [
    ...(kind === 'party' ? [] : [`it is of the kind ${kind}, not party`]),
    ...(named === wanted ? [] : [`it is of ${named ?? 'no party'}, not ${wanted}`]),
    ...(signer !== undefined && ownerOf(signer) === owner ? [] : [`it is not of the owner ${owner}`]),
  ];
}

function timeProblems({ certificate: { notBefore, notAfter } }: FoundCertificate, now: number): string[] {
  const [from, until] = [notBefore, notAfter].map((time) => Date.parse(time) / 1000) as [number, number];
  if (now < from) return [`it is good from ${formatTime(from)} on`];
  return now > until ? [`it was good until ${formatTime(until)}`] : [];
}

function endorsementProblems(words: readonly AnchorWord[], needed: number): string[] {
  const revokers = words.filter(({ status }) => status === 'revoked').map(({ anchor }) => anchor);
  const count = words.filter(({ status }) => status === 'endorsed').length;
  return [
    ...revokers.map((anchor) => `${anchor} has revoked it, for ever`),
    ...(count >= needed ? [] : [`it needs endorsements of ${needed} of the registry’s anchors, and has ${count}`]),
  ];
}

async function wordsOf(
  chain: Chain,
  certificate: Hex,
  anchors: readonly Hex[],
  context: Context,
): Promise<AnchorWord[]> {
  const ask = async (quorum: Hex) => {
    const { status } = await statusOf(chain, { certificate, quorum }, { depth: 'head', signal: context.signal });
    return { anchor: quorum, status };
  };
  return Promise.all(anchors.map(ask));
}

function anchorBlocks(words: readonly AnchorWord[], needed: number): Block[] {
  if (words.length === 0) return [];
  const tones = { endorsed: 'good', revoked: 'bad', none: 'dim' } as const;
  return [
    { kind: 'heading', text: `Endorsed by at least ${needed} of the registry’s anchors` },
    {
      kind: 'table',
      head: ['ANCHOR', 'SAYS'],
      rows: words.map(({ anchor, status }) => [
        anchor,
        { text: status === 'none' ? 'nothing' : status, tone: tones[status] },
      ]),
    },
  ];
}
