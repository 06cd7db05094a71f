import { createHash } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';
import { type Hex, toHex } from '../../../bytes/index.ts';
import {
  decodeMessageHeaders,
  encodeMessageHeaders,
  type MessageHeaders,
  OcpiError,
  responseHeaders,
} from '../../../protocol/ocpi/index.ts';
import type { NodeContext } from '../context.ts';
import type { Answer } from '../message.ts';
import type { RequestKey } from '../store/nodeStore.ts';
import type { ServerEnv } from './serverEnv.ts';

const carriedHeaders = ['link', 'location', 'x-limit', 'x-total-count'] as const;
const mutating = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);
/** How often it is asked whether another process has answered. */
const FIRST_WAIT_MS = 20;
const LONGEST_WAIT_MS = 500;

/** SHA-256 of method, URL, routing headers and body, each with its length before it, so that no boundary can be moved. */
function digestOf(c: Context<ServerEnv>, { from, to }: MessageHeaders): Hex {
  const url = new URL(c.req.url);
  const party = (one: MessageHeaders['from']) => (one ? `${one.country_code}${one.party_id}`.toUpperCase() : '');
  const hash = createHash('sha256');
  for (const part of [c.req.method, `${url.pathname}${url.search}`, party(from), party(to), c.get('rawBody') ?? '']) {
    const bytes = Buffer.from(part);
    hash.update(`${bytes.length}:`).update(bytes);
  }
  return toHex(hash.digest());
}

async function toAnswer(c: Context<ServerEnv>): Promise<Answer> {
  const response = c.res;
  const known = c.get('answer');
  if (known?.status === response.status) return known;
  const headers = carriedHeaders.flatMap((name) => {
    const value = response.headers.get(name);
    return value === null ? [] : [[name, value] as const];
  });
  const body = new Uint8Array(await response.clone().arrayBuffer());
  return {
    status: response.status,
    headers: Object.fromEntries(headers),
    body: body.length === 0 ? null : body,
    signature: response.headers.get('ocn-signature'),
  };
}

/** An answer that was given before, with the ids of the request that is made now. */
function toResponse(answer: Answer, message: MessageHeaders): Response {
  const headers = new Headers({ ...answer.headers, ...encodeMessageHeaders(responseHeaders(message)) });
  headers.set('Content-Type', 'application/json');
  if (answer.signature !== null) headers.set('OCN-Signature', answer.signature);
  return new Response(answer.body as Uint8Array<ArrayBuffer> | null, { status: answer.status, headers });
}

export interface IdempotencyOptions {
  /** Whether an answer is the last word, so that the same request shall not be carried out again. */
  readonly isFinal: (answer: Answer) => boolean;
  readonly wait: (ms: number) => Promise<void>;
}

type IdempotencyContext = Pick<NodeContext, 'store' | 'now' | 'policy' | 'metrics' | 'log'>;

/**
 * Carries a request of a platform out once, however often it is made (`X-Request-ID`), and by whichever process: the same answer is
 * given again. What came to nothing (see `isFinal`) can be made again. The same id with other content is refused.
 */
export function idempotency(
  context: IdempotencyContext,
  { isFinal, wait }: IdempotencyOptions,
): MiddlewareHandler<ServerEnv> {
  const { store, now, policy, metrics, log } = context;
  // An exchange ends in time, so a request that takes longer has lost its process.
  const staleAfter = policy.timeoutMs * 2 + 5_000;

  const begin = async (key: RequestKey): Promise<Answer | null> => {
    const until = now() + policy.timeoutMs;
    for (let pause = FIRST_WAIT_MS; ; pause = Math.min(pause * 2, LONGEST_WAIT_MS)) {
      const begun = await store.requests.begin(key, now(), now() + policy.rememberMs, staleAfter);
      if (begun.state === 'new') return null;
      if (begun.state === 'done') return begun.answer;
      if (begun.state === 'other') {
        metrics.refused('request-id');
        throw new OcpiError('invalidParameters', 'was used for another request', { field: 'X-Request-ID' });
      }
      if (now() + pause > until)
        throw new OcpiError('receiverTimeout', 'is being carried out still', { field: 'request' });
      await wait(pause);
    }
  };

  return async (c, next) => {
    if (!mutating.has(c.req.method)) return next();
    const message = decodeMessageHeaders(c.req.raw.headers);
    // Whoever has to send an id and did not is told by the route itself.
    if (message.requestId === null) return next();
    const key = { caller: c.get('platform').id, requestId: message.requestId, digest: digestOf(c, message) };
    const before = await begin(key);
    if (before !== null) {
      c.res = toResponse(before, message);
      return;
    }
    await next();
    const answer = await toAnswer(c);
    // The message is carried out: who sent it gets the answer, also if it cannot be kept.
    await (isFinal(answer) ? store.requests.finish(key, answer) : store.requests.abandon(key)).catch((error: unknown) =>
      log.error({ error, requestId: key.requestId }, 'an answer could not be kept'),
    );
  };
}
