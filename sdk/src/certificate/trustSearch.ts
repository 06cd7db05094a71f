import type { Hex } from '../bytes/index.ts';
import { endorsersOf, reachableQuorums } from './endorsers.ts';
import type { GraphCertificate } from './evidence.ts';
import { isAuthority, type Search, type Slot, slotsOf, type TrustPath } from './searchState.ts';
import { disjointTrust } from './trustPaths.ts';

/** Beyond this many candidates, whatever the anchors do not reach is left out first. */
const CANDIDATES_BEFORE_PRUNING = 2_048;

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
  const filled: Slot[] = [];
  let found: readonly TrustPath[] = [];
  for (const slot of slotsOf(target, search)) {
    const paths = disjointTrust(target, search, [...filled, slot]);
    if (paths.length > 0) {
      filled.push(slot);
      found = paths;
    } else if (slot === null) break;
  }
  return found;
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
    for (const quorum of endorsersOf(below, search)) {
      if (visited.size > limit) return null;
      if (within && !within.has(quorum)) continue;
      if (visited.has(quorum) || anchors.has(quorum)) continue;
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
