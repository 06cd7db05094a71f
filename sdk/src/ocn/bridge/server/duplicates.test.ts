import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Cdr } from '../../../protocol/ocpi/index.ts';
import * as fixtures from '../../../protocol/ocpi/ocpi.fixtures.ts';
import { hubbed, them } from '../testing/hubbed.ts';

const cdr = (more: object = {}) => ({ ...fixtures.cdr(), ...them, ...more }) as Cdr;
const START = '/receiver/2.2.1/commands/START_SESSION';

describe('a message that comes again', () => {
  let both: Awaited<ReturnType<typeof hubbed>>;
  let started: string[];
  let fail: Error | null;
  let wait: Promise<void> | null;
  beforeEach(async () => {
    [started, fail, wait] = [[], null, null];
    both = await hubbed({
      office: {
        onCommand: async (_type, _command, { messageId }) => {
          started.push(messageId);
          await wait;
          if (fail) throw fail;
          return {
            response: { result: 'ACCEPTED', timeout: 30, message: [{ language: 'en', text: `${started.length}` }] },
          };
        },
      },
    });
  });
  afterEach(() => both.close());

  const command = () => ({
    ...fixtures.startSession(),
    token: { ...fixtures.token(), ...them },
    response_url: `${both.hub.origin}/answers/1`,
  });
  const start = (headers: Record<string, string>, body: object = command()) =>
    both.ask({ method: 'POST', path: START, body, headers });

  test('behavior: by its request id, it is answered again and not carried out again', async () => {
    const headers = { 'x-request-id': 'r1', 'x-correlation-id': 'c1' };
    const [first, second] = [await start(headers), await start(headers)];
    expect(second.body).toEqual(first.body);
    expect(started).toHaveLength(1);
  });

  test('behavior: a hub that gives it another request id carries the same message', async () => {
    const first = await start({ 'x-request-id': 'r1', 'x-correlation-id': 'c1' });
    const second = await start({ 'x-request-id': 'r2', 'x-correlation-id': 'c1' });
    expect(second.body).toEqual(first.body);
    expect(second.headers.get('x-request-id')).toBe('r2');
    expect(started).toHaveLength(1);
  });

  test('behavior: another correlation id is another message', async () => {
    await start({ 'x-request-id': 'r1', 'x-correlation-id': 'c1' });
    await start({ 'x-request-id': 'r2', 'x-correlation-id': 'c2' });
    expect(new Set(started).size).toBe(2);
  });

  test('error: the same request id with other bytes, or from another to another path', async () => {
    const headers = { 'x-request-id': 'r1', 'x-correlation-id': 'c1' };
    await start(headers);
    const other = await start(headers, { ...command(), location_id: 'LOC2' });
    expect(other.body).toMatchObject({
      status_code: 2001,
      status_message: 'X-Request-ID: was used for another message',
    });
    const path = '/receiver/2.2.1/commands/STOP_SESSION';
    const elsewhere = await both.ask({
      method: 'POST',
      path,
      body: { ...fixtures.stopSession(), response_url: `${both.hub.origin}/a` },
      headers,
    });
    expect(elsewhere.body.status_code).toBe(2001);
    expect(started).toHaveLength(1);
  });

  test('behavior: what failed by our own fault is tried again, under the same name', async () => {
    fail = new Error('the database is gone, and its password is hunter2');
    const headers = { 'x-request-id': 'r1', 'x-correlation-id': 'c1' };
    const failed = await start(headers);
    expect(failed.body).toMatchObject({ status_code: 3000, status_message: 'failed' });
    expect(JSON.stringify(failed.body)).not.toContain('hunter2');
    fail = null;
    expect((await start(headers)).body.status_code).toBe(1000);
    expect(new Set(started).size).toBe(1);
  });

  test('behavior: while it is being carried out, it is not carried out twice', async () => {
    let release: () => void = () => undefined;
    wait = new Promise((resolve) => {
      release = resolve;
    });
    const headers = { 'x-request-id': 'r1', 'x-correlation-id': 'c1' };
    const first = start(headers);
    await expect.poll(() => started.length).toBe(1);
    const second = await start(headers);
    expect([second.status, second.body.status_code]).toEqual([503, 3000]);
    release();
    expect((await first).body.status_code).toBe(1000);
    expect((await start(headers)).body.status_code).toBe(1000);
    expect(started).toHaveLength(1);
  });

  test('behavior: a process that dies after the effect and before its answer: the effect counts once', async () => {
    let clock = 0;
    const mortal = await hubbed({ now: () => Date.now() + clock });
    const finish = mortal.store.requests.finish.bind(mortal.store.requests);
    mortal.store.requests.finish = () => Promise.reject(new Error('killed'));
    mortal.store.requests.abandon = () => Promise.reject(new Error('killed'));
    await mortal.office.received.sessions.put({ ...fixtures.session(), ...them, charging_periods: [] } as never);
    const { charging_periods } = fixtures.session();
    const patch = () =>
      mortal.ask({
        ...{ method: 'PATCH', path: '/receiver/2.2.1/sessions/NL/EMP/S1' },
        ...{ body: { charging_periods, last_updated: '2026-11-20T11:00:00Z' }, headers: { 'x-correlation-id': 'c1' } },
      });
    expect((await patch()).body.status_code).toBe(3000);
    mortal.store.requests.finish = finish;
    expect((await patch()).status).toBe(503);
    clock = 61_000;
    expect((await patch()).body.status_code).toBe(1000);
    expect((await mortal.office.received.sessions.get(them, 'S1'))?.charging_periods).toEqual(charging_periods);
    await mortal.close();
  });

  test('behavior: a question is asked anew each time, unless its request id is the same', async () => {
    await both.office.own.tokens.put({ ...fixtures.token(), country_code: 'DE', party_id: 'GSL', uid: 'A' } as never);
    const asked = (id: string) =>
      both.ask({
        method: 'POST',
        path: '/sender/2.2.1/tokens/A/authorize',
        headers: { 'x-request-id': id, 'x-correlation-id': 'c' },
      });
    expect((await asked('r1')).body.data).toMatchObject({ allowed: 'ALLOWED' });
    await both.office.own.tokens.put({
      ...fixtures.token(),
      country_code: 'DE',
      party_id: 'GSL',
      uid: 'A',
      valid: false,
    } as never);
    expect((await asked('r1')).body.data).toMatchObject({ allowed: 'ALLOWED' });
    expect((await asked('r2')).body.data).toMatchObject({ allowed: 'BLOCKED' });
  });

  test('behavior: the same CDR, written in another way and at another time, is the same CDR', async () => {
    const post = (text: string) => both.ask({ method: 'POST', path: '/receiver/2.2.1/cdrs', text });
    const first = await post(JSON.stringify(cdr()));
    const turned = Object.fromEntries(Object.entries(cdr()).reverse());
    const second = await post(JSON.stringify(turned, null, 2));
    expect([first.body.status_code, second.body.status_code]).toEqual([1000, 1000]);
    expect(second.headers.get('location')).toBe(first.headers.get('location'));
    expect((await both.office.received.cdrs.list()).total).toBe(1);
  });

  test.each([
    ['a lower price', { total_cost: { excl_vat: 0.01 } }],
    ['a field that no standard knows', { x_discount: true }],
    ['another case of its id', { id: 'c1', total_energy: 1 }],
    ['a credit in its own name', { credit: true, credit_reference_id: 'C1' }],
  ])('error: tampering: a CDR under an id that is taken, with %s', async (_name, more) => {
    const post = (body: Cdr) => both.ask({ method: 'POST', path: '/receiver/2.2.1/cdrs', body });
    await post(cdr());
    const again = await post(cdr(more));
    expect(again.body).toMatchObject({
      status_code: 2000,
      status_message: 'id: is the id of another CDR, and a CDR never changes',
    });
    expect(await both.office.received.cdrs.list()).toMatchObject({ total: 1, objects: [cdr()] });
  });

  test('error: a CDR is read by whose it is alone', async () => {
    await both.ask({ method: 'POST', path: '/receiver/2.2.1/cdrs', body: cdr() });
    const read = (party_id: string) =>
      both.ask({ method: 'GET', path: '/receiver/2.2.1/cdrs/NL/EMP/C1', headers: { 'ocpi-from-party-id': party_id } });
    expect((await read('EMP')).body.data).toEqual(cdr());
    expect((await read('XYZ')).status).toBe(404);
  });

  test('error: SSRF: a response URL of another origin than the hub', async () => {
    for (const response_url of [
      'http://127.0.0.1:1/a',
      'https://evil.example/a',
      `${both.hub.origin}0/a`,
      `${both.hub.origin}.evil.example/a`,
    ]) {
      const { body } = await start({}, { ...command(), response_url });
      expect(body).toMatchObject({ status_code: 2001 });
    }
    expect(started).toEqual([]);
  });

  test('error: a result from somebody else, or of another module', async () => {
    const pending = {
      id: 'p',
      direction: 'receive',
      own: them,
      other: them,
      url: null,
      result: null,
      expires: Date.now() + 10_000,
    } as const;
    await both.store.results.expect({ ...pending, module: 'commands' });
    const post = (module: string, party_id: string) =>
      both.ask({
        method: 'POST',
        path: `/sender/2.2.1/${module}/results/p`,
        body: { result: 'ACCEPTED' },
        headers: { 'ocpi-from-party-id': party_id },
      });
    expect((await post('commands', 'XYZ')).status).toBe(404);
    expect((await post('chargingprofiles', 'EMP')).status).toBe(404);
    expect((await post('commands', 'EMP')).status).toBe(200);
  });

  test('error: endless data, and values that are too deep or poison objects', async () => {
    const path = '/receiver/2.2.1/locations/NL/EMP/LOC1';
    const location = JSON.stringify({ ...fixtures.location(), ...them });
    const huge = await both.ask({ method: 'PUT', path, text: `${location}${' '.repeat(8 * 1024 * 1024)}` });
    expect([huge.status, huge.body.status_code]).toEqual([413, 2001]);
    const deep = await both.ask({ method: 'PUT', path, text: `${'['.repeat(100)}${']'.repeat(100)}` });
    const proto = await both.ask({ method: 'PUT', path, text: location.replace('{', '{"__proto__":{"admin":true},') });
    expect([deep.body.status_code, proto.body.status_code]).toEqual([2001, 2001]);
  });

  test('behavior: what is not implemented is not announced, and 404', async () => {
    const { body } = await both.ask({ method: 'GET', path: '/2.2.1' });
    const endpoints = (body.data as unknown as { endpoints: { identifier: string; role: string; url: string }[] })
      .endpoints;
    expect(endpoints.map(({ identifier, role }) => `${identifier} ${role}`)).not.toContain('chargingprofiles RECEIVER');
    expect(endpoints.find(({ identifier }) => identifier === 'locations')?.url).toBe(
      `${both.origin}/ocpi/sender/2.2.1/locations`,
    );
    expect(
      (await both.ask({ method: 'DELETE', path: '/receiver/2.2.1/chargingprofiles/S1?response_url=http://a.example/' }))
        .status,
    ).toBe(404);
    expect((await both.ask({ method: 'GET', path: '/sender/2.2.1/constructor' })).status).toBe(404);
    expect((await both.ask({ method: 'GET', path: '/nowhere' })).status).toBe(404);
    expect((await both.ask({ method: 'GET', path: '/3.0' })).status).toBe(404);
  });
});
