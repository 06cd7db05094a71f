import type { Hex } from '../bytes/index.ts';
import { BaseError } from '../errors/index.ts';
import type { CertificateKind, CertificateUsage } from './certificateWords.ts';
import { reachableQuorums } from './endorsers.ts';
import type { Evidence, GraphCertificate } from './evidence.ts';
import { secondsToInstant } from './instant.ts';
import { beginSearch, type Search, SearchExhausted } from './searchState.ts';
import type { TrustPolicy } from './trustPolicy.ts';
import { findTrust } from './trustSearch.ts';
import { flawOf } from './verdictTree.ts';

/** What a certificate is to the verifier who looks; `undecided` without anchors, or when the work for the picture is used up. */
export type GraphState = 'trusted' | 'notTrusted' | 'expired' | 'notYetValid' | 'unavailable' | 'undecided';

/** A node of the picture. Names are text from outside. */
export type GraphNode =
  | {
      readonly type: 'certificate';
      readonly id: Hex;
      readonly state: GraphState;
      readonly name?: string;
      readonly kind?: CertificateKind;
      readonly role?: string;
      /** What the subject may do, in the order of the alphabet. */
      readonly usages?: readonly CertificateUsage[];
      /** The signer that it speaks of, ERC-7913 bytes in lower case. */
      readonly signer?: Hex;
      /** As in the certificate; null if it says a time that is none. */
      readonly notBefore?: string | null;
      readonly notAfter?: string | null;
    }
  | { readonly type: 'quorum'; readonly id: Hex; readonly anchor: boolean; readonly name?: string };

/** Who says what: a quorum of a certificate, a certificate of a quorum, or one certificate of another. */
export type GraphEdge =
  | { readonly type: 'endorses'; readonly from: Hex; readonly to: Hex }
  /** `reason` is a CRLReason of RFC 5280, section 5.3.1. */
  | { readonly type: 'revokes'; readonly from: Hex; readonly to: Hex; readonly reason: number }
  | { readonly type: 'speaksOf'; readonly from: Hex; readonly to: Hex }
  | { readonly type: 'replaces'; readonly from: Hex; readonly to: Hex };

/** Part of a graph as data: nodes in the order in which they were found, edges by that of their nodes. */
export interface GraphView {
  readonly type: 'gridseal/graph/v1';
  /** For which time the states are, in seconds since 1970; null if nobody asked. */
  readonly at: number | null;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  /** What was left out to keep it readable, as far as it was seen. */
  readonly omitted: { readonly nodes: number; readonly edges: number };
}

/** Which part of a graph, and how much of it. */
export interface GraphViewOptions {
  /** Upwards from this certificate: who endorses it, and who endorses those. */
  readonly from?: Hex;
  /** Downwards from these quorums. With neither, everything known. */
  readonly below?: readonly Hex[];
  /** Decides what is trusted. */
  readonly policy?: TrustPolicy;
  /** What the reader calls quorums, by id. */
  readonly names?: ReadonlyMap<Hex, string>;
  /** 150 if left out. */
  readonly maxNodes?: number;
  /** 400 if left out. */
  readonly maxEdges?: number;
}

/** Steps that all states of a picture may take together. */
const MAX_STEPS = 2_000_000;

/** The part of the evidence that the options ask for. */
export function graphView(evidence: Evidence, options: GraphViewOptions): GraphView {
  const { policy, maxNodes = 150, maxEdges = 400 } = options;
  const search = beginSearch(evidence, policy ?? { anchors: [], at: 0 });
  const preferred = policy ? reachableQuorums(search) : new Set<Hex>();
  const { found, omitted } = collect(evidence, options, preferred, maxNodes);
  const stateOf = states(evidence, policy);
  const nodes = [...found].map(([id, type]): GraphNode => {
    if (type === 'certificate') return certificateNode(id, evidence, stateOf(id));
    const name = options.names?.get(id);
    return { type, id, anchor: search.anchors.has(id), ...(name === undefined ? {} : { name }) };
  });
  const edges = [...found].flatMap(([id, type]) => (type === 'certificate' ? edgesOf(id, evidence, found) : []));
  return {
    type: 'gridseal/graph/v1',
    at: policy?.at ?? null,
    nodes,
    edges: edges.slice(0, maxEdges),
    omitted: { nodes: omitted, edges: Math.max(0, edges.length - maxEdges) },
  };
}

type Found = ReadonlyMap<Hex, GraphNode['type']>;

/** Breadth first, in an order that does not depend on how the evidence came in; what the anchors lead to comes first. */
function collect(evidence: Evidence, options: GraphViewOptions, preferred: ReadonlySet<Hex>, maxNodes: number) {
  const found = new Map<Hex, GraphNode['type']>();
  const left = new Set<Hex>();
  const visit = (id: Hex, type: GraphNode['type']) => {
    if (found.has(id)) return;
    if (found.size < maxNodes) found.set(id, type);
    else left.add(id);
  };
  const sorted = (ids: Iterable<Hex>) =>
    [...ids].sort((a, b) => Number(preferred.has(b)) - Number(preferred.has(a)) || (a < b ? -1 : 1));
  const { from, below } = options;
  if (from) visit(from, 'certificate');
  for (const quorum of below ?? []) visit(quorum, 'quorum');
  if (!from && !below) for (const id of sorted(evidence.certificateIds())) visit(id, 'certificate');
  for (const [id, type] of found) {
    if (type === 'certificate') {
      const certificate = evidence.certificate(id);
      if (certificate?.quorum && !from) visit(certificate.quorum, 'quorum');
      for (const replaced of certificate?.replaces ?? []) visit(replaced, 'certificate');
      if (!below) for (const quorum of sorted(speakersOn(id, evidence))) visit(quorum, 'quorum');
    } else {
      if (from) for (const about of sorted(evidence.ofQuorum(id))) visit(about, 'certificate');
      if (below) for (const endorsed of sorted(evidence.endorsedBy(id))) visit(endorsed, 'certificate');
    }
  }
  return { found, omitted: left.size };
}

function speakersOn(id: Hex, evidence: Evidence): readonly Hex[] {
  return [...evidence.statementsOn(id)].flatMap(([quorum, { endorsed, revoked }]) =>
    endorsed || revoked ? [quorum] : [],
  );
}

function certificateNode(id: Hex, evidence: Evidence, state: GraphState): GraphNode {
  const certificate = evidence.certificate(id);
  if (!certificate) return { type: 'certificate', id, state };
  const { name, kind, role, usages, signer, notBefore, notAfter } = certificate;
  const claimed = {
    ...(role === undefined ? {} : { role }),
    usages: [...usages].sort(),
    ...(signer ? { signer } : {}),
  };
  const valid = { notBefore: instantOf(notBefore), notAfter: instantOf(notAfter) };
  return { type: 'certificate', id, state, name, kind, ...claimed, ...valid };
}

function instantOf(seconds: number): string | null {
  try {
    return secondsToInstant(seconds);
  } catch (error) {
    if (error instanceof BaseError) return null;
    throw error;
  }
}

/** What is said of a certificate, and what it says, among what is shown. */
function edgesOf(id: Hex, evidence: Evidence, found: Found): GraphEdge[] {
  const edges: GraphEdge[] = [];
  const statements = [...evidence.statementsOn(id)].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [quorum, { endorsed, revoked, reason }] of statements) {
    if (!found.has(quorum)) continue;
    if (revoked) edges.push({ type: 'revokes', from: quorum, to: id, reason });
    else if (endorsed) edges.push({ type: 'endorses', from: quorum, to: id });
  }
  const certificate = evidence.certificate(id);
  if (certificate?.quorum && found.has(certificate.quorum)) {
    edges.push({ type: 'speaksOf', from: id, to: certificate.quorum });
  }
  for (const replaced of certificate?.replaces ?? []) {
    if (found.has(replaced)) edges.push({ type: 'replaces', from: id, to: replaced });
  }
  return edges;
}

/** Decides certificates one by one; all of them share one budget. */
function states(evidence: Evidence, policy: TrustPolicy | undefined): (id: Hex) => GraphState {
  let left = policy?.maxSteps ?? MAX_STEPS;
  const step = () => {
    if (left-- <= 0) throw new SearchExhausted();
  };
  return (id) => {
    const certificate = evidence.certificate(id);
    if (!certificate) return 'unavailable';
    return policy ? stateOf(certificate, policy.at, { ...beginSearch(evidence, policy), step }) : 'undecided';
  };
}

function stateOf(certificate: GraphCertificate, at: number, search: Search): GraphState {
  const flaw = flawOf(certificate, at, {});
  if (flaw === 'expired' || flaw === 'notYetValid') return flaw;
  try {
    return findTrust(certificate, search).length > 0 ? 'trusted' : 'notTrusted';
  } catch (error) {
    if (error instanceof SearchExhausted) return 'undecided';
    throw error;
  }
}
