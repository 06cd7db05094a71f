import { createServer, type RequestListener } from 'node:http';
import { ConfigurationError } from '../../errors/index.ts';
import { openPort } from '../../http/index.ts';
import type { AgentMetrics } from './agentMetrics.ts';

/** What the health server tells. */
export interface HealthSource {
  readonly metrics: AgentMetrics;
  /** Whether the agent's loop is alive. */
  readonly isAlive: () => boolean;
  /** Whether it has seen the chain lately and can update. */
  readonly isReady: () => { readonly ready: boolean; readonly reasons: readonly string[] };
}

export interface HealthServer {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves `/healthz`, `/readyz` and `/metrics`. It answers GET and HEAD, reads no body, and tells nothing secret; still, bind it to
 * loopback or a management network.
 *
 * @throws {ConfigurationError} if the port cannot be had.
 */
export async function startHealthServer(
  { host, port }: { readonly host: string; readonly port: number },
  source: HealthSource,
): Promise<HealthServer> {
  // Without an interval of its own the server would look for slow clients every 30 s only.
  const limits = {
    requestTimeout: 5_000,
    headersTimeout: 5_000,
    connectionsCheckingInterval: 1_000,
    maxHeaderSize: 8_192,
  };
  const server = createServer(limits, answer(source));
  server.timeout = 10_000;
  server.maxConnections = 64;
  const { origin } = await openPort(server, { host, port }).catch((cause: NodeJS.ErrnoException) => {
    const field = 'device.json: health.port';
    throw new ConfigurationError(`cannot be listened on (${cause.code})`, { field, cause });
  });
  return {
    url: origin,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answer({ metrics, isAlive, isReady }: HealthSource): RequestListener {
  return (request, response) => {
    const send = (status: number, body: string, type = 'application/json') => {
      response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store', connection: 'close' });
      response.end(request.method === 'HEAD' ? undefined : body);
    };
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('allow', 'GET, HEAD');
      return send(405, '{"error":"GET or HEAD only"}');
    }
    const path = request.url?.split('?')[0];
    if (path === '/healthz') return send(isAlive() ? 200 : 503, JSON.stringify({ alive: isAlive() }));
    if (path === '/readyz') {
      const state = isReady();
      return send(state.ready ? 200 : 503, JSON.stringify(state));
    }
    if (path !== '/metrics') return send(404, '{"error":"there are /healthz, /readyz and /metrics"}');
    metrics.registry.metrics().then(
      (text) => send(200, text, metrics.registry.contentType),
      () => send(500, '{"error":"metrics cannot be had"}'),
    );
  };
}
