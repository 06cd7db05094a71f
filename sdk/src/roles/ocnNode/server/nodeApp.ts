import { Hono } from 'hono';
import { cors } from 'hono/cors';
import { NodeMessageBody } from '../../../ocn/message/index.ts';
import { OcpiError } from '../../../protocol/ocpi/index.ts';
import type { NodeContext } from '../context.ts';
import { answerError } from './answers.ts';
import { adminKey, authentication } from './authentication.ts';
import type { createClientAddress } from './clientAddress.ts';
import type { NodeEnv } from './env.ts';
import { type IdempotencyOptions, idempotency } from './idempotency.ts';
import type { ServerMetrics } from './nodeMetrics.ts';
import type { RateLimits } from './rateLimits.ts';
import { withBody } from './requestBody.ts';
import { requestLog } from './requestLog.ts';
import type { ServerEnv } from './serverEnv.ts';

/** What an application of a node is put together from. */
export interface NodeAppParts {
  readonly context: NodeContext;
  readonly metrics: ServerMetrics;
  readonly limits: RateLimits;
  readonly clientAddress: ReturnType<typeof createClientAddress>;
  readonly clock: () => number;
  readonly idempotency: IdempotencyOptions;
  /** Null: no admin API. */
  readonly adminKey: string | null;
  /** Pages of these origins may read what the admin API answers to its key. */
  readonly adminOrigins: readonly string[];
  readonly routing: Hono<NodeEnv>;
  readonly front: Hono<NodeEnv>;
  /** `/healthz`, `/readyz`, `/metrics`; null if they are served elsewhere. */
  readonly status: Hono<ServerEnv> | null;
  /** The signed document of the node, as JSON. */
  readonly wellKnown: () => Promise<string>;
  readonly openApi: () => string;
}

const ADMIN_BODY = 1024 * 1024;
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** The methods that a path has handlers for, beside middleware, which is there for all of them. */
function allowedMethods(app: Hono<ServerEnv>, path: string): string[] {
  const handlers = (method: string) => app.router.match(method, path)[0].length;
  const middleware = handlers('NONE');
  return methods.filter((method) => handlers(method) > middleware);
}

function guardOcpi(app: Hono<ServerEnv>, { context, limits, idempotency: options }: NodeAppParts): void {
  app.use('/ocpi/*', authentication(context, limits.guesses), limits.platforms, withBody(context.policy.maxBodyBytes));
  const once = idempotency(context, options);
  for (const routed of ['/ocpi/sender/*', '/ocpi/receiver/*', '/ocpi/custom/*']) app.use(routed, once);
}

function guardOthers(app: Hono<ServerEnv>, parts: NodeAppParts): void {
  const { context, limits, adminKey: key, adminOrigins } = parts;
  for (const path of ['/ocn/message', '/ocn/client-info']) {
    app.use(path, limits.peerAddresses, withBody(NodeMessageBody.longest(context.policy.maxBodyBytes)));
  }
  if (adminOrigins.length > 0) {
    // Reading alone: a page that is led astray changes nothing.
    const pages = { origin: [...adminOrigins], allowMethods: ['GET'], allowHeaders: ['Authorization'], maxAge: 3_600 };
    app.use('/admin/*', cors(pages));
  }
  app.use('/admin/*', adminKey(key, context, limits.guesses), withBody(ADMIN_BODY));
  const open = cors({ origin: '*', allowMethods: ['GET', 'HEAD'], maxAge: 3_600 });
  for (const path of ['/.well-known/ocn-node.json', '/openapi.json', '/ocn/registry/*', '/health']) {
    app.use(path, open, limits.publicPaths);
  }
}

/**
 * Everything that a node answers, in this order: log, rates, token, body, requests that were made before, route.
 *
 * @example `const app = createNodeApp(parts); await app.request('/health')`
 */
export function createNodeApp(parts: NodeAppParts): Hono<ServerEnv> {
  const { context, metrics, clientAddress, clock } = parts;
  const app = new Hono<ServerEnv>();
  app.use(async (c, next) => {
    c.set('address', clientAddress(c.env?.incoming?.socket.remoteAddress, c.req.header('x-forwarded-for')));
    await next();
    // Whoever refuses deeper within does not know when to come again.
    if (c.res.status === 429 && !c.res.headers.has('retry-after')) c.res.headers.set('Retry-After', '1');
  });
  app.use(requestLog({ log: context.log, metrics, uuid: context.random.uuid, clock }));
  app.onError((error, c) => answerError(c, error, context.now()));
  app.notFound((c) => {
    const allowed = allowedMethods(app, c.req.path);
    const httpStatus = allowed.length === 0 ? 404 : 405;
    if (httpStatus === 405) c.header('Allow', allowed.join(', '));
    const message = httpStatus === 404 ? 'leads nowhere' : 'does not have this method';
    return answerError(c, new OcpiError('clientError', message, { field: 'path', httpStatus }), context.now());
  });
  guardOcpi(app, parts);
  guardOthers(app, parts);
  app.get('/health', (c) => c.text('OK'));
  app.get('/.well-known/ocn-node.json', async (c) =>
    c.body(await parts.wellKnown(), 200, { 'Content-Type': 'application/json', 'Cache-Control': 'max-age=60' }),
  );
  app.get('/openapi.json', (c) => c.body(parts.openApi(), 200, { 'Content-Type': 'application/json' }));
  if (parts.status) app.route('/', parts.status);
  app.route('/', parts.front);
  app.route('/', parts.routing);
  return app;
}
