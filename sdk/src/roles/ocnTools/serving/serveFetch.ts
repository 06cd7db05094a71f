import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { TransportError } from '../../../errors/index.ts';
import { openPort, trackConnections } from '../../../http/index.ts';

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
  const connections = trackConnections(server);
  server.headersTimeout = 10_000;
  server.requestTimeout = 60_000;
  server.maxConnections = 500;
  const { origin } = await openPort(server, { host, port }).catch((cause: NodeJS.ErrnoException) => {
    throw new TransportError(`cannot listen there (${cause.code})`, { field: `${host}:${port}`, cause });
  });
  return {
    origin,
    close: () =>
      new Promise((resolve) => {
        const timer = setTimeout(() => server.closeAllConnections(), GRACE_MS);
        server.close(() => {
          clearTimeout(timer);
          resolve();
        });
        connections.endIdle();
      }),
  };
}
