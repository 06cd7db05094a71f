import { createServer, type Server } from 'node:http';
import { getRequestListener, type HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Hono } from 'hono';
import { ConfigurationError } from '../../../errors/index.ts';
import { openPort, trackConnections } from '../../../http/index.ts';
import { knownBody } from './knownBody.ts';
import type { ServerEnv } from './serverEnv.ts';

/** What a listener takes from clients. Milliseconds and bytes. */
export interface ListenerLimits {
  readonly maxConnections: number;
  /** All headers of a request; a signature of version 2 has up to 64 KiB. */
  readonly maxHeaderBytes: number;
  readonly headersTimeoutMs: number;
  /** From the first byte of a request to the last one of its body. */
  readonly requestTimeoutMs: number;
  readonly keepAliveMs: number;
  /** Nothing moves on a connection for this long: longer than the slowest answer. */
  readonly idleMs: number;
  /** The path of the node's URL, which a proxy may leave in requests; empty for none. */
  readonly prefix: string;
}

export interface Listener {
  /** `http://host:port`. */
  readonly url: string;
  readonly port: number;
  /** From now on every answer ends its connection, so that clients go elsewhere. */
  drain(): void;
  /** Takes no more connections, and waits for the answers that are being made, at most this long. */
  close(graceMs: number): Promise<void>;
}

/** For requests that are on their way on connections that were taken: they are answered still. */
const LINGER_MS = 250;

/** Answers of an application; those whose bytes are known are written at once, without a stream. */
function answerer(app: Hono<ServerEnv>): Parameters<typeof getRequestListener>[0] {
  return async (request, env) => {
    const response = await app.fetch(request, env as HttpBindings);
    const body = knownBody(response);
    const { outgoing } = env as HttpBindings;
    if (body === null || outgoing.headersSent || outgoing.destroyed) return response;
    const headers: Record<string, string> = {};
    for (const [name, value] of response.headers) headers[name] = value;
    headers['content-length'] = String(body.length);
    outgoing.writeHead(response.status, headers).end(body);
    return RESPONSE_ALREADY_SENT;
  };
}

function createLimitedServer(app: Hono<ServerEnv>, limits: ListenerLimits, isDraining: () => boolean): Server {
  const listener = getRequestListener(answerer(app), { overrideGlobalObjects: false });
  const server = createServer(
    {
      maxHeaderSize: limits.maxHeaderBytes,
      headersTimeout: limits.headersTimeoutMs,
      requestTimeout: limits.requestTimeoutMs,
      keepAliveTimeout: limits.keepAliveMs,
      // Without an interval of its own the server would look for slow clients every 30 s only.
      connectionsCheckingInterval: Math.min(1_000, limits.headersTimeoutMs),
    },
    (request, response) => {
      if (isDraining()) response.setHeader('Connection', 'close');
      const { url = '/' } = request;
      if (limits.prefix !== '' && url.startsWith(`${limits.prefix}/`)) request.url = url.slice(limits.prefix.length);
      void listener(request, response);
    },
  );
  server.maxConnections = limits.maxConnections;
  server.timeout = limits.idleMs;
  server.maxHeadersCount = 200;
  return server;
}

/**
 * Serves an application on a host and port.
 *
 * @param field The setting that is named if the port cannot be had.
 * @throws {ConfigurationError} then.
 */
export async function listen(
  app: Hono<ServerEnv>,
  { host, port }: { readonly host: string; readonly port: number },
  limits: ListenerLimits,
  field: string,
): Promise<Listener> {
  let draining = false;
  const server = createLimitedServer(app, limits, () => draining);
  const connections = trackConnections(server);
  const opened = await openPort(server, { host, port }).catch((cause: NodeJS.ErrnoException) => {
    throw new ConfigurationError(`cannot be listened on (${cause.code})`, { field, cause });
  });
  return {
    url: opened.origin,
    port: opened.port,
    drain: () => {
      draining = true;
    },
    close: (graceMs) =>
      new Promise((resolve) => {
        draining = true;
        const timer = setTimeout(() => server.closeAllConnections(), graceMs);
        // Connections with nothing under way are ended soon, the others after their answers.
        server.close(() => {
          clearTimeout(timer);
          resolve();
        });
        setTimeout(() => connections.endIdle(), Math.min(LINGER_MS, graceMs));
      }),
  };
}
