import type { Hex } from '../bytes/index.ts';
import { escapeText } from '../quorum/index.ts';
import type { CertificateKind } from './certificateWords.ts';
import type { TrustPath } from './searchState.ts';
import type { WeighedPath, Weight } from './trustWeight.ts';

/** Why a certificate is valid for a verifier, or why it is not. */
export type CertificateReason =
  | 'trusted'
  | 'unavailable'
  | 'malformed'
  | 'notYetValid'
  | 'expired'
  | 'wrongKind'
  | 'wrongRole'
  | 'missingUsage'
  | 'notEndorsed'
  | 'tooFewEndorsers'
  | 'missingRole'
  | 'tooLittleWeight'
  | 'tooComplex'
  | 'shownAbove';

/** Why a quorum's endorsement counts, or why it does not. */
export type EndorserReason =
  | 'anchor'
  | 'authorised'
  | 'notNeeded'
  | 'revoked'
  | 'kindNotAllowed'
  | 'roleNotAllowed'
  | 'noCertificate'
  | 'noValidCertificate'
  | 'pathNotAllowed';

/** What came of a role that has to endorse a certificate. */
export interface RoleVerdict {
  readonly role: string;
  readonly title: string;
  readonly met: boolean;
  /**
   * `endorsed` by a quorum of its own; `notSeparate` if somebody has the role and endorses, but counts for something else or shares
   * its path with another endorser; `nobody`.
   */
  readonly reason: 'endorsed' | 'notSeparate' | 'nobody';
  /** The quorum that stands for the role. */
  readonly quorum?: Hex;
}

/** One certificate of the tree: what was decided and from whom. */
export interface CertificateVerdict {
  readonly certificate: Hex;
  /** Text from outside: show it through `escapeText`. */
  readonly name?: string;
  readonly kind?: CertificateKind;
  /** The role that it claims: a camelCase word. */
  readonly role?: string;
  readonly valid: boolean;
  readonly reason: CertificateReason;
  /** Disjoint endorsers needed, and found. */
  readonly required: number;
  readonly found: number;
  /** What makes it valid; empty if it is not. */
  readonly paths: readonly TrustPath[];
  /** The roles that have to endorse it, if a role policy asks for any. */
  readonly roles?: readonly RoleVerdict[];
  /** What it weighs, if the policy asks for a weight. */
  readonly weight?: Weight;
  readonly endorsers: readonly EndorserVerdict[];
  /** Endorsers that were left out of this list to keep it short. */
  readonly omitted: number;
}

/** One endorsing (or revoking) quorum. */
export interface EndorserVerdict {
  readonly quorum: Hex;
  readonly counts: boolean;
  readonly reason: EndorserReason;
  /** The required role for which it stands. */
  readonly role?: string;
  /** CRLReason of RFC 5280, when revoked. */
  readonly revocationReason?: number;
  /** The certificates that speak of the quorum, each with its own verdict. */
  readonly authorities: readonly CertificateVerdict[];
}

const certificateWords: Record<CertificateReason, string> = {
  trusted: 'is valid',
  unavailable: 'cannot be had: nobody delivers its bytes',
  malformed: 'has bytes that are not a certificate',
  notYetValid: 'is not valid yet at that time',
  expired: 'has expired at that time',
  wrongKind: 'is of another kind than asked for',
  wrongRole: 'has another role than asked for',
  missingUsage: 'does not have the usage that is asked for',
  notEndorsed: 'is endorsed by nobody',
  tooFewEndorsers: 'does not have enough disjoint endorsers that the anchors lead to',
  missingRole: 'is not endorsed by every role that has to',
  tooLittleWeight: 'does not weigh enough',
  tooComplex: 'needs more work to decide than allowed, and so is refused',
  shownAbove: 'is shown above',
};

const endorserWords: Record<EndorserReason, string> = {
  anchor: 'endorses it and is an anchor',
  authorised: 'endorses it and is authorised by',
  notNeeded: 'endorses it too; it was not needed',
  revoked: 'has revoked it',
  kindNotAllowed: 'endorses it, but may not endorse this kind',
  roleNotAllowed: 'endorses it, but its role does not allow that',
  noCertificate: 'endorses it, but no certificate speaks of this quorum',
  noValidCertificate: 'endorses it, but has no valid authority certificate',
  pathNotAllowed: 'endorses it, but a path length, a revocation or a quorum shared with another path stands against it',
};

/**
 * A verdict as text: one line a step, indented, safe to show.
 *
 * @example
 * ```ts
 * console.log(explain(await graph.verify(id, policy)));
 * // ✓ device “station-7” 0x12…: is valid (1 of 1 endorsers)
 * //   ✓ quorum 0xab…: endorses it and is an anchor
 * ```
 */
export function explain(verdict: CertificateVerdict): string {
  return certificateLines(verdict, '').join('\n');
}

function certificateLines(verdict: CertificateVerdict, indent: string): string[] {
  const { certificate, name, kind, role, valid, reason, endorsers, omitted } = verdict;
  const as = role === undefined ? '' : ` (${role})`;
  const title = name === undefined ? 'certificate' : `${kind} “${escapeText(name, { maxLength: 80 })}”${as}`;
  const lines = [`${indent}${mark(valid)} ${title} ${certificate}: ${certificateWords[reason]}${countsOf(verdict)}`];
  for (const need of verdict.roles ?? []) lines.push(`${indent}  ${roleLine(need)}`);
  for (const path of verdict.weight?.paths ?? []) lines.push(`${indent}  ${weightLine(path)}`);
  for (const endorser of endorsers) lines.push(...endorserLines(endorser, `${indent}  `));
  if (omitted > 0) lines.push(`${indent}  … and ${omitted} more endorsers`);
  return lines;
}

const mark = (good: boolean): string => (good ? '✓' : '✗');

function countsOf({ reason, required, found, weight }: CertificateVerdict): string {
  const words: string[] = [];
  if (reason === 'trusted' || reason === 'tooFewEndorsers') words.push(`${found} of ${required} endorsers`);
  if (weight) words.push(`weight ${weight.found} of ${weight.required}`);
  return words.length > 0 ? ` (${words.join(', ')})` : '';
}

function roleLine({ title, met, reason, quorum }: RoleVerdict): string {
  const what = escapeText(title, { maxLength: 80 });
  if (quorum !== undefined) return `${mark(met)} needs the ${what}: endorsed by quorum ${quorum}`;
  if (reason === 'nobody') return `${mark(met)} needs the ${what}: nobody endorsed`;
  return `${mark(met)} needs the ${what}: endorsed, but by no endorser of its own`;
}

function weightLine({ times, anchor, authorities }: WeighedPath): string {
  const through = authorities.length === 0 ? '' : ` through ${authorities.length} certificates`;
  return `✓ weighs ${times} by anchor ${anchor}${through}`;
}

function endorserLines(endorser: EndorserVerdict, indent: string): string[] {
  const { quorum, counts, reason, authorities, revocationReason } = endorser;
  // 0 is `unspecified`, and what the chain's status alone says: the reason stands in the event.
  const why = revocationReason ? ` (reason ${revocationReason})` : '';
  return [
    `${indent}${mark(counts)} quorum ${quorum}: ${endorserWords[reason]}${why}`,
    ...authorities.flatMap((authority) => certificateLines(authority, `${indent}  `)),
  ];
}
