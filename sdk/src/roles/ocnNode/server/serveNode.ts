import type { Hono } from 'hono';
import type { NodeContext } from '../context.ts';
import type { Answer } from '../message.ts';
import { createClientAddress } from './clientAddress.ts';
import type { OcnNodeConfig } from './config.ts';
import type { NodeEnv } from './env.ts';
import { type Job, startJobs } from './jobs.ts';
import { type Listener, type ListenerLimits, listen } from './listener.ts';
import { createNodeApp } from './nodeApp.ts';
import type { ServerMetrics } from './nodeMetrics.ts';
import type { RateLimits } from './rateLimits.ts';
import { createReadiness, registryAge } from './readiness.ts';
import type { ServerEnv } from './serverEnv.ts';
import { statusRoutes } from './statusRoutes.ts';

/** The parts of a node, ready to serve. */
export interface NodeParts {
  readonly context: NodeContext;
  readonly metrics: ServerMetrics;
  readonly limits: RateLimits;
  readonly config: Pick<OcnNodeConfig, 'listen' | 'management' | 'policy' | 'drainSeconds' | 'adminOrigins'>;
  readonly adminKey: string | null;
  readonly routing: Hono<NodeEnv>;
  readonly front: Hono<NodeEnv>;
  readonly jobs: readonly Job[];
  readonly isFinal: (answer: Answer) => boolean;
  readonly wellKnown: () => Promise<string>;
  readonly openApi: () => string;
  readonly registry: {
    readonly staleMs: number;
    readonly idleChain: boolean;
    readonly lastRefresh: () => number | null;
  };
}

export interface ServedNode {
  /** Everything that it answers. */
  readonly app: Hono<ServerEnv>;
  /** Where it listens, which is not what the registry says if a proxy stands before it. */
  readonly listening: string;
  /** Null if health and metrics are served beside the rest. */
  readonly management: string | null;
  /** Says that it is not ready, waits, takes no more connections, and finishes what is under way. */
  close(): Promise<void>;
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
/** Beyond the longest exchange, for the answer to be written. */
const WRITE_MS = 5_000;

function limitsOf({ listen: on, policy }: NodeParts['config'], url: string): ListenerLimits {
  return {
    maxConnections: on.maxConnections,
    maxHeaderBytes: 96 * 1_024,
    headersTimeoutMs: on.headersSeconds * 1_000,
    requestTimeoutMs: on.requestSeconds * 1_000,
    keepAliveMs: on.keepAliveSeconds * 1_000,
    prefix: new URL(url).pathname.replace(/\/$/, ''),
    idleMs: (on.requestSeconds + policy.timeoutSeconds * 2) * 1_000 + WRITE_MS,
  };
}

function appOf(parts: NodeParts, status: Hono<ServerEnv> | null): Hono<ServerEnv> {
  const { isFinal, config, ...rest } = parts;
  return createNodeApp({
    ...rest,
    status,
    adminOrigins: config.adminOrigins,
    clientAddress: createClientAddress(config.listen.trustedProxies),
    clock: () => performance.now(),
    idempotency: { isFinal, wait },
  });
}

/** Serves a node, and its health and metrics. @throws {ConfigurationError} if a port cannot be had. */
export async function serveNode(parts: NodeParts): Promise<ServedNode> {
  const { config, context, metrics, registry } = parts;
  let stopping = false;
  const source = { context, ...registry, isStopping: () => stopping };
  const measured = {
    ...metrics,
    text: () => {
      metrics.chain(context.directory.asOf()?.block ?? 0, (registryAge(source) ?? 0) / 1_000);
      return metrics.text();
    },
  };
  const status = statusRoutes({ metrics: measured, readiness: createReadiness(source) });
  const limits = limitsOf(config, context.self.url);
  const app = appOf(parts, config.management ? null : status);
  const main = await listen(app, config.listen, limits, 'node.json: listen.port');
  let management: Listener | null = null;
  try {
    if (config.management) management = await listen(status, config.management, limits, 'node.json: management.port');
  } catch (error) {
    await main.close(0);
    throw error;
  }
  const stopJobs = startJobs(parts.jobs, context.log);
  const stop = async () => {
    stopping = true;
    main.drain();
    context.log.info({ seconds: config.drainSeconds }, 'the node is not ready any more');
    await wait(config.drainSeconds * 1_000);
    await main.close(config.policy.timeoutSeconds * 2_000 + WRITE_MS);
    await stopJobs();
    await management?.close(0);
  };
  let stopped: Promise<void> | null = null;
  return {
    app,
    listening: main.url,
    management: management?.url ?? null,
    close: () => {
      stopped ??= stop();
      return stopped;
    },
  };
}
