import type { ChangeScope, IndexStatus } from '../model/status.ts';
import type { Network } from '../network.ts';
import type { Problem } from '../problem.ts';
import type { DataClient } from './dataClient.ts';

/** The questions that go to the worker. */
export const questions = [
  'status',
  'events',
  'blockTimes',
  'quorums',
  'quorum',
  'certificates',
  'certificate',
  'verdict',
  'signerVerdict',
  'replacements',
  'graph',
  'announcements',
  'announcement',
  'claims',
  'fleet',
  'proposals',
  'proposal',
  'assess',
  'approvals',
  'content',
  'remember',
  'poll',
  'reset',
] as const satisfies readonly (keyof DataClient)[];

/** An answer or why there is none: a thrown error would lose its fields on the way. */
export type Outcome = { readonly value: unknown } | { readonly problem: Problem };

/** What the page wants to hear of. */
export interface Listener {
  readonly status: (status: IndexStatus) => void;
  readonly changed: (scopes: readonly ChangeScope[]) => void;
}

/** What the worker offers. */
export interface WorkerApi {
  readonly start: (network: Network, listener: Listener) => void;
  readonly ask: (question: keyof DataClient, input: readonly unknown[]) => Promise<Outcome>;
}
