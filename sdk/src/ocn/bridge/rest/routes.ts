import { DecodeError } from '../../../errors/index.ts';
import {
  type CommandType,
  cdrSchema,
  commandSchemas,
  commandTypes,
  decode,
  evsePatchSchema,
  locationPatchSchema,
  locationReferencesSchema,
  locationSchema,
  type Party,
  partySchema,
  sessionPatchSchema,
  sessionSchema,
  tariffSchema,
  tokenPatchSchema,
  tokenSchema,
  tokenTypes,
} from '../../../protocol/ocpi/index.ts';
import type { Bridge } from '../bridge.ts';
import type { Queued } from '../outbox/outbox.ts';

/** What the door uses of a bridge. */
export type Client = Omit<Bridge, 'restHandler' | 'fetch'>;

/** One request, taken apart. */
export interface Rest {
  readonly bridge: Client;
  readonly segments: readonly string[];
  readonly query: URLSearchParams;
  readonly body: unknown;
}

/** One way through the door; the parts of its path that begin with a colon are given to it. */
export type Route = readonly [
  method: string,
  pattern: string,
  run: (rest: Rest, ...parts: string[]) => Promise<unknown>,
];

/** `to` is in every path: `NL-EMP`. */
export const routes: readonly Route[] = [
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
        ...(body === undefined ? {} : { location: decode(locationReferencesSchema, body, 'location') }),
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
