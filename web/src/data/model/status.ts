import type { Hex } from '@gridseal/sdk/bytes';
import type { Problem } from '../problem.ts';

/** A block of the chain; `timestamp` is in seconds since 1970. */
export interface BlockMark {
  readonly number: number;
  readonly hash: Hex;
  readonly timestamp: number;
}

/** How far the index is. */
export interface IndexStatus {
  /** `idle` before the first answer, `syncing` while there is much to read, `live` when it follows the head, `error` while it cannot. */
  readonly status: 'idle' | 'syncing' | 'live' | 'error';
  /** Everything up to here is indexed; null before the first answer. */
  readonly block: number | null;
  /** The newest block that enough endpoints have. */
  readonly target: number | null;
  /** The newest block, and with it the time that counts. */
  readonly head: BlockMark | null;
  /** Up to here nothing is undone any more, by the network's finality. */
  readonly settled: number | null;
  readonly events: number;
  /** Why it is in `error`; it goes on trying. */
  readonly error: Problem | null;
  /** Whether this tab reads the chain; otherwise another tab does, and this one follows it. */
  readonly leader: boolean;
  /** `memory`: the browser keeps nothing (quota, private window), so the next visit starts over. */
  readonly storage: 'persistent' | 'memory';
  /** Grows with each change of what is indexed. */
  readonly revision: number;
}

/** What changed since the revision before; `all` after a restart. */
export type ChangeScope = 'events' | 'quorums' | 'certificates' | 'announcements' | 'proposals' | 'all';
