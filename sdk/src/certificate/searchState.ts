import type { Hex } from '../bytes/index.ts';
import { BaseError } from '../errors/index.ts';
import type { Evidence, GraphCertificate } from './evidence.ts';
import { type RoleTable, roleTable } from './rolePolicy.ts';
import { anchorsOf, type Mandate, type TrustPolicy, weightsOf } from './trustPolicy.ts';

/** How trust reaches a certificate: from an anchor through authority certificates, the first one endorsed by the anchor. */
export interface TrustPath {
  readonly anchor: Hex;
  readonly authorities: readonly Hex[];
  /** The endorsing quorums: the anchor, then the subject of each authority. The last one endorses the certificate. */
  readonly quorums: readonly Hex[];
  /** The role that the certificate requires of an endorser, and for which this one stands. */
  readonly role?: string;
}

/** Room for one of the endorsers that a certificate needs: the role that it must have, or null. */
export type Slot = string | null;

/** Thrown inside a search that has used up its steps; a refusal outside. */
export class SearchExhausted extends BaseError {
  constructor() {
    super('SEARCH_EXHAUSTED', 'the graph asks for more work than the verifier is willing to do', { field: 'maxSteps' });
  }
}

/** What one search needs, and what it has found. */
export interface Search {
  readonly evidence: Evidence;
  readonly anchors: ReadonlyMap<Hex, Mandate>;
  readonly at: number;
  readonly minimum: number;
  readonly roles: RoleTable | null;
  /** What the certificate in question has to weigh; 0 if nothing is asked. */
  readonly requiredWeight: number;
  readonly weightOf: (quorum: Hex) => number;
  /** Authority certificates that were found valid, with the paths that make them so. */
  readonly valid: Map<Hex, readonly TrustPath[]>;
  readonly step: () => void;
  /** What does not change during a search. */
  readonly memo: { readonly endorsers: Map<Hex, readonly Hex[]>; reachable: ReadonlySet<Hex> | null };
}

/** @throws {ArgumentError} if the policy is not one. */
export function beginSearch(evidence: Evidence, policy: TrustPolicy): Search {
  let left = policy.maxSteps ?? 200_000;
  const step = () => {
    if (left-- <= 0) throw new SearchExhausted();
  };
  const roles = policy.roles ? roleTable(policy.roles) : null;
  return {
    evidence,
    anchors: anchorsOf(policy, roles),
    at: policy.at,
    minimum: policy.requiredEndorsements ?? 1,
    roles,
    requiredWeight: policy.requiredWeight ?? 0,
    weightOf: weightsOf(policy),
    valid: new Map(),
    step,
    memo: { endorsers: new Map(), reachable: null },
  };
}

/** The roles that have to endorse a certificate here, each by an endorser of its own. */
export function requiredRoles(certificate: GraphCertificate, search: Search): readonly string[] {
  return search.roles?.requires.get(certificate.kind) ?? [];
}

/** The endorsers that a certificate needs here, those of a required role first. */
export function slotsOf(certificate: GraphCertificate, search: Search): readonly Slot[] {
  const roles = requiredRoles(certificate, search);
  return Array.from({ length: requiredFor(certificate, search) }, (_, i) => roles[i] ?? null);
}

/** How many disjoint endorsers a certificate needs here. */
export function requiredFor(certificate: GraphCertificate, search: Search): number {
  return Math.max(certificate.required, search.minimum, requiredRoles(certificate, search).length);
}

/** Whether a certificate empowers a quorum to endorse others, at the time in question. */
export function isAuthority(certificate: GraphCertificate, search: Search): boolean {
  const { quorum, usages, notBefore, notAfter } = certificate;
  return quorum !== null && usages.has('signCertificates') && notBefore <= search.at && search.at <= notAfter;
}

/** The valid certificates that empower a quorum. */
export function validAuthorities(quorum: Hex, search: Search): readonly GraphCertificate[] {
  const authorities: GraphCertificate[] = [];
  for (const id of search.evidence.ofQuorum(quorum)) {
    if (!search.valid.has(id)) continue;
    authorities.push(search.evidence.certificate(id) as GraphCertificate);
  }
  return authorities;
}
