import type { Hex } from '@gridseal/sdk/bytes';
import type { NodeDocument } from '@gridseal/sdk/ocn/registry';

/** What is known of a node's host after it was asked. */
export type Reach =
  /** The document names this operator, this URL and this network, and is signed with the node's key. */
  | {
      readonly state: 'proven';
      readonly document: NodeDocument.NodeDocument;
      readonly latencyMs: number;
      readonly at: number;
    }
  | {
      readonly state: 'operator' | 'url' | 'network' | 'stale';
      readonly document: NodeDocument.NodeDocument;
      readonly latencyMs: number;
      readonly at: number;
    }
  | { readonly state: 'key' | 'malformed'; readonly latencyMs: number; readonly at: number }
  | { readonly state: 'status'; readonly status: number; readonly latencyMs: number; readonly at: number }
  /** Answers, but not to pages of another origin. */
  | { readonly state: 'closed' | 'unreachable'; readonly at: number }
  /** The page may not ask: by its own policy, by the browser's rule, or as there is nothing to ask. */
  | { readonly state: 'policy' | 'mixed' | 'none'; readonly at: number };

export type ReachState = Reach['state'];

/** What the user sees: also before and while it is asked. */
export type Reaching = { readonly state: 'unchecked' } | { readonly state: 'checking' } | Reach;

/** Whether something is wrong at the node; a page that may not ask does not know. */
export function isTrouble({ state }: Reaching): boolean {
  return !['unchecked', 'checking', 'proven', 'policy', 'mixed', 'closed'].includes(state);
}

/** What a node is checked against. */
export interface Expected {
  readonly operator: Hex;
  readonly key: Hex;
  readonly url: string;
  /** `eip155:‹chain id›:‹node registry, lower case›`. */
  readonly network: string;
}
