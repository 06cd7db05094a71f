import type { RolePolicy } from '../../sdk/src/certificate/index.ts';
import { kinds, type Node, type Scenario } from './trustScenario.ts';

/** What a verifier asks for besides its anchors. */
export interface Asked {
  readonly roles?: RolePolicy;
  /** By quorum; every other one weighs 1. */
  readonly weights?: ReadonlyMap<number, number>;
  readonly requiredWeight?: number;
}

/** A path from an endorser of a certificate up to an anchor. */
interface Way {
  /** The quorums below the anchor. */
  readonly quorums: readonly number[];
  readonly anchor: number;
  /** The roles in which the endorser endorses. */
  readonly roles: readonly string[];
}

/**
 * Whether a certificate is valid: every simple path, every set of paths, validity by rounds. Slow, and without any idea
 * shared with the search.
 */
export function reference(scenario: Scenario, target: number, asked: Asked = {}): boolean {
  const valid = new Set<number>();
  for (let changed = true; changed; ) {
    changed = false;
    scenario.nodes.forEach((node, i) => {
      if (valid.has(i) || !node.inTime || !isEndorsed(node, waysTo(scenario, i, valid, asked), asked)) return;
      valid.add(i);
      changed = true;
    });
  }
  if (!valid.has(target) || asked.requiredWeight === undefined) return valid.has(target);
  return heaviest(waysTo(scenario, target, valid, asked), asked) >= asked.requiredWeight;
}

/** The roles, of those that an endorser has, in which it may endorse a certificate. Without a policy, one that stands for anything. */
function rolesFor(has: readonly (string | null)[], child: Node, { roles: policy }: Asked): readonly string[] {
  if (!policy) return ['anything'];
  const kind = kinds[child.kind] as (typeof kinds)[number];
  return has.flatMap((word) => {
    const role = word === null ? undefined : policy.roles[word];
    const mayClaim = child.role === null || !policy.roles[child.role] || role?.creates.includes(child.role);
    return word !== null && role?.certifies.includes(kind) && mayClaim ? [word] : [];
  });
}

function waysTo({ nodes, anchors }: Scenario, end: number, valid: ReadonlySet<number>, asked: Asked): readonly Way[] {
  const found: Way[] = [];
  const walk = (chain: readonly number[], quorums: readonly number[], roles: readonly string[]) => {
    const child = nodes[chain.at(-1) as number] as Node;
    for (const by of child.endorsedBy) {
      if (quorums.includes(by) || chain.some((i) => nodes[i]?.revokedBy.includes(by))) continue;
      if (anchors.includes(by)) {
        const able = rolesFor([asked.roles?.anchorRole ?? null], child, asked);
        const longEnough = chain.slice(1).every((i, followers) => (nodes[i]?.pathLength ?? 99) >= followers);
        if (able.length > 0 && longEnough)
          found.push({ quorums, anchor: by, roles: quorums.length > 0 ? roles : able });
        continue;
      }
      nodes.forEach((authority, i) => {
        const allows = authority.certifies === null || authority.certifies.includes(child.kind);
        if (!valid.has(i) || chain.includes(i) || authority.subject !== by || !authority.signs || !allows) return;
        const able = rolesFor([authority.role], child, asked);
        if (able.length > 0) walk([...chain, i], [...quorums, by], quorums.length > 0 ? roles : able);
      });
    }
  };
  walk([end], [], []);
  return found;
}

/** Whether the endorsers that a certificate needs can be found, each with a path of its own. */
function isEndorsed(node: Node, ways: readonly Way[], { roles }: Asked): boolean {
  const required = roles?.requires[kinds[node.kind] as (typeof kinds)[number]] ?? [];
  const slots = Array.from({ length: Math.max(node.required, required.length) }, (_, i) => required[i]);
  const fill = (at: number, used: readonly number[]): boolean => {
    if (at === slots.length) return true;
    return ways.some(({ quorums, anchor, roles: has }) => {
      const taken = quorums.length > 0 ? quorums : [anchor];
      const slot = slots[at];
      if (taken.some((q) => used.includes(q)) || (slot !== undefined && !has.includes(slot))) return false;
      return fill(at + 1, [...used, ...taken]);
    });
  };
  return fill(0, []);
}

/** The most paths, counting each as often as wanted, with no quorum in more of them than it weighs. */
function heaviest(ways: readonly Way[], { weights }: Asked): number {
  const different = new Map(ways.map(({ quorums, anchor }) => [[...quorums, anchor].join(), [...quorums, anchor]]));
  const routes = [...different.values()];
  const room = new Map<number, number>();
  const left = (quorum: number) => room.get(quorum) ?? weights?.get(quorum) ?? 1;
  const best = (at: number): number => {
    const route = routes[at];
    if (!route) return 0;
    let most = 0;
    for (let times = Math.min(...route.map(left)); times >= 0; times--) {
      for (const quorum of route) room.set(quorum, left(quorum) - times);
      most = Math.max(most, times + best(at + 1));
      for (const quorum of route) room.set(quorum, left(quorum) + times);
    }
    return most;
  };
  return best(0);
}
