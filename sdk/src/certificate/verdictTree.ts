import type { Hex } from '../bytes/index.ts';
import type { CertificateKind, CertificateUsage } from './certificateWords.ts';
import type { GraphCertificate, Statement } from './evidence.ts';
import { requiredFor, requiredRoles, type Search, type TrustPath, validAuthorities } from './searchState.ts';
import { ableTo, endorsersFor } from './trustPaths.ts';
import { covers, type Mandate } from './trustPolicy.ts';
import type {
  CertificateReason,
  CertificateVerdict,
  EndorserReason,
  EndorserVerdict,
  RoleVerdict,
} from './trustVerdict.ts';
import type { Weight } from './trustWeight.ts';

/** A tree is for people: beyond this many nodes, or endorsers in one list, it is cut. */
const MAX_NODES = 256;
const MAX_ENDORSERS = 24;

/** What is asked of a certificate besides trust. */
export interface Demand {
  readonly kind?: CertificateKind;
  readonly usage?: CertificateUsage;
  /** What its subject has to claim to be; with a role policy, whoever endorses it answers for that. */
  readonly role?: string;
}

/** What is wrong with a certificate by itself; null if nothing is. */
export function flawOf(certificate: GraphCertificate, at: number, demand: Demand): CertificateReason | null {
  if (at < certificate.notBefore) return 'notYetValid';
  if (at > certificate.notAfter) return 'expired';
  if (demand.kind !== undefined && certificate.kind !== demand.kind) return 'wrongKind';
  if (demand.role !== undefined && certificate.role !== demand.role) return 'wrongRole';
  if (demand.usage !== undefined && !certificate.usages.has(demand.usage)) return 'missingUsage';
  return null;
}

/** A verdict without endorsers, for a certificate of which nothing is known but its id. */
export function bareVerdict(certificate: Hex, reason: CertificateReason): CertificateVerdict {
  return { certificate, valid: false, reason, required: 1, found: 0, paths: [], endorsers: [], omitted: 0 };
}

/** What the search found for a certificate. */
export interface Found {
  readonly paths: readonly TrustPath[];
  readonly weight?: Weight;
}

/** Says of each step what was decided, once the search is over. */
export function verdictTree(
  target: GraphCertificate,
  found: Found,
  search: Search,
  demand: Demand,
  failure: CertificateReason | null,
): CertificateVerdict {
  return certificateNode({ search, shown: new Set() }, target, found, failure ?? flawOf(target, search.at, demand));
}

interface Tree {
  readonly search: Search;
  /** Certificates that have their place in the tree already: each is explained once. */
  readonly shown: Set<Hex>;
}

function certificateNode(
  tree: Tree,
  certificate: GraphCertificate,
  { paths: trust, weight }: Found,
  flaw: CertificateReason | null,
): CertificateVerdict {
  const { id, name, kind, role } = certificate;
  const required = requiredFor(certificate, tree.search);
  const enough = trust.length >= required;
  const valid = flaw === null && enough && (!weight || weight.found >= weight.required);
  const claimed = role === undefined ? {} : { role };
  const known = { certificate: id, name, kind, ...claimed, valid, required, paths: valid ? trust : [] };
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
  const roles = roleVerdicts(certificate, trust, tree.search);
  const lack = enough ? 'tooLittleWeight' : roles.some(({ met }) => !met) ? 'missingRole' : 'tooFewEndorsers';
  return {
    ...known,
    reason: flaw ?? (valid ? 'trusted' : statements.length === 0 ? 'notEndorsed' : lack),
    found,
    ...(roles.length > 0 ? { roles } : {}),
    ...(weight ? { weight } : {}),
    endorsers,
    omitted: statements.length - endorsers.length,
  };
}

/** What came of each role that has to endorse a certificate, by the paths that were found. */
function roleVerdicts(
  certificate: GraphCertificate,
  trust: readonly TrustPath[],
  search: Search,
): readonly RoleVerdict[] {
  const left = [...trust];
  return requiredRoles(certificate, search).map((role) => {
    const about = { role, title: search.roles?.roles.get(role)?.title ?? role };
    const at = left.findIndex((path) => path.role === role);
    const [path] = at === -1 ? [] : left.splice(at, 1);
    if (path) return { ...about, met: true, reason: 'endorsed', quorum: path.quorums.at(-1) as Hex };
    const { anchors, others } = ableTo(role, endorsersFor(certificate, search), certificate, search);
    return { ...about, met: false, reason: anchors.length + others.length > 0 ? 'notSeparate' : 'nobody' };
  });
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
  const { anchors, evidence, roles } = tree.search;
  if (statement.revoked) {
    return { quorum, counts: false, reason: 'revoked', revocationReason: statement.reason, authorities: [] };
  }
  const stands = path?.role === undefined ? {} : { role: path.role };
  const anchor = anchors.get(quorum);
  if (anchor) {
    const counts = covers(anchor, certificate, roles);
    return {
      quorum,
      counts,
      reason: counts ? 'anchor' : notCovered([anchor], certificate),
      ...stands,
      authorities: [],
    };
  }
  if (path) {
    const authority = evidence.certificate(path.authorities.at(-1) as Hex) as GraphCertificate;
    return { quorum, counts: true, reason: 'authorised', ...stands, authorities: [authorityNode(tree, authority)] };
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
  const able = valid.filter((authority) => covers(authority, certificate, tree.search.roles));
  if (able.length > 0)
    return { reason: decided ? 'notNeeded' : 'pathNotAllowed', authorities: nodes(able.slice(0, 2)) };
  if (valid.length > 0) return { reason: notCovered(valid, certificate), authorities: nodes(valid.slice(0, 2)) };
  const { evidence } = tree.search;
  const known = [...evidence.ofQuorum(quorum)].slice(0, 4).map((id) => evidence.certificate(id) as GraphCertificate);
  return {
    reason: known.length > 0 ? 'noValidCertificate' : 'noCertificate',
    authorities: decided ? [] : nodes(known),
  };
}

/** Why none of these mandates covers a certificate. */
function notCovered(mandates: readonly Mandate[], certificate: GraphCertificate): EndorserReason {
  return mandates.some((mandate) => covers(mandate, certificate, null)) ? 'roleNotAllowed' : 'kindNotAllowed';
}

function authorityNode(tree: Tree, authority: GraphCertificate): CertificateVerdict {
  const flaw = flawOf(authority, tree.search.at, { usage: 'signCertificates' });
  return certificateNode(tree, authority, { paths: tree.search.valid.get(authority.id) ?? [] }, flaw);
}
