import type { Hex } from '../bytes/index.ts';
import { isAuthority, type Search } from './searchState.ts';

/** A certificate with more statements than this has been endorsed by strangers, who must not cost the search any steps. */
const MANY_STATEMENTS = 64;

/** The quorums that endorse a certificate and have not revoked it; of very many, those alone to which the anchors lead. */
export function endorsersOf(id: Hex, search: Search): readonly Hex[] {
  const { evidence, memo } = search;
  const known = memo.endorsers.get(id);
  if (known) return known;
  const statements = evidence.statementsOn(id);
  const within = statements.size > MANY_STATEMENTS ? reachableQuorums(search) : null;
  const found: Hex[] = [];
  for (const [quorum, { endorsed, revoked }] of statements) {
    if (endorsed && !revoked && (within === null || within.has(quorum))) found.push(quorum);
  }
  memo.endorsers.set(id, found);
  return found;
}

/** The quorums that authority certificates lead to from the anchors, whether each certificate has all the endorsers it needs or not. */
export function reachableQuorums(search: Search): ReadonlySet<Hex> {
  const { evidence, anchors, memo } = search;
  if (memo.reachable) return memo.reachable;
  const reachable = new Set<Hex>(anchors.keys());
  for (const quorum of reachable) {
    for (const id of evidence.authoritiesEndorsedBy(quorum)) {
      const certificate = evidence.certificate(id);
      if (certificate?.quorum && evidence.endorses(quorum, id) && isAuthority(certificate, search)) {
        reachable.add(certificate.quorum);
      }
    }
  }
  memo.reachable = reachable;
  return reachable;
}
