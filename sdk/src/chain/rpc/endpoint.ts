import { basicAuthorization, hiddenCharacters } from '../../bytes/index.ts';
import { TransportError } from '../../errors/index.ts';
import { RpcResponseError } from '../chainErrors.ts';

/** One JSON-RPC question. */
export interface RpcCall {
  readonly method: string;
  readonly params: readonly unknown[];
}

/** A JSON-RPC error object, cut to a length that is safe to print. */
export interface RpcFault {
  readonly code: number;
  readonly message: string;
  readonly data: unknown;
}

/** The answer to one question. */
export type RpcAnswer = { readonly result: unknown } | { readonly fault: RpcFault };

/** The part of `fetch` that an endpoint needs, so that a caller can bring its own transport. */
export type Fetch = (
  url: string,
  request: {
    readonly method: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
    readonly redirect: 'error';
    readonly signal: AbortSignal;
  },
) => Promise<Pick<Response, 'ok' | 'status' | 'body'>>;

/** What bounds an endpoint, and how it is reached. */
export interface EndpointOptions {
  readonly timeoutMs: number;
  readonly maxResponseBytes: number;
  readonly fetch: Fetch;
  readonly headers: Readonly<Record<string, string>>;
}

/** A JSON-RPC server over HTTP. Throws TransportError when it does not answer, answers late, too much, or nonsense. */
export interface Endpoint {
  /** Scheme, host and place in the list: what may be printed. */
  readonly label: string;
  /** HTTP requests sent so far. */
  readonly requests: () => number;
  /** The answers in the order of the calls. */
  readonly send: (calls: readonly RpcCall[], signal?: AbortSignal) => Promise<RpcAnswer[]>;
}

const largestBatch = 50;
const maxMessageLength = 300;
const hidden = new RegExp(`[${hiddenCharacters}]`, 'gu');
/** EIP-1474: a request exceeds a limit. */
const limitExceeded = -32_005;

/**
 * @example
 * ```ts
 * const endpoint = createEndpoint('https://rpc.api.lisk.com', 0, options);
 * const [answer] = await endpoint.send([{ method: 'eth_chainId', params: [] }]);
 * ```
 */
export function createEndpoint(url: string, index: number, options: EndpointOptions): Endpoint {
  const { target, label, headers } = parseUrl(url, index, options.headers);
  let requests = 0;
  let batchSize = largestBatch;

  async function post(body: unknown, signal: AbortSignal | undefined): Promise<unknown> {
    requests++;
    const timeout = AbortSignal.timeout(options.timeoutMs);
    try {
      const response = await options.fetch(target, {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
        redirect: 'error',
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      });
      return JSON.parse(await readText(response, options.maxResponseBytes));
    } catch (error) {
      signal?.throwIfAborted();
      if (timeout.aborted) throw new TransportError(`did not answer within ${options.timeoutMs} ms`);
      if (error instanceof RpcResponseError || error instanceof TransportError) throw error;
      if (error instanceof SyntaxError) throw new TransportError('answered something that is not JSON');
      throw new TransportError(`cannot be reached${causeOf(error)}`);
    }
  }

  async function one(call: RpcCall, signal: AbortSignal | undefined): Promise<RpcAnswer> {
    const answers = readAnswers(await post(toBody(call, 0), signal), 1);
    if (!answers) throw new TransportError('answered something that is not JSON-RPC');
    return answers[0] as RpcAnswer;
  }

  async function send(calls: readonly RpcCall[], signal?: AbortSignal): Promise<RpcAnswer[]> {
    const all: RpcAnswer[] = [];
    while (all.length < calls.length) {
      const part = calls.slice(all.length, all.length + batchSize);
      if (part.length === 1) {
        all.push(await one(part[0] as RpcCall, signal));
        continue;
      }
      const answers = readAnswers(await post(part.map(toBody), signal), part.length);
      if (answers) all.push(...answers);
      // Servers limit batches, to ten or to three calls, or have none; each learns its own.
      else batchSize = Math.max(1, Math.floor(Math.min(batchSize, part.length) / 3));
    }
    return all;
  }

  return { label, requests: () => requests, send };
}

function toBody(call: RpcCall, id: number) {
  return { jsonrpc: '2.0', id, method: call.method, params: call.params };
}

/** Credentials in the URL become a header; the label has neither them nor the path, where others keep keys. */
function parseUrl(url: string, index: number, given: Readonly<Record<string, string>>) {
  const parsed = new URL(url);
  const headers: Record<string, string> = { 'content-type': 'application/json', ...given };
  if (parsed.username || parsed.password) {
    headers.authorization = basicAuthorization(parsed, `rpcUrls[${index}]`);
    parsed.username = '';
    parsed.password = '';
  }
  return { target: parsed.href, label: `rpc ${index + 1} (${parsed.protocol}//${parsed.host})`, headers };
}

async function readText(response: Awaited<ReturnType<Fetch>>, maxBytes: number): Promise<string> {
  if (!response.body) throw new TransportError('answered nothing');
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body) {
    size += chunk.byteLength;
    // A refusal of ours: the question was too big, so asking for less may help.
    if (size > maxBytes) throw new RpcResponseError(`an answer has more than ${maxBytes} bytes`, limitExceeded);
    chunks.push(chunk);
  }
  const text = decodeText(chunks, size);
  // Many servers send a JSON-RPC error with a status of its own, so the body decides when it is JSON.
  if (!response.ok && !text.trimStart().startsWith('{') && !text.trimStart().startsWith('[')) {
    throw new TransportError(`answered with HTTP status ${response.status}`);
  }
  return text;
}

/** Once it is all here: a text of many parts is copied again to be parsed. */
function decodeText(chunks: readonly Uint8Array[], size: number): string {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return new TextDecoder().decode(whole);
}

/** The answers by id, or null if this is not `count` JSON-RPC answers. */
function readAnswers(body: unknown, count: number): RpcAnswer[] | null {
  const items = Array.isArray(body) ? body : count === 1 ? [body] : [];
  if (items.length !== count) return null;
  const answers = new Map<number, RpcAnswer>();
  for (const item of items) {
    if (typeof item !== 'object' || item === null) return null;
    const { id, result, error } = item as { id?: unknown; result?: unknown; error?: unknown };
    const place = count === 1 ? 0 : id;
    if (typeof place !== 'number' || place < 0 || place >= count || answers.has(place)) return null;
    if (error !== undefined && error !== null) answers.set(place, { fault: toFault(error) });
    else if (result !== undefined) answers.set(place, { result });
    else return null;
  }
  return Array.from({ length: count }, (_, i) => answers.get(i)).filter((answer) => answer !== undefined);
}

function toFault(error: unknown): RpcFault {
  const { code, message, data } = (typeof error === 'object' && error !== null ? error : {}) as Record<string, unknown>;
  return {
    code: typeof code === 'number' ? code : 0,
    message: printable(typeof message === 'string' ? message : 'unnamed error'),
    data,
  };
}

/** A server's text may hold anything; what is printed is short and has no control or bidirectional characters. */
export function printable(text: string): string {
  return text.slice(0, maxMessageLength).replace(hidden, '?');
}

function causeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : undefined;
  const code = (cause as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? ` (${printable(code)})` : '';
}
