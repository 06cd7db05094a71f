import type { Hex } from '../bytes/index.ts';
import { escapeText } from '../quorum/index.ts';
import type { CertificateKind } from './certificateWords.ts';
import type { TrustPath } from './searchState.ts';

/** Why a certificate is valid for a verifier, or why it is not. */
export type CertificateReason =
  | 'trusted'
  | 'unavailable'
  | 'malformed'
  | 'notYetValid'
  | 'expired'
  | 'wrongKind'
  | 'missingUsage'
  | 'notEndorsed'
  | 'tooFewEndorsers'
  | 'tooComplex'
  | 'shownAbove';

/** Why a quorum's endorsement counts, or why it does not. */
export type EndorserReason =
  | 'anchor'
  | 'authorised'
  | 'notNeeded'
  | 'revoked'
  | 'kindNotAllowed'
  | 'noCertificate'
  | 'noValidCertificate'
  | 'pathNotAllowed';

/** One certificate of the tree: what was decided and from whom. */
export interface CertificateVerdict {
  readonly certificate: Hex;
  /** Text from outside: show it through `escapeText`. */
  readonly name?: string;
  readonly kind?: CertificateKind;
  readonly valid: boolean;
  readonly reason: CertificateReason;
  /** Disjoint endorsers needed, and found. */
  readonly required: number;
  readonly found: number;
  /** What makes it valid; empty if it is not. */
  readonly paths: readonly TrustPath[];
  readonly endorsers: readonly EndorserVerdict[];
  /** Endorsers that were left out of this list to keep it short. */
  readonly omitted: number;
}

/** One endorsing (or revoking) quorum. */
export interface EndorserVerdict {
  readonly quorum: Hex;
  readonly counts: boolean;
  readonly reason: EndorserReason;
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
  missingUsage: 'does not have the usage that is asked for',
  notEndorsed: 'is endorsed by nobody',
  tooFewEndorsers: 'does not have enough disjoint endorsers that the anchors lead to',
  tooComplex: 'needs more work to decide than allowed, and so is refused',
  shownAbove: 'is shown above',
};

const endorserWords: Record<EndorserReason, string> = {
  anchor: 'endorses it and is an anchor',
  authorised: 'endorses it and is authorised by',
  notNeeded: 'endorses it too; it was not needed',
  revoked: 'has revoked it',
  kindNotAllowed: 'endorses it, but may not endorse this kind',
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
  const { certificate, name, kind, valid, reason, required, found, endorsers, omitted } = verdict;
  const title = name === undefined ? 'certificate' : `${kind} “${escapeText(name, { maxLength: 80 })}”`;
  const count = reason === 'trusted' || reason === 'tooFewEndorsers' ? ` (${found} of ${required} endorsers)` : '';
  const lines = [`${indent}${valid ? '✓' : '✗'} ${title} ${certificate}: ${certificateWords[reason]}${count}`];
  for (const endorser of endorsers) lines.push(...endorserLines(endorser, `${indent}  `));
  if (omitted > 0) lines.push(`${indent}  … and ${omitted} more endorsers`);
  return lines;
}

function endorserLines(endorser: EndorserVerdict, indent: string): string[] {
  const { quorum, counts, reason, authorities, revocationReason } = endorser;
  // 0 is `unspecified`, and what the chain's status alone says: the reason stands in the event.
  const why = revocationReason ? ` (reason ${revocationReason})` : '';
  return [
    `${indent}${counts ? '✓' : '✗'} quorum ${quorum}: ${endorserWords[reason]}${why}`,
    ...authorities.flatMap((authority) => certificateLines(authority, `${indent}  `)),
  ];
}
