import { utf8Encode } from '../../../bytes/index.ts';
import { equalSecrets, sha256 } from '../../../crypto/index.ts';
import { ArgumentError, BaseError, DecodeError, TransportError } from '../../../errors/index.ts';
import { decodeJson, OcpiError } from '../../../protocol/ocpi/index.ts';
import { readBody } from '../http/readBody.ts';
import { type Client, routes } from './routes.ts';

/** Who may use the door, and what it takes. */
export interface RestOptions {
  /** `Authorization: Bearer ‹key›`. At least 16 characters. */
  readonly key: string;
  /** The path before everything, like `/api`. Default: none. */
  readonly prefix?: string;
  readonly maxBodyBytes?: number;
}

/**
 * A small door for programs in any language: what they send by the bridge, they send here as JSON. Keep it off the internet.
 *
 * | | |
 * |---|---|
 * | `PUT /to/NL-EMP/locations`, `…/sessions`, `…/tariffs`, `…/tokens`; `POST …/cdrs` | sends the object (202, with the message's id) |
 * | `PATCH /to/NL-EMP/locations/DE-GSL/LOC1[/evse-1]`, `…/sessions/…`, `…/tokens/…?type=RFID`; `DELETE …/tariffs/…` | sends a change |
 * | `POST /publish/locations`, `tariffs`, `sessions`, `tokens`, `cdrs` | sends to all who have to know |
 * | `GET /to/DE-GSL/locations?date_from=…&limit=…` | a list of another's: up to 1,000 objects |
 * | `POST /to/NL-EMP/tokens/04A2/authorize?type=RFID` | asks now |
 * | `POST /to/DE-GSL/commands/START_SESSION` | `?wait=1` waits for the result |
 * | `POST /results/‹messageId›` | the result of a command that was accepted |
 * | `GET /cdrs/DE-GSL/C1/proof`, `/outbox`, `/outbox/dead`, `/connection`; `POST /outbox/dead/‹id›/retry`, `DELETE /outbox/dead/‹id›` | |
 *
 * @throws {ArgumentError} for a key that is too short.
 * @example `serve({ fetch: bridge.restHandler({ key, prefix: '/api' }), hostname: '127.0.0.1', port: 8081 })`
 */
export function createRestHandler(bridge: Client, options: RestOptions): (request: Request) => Promise<Response> {
  if (options.key.length < 16) throw new ArgumentError('has fewer than 16 characters', { field: 'key' });
  const [wanted, prefix] = [digest(`Bearer ${options.key}`), (options.prefix ?? '').replace(/\/$/, '')];
  return async (request) => {
    try {
      // Digests, so that how long the comparison takes says nothing.
      if (!equalSecrets(digest(request.headers.get('authorization') ?? ''), wanted))
        return json(401, { error: 'UNAUTHORIZED' });
      return await serve(bridge, request, prefix, options.maxBodyBytes ?? 8 * 1024 * 1024);
    } catch (error) {
      return failed(error);
    }
  };
}

const digest = (text: string): Uint8Array => sha256(utf8Encode(text));

async function serve(bridge: Client, request: Request, prefix: string, maxBytes: number): Promise<Response> {
  const url = new URL(request.url);
  const below = url.pathname.startsWith(`${prefix}/`) ? url.pathname.slice(prefix.length + 1) : '';
  const segments = below.split('/').map(segmentOf);
  const found = routes.flatMap(([method, pattern, run]) => {
    const parts = match(pattern, segments);
    return parts ? [{ method, parts, run }] : [];
  });
  const route = found.find(({ method }) => method === request.method);
  if (!route) return found.length === 0 ? json(404, { error: 'NOT_FOUND' }) : json(405, { error: 'METHOD' });
  const raw = await readBody(request, maxBytes).catch((cause: unknown) => {
    throw cause instanceof TransportError ? new DecodeError(cause.shortMessage, { field: 'body', cause }) : cause;
  });
  const body = raw.length === 0 ? undefined : decodeJson(raw, 'body');
  const result = await route.run({ bridge, segments, query: url.searchParams, body }, ...route.parts);
  if (result === null) return json(404, { error: 'NOT_FOUND' });
  return json(request.method === 'GET' || route.parts.length === 0 ? 200 : 202, result);
}

function segmentOf(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new DecodeError('has a broken percent escape', { field: 'path' });
  }
}

function match(pattern: string, segments: readonly string[]): string[] | null {
  const wanted = pattern.split('/');
  if (wanted.length !== segments.length) return null;
  const found: string[] = [];
  for (const [i, part] of wanted.entries()) {
    const segment = segments[i] as string;
    if (part.startsWith(':')) found.push(segment);
    else if (part !== segment) return null;
  }
  return found;
}

function json(status: number, value: unknown): Response {
  return new Response(JSON.stringify(value), { status, headers: { 'Content-Type': 'application/json' } });
}

/** What is wrong, in words that programs can read; nothing of what is not ours to tell. */
function failed(error: unknown): Response {
  if (!(error instanceof BaseError)) return json(500, { error: 'FAILED' });
  const { code, field, shortMessage: message } = error;
  const said = { error: code, message, ...(field === undefined ? {} : { field }) };
  if (error instanceof OcpiError) return json(502, { ...said, status_code: error.statusCode });
  if (code === 'DECODE' || code === 'ARGUMENT') return json(400, said);
  if (code === 'NOT_FOUND') return json(404, said);
  return json(code === 'OUTBOX_FULL' || code === 'NOT_REGISTERED' ? 503 : 502, said);
}
