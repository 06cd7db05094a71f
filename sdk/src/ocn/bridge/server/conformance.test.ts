import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Cdr, Endpoint, Location, OcpiVersion, Session, Tariff, Token } from '../../../protocol/ocpi/index.ts';
import { endpoints } from '../../../protocol/ocpi/index.ts';
import * as fixtures from '../../../protocol/ocpi/ocpi.fixtures.ts';
import { hubbed, modulePath, them, us } from '../testing/hubbed.ts';
import { type Case, cases, cdr, location, session, token } from './conformance.fixtures.ts';

const table = (version: OcpiVersion) =>
  endpoints[version].filter(({ module }) => module !== 'versions' && module !== 'credentials');
/** So that what is asked for is there when it is asked for. */
const order = (one: Endpoint) =>
  one.method === 'PUT' || one.method === 'POST'
    ? one.name.includes('Evse') || one.name.includes('Connector')
      ? 1
      : 0
    : one.method === 'DELETE'
      ? 3
      : 2;
const asked = (version: OcpiVersion) =>
  [...table(version)].sort((a, b) => order(a) - order(b)).map((one) => [one.name, one] as const);

describe.each(['2.2.1', '2.2'] as const)('OCPI %s', (version) => {
  let us_: Awaited<ReturnType<typeof hubbed>>;
  const accepted = async () => ({ response: { result: 'ACCEPTED' as const, timeout: 30 } });
  beforeAll(async () => {
    us_ = await hubbed({
      office: {
        onCommand: accepted,
        onCommandResult: async () => undefined,
        chargingProfiles: { get: accepted, set: accepted, clear: accepted },
        onActiveProfile: async (id) => id === 'S1',
        setChargingPreferences: async (id) => (id === 'S1' ? 'ACCEPTED' : null),
      },
    });
    const { own } = us_.office;
    await own.locations.put({ ...fixtures.location(), id: 'OWN1' } as Location);
    await own.sessions.put(fixtures.session() as Session);
    await own.cdrs.put(fixtures.cdr() as Cdr);
    await own.tariffs.put(fixtures.tariff() as Tariff);
    await own.tokens.put({ ...fixtures.token(), ...us, uid: 'OWN1' } as Token);
    const pending = {
      direction: 'receive',
      own: us,
      other: them,
      url: null,
      result: null,
      expires: Date.now() + 60_000,
    } as const;
    await us_.store.results.expect({ ...pending, id: 'expected', module: 'commands' });
    await us_.store.results.expect({ ...pending, id: 'profile', module: 'chargingprofiles' });
  });
  afterAll(() => us_.close());

  const hub = (text: string) =>
    text.replaceAll('HUB', us_.hub.origin).replaceAll('HUB%2F', `${encodeURIComponent(us_.hub.origin)}%2F`);
  const caseOf = (one: Endpoint): Case => {
    const found = cases[one.name];
    if (!found) throw new Error(`no case for ${one.name}`);
    return one.module === 'commands' && one.role === 'RECEIVER'
      ? { ...found, path: `/${one.name.split('.')[1]}` }
      : found;
  };
  const request = (one: Endpoint, path: string, body?: object) => ({
    method: one.method,
    path: `${modulePath(version, one)}${path.replaceAll('HUB', encodeURIComponent(us_.hub.origin))}`,
    ...(body === undefined ? {} : { text: hub(JSON.stringify(body)) }),
  });

  test('behavior: every endpoint has its case', () => {
    expect(
      asked(version)
        .map(([name]) => name)
        .filter((name) => !(name in cases)),
    ).toEqual([]);
  });

  describe.each(asked(version))('%s', (_name, one) => {
    test('behavior: a good request is answered, with its ids, and the parties turned around', async () => {
      const { path, body } = caseOf(one);
      const {
        status,
        body: said,
        headers,
      } = await us_.ask({ ...request(one, path, body), headers: { 'x-correlation-id': 'corr-1' } });
      expect(`${status} ${said.status_code} ${said.status_message ?? ''}`).toBe('200 1000 ');
      expect(headers.get('x-correlation-id')).toBe('corr-1');
      expect(headers.get('content-type')).toBe('application/json');
      if (one.routed)
        expect([headers.get('ocpi-from-party-id'), headers.get('ocpi-to-party-id')]).toEqual(['GSL', 'EMP']);
      if (one.pages !== 'none') expect(headers.get('x-total-count')).toMatch(/^\d+$/);
      if (one.creates) expect(headers.get('location')).toBe(`${us_.origin}/ocpi/receiver/${version}/cdrs/NL/EMP/C1`);
    });

    test('error: without a token, or with another one, it is 401', async () => {
      const { path, body } = caseOf(one);
      for (const authorization of [undefined, 'Token nobody', 'Bearer x']) {
        const { status, body: said } = await us_.ask({ ...request(one, path, body), headers: { authorization } });
        expect([status, said.status_code]).toEqual([401, 2000]);
      }
    });

    test('error: what cannot be read is 2001', async () => {
      const { path, bad } = caseOf(one);
      const broken = request(one, path);
      const texts = one.request
        ? ['', '{', '[]', ...(bad ? [hub(JSON.stringify(bad))] : [])].filter(
            (text) => text !== '' || !one.requestOptional,
          )
        : [];
      for (const text of texts) {
        const { status, body: said } = await us_.ask({ ...broken, text });
        expect([status, said.status_code]).toEqual([200, 2001]);
      }
    });

    test('error: a sender that is not named, and a receiver that is not here', async () => {
      if (!one.routed) return;
      const { path, body } = caseOf(one);
      const good = request(one, path, body);
      const without = await us_.ask({ ...good, headers: { 'ocpi-from-party-id': undefined } });
      const nobody = await us_.ask({
        ...good,
        headers: { 'ocpi-from-party-id': undefined, 'ocpi-from-country-code': undefined },
      });
      const elsewhere = await us_.ask({ ...good, headers: { 'ocpi-to-party-id': 'ABC' } });
      expect([without, nobody, elsewhere].map(({ body: said }) => said.status_code)).toEqual([2001, 2001, 4001]);
    });

    test('error: what is not known is 404', async () => {
      const { unknown, body } = caseOf(one);
      if (unknown === undefined) return;
      const { status, body: said } = await us_.ask(request(one, unknown, body));
      const code = one.module === 'locations' ? 2003 : one.module === 'tokens' ? 2004 : 2000;
      expect([status, said.status_code]).toEqual([404, code]);
    });

    test("error: nobody touches another's", async () => {
      const { stranger, path, body } = caseOf(one);
      if (!stranger) return;
      const { body: said } = await us_.ask(request(one, stranger.path ?? path, stranger.body ?? body));
      expect(said.status_code).toBe(2001);
      expect(said.status_message).toMatch(/party_id: is not who sends it$/);
    });

    test('error: another method is 405, and another path 404', async () => {
      const { path } = caseOf(one);
      const paths = table(version).filter(({ module, role }) => module === one.module && role === one.role);
      const wrong = ['GET', 'PUT', 'POST', 'PATCH', 'DELETE'].find(
        (method) => !paths.some((other) => other.method === method),
      );
      if (wrong !== undefined) {
        const { status } = await us_.ask({ ...request(one, path), method: wrong });
        expect([404, 405]).toContain(status);
      }
      expect((await us_.ask(request(one, '/a/b/c/d/e/f/g'))).status).toBe(404);
    });
  });

  test.each([
    ['locations', '/NL/EMP/LOC1', location],
    ['sessions', '/NL/EMP/S1', session],
    ['tokens', '/NL/EMP/T1?type=RFID', token],
    ['cdrs', '/NL/EMP/C1', cdr],
  ] as const)('behavior: %s keep fields that no standard knows', async (module, path, { x_vendor }) => {
    const { body } = await us_.ask({ method: 'GET', path: `/receiver/${version}/${module}${path}` });
    expect(body.data).toMatchObject({ x_vendor });
  });

  test.each([
    ['locations', '/NL/EMP/LOC1', { name: 'Old', last_updated: '2026-11-20T09:59:59Z' }],
    ['locations', '/NL/EMP/LOC1/evse-1', { status: 'BLOCKED', last_updated: '2026-11-20T09:59:59Z' }],
    ['sessions', '/NL/EMP/S1', { kwh: 1, last_updated: '2026-11-20T09:59:59Z' }],
    ['tokens', '/NL/EMP/T1', { valid: true, last_updated: '2026-11-20T09:59:59Z' }],
  ])('error: rollback: an older PATCH of %s%s is refused', async (module, path, body) => {
    const told = await us_.ask({ method: 'PATCH', path: `/receiver/${version}/${module}${path}`, body });
    expect(told.body).toMatchObject({ status_code: 2001, status_message: 'last_updated: is older than what is known' });
  });

  test('error: a page of nothing, a date that is none, a session list without a date', async () => {
    for (const [module, query] of [
      ['locations', '?limit=0'],
      ['cdrs', '?date_from=today'],
      ['tariffs', '?offset=-1'],
      ['sessions', ''],
    ] as const) {
      expect((await us_.ask({ method: 'GET', path: `/sender/${version}/${module}${query}` })).body.status_code).toBe(
        2001,
      );
    }
  });
});
