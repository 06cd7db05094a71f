import { Hono } from 'hono';
import type { NodeContext } from '../context.ts';
import type { NodeEnv } from '../server/env.ts';
import { serveAdmin } from './admin/adminHandlers.ts';
import { serveConfiguration } from './configurationHandlers.ts';
import type { FrontContext, FrontOptions } from './frontContext.ts';
import { checkPlannedParties } from './jobs/plannedParties.ts';
import { checkStillAlive } from './jobs/stillAlive.ts';
import { serveRules } from './rules/ruleHandlers.ts';

/** Milliseconds from one removal of what has expired to the next. */
const SWEEP_MS = 5 * 60_000;

/** Something that is done again and again; it is for who runs it that one process of an operator does it at a time. */
export interface FrontJob {
  readonly name: string;
  /** Milliseconds from one time to the next. */
  readonly everyMs: number;
  /** @throws what the signal was aborted with, and what has failed. */
  run(signal: AbortSignal): Promise<void>;
}

/** What a node offers to its own platforms and its operator. */
export interface Front {
  /** Serves `frontRoutes`; to be mounted at `/`, behind the checks of tokens and of the admin key, and before routing. */
  readonly app: Hono<NodeEnv>;
  readonly jobs: readonly FrontJob[];
  /** Resolves once what goes on after answers is done: statuses that are told to others. */
  settled(): Promise<void>;
}

/**
 * Versions, credentials, hub client info, rules and the admin API of a node, and the jobs that go with them.
 *
 * @example
 * ```ts
 * const front = createFront(context, { hub, flows, publishClient });
 * app.route('/', front.app);
 * ```
 */
export function createFront(context: NodeContext, options: FrontOptions): Front {
  const underWay = new Set<Promise<void>>();
  const background = (work: Promise<void>) => {
    const tracked: Promise<void> = work
      .catch((error: unknown) => context.log.error({ err: error }, 'Work in the background failed'))
      .finally(() => underWay.delete(tracked));
    underWay.add(tracked);
  };
  const front: FrontContext = { ...context, front: options, background };
  const app = new Hono<NodeEnv>();
  serveConfiguration(app, front);
  serveRules(app, front);
  serveAdmin(app, front);
  return {
    app,
    jobs: jobsOf(front),
    async settled() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}

function jobsOf(context: FrontContext): readonly FrontJob[] {
  const { stillAliveMs, plannedPartyMs } = context.policy;
  return [
    { name: 'stillAlive', everyMs: stillAliveMs, run: (signal) => checkStillAlive(context, signal) },
    { name: 'plannedParties', everyMs: plannedPartyMs, run: (signal) => checkPlannedParties(context, signal) },
    { name: 'sweep', everyMs: SWEEP_MS, run: () => sweep(context) },
  ];
}

async function sweep(context: FrontContext): Promise<void> {
  const rows = await context.store.sweep(context.now());
  if (rows > 0) context.log.info({ rows }, 'What has expired was removed');
}
