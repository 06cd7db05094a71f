import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ArgumentError, DecodeError } from '../../errors/index.ts';
import {
  configurationModules,
  type Endpoint,
  endpointPath,
  endpoints,
  matchEndpoint,
  moduleIds,
  partiesNamed,
  sameParty,
} from './index.ts';
import * as valid from './ocpi.fixtures.ts';

const table = endpoints['2.2.1'];
const parameters = {
  country_code: 'DE',
  party_id: 'GSL',
  location_id: 'LOC1',
  evse_uid: 'evse-1',
  connector_id: '1',
  session_id: 'S1',
  tariff_id: 'day',
  token_uid: '04A2',
};
const withPath = table.filter(({ path }) => path !== null);

function named(name: string): Endpoint {
  return table.find((endpoint) => endpoint.name === name) as Endpoint;
}

describe('endpoints', () => {
  test('behavior: every module is there, with the methods that the standard has', () => {
    expect(new Set(table.map(({ module }) => module))).toEqual(new Set([...moduleIds, 'versions']));
    const sides = table.map(({ module, role, method, path }) => `${module} ${role ?? '-'} ${method} ${path ?? '*'}`);
    expect(new Set(sides).size).toBe(table.length);
    expect(sides.filter((one) => one.startsWith('tokens'))).toEqual([
      'tokens SENDER GET ',
      'tokens SENDER POST /{token_uid}/authorize',
      'tokens RECEIVER GET /{country_code}/{party_id}/{token_uid}',
      'tokens RECEIVER PUT /{country_code}/{party_id}/{token_uid}',
      'tokens RECEIVER PATCH /{country_code}/{party_id}/{token_uid}',
    ]);
    expect(sides.filter((one) => one.startsWith('cdrs'))).toEqual([
      'cdrs SENDER GET ',
      'cdrs RECEIVER GET *',
      'cdrs RECEIVER POST ',
    ]);
  });

  test('behavior: both versions have the same endpoints, and routing is for functional modules', () => {
    expect(endpoints['2.2'].map(({ name }) => name)).toEqual(table.map(({ name }) => name));
    expect(new Set(table.map(({ name }) => name)).size).toBe(table.length);
    for (const { module, routed } of table) expect(routed).toBe(!configurationModules.includes(module));
  });

  test('behavior: what a body is, as the standard has it: POST, PUT and PATCH have one', () => {
    for (const { method, request } of table) expect(request !== null).toBe(method !== 'GET' && method !== 'DELETE');
    expect(
      table
        .filter(({ pages }) => pages !== 'none')
        .map(({ module }) => module)
        .sort(),
    ).toEqual(['cdrs', 'hubclientinfo', 'locations', 'sessions', 'tariffs', 'tokens']);
  });

  test.each(withPath.map((endpoint) => [endpoint.name, endpoint] as const))(
    'behavior: the path of %s leads back to it',
    (_, endpoint) => {
      const path = endpointPath(endpoint, parameters);
      for (const spelled of [path, `${path}/`]) {
        expect(matchEndpoint(table, { ...endpoint, path: spelled })).toMatchObject({
          endpoint: { name: endpoint.name },
        });
      }
    },
  );

  test('behavior: roundtrip of every id that there can be', () => {
    const character = fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code));
    const id = fc.array(character, { minLength: 1, maxLength: 36 }).map((characters) => characters.join(''));
    const endpoint = named('locations.putConnector');
    fc.assert(
      fc.property(id, id, id, (location_id, evse_uid, connector_id) => {
        const ids = { country_code: 'DE', party_id: 'GSL', location_id, evse_uid, connector_id };
        fc.pre(!Object.values(ids).some((one) => one === '.' || one === '..'));
        const match = matchEndpoint(table, { ...endpoint, path: endpointPath(endpoint, ids) });
        expect(match).toMatchObject({ endpoint: { name: endpoint.name }, parameters: ids });
      }),
    );
  });

  test('behavior: another method is told which ones there are', () => {
    const request = { module: 'tariffs', role: 'RECEIVER', method: 'PATCH', path: '/DE/GSL/day' } as const;
    expect(matchEndpoint(table, request)).toEqual({ endpoint: null, allowed: ['GET', 'PUT', 'DELETE'] });
  });

  test.each([
    ['tariffs', 'SENDER', 'GET', '/DE/GSL/day'],
    ['tariffs', 'RECEIVER', 'PUT', '/DE/GSL'],
    ['tariffs', 'RECEIVER', 'PUT', '/DE/GSL/day/x'],
    ['tariffs', null, 'GET', ''],
    ['sessions', 'SENDER', 'PUT', '/S1/preferences'],
    ['commands', 'RECEIVER', 'POST', '/EXPLODE'],
    ['commands', 'SENDER', 'POST', '/START_SESSION/1'],
    ['cdrs', 'RECEIVER', 'GET', '/1'],
    ['degsl-alarms', 'SENDER', 'GET', ''],
    ['cdrs', 'SENDER', 'GET', '//'],
    ['cdrs', 'SENDER', 'GET', '/page/1'],
  ] as const)('error: %s %s %s %s leads nowhere', (module, role, method, path) => {
    expect(matchEndpoint(table, { module, role, method, path })).toBeNull();
  });

  test.each([
    ['/DEU/GSL/day', 'country_code'],
    ['/D1/GSL/day', 'country_code'],
    ['/DE/GS/day', 'party_id'],
    ['/DE/GS%4C%4C/day', 'party_id'],
    ['/DE//day', 'party_id'],
    ['/DE/GSL/..', 'tariff_id'],
    ['/DE/GSL/%2e%2e', 'tariff_id'],
    ['/DE/GSL/%00', 'tariff_id'],
    ['/DE/GSL/%E2%82%AC', 'tariff_id'],
    [`/DE/GSL/${'a'.repeat(37)}`, 'tariff_id'],
    ['/DE/GSL/%zz', 'path'],
    ['/DE/GSL/%ff', 'path'],
    [`/DE/GSL/${'a'.repeat(2000)}`, 'path'],
  ])('error: path %#', (path, field) => {
    const match = () => matchEndpoint(table, { module: 'tariffs', role: 'RECEIVER', method: 'PUT', path });
    expect(match).toThrow(expect.objectContaining({ code: 'DECODE', field }));
  });

  test.each([
    ['tariffs.put', { ...parameters, tariff_id: '' }],
    ['tariffs.put', { ...parameters, tariff_id: '..' }],
    ['tariffs.put', { country_code: 'DE', party_id: 'GSL' }],
    ['commands.result', parameters],
  ])('error: no path for %s (%#)', (name, ids) => {
    expect(() => endpointPath(named(name), ids)).toThrow(ArgumentError);
  });

  test('error: any path whatever gives a match, nothing, or DecodeError', () => {
    const path = fc.string({ unit: fc.constantFrom(...'/%.AZ09e2{}') });
    fc.assert(
      fc.property(path, fc.constantFrom(...table), (text, { module, role, method }) => {
        try {
          matchEndpoint(table, { module, role, method, path: text });
        } catch (error) {
          expect(error).toBeInstanceOf(DecodeError);
        }
      }),
    );
  });
});

describe('requests and responses', () => {
  test('behavior: the schema that the table names takes the object, and refuses another', () => {
    expect(named('locations.put').request?.safeParse(valid.location()).success).toBe(true);
    expect(named('commands.START_SESSION').request?.safeParse(valid.startSession()).success).toBe(true);
    expect(named('tokens.list').response?.safeParse([valid.token()]).success).toBe(true);
    expect(named('tokens.list').response?.safeParse([valid.tariff()]).success).toBe(false);
    expect(named('commands.STOP_SESSION').request?.safeParse(valid.cancelReservation()).success).toBe(false);
  });

  test('error: parameters of the query that are not what they should be', () => {
    const duration = named('chargingprofiles.get').query.find(({ name }) => name === 'duration');
    const responseUrl = named('chargingprofiles.delete').query.find(({ name }) => name === 'response_url');
    expect(['-1', '1.5', '', '1e9', '9'.repeat(10)].filter((text) => duration?.pattern.test(text))).toEqual([]);
    expect(
      ['file:///etc/passwd', 'https://', `https://${'a'.repeat(300)}`].filter((u) => responseUrl?.pattern.test(u)),
    ).toEqual([]);
  });
});

describe('partiesNamed', () => {
  const stranger = { country_code: 'FR', party_id: 'BAD' };

  test('behavior: the owner in the path and in the object, and whose token it was', () => {
    const found = partiesNamed(named('sessions.put'), { path: parameters, request: valid.session() });
    expect(found).toEqual([
      { is: 'requester', field: 'path', party: { country_code: 'DE', party_id: 'GSL' } },
      { is: 'requester', field: 'request', party: { country_code: 'DE', party_id: 'GSL' } },
      { is: 'subject', field: 'request.cdr_token', party: { country_code: 'NL', party_id: 'EMP' } },
    ]);
  });

  test('behavior: every object of a list, every role of a platform', () => {
    const listed = partiesNamed(named('tariffs.list'), {
      response: [valid.tariff(), { ...valid.tariff(), ...stranger }],
    });
    expect(listed.map(({ field }) => field)).toEqual(['response[0]', 'response[1]']);
    expect(partiesNamed(named('credentials.register'), { request: valid.credentials() })).toHaveLength(2);
  });

  test.each([
    ['locations.put', { path: { ...parameters, ...stranger }, request: valid.location() }],
    ['locations.put', { path: parameters, request: { ...valid.location(), ...stranger } }],
    ['locations.patch', { path: parameters, request: stranger }],
    ['cdrs.post', { request: { ...valid.cdr(), ...stranger } }],
    ['commands.START_SESSION', { request: { ...valid.startSession(), token: { ...valid.token(), ...stranger } } }],
  ])('error: %s with an object of somebody else is seen (%#)', (name, parts) => {
    const strangers = partiesNamed(named(name), parts).filter(
      ({ is, party }) => is === 'requester' && sameParty(party, stranger),
    );
    expect(strangers).toHaveLength(1);
  });

  test.each([null, 7, [], { token: null }, { roles: 'x' }])('error: %j names nobody', (request) => {
    for (const endpoint of table) expect(partiesNamed(endpoint, { request, response: request })).toEqual([]);
  });
});
