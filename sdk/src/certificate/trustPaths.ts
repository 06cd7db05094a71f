import type { Hex } from '../bytes/index.ts';
import { disjointPaths } from './disjointPaths.ts';
import type { GraphCertificate } from './evidence.ts';
import { requiredFor, type Search, type TrustPath, validAuthorities } from './searchState.ts';
import { covers, MAX_AUTHORITIES } from './trustPolicy.ts';

/** @returns as many disjoint paths as `target` requires, or none; only certificates in `search.valid` carry them. */
export function disjointTrust(
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
