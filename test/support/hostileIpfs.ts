import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/**
 * How the server answers whoever asks for a block.
 *
 * - `forward`: as the node behind it · `missing`: it has nothing · `hang`: no answer ever · `drip`: a byte a second
 * - `poison`: other bytes · `flipped`: one bit of the true ones is another · `truncate`: half of the true ones
 * - `flood`: endless data · `redirect`: somewhere else
 */
export type IpfsMode =
  | 'forward'
  | 'missing'
  | 'hang'
  | 'drip'
  | 'poison'
  | 'flipped'
  | 'truncate'
  | 'flood'
  | 'redirect';

/**
 * A real HTTP server that passes for an IPFS node. It ends with `stop` or `await using`.
 *
 * @param upstream The RPC of a true node.
 */
export async function startHostileIpfs(upstream: string, mode: IpfsMode) {
  const behaviour = { mode, requests: 0 };
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    behaviour.requests++;
    request.resume();
    answer(response, `${upstream}${request.url ?? ''}`, behaviour.mode).catch(() => response.destroy());
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, behaviour, stop, [Symbol.asyncDispose]: stop };
}

/** A running server; see {@link startHostileIpfs}. */
export type HostileIpfs = Awaited<ReturnType<typeof startHostileIpfs>>;

async function answer(response: ServerResponse, url: string, mode: IpfsMode): Promise<void> {
  if (mode === 'hang') return;
  if (mode === 'missing') {
    response.writeHead(500, { 'content-type': 'application/json' });
    return void response.end('{"Message":"blockstore: block not found","Code":0,"Type":"error"}');
  }
  if (mode === 'redirect') return void response.writeHead(307, { location: 'http://127.0.0.1:1/' }).end();
  if (mode === 'poison') return void response.end(Buffer.alloc(2_000, 0x47));
  if (mode === 'flood') return flood(response);
  const fetched = await fetch(url, { method: 'POST' });
  const bytes = Buffer.from(await fetched.arrayBuffer());
  response.statusCode = fetched.status;
  if (mode === 'flipped') bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
  if (mode === 'truncate') return void response.end(bytes.subarray(0, bytes.length >> 1));
  if (mode === 'drip') return drip(response, bytes);
  response.end(bytes);
}

function flood(response: ServerResponse): void {
  const chunk = Buffer.alloc(65_536, 1);
  const more = (): void => {
    if (!response.destroyed) response.write(chunk, () => setImmediate(more));
  };
  more();
}

function drip(response: ServerResponse, bytes: Buffer): void {
  let at = 0;
  const timer = setInterval(() => {
    if (response.destroyed || at >= bytes.length) return clearInterval(timer);
    response.write(bytes.subarray(at, ++at));
  }, 1_000);
}
