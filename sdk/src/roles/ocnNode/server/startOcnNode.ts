import type { Hex } from '../../../bytes/index.ts';
import { type Chain, createNodeDirectory, type NodeDirectory } from '../../../chain/index.ts';
import type { Signer } from '../../../crypto/index.ts';
import type { NodeContext, NodeLog } from '../context.ts';
import { createFront } from '../front/createFront.ts';
import { createFlowBook } from '../front/flowBook.ts';
import { createRouting } from '../routing/index.ts';
import { openNodeStore } from '../store/openNodeStore.ts';
import type { OcnNodeConfig } from './config.ts';
import { type DirectoryLoop, startDirectoryLoop } from './directoryLoop.ts';
import { isFinal } from './isFinal.ts';
import {
  chainOf,
  isIdleChain,
  outgoingOf,
  policyOf,
  selfOf,
  storeLocation,
  storeRandom,
  systemRandomness,
} from './nodeContext.ts';
import { createNodeLog } from './nodeLog.ts';
import { createNodeMetrics, type ServerMetrics } from './nodeMetrics.ts';
import { openApiDocument } from './openapi/openApiDocument.ts';
import { createRateLimits } from './rateLimits.ts';
import { readSealingKey, requireSecret, type SecretSource } from './secrets.ts';
import { type ServedNode, serveNode } from './serveNode.ts';
import { checkClock, checkRegistered, explainMissing, step } from './startChecks.ts';
import { createWellKnown } from './wellKnown.ts';

export interface OcnNodeOptions {
  readonly config: OcnNodeConfig;
  /** Where the files of the configuration are found from: that of `node.json`. */
  readonly folder: string;
  /** For the secrets that the configuration says are in it. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The operator's address. */
  readonly operator: Hex;
  /** Signs messages: the operator's wallet, or the key that the registry names. */
  readonly signer: Signer;
  /** By default lines of JSON on stdout. */
  readonly log?: NodeLog;
  /** Gives up the start. */
  readonly signal?: AbortSignal;
}

/** A node that serves. */
export interface OcnNode extends ServedNode {
  /** As in the registry. */
  readonly url: string;
}

/** The registry, read once and checked. */
async function readRegistry(
  directory: NodeDirectory,
  chain: Chain,
  self: NodeContext['self'],
  options: OcnNodeOptions,
) {
  const { config, signal } = options;
  await step('node.json: chain.rpcUrls', 'the registry cannot be read', () => directory.refresh(signal));
  try {
    checkRegistered(directory, self);
  } catch (error) {
    throw await explainMissing(chain, self, error);
  }
  await checkClock(chain, Date.now(), isIdleChain(config), signal);
}

/** Every message is counted for Prometheus, and for the book of flows. */
function withFlows(metrics: ServerMetrics, flows: ReturnType<typeof createFlowBook>): ServerMetrics {
  return {
    ...metrics,
    message: (label, durationMs) => {
      metrics.message(label, durationMs);
      flows.message(label, durationMs);
    },
  };
}

/** Front and routing, each of which calls the other. */
function composeParts(context: NodeContext, { config }: OcnNodeOptions, flows: ReturnType<typeof createFlowBook>) {
  const routing = createRouting(context, { onClient: (client) => front.pushClient(client) });
  const { countryCode: country_code, partyId: party_id, business } = config.hub;
  const front = createFront(context, {
    hub: { country_code, party_id, business },
    flows,
    holder: context.random.uuid(),
    publishClient: routing.publishClient,
  });
  return { routing, front };
}

/** What a node works with, each part of it closed with the stack. */
async function openContext(options: OcnNodeOptions, opened: AsyncDisposableStack) {
  const { config, folder, env } = options;
  const source: SecretSource = { folder, env };
  const chain = chainOf(config);
  const directory = createNodeDirectory(chain);
  const self = selfOf(config, options.operator, options.signer, chain);
  const http = opened.adopt(await outgoingOf(config, folder), (one) => one.close());
  const adminKey = config.adminKey ? await requireSecret(config.adminKey, source, 'node.json: adminKey') : null;
  const sealingKey = await readSealingKey(config.sealingKey, source, storeRandom);
  await readRegistry(directory, chain, self, options);
  const open = async () => openNodeStore(await storeLocation(config, source), { sealingKey, random: storeRandom });
  const opening = step('node.json: database', 'the database cannot be used', open);
  const store = opened.adopt(await opening, (one) => one.close());
  const flows = createFlowBook({ now: Date.now });
  const metrics = withFlows(createNodeMetrics({ withProcess: true }), flows);
  const limits = createRateLimits(config.rates, { now: Date.now, metrics });
  const base = { self, directory, store, http, policy: policyOf(config), now: Date.now, random: systemRandomness };
  const context: NodeContext = { ...base, log: options.log ?? createNodeLog(), metrics, admitPeer: limits.admitPeer };
  return { context, metrics, limits, flows, adminKey };
}

/** The parts of a node, and what is said about it. */
async function serveParts(
  options: OcnNodeOptions,
  opened: AsyncDisposableStack,
): Promise<ServedNode & { log: NodeLog }> {
  const { config } = options;
  const { flows, ...made } = await openContext(options, opened);
  const { context } = made;
  const { routing, front } = composeParts(context, options, flows);
  opened.defer(async () => {
    await routing.settled();
    await front.settled();
  });
  const { lastRefresh } = followRegistry(context, config, opened);
  const document = () => JSON.stringify(openApiDocument({ url: config.url, withStatus: !config.management }));
  const served = await serveNode({
    ...made,
    config,
    routing: routing.app,
    front: front.app,
    jobs: front.jobs,
    isFinal,
    wellKnown: createWellKnown(context),
    openApi: once(document),
    registry: { staleMs: config.chain.staleSeconds * 1_000, idleChain: isIdleChain(config), lastRefresh },
  });
  return { ...served, log: context.log };
}

/**
 * Starts a node: reads its secrets, opens its store, reads the registry, checks that the registry has it as it is set up, and serves.
 * What was opened is closed again if a step fails.
 *
 * @throws {ConfigurationError} naming what is wrong, and what to do about it.
 * @example
 * ```ts
 * const node = await startOcnNode({ config, folder, env: process.env, operator, signer });
 * await node.close();
 * ```
 */
export async function startOcnNode(options: OcnNodeOptions): Promise<OcnNode> {
  await using opened = new AsyncDisposableStack();
  const { log, ...served } = await serveParts(options, opened);
  const { url } = options.config;
  log.info({ url, listening: served.listening, management: served.management }, 'the node serves');
  const rest = opened.move();
  const close = async () => {
    await served.close();
    await rest.disposeAsync();
    log.info({}, 'the node has ended');
  };
  return { ...served, url, close: once(close) };
}

/** Refreshes the directory until the node is closed. */
function followRegistry(
  { directory, log, now }: NodeContext,
  { chain }: OcnNodeConfig,
  opened: AsyncDisposableStack,
): DirectoryLoop {
  const abort = new AbortController();
  const everyMs = chain.refreshSeconds * 1_000;
  const loop = startDirectoryLoop({ directory, everyMs, log, now, random: Math.random, signal: abort.signal }, now());
  opened.defer(async () => {
    abort.abort();
    await loop.ended;
  });
  return loop;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
