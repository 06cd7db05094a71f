import type { Hex } from '@gridseal/sdk/bytes';
import type { Certificate, CertificateKind } from '@gridseal/sdk/certificate';
import type { ChainEvent, EventPosition } from '@gridseal/sdk/chain';
import type { Problem } from '../problem.ts';
import type { Within } from './reach.ts';

/** Whether content is here: `missing` was tried and failed (it is tried again), `malformed` will never be readable. */
export type ContentState = 'unasked' | 'loading' | 'loaded' | 'missing' | 'malformed';

/** What a quorum has said of a certificate. */
export interface Statement {
  readonly quorum: Hex;
  /** The quorum's version that said so. */
  readonly version: number;
  readonly at: EventPosition;
}

/** A revocation; `reason` is a CRLReason of RFC 5280, section 5.3.1. */
export interface Revocation extends Statement {
  readonly reason: number;
}

/** A certificate in a list. What the body says is absent until it is here; names are text from outside. */
export interface CertificateRow {
  readonly id: Hex;
  readonly content: ContentState;
  readonly name?: string;
  readonly kind?: CertificateKind;
  readonly role?: string;
  /** The signer that it speaks of. */
  readonly signer?: Hex;
  /** ISO 8601, as in the certificate. */
  readonly notBefore?: string;
  readonly notAfter?: string;
  readonly endorsements: readonly Statement[];
  readonly revocations: readonly Revocation[];
  /** The newest event about it; null if the chain says nothing of it. */
  readonly latest: EventPosition | null;
}

/** Everything that is known of a certificate. */
export interface CertificateRecord extends CertificateRow {
  /** The canonical bytes, whose SHA-256 is the id; null while they are not here. */
  readonly bytes: Uint8Array | null;
  readonly certificate: Certificate.Certificate | null;
  /** Why the content is missing or malformed. */
  readonly problem: Problem | null;
  /** What happened to it, oldest first. */
  readonly history: readonly ChainEvent[];
  /** Certificates that say they replace it, among those known. Whether they do is for a policy to say. */
  readonly replacedBy: readonly Hex[];
}

/** What certificates can be sorted by; what is not known comes last. */
export type CertificateOrder = 'name' | 'kind' | 'role' | 'endorsers' | 'validUntil' | 'state';

/** Which certificates; all by default, the newest first. Conditions on the body leave out what is not here yet. */
export interface CertificateFilter {
  readonly kinds?: readonly CertificateKind[];
  /** A part of the name or the id, in any case. */
  readonly text?: string;
  /** Endorsed or revoked by this quorum. */
  readonly quorum?: Hex;
  /** Those that speak of this signer. */
  readonly signer?: Hex;
  /** `endorsed`: by somebody, and revoked by nobody; `revoked`: by somebody. */
  readonly status?: 'endorsed' | 'revoked';
  readonly within?: Within;
  /** Those whose validity ends after one time and not after another, in seconds since 1970. */
  readonly endsWithin?: { readonly after: number; readonly before: number };
  /** By what a list is sorted; the latest news first by default. */
  readonly sort?: { readonly by: CertificateOrder; readonly descending: boolean };
  /** Asks nobody for bodies: what is here already has to do. For names beside other things. */
  readonly onlyHere?: boolean;
}
