import { createReadStream, existsSync, lstatSync, readFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';

/** What is served, and where. */
export interface PageServerOptions {
  /** The folder of the built page; it may be filled later. */
  readonly folder: string;
  /** 0 lets the system choose. */
  readonly port: number;
}

/** A running server of the page. */
export interface PageServer extends AsyncDisposable {
  /** With `localhost`, as passkeys need a name: `http://localhost:5173`. */
  readonly url: string;
  /** The names under which a browser on this machine may know it: what other servers have to allow. */
  readonly origins: readonly string[];
  /** What the page reads as config.json from now on; until then there is none. */
  configure(config: object): void;
  stop(): Promise<void>;
}

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

/** As {@link startPageServer}, on a port of the system's choice if the wanted one is taken. */
export function startPageServerNear(options: PageServerOptions): Promise<PageServer> {
  return startPageServer(options).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error;
    return startPageServer({ ...options, port: 0 });
  });
}

/**
 * Serves the built page on loopback: static files and nothing else, with the page's own Content-Security-Policy as a header too.
 *
 * @throws {Error} if the port is taken, with the code EADDRINUSE.
 * @example
 * ```ts
 * await using page = await startPageServer({ folder: 'web/dist', port: 0 });
 * page.configure({ networks: [] });
 * ```
 */
export async function startPageServer({ folder, port }: PageServerOptions): Promise<PageServer> {
  let config: string | null = null;
  const server = createServer((request, response) => {
    setHeaders(response, folder);
    const file = request.method === 'GET' || request.method === 'HEAD' ? pathOf(request.url ?? '/') : null;
    if (file === 'config.json' && config !== null) return void answer(response, '.json', config);
    serveFile(response, file === null ? null : path.join(folder, file)).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host: '127.0.0.1', exclusive: true }, resolve);
  });
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  const { port: ownPort } = server.address() as AddressInfo;
  const url = `http://localhost:${ownPort}`;
  return {
    url,
    origins: [url, `http://127.0.0.1:${ownPort}`],
    configure: (value) => {
      config = JSON.stringify(value);
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

/** The policy that the page itself names, with what only a header can say; nothing is allowed where it names none. */
function policyOf(folder: string): string {
  const file = path.join(folder, 'index.html');
  const html = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const policy = /http-equiv="Content-Security-Policy"\s+content="([^"]+)"/.exec(html)?.[1];
  return `${policy ?? "default-src 'none'"}; frame-ancestors 'none'`;
}

function setHeaders(response: ServerResponse, folder: string): void {
  response.setHeader('Content-Security-Policy', policyOf(folder));
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
}

/** The file that a request asks for, below the folder; null for what is no plain path. */
function pathOf(target: string): string | null {
  const url = URL.parse(target, 'http://page.invalid');
  if (url === null || url.host !== 'page.invalid') return null;
  const names = url.pathname.split('/').filter((name) => name !== '');
  if (names.some((name) => !/^[\w-][\w.-]*$/.test(name))) return null;
  return url.pathname.endsWith('/') ? [...names, 'index.html'].join('/') : names.join('/');
}

async function serveFile(response: ServerResponse, file: string | null): Promise<void> {
  const found = file === null ? undefined : lstatSync(file, { throwIfNoEntry: false });
  if (file === null || !found?.isFile()) {
    response.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8' });
    return void response.end('There is no such file.\n');
  }
  // Names of built files have their hash in them; the others may change with the next build.
  const isFixed = path.basename(path.dirname(file)) === 'assets';
  response.setHeader('Cache-Control', isFixed ? 'public, max-age=31536000, immutable' : 'no-cache');
  response.writeHead(200, {
    'Content-Type': TYPES[path.extname(file)] ?? 'application/octet-stream',
    'Content-Length': found.size,
  });
  await pipeline(createReadStream(file), response);
}

function answer(response: ServerResponse, extension: string, text: string): void {
  response.setHeader('Cache-Control', 'no-cache');
  response.writeHead(200, { 'Content-Type': TYPES[extension] });
  response.end(text);
}
