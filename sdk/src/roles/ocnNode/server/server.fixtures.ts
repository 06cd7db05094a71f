import { connect, type NetConnectOpts } from 'node:net';
import { Hono } from 'hono';
import { type Hex, utf8Encode } from '../../../bytes/index.ts';
import { sha256Hex } from '../../../crypto/index.ts';
import { encodeAuthorization, failure, formatDateTime, OcpiError, success } from '../../../protocol/ocpi/index.ts';
import type { Platform } from '../platform.ts';
import type { NodeStore } from '../store/nodeStore.ts';
import { createTestContext, openTestStore, type TestContext, testPolicy } from '../testing/testContext.ts';
import { decodeOcnNodeConfig, type OcnNodeConfig } from './config.ts';
import type { NodeEnv } from './env.ts';
import { isFinal } from './isFinal.ts';
import { createNodeMetrics } from './nodeMetrics.ts';
import { createRateLimits } from './rateLimits.ts';
import { serveNode } from './serveNode.ts';

export const adminKeyOfTests = 'the-key-of-the-operator';

/** A `node.json` that is right. */
export const goodConfig = {
  type: 'gridseal/ocn-node/v1',
  url: 'https://node.example',
  operator: { wallet: 'operator' },
  hub: { countryCode: 'DE', partyId: 'HUB', business: { name: 'A node' } },
  listen: { port: 0 },
  chain: { chainId: 31_337, rpcUrls: ['http://127.0.0.1:8545'] },
  database: { folder: 'store' },
  sealingKey: { file: 'sealing.key' },
  drainSeconds: 0,
} as const;

/** Routes in place of real ones: what they are asked they tell, and do as the path says. */
function echoRoutes(counts: Map<string, number>, hold: () => Promise<void>): Hono<NodeEnv> {
  return new Hono<NodeEnv>()
    .all('/ocpi/:role{sender|receiver}/:version/:module/:what', async (c) => {
      const what = c.req.param('what');
      const id = c.req.header('x-request-id') ?? 'none';
      const count = (counts.get(id) ?? 0) + 1;
      counts.set(id, count);
      await hold();
      const at = formatDateTime(Date.now());
      if (what === 'fails') throw new Error('secret of ours');
      if (what === 'refuses') throw new OcpiError('invalidParameters', 'is wrong', { field: 'x' });
      if (what === 'unreachable') return c.json(failure(new OcpiError('receiverUnreachable', 'is away'), at));
      const body = c.var.rawBody;
      const data = { count, platform: c.var.platform.id, body: body && new TextDecoder().decode(body) };
      return c.json(success(data, at), 200, { Location: 'https://node.example/x', 'OCN-Signature': 'EV2.x' });
    })
    .get('/ocpi/:version/credentials', (c) => c.json(success(c.var.tokenKind, formatDateTime(Date.now()))))
    .post('/ocn/message', (c) => c.json(success(c.var.rawBody?.length ?? 0, formatDateTime(Date.now()))))
    .get('/admin/echo', (c) => c.json({ admin: true }));
}

export interface ServerOptions {
  readonly config?: Partial<Record<keyof OcnNodeConfig, unknown>>;
  readonly parts?: Parameters<typeof createTestContext>[0];
  readonly adminKey?: string | null;
  readonly lastRefresh?: () => number | null;
  readonly idleChain?: boolean;
  /** Routes in place of those that tell what they were asked. */
  readonly compose?: (context: TestContext) => { readonly routing: Hono<NodeEnv>; readonly front: Hono<NodeEnv> };
}

/** A platform of the node with a token of its own. */
export interface TestPlatform {
  readonly platform: Platform;
  readonly token: string;
  readonly authorization: string;
}

let store: Promise<NodeStore> | null = null;
let platforms = 0;

/** One database for all tests of a file: each has platforms of its own. */
export function sharedStore(): Promise<NodeStore> {
  store ??= openTestStore();
  return store;
}

export async function closeSharedStore(): Promise<void> {
  await (await store)?.close();
}

async function addPlatform(context: TestContext): Promise<TestPlatform> {
  platforms += 1;
  const partyId = platforms.toString(36).toUpperCase().padStart(3, '0');
  const parties = [{ country_code: 'DE', party_id: partyId }];
  const now = context.now();
  const digest = (token: string): Hex => sha256Hex(utf8Encode(token));
  const first = `registration-${partyId}`;
  const planned = await context.store.platforms.plan({
    parties,
    tokenDigest: digest(first),
    expires: now + 60_000,
    now,
  });
  const token = `credentials-${partyId}`;
  const platform = await context.store.platforms.save(
    { ...planned, state: 'registered', version: '2.2.1', connection: 'CONNECTED' },
    { tokenDigest: digest(token) },
  );
  return { platform, token, authorization: encodeAuthorization(token) };
}

/** The real server with the real middleware and store, before routes that tell what they were asked. */
export async function startTestServer(options: ServerOptions = {}) {
  const metrics = createNodeMetrics({ withProcess: false });
  const config = decodeOcnNodeConfig({ ...goodConfig, ...options.config });
  const policy = { ...testPolicy, maxBodyBytes: config.policy.maxBodyBytes };
  const context = await createTestContext({ metrics, policy, store: await sharedStore(), ...options.parts });
  const counts = new Map<string, number>();
  let gate = Promise.resolve();
  let opened = () => {};
  const node = await serveNode({
    context,
    metrics,
    limits: createRateLimits(config.rates, context),
    config,
    adminKey: options.adminKey === undefined ? adminKeyOfTests : options.adminKey,
    ...(options.compose?.(context) ?? { routing: echoRoutes(counts, () => gate), front: new Hono<NodeEnv>() }),
    jobs: [],
    isFinal,
    wellKnown: async () => '{"type":"ocn-node/v1"}',
    openApi: () => '{"openapi":"3.1.0"}',
    registry: {
      staleMs: 60_000,
      idleChain: options.idleChain ?? true,
      lastRefresh: options.lastRefresh ?? (() => context.now()),
    },
  });
  return {
    ...node,
    context,
    counts,
    platform: () => addPlatform(context),
    /** Requests wait within the route from now on. @returns lets them go on. */
    hold: () => {
      gate = new Promise((resolve) => {
        opened = resolve;
      });
      return () => {
        opened();
        gate = Promise.resolve();
      };
    },
    get: (path: string, init: RequestInit = {}) => fetch(`${node.listening}${path}`, init),
    async [Symbol.asyncDispose]() {
      opened();
      await node.close();
      await context.http.close();
    },
  };
}

export type TestServer = Awaited<ReturnType<typeof startTestServer>>;

/** What a message of a platform says beside its body. */
export const messageHeaders = (from: TestPlatform, requestId: string) => ({
  Authorization: from.authorization,
  'Content-Type': 'application/json',
  'X-Request-ID': requestId,
  'X-Correlation-ID': `correlation-${requestId}`,
  'OCPI-from-country-code': 'DE',
  'OCPI-from-party-id': 'ABC',
  'OCPI-to-country-code': 'CH',
  'OCPI-to-party-id': 'XYZ',
});

/** Bytes on a socket, and what came back until it was closed. */
export function onSocket(url: string, write: (send: (text: string) => void) => void): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const where: NetConnectOpts = { host: hostname, port: Number(port) };
    let seen = '';
    const socket = connect(where, () => write((text) => void (socket.writable && socket.write(text))));
    socket.setEncoding('utf8').on('data', (text: string) => {
      seen += text;
    });
    socket.on('error', () => undefined).on('close', () => resolve(seen));
  });
}
