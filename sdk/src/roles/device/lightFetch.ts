import http from 'node:http';
import https from 'node:https';
import { Readable } from 'node:stream';

/** The part of `fetch`'s answer that chain and store look at. */
export interface LightResponse {
  readonly ok: boolean;
  readonly status: number;
  readonly type: 'basic';
  readonly headers: { get(name: string): string | null };
  readonly body: ReadableStream<Uint8Array<ArrayBuffer>>;
}

/** The part of `fetch`'s options that they use. */
export interface LightRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly redirect?: 'error' | 'manual';
  readonly signal?: AbortSignal | null;
}

const agents = { 'http:': new http.Agent({ keepAlive: true }), 'https:': new https.Agent({ keepAlive: true }) };

/**
 * HTTP requests as `fetch` makes them, as far as a device needs it, by `node:http`: Node's own `fetch` takes some 25 MB of memory more, for
 * good. Redirects are never followed, nothing is decompressed, and bodies are texts or bytes.
 *
 * @throws the error of `node:http`, with its `code`; the signal's reason if that has ended it; TypeError for a redirect, if
 * `redirect` is `error`, and for a URL that is not http or https.
 * @example
 * ```ts
 * createChain({ …, fetch: lightFetch });
 * ```
 */
export async function lightFetch(url: string | URL, request: LightRequest = {}): Promise<LightResponse> {
  const target = new URL(url);
  const { method = 'GET', headers, body, redirect, signal } = request;
  if (!(target.protocol in agents)) throw new TypeError('is neither http nor https');
  signal?.throwIfAborted();
  const answer = await send(target, { method, headers, signal: signal ?? undefined }, body);
  const status = answer.statusCode ?? 0;
  if (redirect === 'error' && status >= 300 && status < 400) {
    answer.destroy();
    throw new TypeError('is a redirect');
  }
  return {
    ok: status >= 200 && status < 300,
    status,
    type: 'basic',
    headers: { get: (name) => [answer.headers[name.toLowerCase()] ?? null].flat().join(', ') || null },
    body: Readable.toWeb(answer) as ReadableStream<Uint8Array<ArrayBuffer>>,
  };
}

interface Sending {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>> | undefined;
  readonly signal: AbortSignal | undefined;
}

async function send(
  target: URL,
  options: Sending,
  body: string | Uint8Array | undefined,
): Promise<http.IncomingMessage> {
  for (;;) {
    try {
      return await sendOnce(target, options, body);
    } catch (error) {
      options.signal?.throwIfAborted();
      // A connection that was kept, and that the server has closed in this moment: the next one may be new.
      if (error instanceof StaleConnection) continue;
      throw new TypeError('the request failed', { cause: error });
    }
  }
}

class StaleConnection extends Error {}

function sendOnce(target: URL, { method, headers, signal }: Sending, body: string | Uint8Array | undefined) {
  const secure = target.protocol === 'https:';
  return new Promise<http.IncomingMessage>((resolve, reject) => {
    const request = (secure ? https : http).request(
      target,
      {
        method,
        agent: agents[secure ? 'https:' : 'http:'],
        ...(headers ? { headers } : {}),
        ...(signal ? { signal } : {}),
      },
      resolve,
    );
    request.once('error', (error: NodeJS.ErrnoException) => {
      reject(request.reusedSocket && error.code === 'ECONNRESET' ? new StaleConnection() : error);
    });
    request.end(body);
  });
}
