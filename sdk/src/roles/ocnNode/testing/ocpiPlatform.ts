import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type Credentials,
  type CredentialsRole,
  decodeAuthorization,
  formatDateTime,
  type InterfaceRole,
  type OcpiVersion,
  success,
  type VersionEndpoint,
} from '../../../protocol/ocpi/index.ts';

/** A request that a platform was sent. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

type Handler = (request: SeenRequest, response: ServerResponse) => void;

/** The back office of a party: a real HTTP server that speaks OCPI as far as registering needs. */
export interface OcpiPlatform extends AsyncDisposable {
  readonly url: string;
  readonly versionsUrl: string;
  /** What it accepts in `Authorization`. */
  readonly tokens: Set<string>;
  readonly seen: SeenRequest[];
  /** What it has; tests may change it. */
  versions: { version: string; url: string }[];
  endpoints: Record<OcpiVersion, VersionEndpoint[]>;
  /** Answers a path in another way. */
  readonly handlers: Map<string, Handler>;
  /** Credentials that it sends to a node, with a token that it accepts from then on. */
  credentials(token: string, roles: readonly CredentialsRole[]): Credentials;
}

const sides: readonly (readonly [string, InterfaceRole])[] = [
  ['credentials', 'SENDER'],
  ['hubclientinfo', 'RECEIVER'],
  ['locations', 'SENDER'],
  ['sessions', 'SENDER'],
  ['cdrs', 'RECEIVER'],
  ['tokens', 'RECEIVER'],
  ['commands', 'RECEIVER'],
];

export function answerJson(response: ServerResponse, status: number, value: unknown, headers = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value));
}

export function envelope(data: unknown) {
  return success(data, formatDateTime(Date.now()));
}

function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  return new Promise((resolve, reject) => {
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.once('end', () => resolve(Buffer.concat(chunks).toString()));
    request.once('error', reject);
  });
}

function isAllowed(platform: Pick<OcpiPlatform, 'tokens'>, header: string | undefined): boolean {
  try {
    return decodeAuthorization(header).some((token) => platform.tokens.has(token));
  } catch {
    return false;
  }
}

/** What a path has beside handlers that a test has set. */
function dataAt(platform: OcpiPlatform, path: string): unknown {
  const version = /^\/ocpi\/(2\.2(?:\.1)?)$/.exec(path)?.[1] as OcpiVersion | undefined;
  if (path === '/ocpi/versions') return platform.versions;
  return version ? { version, endpoints: platform.endpoints[version] } : undefined;
}

function answer(platform: OcpiPlatform, request: SeenRequest, response: ServerResponse): void {
  const handler = platform.handlers.get(request.path);
  if (handler) handler(request, response);
  else if (isAllowed(platform, request.headers.authorization))
    answerJson(response, 200, envelope(dataAt(platform, request.path)));
  else answerJson(response, 401, { status_code: 2000, timestamp: formatDateTime(Date.now()) });
}

/** Answers with its versions when it was asked for them so often, so that those who ask are in the middle of it at the same time. */
export function together(platform: OcpiPlatform, callers: number): void {
  const waiting: ServerResponse[] = [];
  platform.handlers.set('/ocpi/versions', (_, response) => {
    waiting.push(response);
    if (waiting.length < callers) return;
    platform.handlers.delete('/ocpi/versions');
    for (const one of waiting) answerJson(one, 200, envelope(platform.versions));
  });
}

/** Starts a platform on a port of its own. */
export async function startOcpiPlatform(): Promise<OcpiPlatform> {
  const server = createServer(async (incoming, response) => {
    const body = await read(incoming).catch(() => '');
    const { method = '', url = '', headers } = incoming;
    const request = { method, path: url, headers, body };
    platform.seen.push(request);
    answer(platform, request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const endpointsOf = (version: OcpiVersion) =>
    sides.map(([identifier, role]) => ({ identifier, role, url: `${url}/ocpi/${version}/${identifier}` }));
  const platform: OcpiPlatform = {
    url,
    versionsUrl: `${url}/ocpi/versions`,
    tokens: new Set(),
    seen: [],
    versions: (['2.2', '2.2.1'] as const).map((version) => ({ version, url: `${url}/ocpi/${version}` })),
    endpoints: { '2.2': endpointsOf('2.2'), '2.2.1': endpointsOf('2.2.1') },
    handlers: new Map(),
    credentials(token, roles) {
      platform.tokens.add(token);
      return { token, url: platform.versionsUrl, roles: [...roles] };
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
  return platform;
}
