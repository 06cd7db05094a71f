import type { Hex } from '../bytes/index.ts';
import { type Climb, climb } from './climb.ts';
import { disjointPaths } from './disjointPaths.ts';
import { endorsersOf } from './endorsers.ts';
import type { GraphCertificate } from './evidence.ts';
import { type Search, type Slot, slotsOf, type TrustPath, validAuthorities } from './searchState.ts';
import { covers } from './trustPolicy.ts';

/** Who endorses a certificate and may: anchors by themselves, other quorums by certificates in `search.valid`. */
export interface Endorsers {
  readonly anchors: readonly Hex[];
  readonly others: readonly Hex[];
}

export function endorsersFor(target: GraphCertificate, search: Search): Endorsers {
  const anchors: Hex[] = [];
  const others: Hex[] = [];
  for (const quorum of endorsersOf(target.id, search)) {
    const anchor = search.anchors.get(quorum);
    if (!anchor) {
      if (empowers(quorum, target, null, search)) others.push(quorum);
    } else if (covers(anchor, target, search.roles)) anchors.push(quorum);
  }
  return { anchors, others };
}

/** Whether a valid certificate lets a quorum endorse `child`, in a role if one is asked for. */
export function empowers(quorum: Hex, child: GraphCertificate, role: Slot, search: Search): boolean {
  return validAuthorities(quorum, search).some((authority) => covers(authority, child, search.roles, role));
}

/** @returns one path for each slot, all of them disjoint, or none; only certificates in `search.valid` carry them. */
export function disjointTrust(
  target: GraphCertificate,
  search: Search,
  slots: readonly Slot[] = slotsOf(target, search),
): readonly TrustPath[] {
  const { anchors, others } = endorsersFor(target, search);
  if (anchors.length + others.length < slots.length) return [];
  // Where no role is asked for: an anchor that endorses directly shares nothing with any other path, so it never does harm to take it.
  const free = slots.every((slot) => slot === null);
  const paths = free ? anchors.slice(0, slots.length).map((quorum) => directPath(quorum, null)) : [];
  const rest = slots.slice(paths.length);
  if (rest.length === 0) return paths;
  const endorsers = { anchors: free ? [] : anchors, others };
  const problem = { target, slots: rest, able: rest.map((slot) => ableTo(slot, endorsers, target, search)), search };
  const found = byFlow(problem);
  if (found === 'none') return [];
  const chosen = found ?? chooseDisjoint(problem);
  return chosen ? [...paths, ...chosen] : [];
}

interface Problem {
  readonly target: GraphCertificate;
  readonly slots: readonly Slot[];
  /** Who can fill each slot. */
  readonly able: readonly Endorsers[];
  readonly search: Search;
}

export function directPath(quorum: Hex, role: Slot): TrustPath {
  return { anchor: quorum, authorities: [], quorums: [quorum], ...(role === null ? {} : { role }) };
}

/** Slots, and anchors that endorse directly, stand in the flow beside the quorums. */
type Vertex = Hex | `slot ${number}` | `direct ${Hex}`;

/**
 * Maximum flow that looks at endorsements, kinds and roles from one step to the next only: an upper bound, as lengths and
 * revocations take further paths away. `none` if it does not fill all slots, null if its paths do not hold.
 */
function byFlow(problem: Problem): readonly TrustPath[] | 'none' | null {
  const { target, slots, able, search } = problem;
  if (slots.length === 1) return null;
  const starts = slots.map((_, i): Vertex => `slot ${i}`);
  const next = (vertex: Vertex): readonly Vertex[] => {
    if (vertex.startsWith('direct')) return [];
    if (!vertex.startsWith('slot')) return authoritiesAbove(target, vertex as Hex, search);
    const { anchors, others } = able[Number(vertex.slice(5))] as Endorsers;
    return [...anchors.map((quorum): Vertex => `direct ${quorum}`), ...others];
  };
  const isEnd = (vertex: Vertex) =>
    vertex.startsWith('direct') || (vertex.startsWith('0x') && isBelowAnchor(target, vertex as Hex, search));
  const flow = disjointPaths({ starts, next, isEnd, limit: slots.length, onStep: search.step });
  if (flow.length < slots.length) return 'none';
  const labelled = flow.map(([slot, ...route]) => {
    const role = slots[Number((slot as Vertex).slice(5))] as Slot;
    const first = route[0] as Vertex;
    if (first.startsWith('direct')) return directPath(first.slice(7) as Hex, role);
    return firstOf(climb({ target, search, starts: [first as Hex], role, route: route as Hex[] }));
  });
  return labelled.every((path) => path !== null) ? labelled : null;
}

function firstOf(paths: Iterable<TrustPath>): TrustPath | null {
  for (const path of paths) return path;
  return null;
}

/** The quorums and anchors that endorse a valid certificate of `quorum`, may do so, and have not revoked `target`. */
export function endorsersOfQuorum(target: GraphCertificate, quorum: Hex, search: Search): readonly Hex[] {
  const { evidence, anchors, roles, step } = search;
  const found = new Set<Hex>();
  for (const authority of validAuthorities(quorum, search)) {
    for (const endorser of endorsersOf(authority.id, search)) {
      step();
      if (found.has(endorser) || evidence.hasRevoked(endorser, target.id)) continue;
      const anchor = anchors.get(endorser);
      if (anchor ? covers(anchor, authority, roles) : empowers(endorser, authority, null, search)) found.add(endorser);
    }
  }
  return [...found];
}

function authoritiesAbove(target: GraphCertificate, quorum: Hex, search: Search): readonly Hex[] {
  return endorsersOfQuorum(target, quorum, search).filter((endorser) => !search.anchors.has(endorser));
}

function isBelowAnchor(target: GraphCertificate, quorum: Hex, search: Search): boolean {
  return endorsersOfQuorum(target, quorum, search).some((endorser) => search.anchors.has(endorser));
}

/** Those of the endorsers who can fill a slot. */
export function ableTo(slot: Slot, endorsers: Endorsers, target: GraphCertificate, search: Search): Endorsers {
  if (slot === null) return endorsers;
  const { anchors, others } = endorsers;
  return {
    anchors: anchors.filter((quorum) => {
      const anchor = search.anchors.get(quorum);
      return anchor !== undefined && covers(anchor, target, search.roles, slot);
    }),
    others: others.filter((quorum) => empowers(quorum, target, slot, search)),
  };
}

/** Tries endorsers and their paths one after the other, going back where they get into each other's way. */
function chooseDisjoint(problem: Problem): readonly TrustPath[] | null {
  const { target, slots, search } = problem;
  const candidates = problem.able.map(({ anchors, others }) => [...anchors, ...others]);
  const choose = (from: number, used: ReadonlySet<Hex>, chosen: readonly TrustPath[]): readonly TrustPath[] | null => {
    const at = chosen.length;
    if (at === slots.length) return chosen;
    const able = candidates[at] as readonly Hex[];
    const role = slots[at] as Slot;
    // Alike slots are filled in one order only.
    const alike = slots.slice(at).findIndex((slot) => slot !== role);
    const left = alike === -1 ? slots.length - at : alike;
    for (let i = from; i <= able.length - left; i++) {
      const quorum = able[i] as Hex;
      if (used.has(quorum)) continue;
      for (const path of pathsFrom(quorum, { target, search, role, used })) {
        const taken = new Set([...used, quorum, ...path.quorums.slice(1)]);
        const found = choose(left > 1 ? i + 1 : 0, taken, [...chosen, path]);
        if (found) return found;
      }
    }
    return null;
  };
  return choose(0, new Set(), []);
}

function pathsFrom(quorum: Hex, way: Omit<Climb, 'starts'>): Iterable<TrustPath> {
  if (way.search.anchors.has(quorum)) {
    way.search.step();
    return [directPath(quorum, way.role ?? null)];
  }
  return climb({ ...way, starts: [quorum] });
}
