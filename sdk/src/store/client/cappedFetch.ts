import { concat } from '../../bytes/index.ts';
import { BaseError, TransportError } from '../../errors/index.ts';
import { displayText } from '../content/index.ts';

/** The part of `fetch` that the store needs, so that a caller can bring its own transport. */
export type Fetch = (
  url: string,
  request: {
    readonly method: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly redirect: 'manual';
    readonly signal: AbortSignal;
    readonly body?: Uint8Array<ArrayBuffer>;
  },
) => Promise<Answer>;

/** The part of its answer that the store looks at. */
export interface Answer extends Pick<Response, 'status' | 'type' | 'body'> {
  readonly headers: Pick<Headers, 'get'>;
}

export interface CappedRequest {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  /** Whole, not a stream or a form: Node's fetch leaves a rejection unhandled when a server answers before those have ended. */
  readonly body?: Uint8Array<ArrayBuffer>;
  /** The answer's body may have this many bytes, after decompression. */
  readonly maxBytes: number;
  /** For all of it, from connecting to the last byte. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

const MAX_ERROR_BYTES = 4096;

/**
 * One HTTP request whose answer is bounded in time and, while it streams in, in size. Redirects are not followed: they would
 * carry an endpoint's credentials, or the request itself, to a place that nobody configured.
 *
 * @throws {TransportError} for anything but a complete answer with status 200.
 */
export async function cappedFetch(fetch: Fetch, request: CappedRequest): Promise<Uint8Array> {
  const deadline = AbortSignal.timeout(request.timeoutMs);
  const signal = request.signal === undefined ? deadline : AbortSignal.any([deadline, request.signal]);
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: request.headers,
      redirect: 'manual',
      signal,
      ...(request.body === undefined ? {} : { body: request.body }),
    });
    if (response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400)) {
      await response.body?.cancel();
      throw new TransportError('redirects to another address, which is not followed');
    }
    if (response.status !== 200) throw new TransportError(await describeFailure(response));
    return await readBody(response, request.maxBytes);
  } catch (error) {
    if (error instanceof BaseError) throw error;
    if (request.signal?.aborted) throw new TransportError('was cancelled');
    if (deadline.aborted) throw new TransportError(`did not answer completely within ${request.timeoutMs} ms`);
    throw new TransportError(describeNetworkError(error));
  }
}

async function readBody(response: Answer, maxBytes: number): Promise<Uint8Array> {
  if (response.body === null) return new Uint8Array();
  const reader = response.body.getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return parts.length === 1 && parts[0] !== undefined ? parts[0] : concat(...parts);
    size += value.length;
    if (size > maxBytes) {
      await reader.cancel().catch(() => undefined);
      throw new TransportError(`sent more than the ${maxBytes} bytes that were asked for`);
    }
    parts.push(value);
  }
}

/** Kubo's errors are `{ Message, Code, Type }`; other servers' are any text. */
async function describeFailure(response: Answer): Promise<string> {
  const status = `answered with status ${response.status}`;
  try {
    const text = new TextDecoder().decode(await readBody(response, MAX_ERROR_BYTES));
    const message = response.headers.get('content-type')?.startsWith('application/json')
      ? (JSON.parse(text) as { Message?: unknown } | null)?.Message
      : undefined;
    return typeof message === 'string' ? `${status}: ${displayText(message)}` : status;
  } catch {
    return status;
  }
}

/** The code alone: the messages of network errors contain URLs. */
function describeNetworkError(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  const code = (cause as { code?: unknown } | null)?.code;
  return `cannot be reached${typeof code === 'string' ? ` (${displayText(code)})` : ''}`;
}
