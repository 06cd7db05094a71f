import { TransportError } from '../../../errors/index.ts';
import type { HttpMethod } from '../../../protocol/ocpi/index.ts';
import { readBody } from './readBody.ts';

export interface HttpRequest {
  readonly method: HttpMethod;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

export interface HttpAnswer {
  readonly status: number;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** How requests are made. */
export interface HttpRules {
  readonly fetch: typeof fetch;
  /** Milliseconds for everything, the last byte included. */
  readonly timeoutMs: number;
  readonly maxBytes: number;
}

/**
 * One request to one URL: no redirect is followed, since it would carry the token to wherever the other says.
 *
 * @throws {TransportError} if there is no answer, a redirect, or too much of an answer. Says nothing of URL and headers.
 */
export async function send(request: HttpRequest, rules: HttpRules, signal?: AbortSignal): Promise<HttpAnswer> {
  const timeout = AbortSignal.timeout(rules.timeoutMs);
  const { fetch } = rules;
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: { ...request.headers },
      body: request.body,
      redirect: 'manual',
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    if (response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400)) {
      await response.body?.cancel();
      throw new TransportError('was answered with a redirect, which is not followed', { field: 'url' });
    }
    const headers = Object.fromEntries([...response.headers].map(([name, value]) => [name.toLowerCase(), value]));
    return { status: response.status, headers, body: await readBody(response, rules.maxBytes) };
  } catch (cause) {
    signal?.throwIfAborted();
    if (cause instanceof TransportError) throw cause;
    throw new TransportError(timeout.aborted ? `was not answered within ${rules.timeoutMs} ms` : 'was not answered', {
      field: 'url',
      cause,
    });
  }
}
