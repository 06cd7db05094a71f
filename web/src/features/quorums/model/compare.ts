import type { Hex } from '@gridseal/sdk/bytes';
import type { QuorumRules } from '@gridseal/sdk/quorum';

/** What becomes of one signer between two versions. */
export interface MemberChange {
  readonly signer: Hex;
  readonly change: 'joins' | 'leaves' | 'weight' | 'stays';
  /** Weights; null where it is no member. */
  readonly before: number | null;
  readonly after: number | null;
}

/** The difference between two versions, in whichever order they are given. */
export interface Comparison {
  /** Those that change come first: who joins, who leaves, whose weight changes, who stays. */
  readonly members: readonly MemberChange[];
  readonly threshold: readonly [before: number, after: number];
  readonly revocationThreshold: readonly [before: number, after: number];
  /** What all members weigh together. */
  readonly total: readonly [before: number, after: number];
  readonly same: boolean;
}

const ORDER: readonly MemberChange['change'][] = ['joins', 'leaves', 'weight', 'stays'];

export function compare(before: QuorumRules, after: QuorumRules): Comparison {
  const was = weights(before);
  const is = weights(after);
  const members = [...new Set([...was.keys(), ...is.keys()])]
    .map((signer): MemberChange => {
      const [old = null, fresh = null] = [was.get(signer), is.get(signer)];
      const change = old === null ? 'joins' : fresh === null ? 'leaves' : old === fresh ? 'stays' : 'weight';
      return { signer, change, before: old, after: fresh };
    })
    .sort((a, b) => ORDER.indexOf(a.change) - ORDER.indexOf(b.change));
  const threshold = [before.threshold, after.threshold] as const;
  const revocationThreshold = [before.revocationThreshold, after.revocationThreshold] as const;
  return {
    members,
    threshold,
    revocationThreshold,
    total: [totalWeight(before), totalWeight(after)],
    same:
      members.every(({ change }) => change === 'stays') &&
      [threshold, revocationThreshold].every(([old, fresh]) => old === fresh),
  };
}

export function totalWeight({ members }: Pick<QuorumRules, 'members'>): number {
  return members.reduce((sum, { weight }) => sum + weight, 0);
}

function weights({ members }: QuorumRules): ReadonlyMap<Hex, number> {
  return new Map(members.map(({ signer, weight }) => [signer.toLowerCase() as Hex, weight]));
}
