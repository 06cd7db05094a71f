import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { TransportError } from '../../../errors/index.ts';

/** Where a small server listens. */
export interface Listening {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
}

export interface SmallServer {
  /** `http://127.0.0.1:8080` */
  readonly origin: string;
  /** Takes no more, and waits for what is under way, for a while. */
  close(): Promise<void>;
}

const GRACE_MS = 5_000;

/**
 * Serves a handler of requests over HTTP.
 *
 * @throws {TransportError} if it cannot listen there.
 */
export async function serveFetch(
  fetch: (request: Request) => Promise<Response>,
  { host, port }: Listening,
): Promise<SmallServer> {
  const server = createAdaptorServer({ fetch }) as Server;
  server.headersTimeout = 10_000;
  server.requestTimeout = 60_000;
  server.maxConnections = 500;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      reject(new TransportError(`cannot listen there (${cause.code})`, { field: `${host}:${port}`, cause }));
    });
    server.listen(port, host, resolve);
  });
  const bound = server.address() as AddressInfo;
  const name = bound.family === 'IPv6' ? `[${bound.address}]` : bound.address;
  return {
    origin: `http://${name}:${bound.port}`,
    close: () =>
      new Promise((resolve) => {
        const timer = setTimeout(() => server.closeAllConnections(), GRACE_MS);
        // Connections that are kept alive become idle when what is under way has been answered.
        const idle = setInterval(() => server.closeIdleConnections(), 20);
        server.close(() => {
          clearTimeout(timer);
          clearInterval(idle);
          resolve();
        });
      }),
  };
}
