import type { Hex } from '@gridseal/sdk/bytes';
import type { IssueState } from '@gridseal/sdk/delivery/issue';
import type { Action } from '@gridseal/sdk/quorum';
import { isSecret, type Recipe } from './recipe.ts';

/** What is being done just now. */
export type Work = 'keys' | 'making' | 'signing' | 'sealing' | 'storing' | 'announcing' | 'mining';

/** What has been done, in this order. */
export const stages = ['made', 'signed', 'sealed', 'stored', 'announced'] as const;
export type Stage = (typeof stages)[number];

/** One issue on its way, from the last look at the form to the block that says it. */
export interface Run {
  readonly id: string;
  /** Seconds since 1970. */
  readonly begunAt: number;
  readonly recipe: Recipe;
  /** What the user calls the key that signs certificates; null for files. */
  readonly issuer: string | null;
  /** Null before anything was made. */
  readonly state: IssueState | null;
  readonly work: Work | null;
  readonly progress: { readonly done: number; readonly total: number } | null;
  readonly isPaused: boolean;
  /** What the members of the authority have to approve before it goes on. */
  readonly waiting: Action.Action | null;
  readonly failure: unknown;
  readonly transaction: Hex | null;
  readonly isAnnounced: boolean;
  /** Why some devices get nothing: rows of a batch that were left out. */
  readonly isBatch: boolean;
}

export function newRun(id: string, fields: Pick<Run, 'begunAt' | 'recipe' | 'issuer' | 'isBatch'>): Run {
  return {
    id,
    ...fields,
    state: null,
    work: null,
    progress: null,
    isPaused: false,
    waiting: null,
    failure: null,
    transaction: null,
    isAnnounced: false,
  };
}

/** The last stage that is behind it; null before the first. */
export function stageOf({ state, isAnnounced }: Run): Stage | null {
  if (isAnnounced) return 'announced';
  if (state === null) return null;
  if (state.content !== null) return 'stored';
  return state.signature === null ? 'made' : 'signed';
}

/** Whether closing the tab loses it: it has contents that no storage of the browser may hold, and they are not sealed yet. */
export function isLostOnLeaving(run: Run): boolean {
  if (run.isAnnounced) return false;
  return run.state === null || (isSecret(run.recipe) && run.state.content === null);
}
