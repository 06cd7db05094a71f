import type { PolicyInput } from './trust.ts';

/**
 * Of what anyone can add to: `anchors`: only what the user's anchors lead to; the answer says how much else there is · `first`: that
 * before everything else, so that no flood by strangers pushes it out of a page · `all`: as it comes. Who has no anchors gets all.
 */
export type Reach = 'anchors' | 'first' | 'all';

/** The same for the worker, which knows no settings. */
export interface Within {
  readonly policy: PolicyInput;
  /** Whether the others are left out, and counted. */
  readonly only: boolean;
}
