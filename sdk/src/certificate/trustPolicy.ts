import type { Hex } from '../bytes/index.ts';
import { ArgumentError } from '../errors/index.ts';
import { Schema } from '../quorum/index.ts';
import type { CertificateKind } from './certificateWords.ts';

/** A quorum that the verifier trusts by itself. What is said here is final: no certificate widens it. */
export interface Anchor {
  readonly quorum: Hex;
  /** The kinds that it may endorse; all if left out. */
  readonly certifies?: readonly CertificateKind[];
  /** How many authorities may follow it in a path; any number (up to 16) if left out. */
  readonly pathLength?: number;
}

/** From whom a verifier's trust starts, for which time, and how much work it is willing to do. */
export interface TrustPolicy {
  readonly anchors: readonly (Hex | Anchor)[];
  /** Seconds since 1970 for which certificates have to be valid: block time, where freshness matters. */
  readonly at: number;
  /** At least this many disjoint endorsers, whatever the certificate asks for. */
  readonly requiredEndorsements?: number;
  /** Steps of the search before it gives up, which is a refusal; 200,000 if left out. */
  readonly maxSteps?: number;
  /** Certificates that one verification may load; 256 if left out. */
  readonly maxLoads?: number;
}

/** Who may endorse what: an anchor, or the subject of an authority certificate. */
export interface Mandate {
  readonly certifies: ReadonlySet<CertificateKind> | null;
  readonly pathLength: number;
}

/** An authority may stand at most this far from its anchor (docs/spec/certificate.md). */
export const MAX_AUTHORITIES = 16;

/** @throws {ArgumentError} naming the field. */
export function anchorsOf(policy: TrustPolicy): ReadonlyMap<Hex, Mandate> {
  if (!Number.isFinite(policy.at)) throw new ArgumentError('is not a number of seconds', { field: 'at' });
  const anchors = new Map<Hex, Mandate>();
  policy.anchors.forEach((entry, i) => {
    const anchor: Anchor = typeof entry === 'string' ? { quorum: entry } : entry;
    const quorum = String(anchor.quorum).toLowerCase() as Hex;
    if (!Schema.hex32.safeParse(quorum).success) {
      throw new ArgumentError('is not the id of a quorum', { field: `anchors[${i}]` });
    }
    const { certifies, pathLength = Number.POSITIVE_INFINITY } = anchor;
    anchors.set(quorum, { certifies: certifies ? new Set(certifies) : null, pathLength });
  });
  return anchors;
}

/** Whether a mandate covers certificates of a kind. */
export function covers(mandate: Mandate, kind: CertificateKind): boolean {
  return mandate.certifies === null || mandate.certifies.has(kind);
}
