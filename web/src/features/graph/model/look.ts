import type { Hex } from '@gridseal/sdk/bytes';
import type { GraphOptions, PolicyInput } from '../../../data/index.ts';

/** From where one looks: one's own anchors, everything that is known, or one quorum. */
export type Look = 'mine' | 'all' | Hex;

/** So much is asked of the index at most; what is drawn is less. */
const MAX_NODES = 12_000;
const MAX_EDGES = 36_000;
export const bounds = { maxNodes: MAX_NODES, maxEdges: MAX_EDGES } as const;

/** What to ask for a look: the policy that decides, and which part of the graph. */
export function questionOf(
  look: Look,
  own: PolicyInput,
): { readonly policy: PolicyInput; readonly options: GraphOptions } {
  if (look === 'all') return { policy: own, options: bounds };
  const policy = look === 'mine' ? own : { ...own, anchors: [look] };
  return { policy, options: { ...bounds, below: anchorIds(policy) } };
}

/** The quorums of a policy's anchors. */
export function anchorIds({ anchors }: PolicyInput): readonly Hex[] {
  return anchors.map((anchor) => (typeof anchor === 'string' ? anchor : anchor.quorum));
}

/** An id or a signer out of an address, in lower case; null if it is neither. */
export function idFrom(text: string | undefined): Hex | null {
  return text !== undefined && /^0x(?:[0-9a-f]{2}){20,2048}$/i.test(text) ? (text.toLowerCase() as Hex) : null;
}
