import { createHmac } from 'node:crypto';
import { PGlite } from '@electric-sql/pglite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Location, Session, Token } from '../../../protocol/ocpi/index.ts';
import * as fixtures from '../../../protocol/ocpi/ocpi.fixtures.ts';
import { sqlBackOffice, sqlBridgeStore, verifyWebhook, type WebhookEvent, webhookBackOffice } from '../../index.ts';
import { hubbed, them, us } from '../testing/hubbed.ts';
import { cpo, emsp, pair } from '../testing/pair.ts';
import { type Served, serve } from '../testing/serve.ts';

const SECRET = 'a-secret-of-enough-length';
const location = (more: object = {}) => ({ ...fixtures.location(), ...more }) as Location;

describe('a back office in SQL', () => {
  let database: PGlite;
  beforeAll(async () => {
    database = await PGlite.create();
  });
  afterAll(() => database.close());

  test('behavior: with its store in the same database, it is on the network, and all is there after a restart', async () => {
    const office = sqlBackOffice(database, { roles: ['EMSP'] });
    const both = await pair({ emsp: { data: office.data, store: sqlBridgeStore(database) } });
    await (await both.cpo.bridge.locations.put(emsp, location({ x_vendor: ['kept', 1.5] }))).arrived();
    const patch = { status: 'CHARGING', last_updated: '2026-11-20T11:00:00Z' } as const;
    await (await both.cpo.bridge.locations.patchEvse(emsp, cpo, 'LOC1', 'evse-1', patch)).arrived();
    await (await both.cpo.bridge.sessions.put(emsp, fixtures.session() as Session)).arrived();
    await both.close();
    const again = sqlBackOffice(database, { roles: ['EMSP'] });
    expect(await again.received.locations.get(cpo, 'loc1')).toMatchObject({
      x_vendor: ['kept', 1.5],
      evses: [{ status: 'CHARGING' }],
    });
    expect((await again.received.sessions.list()).total).toBe(1);
  });

  test('behavior: lists by date and owner, in the order of their coming', async () => {
    const { own } = sqlBackOffice(database);
    for (const i of [3, 1, 2])
      await own.tokens.put({ ...fixtures.token(), uid: `T${i}`, last_updated: `2026-11-20T10:0${i}:00Z` } as Token);
    await own.tokens.put({ ...fixtures.token(), uid: 'X', party_id: 'XYZ' } as Token);
    const uids = async (query: object) => (await own.tokens.list(query)).objects.map(({ uid }) => uid);
    expect(await uids({ owner: emsp })).toEqual(['T3', 'T1', 'T2']);
    expect(await uids({ owner: emsp, dateFrom: '2026-11-20T10:01:00Z', dateTo: '2026-11-20T10:03:00Z' })).toEqual([
      'T1',
      'T2',
    ]);
    expect(await own.tokens.list({ owner: emsp, offset: 1, limit: 1 })).toMatchObject({
      total: 3,
      objects: [{ uid: 'T1' }],
    });
    expect([await own.tokens.remove(emsp, 't1', 'RFID'), await own.tokens.remove(emsp, 't1', 'RFID')]).toEqual([
      true,
      false,
    ]);
  });
});

describe('a back office behind webhooks', () => {
  let program: Served;
  let both: Awaited<ReturnType<typeof hubbed>>;
  let events: WebhookEvent[];
  let answers: Record<string, () => Response>;
  beforeEach(async () => {
    [program, events, answers] = [await serve(), [], {}];
    program.handler = async (request) => {
      const text = await request.text();
      await verifyWebhook(SECRET, request.headers.get('gridseal-signature'), text, Date.now());
      const event = JSON.parse(text) as WebhookEvent;
      events.push(event);
      return answers[event.event]?.() ?? Response.json(null);
    };
    both = await hubbed({
      data: webhookBackOffice({ url: `${program.origin}/events`, secret: SECRET, fetch, now: Date.now }),
    });
  });
  afterEach(async () => {
    await both.close();
    await program.close();
  });
  const PATH = '/receiver/2.2.1/locations/NL/EMP/LOC1';
  const theirs = (more: object = {}) => location({ ...them, ...more });

  test('behavior: what is pushed is given to the program, signed, with every field', async () => {
    const told = await both.ask({ method: 'PUT', path: PATH, body: theirs({ x_vendor: 1 }) });
    expect(told.body.status_code).toBe(1000);
    expect(events.map(({ event }) => event)).toEqual(['locations.get', 'locations.put']);
    expect(events[1]).toMatchObject({
      from: them,
      to: us,
      parameters: { owner: them, id: 'LOC1' },
      object: { x_vendor: 1 },
    });
  });

  test('behavior: a PATCH is put together with what the program has', async () => {
    answers['locations.get'] = () => Response.json(theirs());
    await both.ask({ method: 'PATCH', path: PATH, body: { name: 'New', last_updated: '2026-11-20T11:00:00Z' } });
    expect(events.at(-1)).toMatchObject({
      event: 'locations.put',
      object: { ...theirs(), name: 'New', last_updated: '2026-11-20T11:00:00Z' },
    });
  });

  test('behavior: lists, questions, commands and their results', async () => {
    answers['locations.list'] = () => Response.json({ objects: [location()], total: 7 });
    const list = await both.ask({ method: 'GET', path: '/sender/2.2.1/locations?limit=1' });
    expect([list.headers.get('x-total-count'), list.headers.get('link')]).toEqual([
      '7',
      expect.stringContaining('offset=1'),
    ]);
    answers['tokens.authorize'] = () => Response.json(fixtures.authorizationInfo());
    expect((await both.ask({ method: 'POST', path: '/sender/2.2.1/tokens/T1/authorize' })).body.data).toMatchObject({
      allowed: 'ALLOWED',
    });
    answers['commands.STOP_SESSION'] = () =>
      Response.json({ response: { result: 'ACCEPTED', timeout: 5 }, result: { result: 'FAILED' } });
    const stop = { ...fixtures.stopSession(), response_url: `${both.hub.origin}/answers/1` };
    expect(
      (await both.ask({ method: 'POST', path: '/receiver/2.2.1/commands/STOP_SESSION', body: stop })).body.data,
    ).toEqual({ result: 'ACCEPTED', timeout: 5 });
    const results: unknown[] = [];
    both.hub.handler = async (request) => {
      results.push(await request.json());
      return Response.json({ status_code: 1000, timestamp: '2026-11-20T10:00:00Z' });
    };
    await expect.poll(async () => (await both.bridge.outbox.flush()) + results.length).toBeGreaterThan(0);
    expect(results).toEqual([{ result: 'FAILED' }]);
  });

  test.each([
    ['404', () => new Response('', { status: 404 }), 404, 2000],
    [
      '422 with words',
      () => Response.json({ status_code: 2003, message: 'no such place' }, { status: 422 }),
      200,
      2003,
    ],
    ['422 with nonsense', () => new Response('no', { status: 422 }), 200, 2000],
    ['422 in the name of a hub', () => Response.json({ status_code: 4001 }, { status: 422 }), 200, 2000],
    ['500', () => new Response('stack trace', { status: 500 }), 502, 3000],
    ['a redirect', () => new Response(null, { status: 302, headers: { location: 'http://a.example' } }), 200, 3000],
  ])('error: the program answers %s', async (_name, answer, status, code) => {
    answers['locations.put'] = answer;
    const told = await both.ask({ method: 'PUT', path: PATH, body: theirs() });
    expect([told.status, told.body.status_code]).toEqual([status, code]);
    expect(JSON.stringify(told.body)).not.toContain('stack trace');
  });

  test('error: a list that is none of OCPI is our fault, not that of who asks', async () => {
    answers['locations.list'] = () => Response.json({ objects: [{ id: 'broken' }], total: 1 });
    expect((await both.ask({ method: 'GET', path: '/sender/2.2.1/locations' })).body.status_code).toBe(3000);
  });

  test('error: a webhook that is forged, changed, old, or of the future', async () => {
    const now = 1_795_173_600_000;
    const signed = (body: string, seconds: number, secret = SECRET) =>
      `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;
    await verifyWebhook(SECRET, signed('{}', now / 1000), '{}', now);
    for (const [header, body] of [
      [signed('{}', now / 1000, 'another-secret-of-length'), '{}'],
      [signed('{}', now / 1000), '{"a":1}'],
      [signed('{}', now / 1000 - 301), '{}'],
      [signed('{}', now / 1000 + 301), '{}'],
      [null, '{}'],
      ['t=1,v1=', '{}'],
    ] as const) {
      await expect(verifyWebhook(SECRET, header, body, now)).rejects.toMatchObject({ code: 'VERIFICATION' });
    }
    expect(() => webhookBackOffice({ url: program.origin, secret: 'short', fetch, now: Date.now })).toThrow(/16 bytes/);
  });
});

describe('the REST door', () => {
  const KEY = 'a-key-of-enough-length';
  let both: Awaited<ReturnType<typeof pair>>;
  let door: Served;
  beforeAll(async () => {
    const onCommand = async () => ({
      response: { result: 'ACCEPTED' as const, timeout: 30 },
      result: Promise.resolve({ result: 'ACCEPTED' as const }),
    });
    both = await pair({ cpo: { office: { onCommand }, subscribers: { of: () => [emsp] } } });
    door = await serve();
  });
  afterAll(async () => {
    await door.close();
    await both.close();
  });
  const ask = async (of: 'cpo' | 'emsp', method: string, path: string, body?: unknown, key = KEY) => {
    const handler = both[of].bridge.restHandler({ key: KEY, prefix: '/api' });
    door.handler = handler;
    const text = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
    const response = await fetch(`${door.origin}/api${path}`, {
      method,
      headers: { authorization: `Bearer ${key}` },
      ...text,
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };

  test('behavior: sends, publishes, asks and lists', async () => {
    expect((await ask('cpo', 'PUT', '/to/NL-EMP/locations', location())).status).toBe(202);
    await expect.poll(() => both.emsp.office.received.locations.get(cpo, 'LOC1')).not.toBeNull();
    const published = await ask('cpo', 'POST', '/publish/tariffs', fixtures.tariff());
    expect(published.body.ids).toHaveLength(1);
    await both.cpo.office.own.locations.put(location({ id: 'L2' }));
    expect((await ask('emsp', 'GET', '/to/DE-GSL/locations?limit=5')).body.objects).toHaveLength(1);
    const { response_url: _, ...stop } = fixtures.stopSession();
    expect((await ask('emsp', 'POST', '/to/DE-GSL/commands/STOP_SESSION?wait=1', stop)).body).toMatchObject({
      result: { result: 'ACCEPTED' },
    });
    expect((await ask('cpo', 'GET', '/outbox')).body).toMatchObject({ dead: 0, running: true });
    expect((await ask('cpo', 'GET', '/connection')).body).not.toHaveProperty('callToken');
  });

  test.each([
    ['another key', 'GET', '/outbox', undefined, 401, 'another-key-of-length'],
    ['no path', 'GET', '/nothing/here', undefined, 404, KEY],
    ['another method', 'DELETE', '/outbox', undefined, 405, KEY],
    ['no party', 'PUT', '/to/NLEMP/locations', location(), 400, KEY],
    ['a broken object', 'PUT', '/to/NL-EMP/locations', { id: 'LOC1' }, 400, KEY],
    ['no JSON', 'PUT', '/to/NL-EMP/locations', '{', 400, KEY],
    ['a broken escape', 'GET', '/cdrs/DE-GSL/%E0%A4%A/proof', undefined, 400, KEY],
    ['no such command', 'POST', '/to/NL-EMP/commands/EXPLODE', {}, 400, KEY],
    ['an unknown token', 'POST', '/to/NL-EMP/tokens/NONE/authorize', undefined, 502, KEY],
    ['a result that nobody waits for', 'POST', '/results/nobody', { result: 'ACCEPTED' }, 404, KEY],
    ['no proof', 'GET', '/cdrs/DE-GSL/C9/proof', undefined, 404, KEY],
  ] as const)('error: %s', async (_name, method, path, body, status, key) => {
    expect((await ask('cpo', method, path, body, key)).status).toBe(status);
  });

  test('error: a key that is too short', () => {
    expect(() => both.cpo.bridge.restHandler({ key: 'short' })).toThrow(/16 characters/);
  });
});
