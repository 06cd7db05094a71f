import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** A JSON-RPC question as it arrived. */
export interface ProxiedCall {
  readonly id: unknown;
  readonly method: string;
  readonly params: readonly unknown[];
}

/** A JSON-RPC answer on its way back. */
export interface ProxiedAnswer {
  id: unknown;
  jsonrpc: '2.0';
  result?: unknown;
  error?: { code: number; message: string; data?: unknown };
}

/**
 * How the proxy treats what passes through it.
 *
 * - `forward`: as it is, but for `rewrite`
 * - `drop`: the connection is cut · `hang`: no answer ever · `drip`: a byte a second
 * - `truncate`: half an answer · `garbage`: no JSON · `flood`: endless data
 */
export type ProxyMode = 'forward' | 'drop' | 'hang' | 'drip' | 'truncate' | 'garbage' | 'flood';

/** What a test sets, at the start or later by assignment. */
export interface ProxyBehaviour {
  mode?: ProxyMode;
  delayMs?: number;
  /** The largest batch that is taken; one that is larger gets a single error for an answer. */
  maxBatch?: number;
  /** Changes an answer; null leaves it as it is. */
  rewrite?: ((call: ProxiedCall, answer: ProxiedAnswer) => ProxiedAnswer | null) | undefined;
}

/**
 * A real HTTP server before a node, that lies, dies or dawdles when a test says so. It ends with `stop` or `await using`.
 *
 * @example
 * ```ts
 * await using liar = await startRpcProxy(node.rpcUrl, {
 *   rewrite: (call, answer) => (call.method === 'eth_getLogs' ? { ...answer, result: [] } : null),
 * });
 * liar.behaviour.mode = 'drop';
 * ```
 */
export async function startRpcProxy(upstream: string, behaviour: ProxyBehaviour = {}) {
  const calls: ProxiedCall[] = [];
  const sockets = new Set<Socket>();
  let requests = 0;
  const server = createServer((request, response) => {
    requests++;
    answer(request, response, upstream, behaviour, calls).catch(() => response.destroy());
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  return {
    url: `http://127.0.0.1:${port}`,
    behaviour,
    /** Every call that arrived, in order. */
    calls,
    /** HTTP requests so far; a batch is one. */
    requests: () => requests,
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

/** A running proxy; see {@link startRpcProxy}. */
export type RpcProxy = Awaited<ReturnType<typeof startRpcProxy>>;

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  upstream: string,
  behaviour: ProxyBehaviour,
  seen: ProxiedCall[],
): Promise<void> {
  const body = JSON.parse(await readBody(request)) as ProxiedCall | ProxiedCall[];
  seen.push(...[body].flat());
  if (behaviour.delayMs) await new Promise((resolve) => setTimeout(resolve, behaviour.delayMs));
  if (behaviour.mode === 'drop') return void request.socket.destroy();
  if (behaviour.mode === 'hang') return;
  response.setHeader('content-type', 'application/json');
  if (behaviour.mode === 'garbage') return void response.end('<html>502</html>');
  if (behaviour.mode === 'flood') return flood(response);
  const text = JSON.stringify(await forward(body, upstream, behaviour));
  if (behaviour.mode === 'truncate') return void response.end(text.slice(0, text.length / 2));
  if (behaviour.mode === 'drip') return drip(response, text);
  response.end(text);
}

async function forward(body: ProxiedCall | ProxiedCall[], upstream: string, { maxBatch, rewrite }: ProxyBehaviour) {
  if (Array.isArray(body) && maxBatch !== undefined && body.length > maxBatch) {
    return { jsonrpc: '2.0', id: null, error: { code: -32_600, message: 'batch is too large' } };
  }
  const headers = { 'content-type': 'application/json' };
  const fetched = await fetch(upstream, { method: 'POST', headers, body: JSON.stringify(body) });
  const answers = (await fetched.json()) as ProxiedAnswer | ProxiedAnswer[];
  const change = (call: ProxiedCall, given: ProxiedAnswer) => rewrite?.(call, given) ?? given;
  if (!Array.isArray(body)) return change(body, answers as ProxiedAnswer);
  return body.map((call) => {
    const given = (answers as ProxiedAnswer[]).find(({ id }) => id === call.id) as ProxiedAnswer;
    return change(call, given);
  });
}

async function readBody(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
}

function flood(response: ServerResponse): void {
  const chunk = ' '.repeat(65_536);
  const more = (): void => {
    if (!response.destroyed) response.write(chunk, () => setImmediate(more));
  };
  more();
}

function drip(response: ServerResponse, text: string): void {
  let at = 0;
  const timer = setInterval(() => {
    if (response.destroyed || at >= text.length) return clearInterval(timer);
    response.write(text[at++]);
  }, 1_000);
}
