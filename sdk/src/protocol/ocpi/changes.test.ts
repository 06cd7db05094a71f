import { describe, expect, test } from 'vitest';
import { ArgumentError, DecodeError, NotFoundError } from '../../errors/index.ts';
import * as ocpi from './index.ts';
import * as valid from './ocpi.fixtures.ts';

const later = '2026-11-20T12:00:00Z';
const location = () => ocpi.decode(ocpi.locationSchema, { ...valid.location(), x_vendor: 1 }, 'location');
const session = () => ocpi.decode(ocpi.sessionSchema, valid.session(), 'session');
const token = () => ocpi.decode(ocpi.tokenSchema, valid.token(), 'token');
const connector = () => ocpi.decode(ocpi.connectorSchema, valid.connector(), 'connector');
const evse = () => ocpi.decode(ocpi.evseSchema, valid.evse(), 'evse');

describe('locations', () => {
  test('behavior: a PATCH replaces what it names, and leaves the rest, unknown fields too', () => {
    const before = location();
    const after = ocpi.patchLocation(before, { name: 'New', facilities: ['HOTEL'], last_updated: later });
    expect(after).toEqual({
      ...valid.location(),
      x_vendor: 1,
      name: 'New',
      facilities: ['HOTEL'],
      last_updated: later,
    });
    expect(before.name).toBe('Holzmarkt');
  });

  test('behavior: a change of an EVSE is one of the location', () => {
    const after = ocpi.patchEvse(location(), 'EVSE-1', { status: 'CHARGING', last_updated: later });
    expect(after.evses?.[0]).toMatchObject({ status: 'CHARGING', last_updated: later, floor_level: '-1' });
    expect(after.last_updated).toBe(later);
  });

  test('behavior: a change of a connector is one of the EVSE and of the location', () => {
    const after = ocpi.patchConnector(location(), 'evse-1', '1', { tariff_ids: ['night'], last_updated: later });
    expect(after.evses?.[0]?.connectors[0]).toMatchObject({ tariff_ids: ['night'], max_amperage: 32 });
    expect([after.last_updated, after.evses?.[0]?.last_updated]).toEqual([later, later]);
  });

  test('behavior: PUT adds or replaces', () => {
    const two = ocpi.putEvse(location(), 'evse-2', { ...evse(), uid: 'evse-2' });
    expect(two.evses?.map(({ uid }) => uid)).toEqual(['evse-1', 'evse-2']);
    const same = ocpi.putEvse(two, 'evse-1', { ...evse(), status: 'REMOVED' });
    expect(same.evses?.map(({ status }) => status)).toEqual(['REMOVED', 'AVAILABLE']);
    const plugs = ocpi.putConnector(same, 'evse-2', '2', { ...connector(), id: '2', last_updated: later });
    expect(plugs.evses?.[1]?.connectors.map(({ id }) => id)).toEqual(['1', '2']);
    expect(plugs.evses?.[0]?.last_updated).toBe('2026-11-20T10:00:00Z');
  });

  test('behavior: a location without EVSEs gets its first one', () => {
    const { evses: _, ...bare } = valid.location();
    const empty = ocpi.decode(ocpi.locationSchema, bare, 'location');
    expect(ocpi.putEvse(empty, 'evse-1', evse()).evses).toHaveLength(1);
  });

  test.each(['evse-9', '', '__proto__'])('error: no EVSE %j', (uid) => {
    expect(() => ocpi.patchEvse(location(), uid, { last_updated: later })).toThrow(NotFoundError);
    expect(() => ocpi.putConnector(location(), uid, '1', connector())).toThrow(NotFoundError);
  });

  test('error: no such connector', () => {
    expect(() => ocpi.patchConnector(location(), 'evse-1', '9', { last_updated: later })).toThrow(NotFoundError);
  });

  test('error: another one than the URL says', () => {
    expect(() => ocpi.putEvse(location(), 'evse-2', evse())).toThrow(ArgumentError);
    expect(() => ocpi.putConnector(location(), 'evse-1', '2', connector())).toThrow(ArgumentError);
  });

  test.each([
    ['id', { id: 'LOC2' }],
    ['country_code', { country_code: 'FR' }],
    ['party_id', { party_id: 'BAD' }],
  ])('error: a PATCH that changes %s', (field, change) => {
    const patch = () => ocpi.patchLocation(location(), { ...change, last_updated: later });
    expect(patch).toThrow(expect.objectContaining({ code: 'ARGUMENT', field }));
  });

  test('error: a PATCH that changes the uid of an EVSE, or the id of a connector', () => {
    expect(() => ocpi.patchEvse(location(), 'evse-1', { uid: 'x', last_updated: later })).toThrow(/^uid/);
    expect(() => ocpi.patchConnector(location(), 'evse-1', '1', { id: 'x', last_updated: later })).toThrow(/^id/);
  });
});

describe('sessions and tokens', () => {
  const period = { start_date_time: later, dimensions: [{ type: 'TIME' as const, volume: 1 }] };

  test('behavior: charging periods are added', () => {
    const after = ocpi.patchSession(session(), { kwh: 15, charging_periods: [period], last_updated: later });
    expect(after.charging_periods).toEqual([...valid.session().charging_periods, period]);
    expect(after).toMatchObject({ kwh: 15, last_updated: later });
  });

  test.each([undefined, null, []])(
    'behavior: %j are no charging periods, and those before stay',
    (charging_periods) => {
      const after = ocpi.patchSession(session(), { charging_periods, last_updated: later });
      expect(after.charging_periods).toEqual(valid.session().charging_periods);
    },
  );

  test('behavior: a token is made invalid', () => {
    expect(ocpi.patchToken(token(), { valid: false, last_updated: later })).toMatchObject({
      valid: false,
      uid: valid.token().uid,
    });
  });

  test('error: a PATCH that makes a token another one', () => {
    expect(() => ocpi.patchToken(token(), { type: 'APP_USER', last_updated: later })).toThrow(/^type/);
    expect(() => ocpi.patchSession(session(), { party_id: 'BAD', last_updated: later })).toThrow(/^party_id/);
  });
});

describe('schemas of PATCH', () => {
  const schemas = {
    location: ocpi.locationPatchSchema,
    evse: ocpi.evsePatchSchema,
    connector: ocpi.connectorPatchSchema,
    session: ocpi.sessionPatchSchema,
    token: ocpi.tokenPatchSchema,
  };

  test.each(Object.entries(schemas))('behavior: a %s with nothing but the time', (name, schema) => {
    expect(ocpi.decode(schema, { last_updated: later, x: 1 }, name)).toEqual({ last_updated: later, x: 1 });
  });

  test.each(Object.entries(schemas))('error: a %s without the time', (name, schema) => {
    expect(() => ocpi.decode(schema, {}, name)).toThrow(new RegExp(`^${name}.last_updated: is missing`));
  });

  test.each([
    ['location', { city: null }],
    ['location', { publish: 1 }],
    ['evse', { connectors: [] }],
    ['evse', { status: 'BUSY' }],
    ['connector', { max_voltage: '230' }],
    ['session', { kwh: null }],
    ['token', { valid: null }],
  ] as const)('error: a %s with %j', (name, patch) => {
    expect(() => ocpi.decode(schemas[name], { ...patch, last_updated: later }, name)).toThrow(DecodeError);
  });
});

describe('versions', () => {
  const details = () => ocpi.decode(ocpi.versionDetailsSchema, valid.versionDetails(), 'version');

  test('behavior: the best that both have', () => {
    expect(ocpi.chooseVersion(valid.versionList(), ['2.2.1', '2.2'])?.url).toBe('https://gsl.example/ocpi/2.2.1');
    expect(ocpi.chooseVersion(valid.versionList(), ['4.0'])).toBeNull();
  });

  test('behavior: a module by its side; credentials have none', () => {
    expect(ocpi.findModule(details(), 'locations', 'SENDER')?.url).toMatch(/locations$/);
    expect(ocpi.findModule(details(), 'locations', 'RECEIVER')).toBeNull();
    expect(ocpi.findModule(details(), 'credentials', 'SENDER')).not.toBeNull();
    expect(ocpi.findModule(details(), 'degsl-alarms', 'SENDER')).not.toBeNull();
  });
});
