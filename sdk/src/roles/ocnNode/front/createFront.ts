import { Hono } from 'hono';
import type { NodeContext } from '../context.ts';
import type { NodeEnv } from '../server/env.ts';
import type { KnownClient } from '../store/nodeStore.ts';
import { serveAdmin } from './admin/adminHandlers.ts';
import { pushClient } from './clients/pushClient.ts';
import { serveConfiguration } from './configurationHandlers.ts';
import type { FrontContext, FrontOptions } from './frontContext.ts';
import { type FrontJob, sharedJob } from './jobs/job.ts';
import { followRegistry } from './jobs/onRegistryChange.ts';
import { checkPlannedParties } from './jobs/plannedParties.ts';
import { checkStillAlive } from './jobs/stillAlive.ts';
import { serveRules } from './rules/ruleHandlers.ts';

/** Milliseconds from one removal of what has expired to the next. */
const SWEEP_MS = 5 * 60_000;

/** What a node offers to its own platforms and its operator. */
export interface Front {
  /** Serves `frontRoutes`; to be mounted at `/`, behind the checks of tokens and of the admin key, and before routing. */
  readonly app: Hono<NodeEnv>;
  readonly jobs: readonly FrontJob[];
  /** Tells the platforms of this node, after the caller, of a status that another node has told. */
  pushClient(client: KnownClient): void;
  /** Resolves once what goes on after answers is done: statuses that are told to others, changes of the registry that are followed. */
  settled(): Promise<void>;
  /** Follows the registry no more, and waits like {@link settled}. */
  close(): Promise<void>;
}

/**
 * Versions, credentials, hub client info, rules and the admin API of a node, and the jobs that go with them.
 *
 * @example
 * ```ts
 * const front = createFront(context, { hub, flows, holder: randomUUID(), publishClient });
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
  const unfollow = options.followRegistry === false ? () => undefined : followRegistry(front);
  const settled = async () => {
    while (underWay.size > 0) await Promise.all(underWay);
  };
  return {
    app,
    jobs: jobsOf(front),
    pushClient: (client) => background(pushClient(front, client)),
    settled,
    close: () => {
      unfollow();
      return settled();
    },
  };
}

function jobsOf(context: FrontContext): readonly FrontJob[] {
  const { stillAliveMs, plannedPartyMs } = context.policy;
  return [
    sharedJob(context, 'stillAlive', stillAliveMs, (signal) => checkStillAlive(context, signal)),
    sharedJob(context, 'plannedParties', plannedPartyMs, (signal) => checkPlannedParties(context, signal)),
    sharedJob(context, 'sweep', SWEEP_MS, () => sweep(context)),
  ];
}

async function sweep(context: FrontContext): Promise<void> {
  const rows = await context.store.sweep(context.now());
  if (rows > 0) context.log.info({ rows }, 'What has expired was removed');
}
