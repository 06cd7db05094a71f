import { utf8Encode } from '../../bytes/index.ts';
import { equalSecrets, sha256 } from '../../crypto/index.ts';
import { ArgumentError, BaseError, DecodeError, TransportError } from '../../errors/index.ts';
import {
  type CommandType,
  cdrSchema,
  commandSchemas,
  commandTypes,
  decode,
  decodeJson,
  evsePatchSchema,
  locationPatchSchema,
  locationSchema,
  OcpiError,
  type Party,
  partySchema,
  sessionPatchSchema,
  sessionSchema,
  tariffSchema,
  tokenPatchSchema,
  tokenSchema,
  tokenTypes,
} from '../../protocol/ocpi/index.ts';
import type { Bridge } from './bridge.ts';
import { readBody } from './http/readBody.ts';
import type { Queued } from './outbox/outbox.ts';

/** Who may use the door, and what it takes. */
export interface RestOptions {
  /** `Authorization: Bearer ‹key›`. At least 16 characters. */
  readonly key: string;
  /** The path before everything, like `/api`. Default: none. */
  readonly prefix?: string;
  readonly maxBodyBytes?: number;
}

type Client = Omit<Bridge, 'restHandler' | 'fetch'>;

/** One request, taken apart. */
interface Rest {
  readonly bridge: Client;
  readonly segments: readonly string[];
  readonly query: URLSearchParams;
  readonly body: unknown;
}

type Route = readonly [method: string, pattern: string, run: (rest: Rest, ...parts: string[]) => Promise<unknown>];

/** `to` is in every path: `NL-EMP`. */
const routes: readonly Route[] = [
  [
    'PUT',
    'to/:p/locations',
    ({ bridge, body }, to) => sent(bridge.locations.put(partyOf(to), decode(locationSchema, body, 'location'))),
  ],
  [
    'PATCH',
    'to/:p/locations/:p/:id',
    ({ bridge, body }, to, owner, id) =>
      sent(
        bridge.locations.patch(
          partyOf(to),
          partyOf(owner),
          id as string,
          decode(locationPatchSchema, body, 'location'),
        ),
      ),
  ],
  [
    'PATCH',
    'to/:p/locations/:p/:id/:id',
    ({ bridge, body }, to, owner, id, evse) =>
      sent(
        bridge.locations.patchEvse(
          partyOf(to),
          partyOf(owner),
          id as string,
          evse as string,
          decode(evsePatchSchema, body, 'evse'),
        ),
      ),
  ],
  [
    'PUT',
    'to/:p/sessions',
    ({ bridge, body }, to) => sent(bridge.sessions.put(partyOf(to), decode(sessionSchema, body, 'session'))),
  ],
  [
    'PATCH',
    'to/:p/sessions/:p/:id',
    ({ bridge, body }, to, owner, id) =>
      sent(
        bridge.sessions.patch(partyOf(to), partyOf(owner), id as string, decode(sessionPatchSchema, body, 'session')),
      ),
  ],
  ['POST', 'to/:p/cdrs', ({ bridge, body }, to) => sent(bridge.cdrs.post(partyOf(to), decode(cdrSchema, body, 'cdr')))],
  [
    'PUT',
    'to/:p/tariffs',
    ({ bridge, body }, to) => sent(bridge.tariffs.put(partyOf(to), decode(tariffSchema, body, 'tariff'))),
  ],
  [
    'DELETE',
    'to/:p/tariffs/:p/:id',
    ({ bridge }, to, owner, id) => sent(bridge.tariffs.delete(partyOf(to), partyOf(owner), id as string)),
  ],
  [
    'PUT',
    'to/:p/tokens',
    ({ bridge, body }, to) => sent(bridge.tokens.put(partyOf(to), decode(tokenSchema, body, 'token'))),
  ],
  [
    'PATCH',
    'to/:p/tokens/:p/:id',
    ({ bridge, body, query }, to, owner, id) =>
      sent(
        bridge.tokens.patch(
          partyOf(to),
          partyOf(owner),
          id as string,
          typeOf(query),
          decode(tokenPatchSchema, body, 'token'),
        ),
      ),
  ],
  [
    'POST',
    'to/:p/tokens/:id/authorize',
    ({ bridge, body, query }, to, id) =>
      bridge.tokens.authorize(partyOf(to), id as string, {
        type: typeOf(query),
        ...(body === undefined ? {} : { location: body as never }),
      }),
  ],
  ['POST', 'to/:p/commands/:id', command],
  ['GET', 'to/:p/:id', list],
  [
    'POST',
    'publish/locations',
    async ({ bridge, body }) => all(await bridge.publish.location(decode(locationSchema, body, 'location'))),
  ],
  [
    'POST',
    'publish/tariffs',
    async ({ bridge, body }) => all(await bridge.publish.tariff(decode(tariffSchema, body, 'tariff'))),
  ],
  [
    'POST',
    'publish/sessions',
    async ({ bridge, body }) => all(await bridge.publish.session(decode(sessionSchema, body, 'session'))),
  ],
  [
    'POST',
    'publish/tokens',
    async ({ bridge, body }) => all(await bridge.publish.token(decode(tokenSchema, body, 'token'))),
  ],
  ['POST', 'publish/cdrs', ({ bridge, body }) => sent(bridge.publish.cdr(decode(cdrSchema, body, 'cdr')))],
  [
    'POST',
    'results/:id',
    async ({ bridge, body }, id) => ({ sent: (await bridge.sendResult(id as string, body)) === undefined }),
  ],
  ['GET', 'cdrs/:p/:id/proof', ({ bridge }, owner, id) => bridge.cdrProof(partyOf(owner), id as string)],
  ['GET', 'outbox', ({ bridge }) => bridge.outbox.status()],
  [
    'GET',
    'outbox/dead',
    ({ bridge, query }) => bridge.outbox.deadLetters({ offset: Number(query.get('offset') ?? 0) || 0 }),
  ],
  ['POST', 'outbox/dead/:id/retry', async ({ bridge }, id) => ({ revived: await bridge.outbox.revive(id as string) })],
  [
    'DELETE',
    'outbox/dead/:id',
    async ({ bridge }, id) => ({ discarded: (await bridge.outbox.discard(id as string)) === undefined }),
  ],
  ['GET', 'connection', ({ bridge }) => bridge.connection()],
];

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

/** `NL-EMP`. @throws {DecodeError} */
function partyOf(text: string | undefined): Party {
  const [country_code, party_id, ...more] = (text ?? '').split('-');
  if (more.length > 0) throw new DecodeError('is not a party like NL-EMP', { field: 'party' });
  return decode(partySchema, { country_code, party_id }, 'party');
}

function typeOf(query: URLSearchParams) {
  const type = query.get('type') ?? 'RFID';
  const found = tokenTypes.find((one) => one === type);
  if (!found) throw new DecodeError(`is not ${tokenTypes.join(', ')}`, { field: 'type' });
  return found;
}

async function sent(queued: Promise<Queued>): Promise<{ id: string }> {
  return { id: (await queued).id };
}

const all = (queued: readonly Queued[]) => ({ ids: queued.map(({ id }) => id) });

async function command({ bridge, body, query }: Rest, to?: string, type?: string): Promise<unknown> {
  const found = commandTypes.find((one) => one === type);
  if (!found) throw new DecodeError(`is not ${commandTypes.join(', ')}`, { field: 'command' });
  // The URL of the response is the bridge's: any will do to check the rest.
  const draft = { ...(body as object), response_url: 'https://bridge.invalid/' };
  const { response_url: _, ...checked } = decode(commandSchemas[found], draft, 'command');
  const asked = await bridge.commands.send<CommandType>(partyOf(to), found, checked as never);
  const isWaiting = query.get('wait') === '1' && asked.response.result === 'ACCEPTED';
  return { id: asked.id, response: asked.response, ...(isWaiting ? { result: await asked.result() } : {}) };
}

const MAX_LIST = 1_000;

async function list({ bridge, query }: Rest, to?: string, module?: string): Promise<unknown> {
  const name = (['locations', 'sessions', 'cdrs', 'tariffs', 'tokens'] as const).find((one) => one === module);
  if (!name) return null;
  const dateFrom = query.get('date_from');
  const [dateTo, limit] = [
    query.get('date_to'),
    Math.min(Number(query.get('limit') ?? MAX_LIST) || MAX_LIST, MAX_LIST),
  ];
  const objects: unknown[] = [];
  for await (const one of bridge[name].list(partyOf(to), { dateFrom, dateTo, limit: Math.min(limit, 100) })) {
    objects.push(one);
    if (objects.length === limit) break;
  }
  return { objects };
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
