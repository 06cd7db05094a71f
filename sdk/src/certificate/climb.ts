import type { Hex } from '../bytes/index.ts';
import { endorsersOf } from './endorsers.ts';
import type { GraphCertificate } from './evidence.ts';
import { type Search, type Slot, type TrustPath, validAuthorities } from './searchState.ts';
import { covers, MAX_AUTHORITIES } from './trustPolicy.ts';

/** Which paths are looked for. */
export interface Climb {
  readonly target: GraphCertificate;
  readonly search: Search;
  /** The endorsers of `target` from which they go up. */
  readonly starts: Iterable<Hex>;
  /** The role in which the endorser has to endorse it, if any. */
  readonly role?: Slot;
  /** Quorums that no path may pass; anchors apart. */
  readonly used?: ReadonlySet<Hex>;
  /** The quorums along which the path has to go, the endorser of `target` first. */
  readonly route?: readonly Hex[];
}

/**
 * Every path that holds from `target` up to an anchor, through at least one authority. Holds: each mandate covers the certificate
 * below it and the authorities that follow it, and no quorum has revoked what is below it.
 */
export function* climb({ target, search, starts, role = null, used, route }: Climb): Generator<TrustPath> {
  const { evidence, anchors, roles, step } = search;
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
        const holds = followers > 0 && covers(anchor, child, roles) && anchor.pathLength >= followers;
        if (holds) yield pathOf(quorum, below, role);
        continue;
      }
      if (used?.has(quorum) || (route && route[followers] !== quorum)) continue;
      passed.add(quorum);
      for (const authority of validAuthorities(quorum, search)) {
        const able = covers(authority, child, roles, followers === 0 ? role : null);
        if (authority === target || !able || !leads(authority, followers)) continue;
        below.push(authority);
        yield* from(endorsersOf(authority.id, search));
        below.pop();
      }
      passed.delete(quorum);
    }
  }
  yield* from(starts);
}

function pathOf(anchor: Hex, below: readonly GraphCertificate[], role: Slot): TrustPath {
  const authorities = below.slice(1).reverse();
  return {
    anchor,
    authorities: authorities.map(({ id }) => id),
    quorums: [anchor, ...authorities.map(({ quorum }) => quorum as Hex)],
    ...(role === null ? {} : { role }),
  };
}

/**
 * Whether any walk leads from an authority with so many followers up to an anchor, by kinds, roles and lengths alone. Remembered for
 * each (certificate, followers), it keeps the search out of dead ends, so that only revocations and shared quorums make it go back.
 */
function leadsUp(search: Search): (authority: GraphCertificate, followers: number) => boolean {
  const { anchors, roles } = search;
  const known = new Map<string, boolean>();
  const leads = (authority: GraphCertificate, followers: number): boolean => {
    if (followers >= MAX_AUTHORITIES || authority.pathLength < followers) return false;
    const key = `${followers}${authority.id}`;
    const remembered = known.get(key);
    if (remembered !== undefined) return remembered;
    search.step();
    let found = false;
    for (const quorum of endorsersOf(authority.id, search)) {
      const anchor = anchors.get(quorum);
      found = anchor
        ? covers(anchor, authority, roles) && anchor.pathLength > followers
        : validAuthorities(quorum, search).some(
            (above) => covers(above, authority, roles) && leads(above, followers + 1),
          );
      if (found) break;
    }
    known.set(key, found);
    return found;
  };
  return leads;
}
