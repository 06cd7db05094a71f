import type { Hex } from '../bytes/index.ts';
import { climb } from './climb.ts';
import type { GraphCertificate } from './evidence.ts';
import { type Search, SearchExhausted, type TrustPath } from './searchState.ts';
import { directPath, endorsersFor, endorsersOfQuorum } from './trustPaths.ts';
import { type WeightedPath, weightedPaths } from './weightedPaths.ts';

/** A path, and how often it counts. */
export interface WeighedPath extends TrustPath {
  readonly times: number;
}

/** What a certificate weighs here, as far as it was looked at: up to what is required. */
export interface Weight {
  readonly required: number;
  readonly found: number;
  readonly paths: readonly WeighedPath[];
}

/**
 * Whether as many paths hold as the policy's `requiredWeight`, a path counted as often as wanted, with no quorum in more of them than
 * it weighs. Every path to a false certificate passes a quorum that lies, so quorums that weigh less together cannot make one valid.
 *
 * @throws {SearchExhausted}
 */
export function trustWeight(target: GraphCertificate, search: Search): Weight {
  const required = search.requiredWeight;
  const flow = byFlow(target, search);
  const paths = flow.flatMap(({ path, times }) => {
    const holding = hold(target, path, search);
    return holding ? [{ ...holding, times }] : [];
  });
  const found = sumOf(paths);
  if (found === required || sumOf(flow) < required) return { required, found, paths };
  return chooseWeighed(target, search) ?? { required, found, paths };
}

/** Beyond this many paths, where they get into each other's way, the search gives up. */
const MAX_PATHS = 512;

const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);
const sumOf = (paths: readonly { readonly times: number }[]) => sum(paths.map(({ times }) => times));

/** Maximum flow that looks at one step at a time: an upper bound, as lengths and revocations take further paths away. */
function byFlow(target: GraphCertificate, search: Search): readonly WeightedPath<Hex>[] {
  const { anchors, requiredWeight, step, weightOf } = search;
  const endorsers = endorsersFor(target, search);
  return weightedPaths<Hex>({
    starts: [...endorsers.anchors, ...endorsers.others],
    next: (quorum) => endorsersOfQuorum(target, quorum, search),
    isEnd: (quorum) => anchors.has(quorum),
    capacity: weightOf,
    limit: requiredWeight,
    onStep: step,
  });
}

/** The first path that holds along these quorums, the endorser of `target` first and the anchor last. */
function hold(target: GraphCertificate, quorums: readonly Hex[], search: Search): TrustPath | null {
  const anchor = quorums.at(-1) as Hex;
  if (quorums.length === 1) return directPath(anchor, null);
  const route = quorums.slice(0, -1);
  for (const path of climb({ target, search, starts: route.slice(0, 1), route }))
    if (path.anchor === anchor) return path;
  return null;
}

/** Tries every path as often as there is room for it, going back where paths get into each other's way. */
function chooseWeighed(target: GraphCertificate, search: Search): Weight | null {
  const { requiredWeight: required, step, weightOf } = search;
  const paths = allPaths(target, search);
  const anchors = anchorsFrom(paths);
  const room = new Map(paths.flatMap(({ quorums }) => quorums.map((quorum) => [quorum, weightOf(quorum)] as const)));
  const roomOf = (quorum: Hex) => room.get(quorum) as number;
  const take = ({ quorums }: TrustPath, times: number) => {
    for (const quorum of quorums) room.set(quorum, roomOf(quorum) - times);
  };
  const choose = (at: number, missing: number, chosen: readonly WeighedPath[]): readonly WeighedPath[] | null => {
    step();
    if (missing === 0) return chosen;
    const path = paths[at];
    // No more can come than the anchors of what is left have room for.
    if (!path || sum((anchors[at] as readonly Hex[]).map(roomOf)) < missing) return null;
    for (let times = Math.min(missing, ...path.quorums.map(roomOf)); times >= 0; times--) {
      take(path, times);
      const found = choose(at + 1, missing - times, times > 0 ? [...chosen, { ...path, times }] : chosen);
      take(path, -times);
      if (found) return found;
    }
    return null;
  };
  const chosen = choose(0, required, []);
  return chosen && { required, found: required, paths: chosen };
}

/** Every path that holds, each once: the same quorums by other certificates are the same path. */
function allPaths(target: GraphCertificate, search: Search): readonly TrustPath[] {
  const { anchors, others } = endorsersFor(target, search);
  const paths = new Map<string, TrustPath>(anchors.map((quorum) => [quorum, directPath(quorum, null)]));
  for (const path of climb({ target, search, starts: others })) {
    paths.set(path.quorums.join(), path);
    if (paths.size > MAX_PATHS) throw new SearchExhausted();
  }
  return [...paths.values()];
}

/** For each place in a list of paths, the anchors of those from there on. */
function anchorsFrom(paths: readonly TrustPath[]): readonly (readonly Hex[])[] {
  const lists: (readonly Hex[])[] = [];
  let anchors: readonly Hex[] = [];
  for (const { anchor } of [...paths].reverse()) {
    if (!anchors.includes(anchor)) anchors = [...anchors, anchor];
    lists.push(anchors);
  }
  return lists.reverse();
}
