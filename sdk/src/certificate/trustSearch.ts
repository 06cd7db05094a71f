import type { Hex } from '../bytes/index.ts';
import { BaseError } from '../errors/index.ts';
import { disjointPaths } from './disjointPaths.ts';
import type { Evidence, GraphCertificate } from './evidence.ts';
import { anchorsOf, covers, MAX_AUTHORITIES, type Mandate, type TrustPolicy } from './trustPolicy.ts';

/** How trust reaches a certificate: from an anchor through authority certificates, the first one endorsed by the anchor. */
export interface TrustPath {
  readonly anchor: Hex;
  readonly authorities: readonly Hex[];
  /** The endorsing quorums: the anchor, then the subject of each authority. The last one endorses the certificate. */
  readonly quorums: readonly Hex[];
}

/** Thrown inside a search that has used up its steps; a refusal outside. */
export class SearchExhausted extends BaseError {
  constructor() {
    super('SEARCH_EXHAUSTED', 'the graph asks for more work than the verifier is willing to do', { field: 'maxSteps' });
  }
}

/** Beyond this many candidates, whatever the anchors do not reach is left out first. */
const CANDIDATES_BEFORE_PRUNING = 2_048;

/** What one search needs, and what it has found. */
export interface Search {
  readonly evidence: Evidence;
  readonly anchors: ReadonlyMap<Hex, Mandate>;
  readonly at: number;
  readonly minimum: number;
  /** Authority certificates that were found valid, with the paths that make them so. */
  readonly valid: Map<Hex, readonly TrustPath[]>;
  readonly step: () => void;
}

/** @throws {ArgumentError} if the policy is not one. */
export function beginSearch(evidence: Evidence, policy: TrustPolicy): Search {
  let left = policy.maxSteps ?? 200_000;
  const step = () => {
    if (left-- <= 0) throw new SearchExhausted();
  };
  const minimum = policy.requiredEndorsements ?? 1;
  return { evidence, anchors: anchorsOf(policy), at: policy.at, minimum, valid: new Map(), step };
}

/** How many disjoint endorsers a certificate needs here. */
export function requiredFor(certificate: GraphCertificate, search: Search): number {
  return Math.max(certificate.required, search.minimum);
}

/** Whether a certificate empowers a quorum to endorse others, at the time in question. */
export function isAuthority(certificate: GraphCertificate, search: Search): boolean {
  const { quorum, usages, notBefore, notAfter } = certificate;
  return quorum !== null && usages.has('signCertificates') && notBefore <= search.at && search.at <= notAfter;
}

/**
 * The paths that make `target` valid: as many as it requires, with no quorum in two of them but anchors. Empty if there are not
 * that many. Validity of `target` itself (time, usage) is the caller's to check.
 *
 * Authority certificates are found valid one after the other, each from those before it and none from itself: the least fixed
 * point. So certificates that only vouch for each other never become valid.
 *
 * @throws {SearchExhausted}
 */
export function findTrust(target: GraphCertificate, search: Search): readonly TrustPath[] {
  const candidates = candidatesFor(target, search);
  const anchors = [...search.anchors.keys()];
  let waiting = new Set(
    [...candidates.values()].filter(({ id }) => anchors.some((anchor) => search.evidence.endorses(anchor, id))),
  );
  const failed = new Set<GraphCertificate>();
  while (waiting.size > 0) {
    const before = search.valid.size;
    for (const certificate of waiting) {
      waiting.delete(certificate);
      if (search.valid.has(certificate.id)) continue;
      const paths = disjointTrust(certificate, search);
      if (paths.length === 0) {
        failed.add(certificate);
        continue;
      }
      failed.delete(certificate);
      search.valid.set(certificate.id, paths);
      for (const dependent of dependentsOf(certificate, candidates, search)) waiting.add(dependent);
    }
    // A new authority can also open a longer way to a certificate that it has not endorsed itself.
    waiting = search.valid.size > before ? new Set(failed) : new Set();
  }
  return search.valid.get(target.id) ?? disjointTrust(target, search);
}

/** For a certificate without enough endorsers: the paths to as many as it does have. */
export function findPartialTrust(target: GraphCertificate, search: Search): readonly TrustPath[] {
  for (let needed = requiredFor(target, search) - 1; needed > 0; needed--) {
    const paths = disjointTrust(target, search, needed);
    if (paths.length > 0) return paths;
  }
  return [];
}

function* dependentsOf(
  authority: GraphCertificate,
  candidates: ReadonlyMap<Hex, GraphCertificate>,
  search: Search,
): Iterable<GraphCertificate> {
  const { evidence, step } = search;
  const endorsed = evidence.authoritiesEndorsedBy(authority.quorum as Hex);
  // Walk the smaller side: one authority may have endorsed far more certificates than matter here.
  if (endorsed.size <= candidates.size) {
    for (const id of endorsed) {
      step();
      const candidate = candidates.get(id);
      if (candidate) yield candidate;
    }
    return;
  }
  for (const candidate of candidates.values()) {
    step();
    if (endorsed.has(candidate.id)) yield candidate;
  }
}

/** The authority certificates from which endorsements lead to `target`, upwards. */
function candidatesFor(target: GraphCertificate, search: Search): ReadonlyMap<Hex, GraphCertificate> {
  const unpruned = ancestorsOf(target, search, null, CANDIDATES_BEFORE_PRUNING);
  if (unpruned) return unpruned;
  // Strangers may endorse anything and so blow up the way upwards; they cannot blow up the way down from the anchors.
  return ancestorsOf(target, search, reachableQuorums(search), Number.POSITIVE_INFINITY) as Map<Hex, GraphCertificate>;
}

function ancestorsOf(
  target: GraphCertificate,
  search: Search,
  within: ReadonlySet<Hex> | null,
  limit: number,
): Map<Hex, GraphCertificate> | null {
  const { evidence, anchors, step } = search;
  const found = new Map<Hex, GraphCertificate>();
  const visited = new Set<Hex>();
  const queue: Hex[] = [target.id];
  for (let i = 0; i < queue.length; i++) {
    const below = queue[i] as Hex;
    for (const [quorum, statement] of evidence.statementsOn(below)) {
      if (visited.size > limit) return null;
      if (within && !within.has(quorum)) continue;
      if (!statement.endorsed || statement.revoked || visited.has(quorum) || anchors.has(quorum)) continue;
      visited.add(quorum);
      step();
      for (const id of evidence.ofQuorum(quorum)) {
        const certificate = evidence.certificate(id);
        if (!certificate || found.has(id) || !isAuthority(certificate, search)) continue;
        if (found.size >= limit) return null;
        found.set(id, certificate);
        queue.push(id);
      }
    }
  }
  return found;
}

/** The quorums that authority certificates lead to from the anchors, whether each certificate has all the endorsers it needs or not. */
export function reachableQuorums(search: Search): ReadonlySet<Hex> {
  const { evidence, anchors } = search;
  const reachable = new Set<Hex>(anchors.keys());
  for (const quorum of reachable) {
    for (const id of evidence.authoritiesEndorsedBy(quorum)) {
      const certificate = evidence.certificate(id);
      if (certificate?.quorum && evidence.endorses(quorum, id) && isAuthority(certificate, search)) {
        reachable.add(certificate.quorum);
      }
    }
  }
  return reachable;
}

/** @returns as many disjoint paths as `target` requires, or none; only certificates in `search.valid` carry them. */
function disjointTrust(
  target: GraphCertificate,
  search: Search,
  needed = requiredFor(target, search),
): readonly TrustPath[] {
  const direct: TrustPath[] = [];
  const others: Hex[] = [];
  for (const [quorum, { endorsed, revoked }] of search.evidence.statementsOn(target.id)) {
    if (!endorsed || revoked) continue;
    const anchor = search.anchors.get(quorum);
    if (!anchor) {
      if (validAuthorities(quorum, search).some((authority) => covers(authority, target.kind))) others.push(quorum);
    } else if (covers(anchor, target.kind)) direct.push({ anchor: quorum, authorities: [], quorums: [quorum] });
  }
  // An anchor that endorses directly shares nothing with any other path, so it never does harm to take it.
  const paths = direct.slice(0, needed);
  const missing = needed - paths.length;
  if (missing === 0) return paths;
  if (others.length < missing) return [];
  if (missing > 1) {
    const flow = flowPaths(target, others, missing, search);
    if (flow.length < missing) return [];
    const labelled = flow.map((quorums) => labelPath(target, quorums, search));
    if (labelled.every((path) => path !== null)) return [...paths, ...labelled];
  }
  const rest = chooseDisjoint(target, others, missing, search);
  return rest ? [...paths, ...rest] : [];
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

/** Maximum flow that looks at endorsements only: an upper bound, as lengths, kinds and revocations take further paths away. */
function flowPaths(target: GraphCertificate, starts: readonly Hex[], limit: number, search: Search) {
  const { evidence, anchors, step } = search;
  const endorsersOf = (quorum: Hex): Hex[] => {
    const endorsers = new Set<Hex>();
    for (const { id } of validAuthorities(quorum, search)) {
      for (const [endorser, { endorsed, revoked }] of evidence.statementsOn(id)) {
        step();
        if (endorsed && !revoked && !evidence.hasRevoked(endorser, target.id)) endorsers.add(endorser);
      }
    }
    return [...endorsers];
  };
  const next = (quorum: Hex) =>
    endorsersOf(quorum).filter((q) => !anchors.has(q) && validAuthorities(q, search).length > 0);
  const isEnd = (quorum: Hex) => endorsersOf(quorum).some((q) => anchors.has(q));
  return disjointPaths({ starts, next, isEnd, limit, onStep: step });
}

/** The first path that holds along these quorums, the endorser of `target` first. */
function labelPath(target: GraphCertificate, quorums: readonly Hex[], search: Search): TrustPath | null {
  for (const path of climb(target, [quorums[0] as Hex], new Set(), search, quorums)) return path;
  return null;
}

/** Tries endorsers and their paths one after the other, going back where they get into each other's way. */
function chooseDisjoint(
  target: GraphCertificate,
  endorsers: readonly Hex[],
  missing: number,
  search: Search,
): readonly TrustPath[] | null {
  const choose = (from: number, used: ReadonlySet<Hex>, chosen: readonly TrustPath[]): readonly TrustPath[] | null => {
    if (chosen.length === missing) return chosen;
    for (let i = from; i <= endorsers.length - (missing - chosen.length); i++) {
      for (const path of climb(target, [endorsers[i] as Hex], used, search)) {
        const found = choose(i + 1, new Set([...used, ...path.quorums.slice(1)]), [...chosen, path]);
        if (found) return found;
      }
    }
    return null;
  };
  return choose(0, new Set(), []);
}

/**
 * Every path that holds from `target` through one of `starts` up to an anchor, avoiding `used` quorums; along `route`, if given.
 * Holds: each mandate covers the kind below it and the authorities that follow it, and no quorum has revoked what is below it.
 */
function* climb(
  target: GraphCertificate,
  starts: readonly Hex[],
  used: ReadonlySet<Hex>,
  search: Search,
  route: readonly Hex[] | null = null,
): Generator<TrustPath> {
  const { evidence, anchors, step } = search;
  const leads = leadsUp(search);
  const below: GraphCertificate[] = [target];
  const passed = new Set<Hex>();

  function* from(quorums: Iterable<Hex>): Generator<TrustPath> {
    const child = below.at(-1) as GraphCertificate;
    const followers = below.length - 1;
    for (const quorum of quorums) {
      step();
      if (passed.has(quorum) || below.some(({ id }) => evidence.hasRevoked(quorum, id))) continue;
      const anchor = anchors.get(quorum);
      if (anchor) {
        if (followers > 0 && covers(anchor, child.kind) && anchor.pathLength >= followers) yield pathOf(quorum, below);
        continue;
      }
      if (used.has(quorum) || (route && route[followers] !== quorum)) continue;
      passed.add(quorum);
      for (const authority of validAuthorities(quorum, search)) {
        if (authority === target || !covers(authority, child.kind) || !leads(authority, followers)) continue;
        below.push(authority);
        yield* from(endorsersOf(authority.id, search));
        below.pop();
      }
      passed.delete(quorum);
    }
  }
  yield* from(starts);
}

function* endorsersOf(id: Hex, search: Search): Iterable<Hex> {
  for (const [quorum, { endorsed, revoked }] of search.evidence.statementsOn(id)) {
    if (endorsed && !revoked) yield quorum;
  }
}

function pathOf(anchor: Hex, below: readonly GraphCertificate[]): TrustPath {
  const authorities = below.slice(1).reverse();
  return {
    anchor,
    authorities: authorities.map(({ id }) => id),
    quorums: [anchor, ...authorities.map(({ quorum }) => quorum as Hex)],
  };
}

/**
 * Whether any walk leads from an authority with so many followers up to an anchor, by kinds and lengths alone. Remembered for
 * each (certificate, followers), it keeps the search out of dead ends, so that only revocations and shared quorums make it go back.
 */
function leadsUp(search: Search): (authority: GraphCertificate, followers: number) => boolean {
  const known = new Map<string, boolean>();
  const leads = (authority: GraphCertificate, followers: number): boolean => {
    if (followers >= MAX_AUTHORITIES || authority.pathLength < followers) return false;
    const key = `${followers}${authority.id}`;
    const remembered = known.get(key);
    if (remembered !== undefined) return remembered;
    search.step();
    let found = false;
    for (const quorum of endorsersOf(authority.id, search)) {
      const anchor = search.anchors.get(quorum);
      found = anchor
        ? covers(anchor, authority.kind) && anchor.pathLength > followers
        : validAuthorities(quorum, search).some(
            (above) => covers(above, authority.kind) && leads(above, followers + 1),
          );
      if (found) break;
    }
    known.set(key, found);
    return found;
  };
  return leads;
}
