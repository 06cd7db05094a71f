import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { BaseError, ConfigurationError } from '../../errors/index.ts';
import { openPort, trackConnections } from '../../http/index.ts';
import { displayText } from '../content/index.ts';
import { type AccessRules, checkAccess } from './access.ts';
import { HttpError } from './httpError.ts';

/** An answer with status 200. */
export interface Answer {
  readonly type: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: Uint8Array | AsyncIterable<Uint8Array>;
}

export type Handler = (request: IncomingMessage, url: URL, signal: AbortSignal) => Promise<Answer>;

export interface ServerOptions extends AccessRules {
  readonly host: string;
  readonly port: number;
  /** Others get 405. OPTIONS is answered for allowed origins. */
  readonly methods: readonly string[];
  /** For receiving a request, and for working on it. */
  readonly timeoutMs: number;
}

export interface RunningServer {
  readonly url: string;
  /** Lets requests end for up to two seconds, then cuts them off. */
  close(): Promise<void>;
}

const GRACE_MS = 2000;

/** An HTTP server for `handler`, that checks who asks and answers errors as Kubo does: `{ Message, Code, Type }`. */
export async function startServer(handler: Handler, options: ServerOptions): Promise<RunningServer> {
  const server = createServer({
    requestTimeout: options.timeoutMs,
    headersTimeout: Math.min(10_000, options.timeoutMs),
    maxHeaderSize: 16_384,
  });
  server.on('request', (request, response) => void serve(request, response, handler, options));
  const connections = trackConnections(server);
  const { host, port } = options;
  const { origin } = await openPort(server, { host, port }).catch((cause: NodeJS.ErrnoException) => {
    throw new ConfigurationError(`cannot be listened on at ${host} (${cause.code})`, { field: `port ${port}`, cause });
  });
  return {
    url: origin,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      connections.endIdle();
      const cut = setTimeout(() => server.closeAllConnections(), GRACE_MS);
      await closed;
      clearTimeout(cut);
    },
  };
}

async function serve(request: IncomingMessage, response: ServerResponse, handler: Handler, options: ServerOptions) {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const signal = AbortSignal.any([gone.signal, AbortSignal.timeout(options.timeoutMs)]);
  try {
    response.setHeader('X-Content-Type-Options', 'nosniff');
    const origin = checkAccess(request, options);
    if (origin !== undefined) allowOrigin(response, origin, options.methods);
    if (request.method === 'OPTIONS' && origin !== undefined) return void response.writeHead(204).end();
    if (!options.methods.includes(request.method ?? '')) {
      response.setHeader('Allow', options.methods.join(', '));
      throw new HttpError(405, 'this method is not allowed');
    }
    const answer = await handler(request, parseUrl(request), signal);
    await send(request, response, answer);
  } catch (error) {
    sendError(request, response, error);
  }
}

function parseUrl(request: IncomingMessage): URL {
  const url = URL.parse(request.url ?? '/', 'http://node.invalid');
  if (url === null || url.host !== 'node.invalid') throw new HttpError(400, 'the request has no valid path');
  return url;
}

function allowOrigin(response: ServerResponse, origin: string, methods: readonly string[]): void {
  response.setHeader('Access-Control-Allow-Origin', origin);
  response.setHeader('Access-Control-Allow-Methods', methods.join(', '));
  response.setHeader('Access-Control-Allow-Headers', 'content-type, authorization');
  response.setHeader('Vary', 'Origin');
}

async function send(request: IncomingMessage, response: ServerResponse, answer: Answer): Promise<void> {
  const headers = { 'Content-Type': answer.type, ...answer.headers };
  if (answer.body instanceof Uint8Array) {
    response.writeHead(200, { ...headers, 'Content-Length': answer.body.length });
    response.end(request.method === 'HEAD' ? undefined : answer.body);
    return;
  }
  // The first piece comes before the status, so that content that is not there is an error and not an empty answer.
  const pieces = answer.body[Symbol.asyncIterator]();
  const first = await pieces.next();
  response.writeHead(200, headers);
  if (request.method === 'HEAD') {
    await pieces.return?.();
    response.end();
    return;
  }
  const rest = (async function* () {
    if (first.done) return;
    yield first.value;
    yield* { [Symbol.asyncIterator]: () => pieces };
  })();
  await pipeline(Readable.from(rest, { objectMode: false }), response);
}

function sendError(request: IncomingMessage, response: ServerResponse, error: unknown): void {
  // A cut connection is all that can tell the other side now.
  if (response.headersSent || response.destroyed) return void response.destroy();
  const status = error instanceof HttpError ? error.status : 500;
  const message = error instanceof BaseError ? error.message : 'internal error';
  const body = JSON.stringify({ Message: displayText(message), Code: 0, Type: 'error' });
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(body);
  if (request.complete) return;
  // Clients read the answer after they have sent their body, so the rest is taken in, for a while.
  request.on('data', () => undefined);
  setTimeout(() => request.complete || request.destroy(), GRACE_MS).unref();
}
