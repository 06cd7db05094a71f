import type { Hex } from '../bytes/index.ts';
import type { CertificateKind, CertificateUsage } from './certificateWords.ts';
import type { GraphCertificate, Statement } from './evidence.ts';
import { requiredFor, type Search, type TrustPath, validAuthorities } from './searchState.ts';
import { covers } from './trustPolicy.ts';
import type { CertificateReason, CertificateVerdict, EndorserReason, EndorserVerdict } from './trustVerdict.ts';

/** A tree is for people: beyond this many nodes, or endorsers in one list, it is cut. */
const MAX_NODES = 256;
const MAX_ENDORSERS = 24;

/** What is asked of a certificate besides trust. */
export interface Demand {
  readonly kind?: CertificateKind;
  readonly usage?: CertificateUsage;
}

/** What is wrong with a certificate by itself; null if nothing is. */
export function flawOf(certificate: GraphCertificate, at: number, demand: Demand): CertificateReason | null {
  if (at < certificate.notBefore) return 'notYetValid';
  if (at > certificate.notAfter) return 'expired';
  if (demand.kind !== undefined && certificate.kind !== demand.kind) return 'wrongKind';
  if (demand.usage !== undefined && !certificate.usages.has(demand.usage)) return 'missingUsage';
  return null;
}

/** A verdict without endorsers, for a certificate of which nothing is known but its id. */
export function bareVerdict(certificate: Hex, reason: CertificateReason): CertificateVerdict {
  return { certificate, valid: false, reason, required: 1, found: 0, paths: [], endorsers: [], omitted: 0 };
}

/** Says of each step what was decided, once the search is over. */
export function verdictTree(
  target: GraphCertificate,
  paths: readonly TrustPath[],
  search: Search,
  demand: Demand,
  failure: CertificateReason | null,
): CertificateVerdict {
  return certificateNode({ search, shown: new Set() }, target, paths, failure ?? flawOf(target, search.at, demand));
}

interface Tree {
  readonly search: Search;
  /** Certificates that have their place in the tree already: each is explained once. */
  readonly shown: Set<Hex>;
}

function certificateNode(
  tree: Tree,
  certificate: GraphCertificate,
  trust: readonly TrustPath[],
  flaw: CertificateReason | null,
): CertificateVerdict {
  const { id, name, kind } = certificate;
  const required = requiredFor(certificate, tree.search);
  const valid = flaw === null && trust.length >= required;
  const known = { certificate: id, name, kind, valid, required, paths: valid ? trust : [] };
  if (tree.shown.has(id) || tree.shown.size >= MAX_NODES) {
    return { ...known, reason: 'shownAbove', found: trust.length, endorsers: [], omitted: 0 };
  }
  tree.shown.add(id);
  const statements = [...tree.search.evidence.statementsOn(id)].filter(([, s]) => s.endorsed || s.revoked);
  const inPaths = new Map(trust.map((path) => [path.quorums.at(-1) as Hex, path]));
  statements.sort(([a], [b]) => Number(inPaths.has(b)) - Number(inPaths.has(a)));
  const endorsers = statements
    .slice(0, MAX_ENDORSERS)
    .map(([quorum, statement]) =>
      endorserNode(tree, certificate, { quorum, statement, path: inPaths.get(quorum), valid }),
    );
  const found = endorsers.filter(({ counts }) => counts).length;
  const reason = flaw ?? (valid ? 'trusted' : statements.length === 0 ? 'notEndorsed' : 'tooFewEndorsers');
  return { ...known, reason, found, endorsers, omitted: statements.length - endorsers.length };
}

interface Endorser {
  readonly quorum: Hex;
  readonly statement: Statement;
  /** The path that counts, if there is one. */
  readonly path: TrustPath | undefined;
  /** Whether the certificate is valid, with this endorser or without. */
  readonly valid: boolean;
}

function endorserNode(tree: Tree, certificate: GraphCertificate, endorser: Endorser): EndorserVerdict {
  const { quorum, statement, path, valid } = endorser;
  const { anchors, evidence } = tree.search;
  if (statement.revoked) {
    return { quorum, counts: false, reason: 'revoked', revocationReason: statement.reason, authorities: [] };
  }
  const anchor = anchors.get(quorum);
  if (anchor) {
    const counts = covers(anchor, certificate.kind);
    return { quorum, counts, reason: counts ? 'anchor' : 'kindNotAllowed', authorities: [] };
  }
  if (path) {
    const authority = evidence.certificate(path.authorities.at(-1) as Hex) as GraphCertificate;
    return { quorum, counts: true, reason: 'authorised', authorities: [authorityNode(tree, authority)] };
  }
  return { quorum, counts: false, ...refusal(tree, certificate, quorum, valid) };
}

function refusal(
  tree: Tree,
  certificate: GraphCertificate,
  quorum: Hex,
  decided: boolean,
): { readonly reason: EndorserReason; readonly authorities: readonly CertificateVerdict[] } {
  const nodes = (list: readonly GraphCertificate[]) => list.map((authority) => authorityNode(tree, authority));
  const valid = validAuthorities(quorum, tree.search);
  const able = valid.filter((authority) => covers(authority, certificate.kind));
  if (able.length > 0)
    return { reason: decided ? 'notNeeded' : 'pathNotAllowed', authorities: nodes(able.slice(0, 2)) };
  if (valid.length > 0) return { reason: 'kindNotAllowed', authorities: nodes(valid.slice(0, 2)) };
  const { evidence } = tree.search;
  const known = [...evidence.ofQuorum(quorum)].slice(0, 4).map((id) => evidence.certificate(id) as GraphCertificate);
  return {
    reason: known.length > 0 ? 'noValidCertificate' : 'noCertificate',
    authorities: decided ? [] : nodes(known),
  };
}

function authorityNode(tree: Tree, authority: GraphCertificate): CertificateVerdict {
  const flaw = flawOf(authority, tree.search.at, { usage: 'signCertificates' });
  return certificateNode(tree, authority, tree.search.valid.get(authority.id) ?? [], flaw);
}
