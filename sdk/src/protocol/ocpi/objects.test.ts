import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { DecodeError } from '../../errors/index.ts';
import * as ocpi from './index.ts';
import * as valid from './ocpi.fixtures.ts';

type Case = readonly [name: string, schema: z.ZodType, make: () => unknown];

const objects: readonly Case[] = [
  ['location', ocpi.locationSchema, valid.location],
  ['hiddenLocation', ocpi.locationSchema, valid.hiddenLocation],
  ['evse', ocpi.evseSchema, valid.evse],
  ['connector', ocpi.connectorSchema, valid.connector],
  ['session', ocpi.sessionSchema, valid.session],
  ['session22', ocpi.session22Schema, valid.session],
  ['chargingPreferences', ocpi.chargingPreferencesSchema, valid.chargingPreferences],
  ['cdr', ocpi.cdrSchema, valid.cdr],
  ['cdr22', ocpi.cdr22Schema, valid.cdr],
  ['creditCdr', ocpi.cdrSchema, valid.creditCdr],
  ['signedData', ocpi.signedDataSchema, valid.signedData],
  ['tariff', ocpi.tariffSchema, valid.tariff],
  ['token', ocpi.tokenSchema, valid.token],
  ['authorizationInfo', ocpi.authorizationInfoSchema, valid.authorizationInfo],
  ['startSession', ocpi.startSessionSchema, valid.startSession],
  ['stopSession', ocpi.stopSessionSchema, valid.stopSession],
  ['reserveNow', ocpi.reserveNowSchema, valid.reserveNow],
  ['cancelReservation', ocpi.cancelReservationSchema, valid.cancelReservation],
  ['unlockConnector', ocpi.unlockConnectorSchema, valid.unlockConnector],
  ['commandResponse', ocpi.commandResponseSchema, valid.commandResponse],
  ['commandResult', ocpi.commandResultSchema, valid.commandResult],
  ['setChargingProfile', ocpi.setChargingProfileSchema, valid.setChargingProfile],
  ['activeChargingProfile', ocpi.activeChargingProfileSchema, valid.activeChargingProfile],
  ['activeChargingProfileResult', ocpi.activeChargingProfileResultSchema, valid.activeChargingProfileResult],
  ['chargingProfileResponse', ocpi.chargingProfileResponseSchema, valid.chargingProfileResponse],
  ['clientInfo', ocpi.clientInfoSchema, valid.clientInfo],
  ['credentials', ocpi.credentialsSchema, valid.credentials],
  ['versionDetails', ocpi.versionDetailsSchema, valid.versionDetails],
];

/** What is changed in a valid object, by its path, and what is complained of. `undefined` takes the field away. */
type Broken = readonly [name: string, path: string, value: unknown, message: RegExp];

const broken: readonly Broken[] = [
  ['location', 'country_code', 'DEU', /two letters/],
  ['location', 'party_id', 'GS', /three letters/],
  ['location', 'id', '', /1 to 36/],
  ['location', 'id', 'a'.repeat(37), /1 to 36/],
  ['location', 'id', 'a\nb', /printable ASCII/],
  ['location', 'id', undefined, /is missing/],
  ['location', 'publish', 'true', /boolean/],
  ['location', 'name', 'a\u2028b', /printable text/],
  ['location', 'city', 'x'.repeat(46), /at most 45/],
  ['location', 'city', '\ud83d', /printable text/],
  ['location', 'country', 'DE', /three letters/],
  ['location', 'coordinates.latitude', '50.92', /latitude/],
  ['location', 'coordinates.longitude', 11.5, /string/],
  ['location', 'related_locations[0].name.language', 'deu', /two letters/],
  ['location', 'parking_type', 'LAKE', /one of/],
  ['location', 'evses', {}, /array/],
  ['location', 'evses[0].connectors[0].power_type', 'AC', /one of/],
  ['location', 'operator.website', 'javascript:alert(1)', /http or https/],
  ['location', 'facilities[1]', 'POOL', /one of/],
  ['location', 'opening_times.regular_hours[0].weekday', 8, /7/],
  ['location', 'opening_times.regular_hours[0].period_end', '08:00', /not later/],
  ['location', 'opening_times.regular_hours', [], /when it is open/],
  ['location', 'opening_times.twentyfourseven', true, /only for/],
  ['location', 'publish_allowed_to', [{ group_id: 'a' }], /only for publish=false/],
  ['location', 'energy_mix.energy_sources[0].percentage', 101, /100/],
  ['location', 'last_updated', '2026-11-20T10:00:00+00:00', /is not a time/],
  ['location', 'last_updated', '2026-02-30T10:00:00Z', /is not a time/],
  ['location', 'last_updated', undefined, /is missing/],
  ['hiddenLocation', 'publish_allowed_to[0].issuer', undefined, /for a visual_number/],
  ['hiddenLocation', 'publish_allowed_to[1].type', undefined, /for a uid/],
  ['hiddenLocation', 'publish_allowed_to[2]', {}, /has to be set/],
  ['evse', 'uid', 7, /printable ASCII/],
  ['evse', 'status', 'available', /one of/],
  ['evse', 'connectors', [], /1/],
  ['evse', 'floor_level', '-1000', /at most 4/],
  ['evse', 'images[0].width', 100_000, /99999/],
  ['connector', 'max_voltage', -1, /0/],
  ['connector', 'max_amperage', 16.5, /int/],
  ['connector', 'tariff_ids[0]', null, /printable ASCII/],
  ['session', 'kwh', '1', /number/],
  ['session', 'kwh', Number.NaN, /number/],
  ['session', 'cdr_token.party_id', undefined, /is missing/],
  ['session', 'charging_periods[0].dimensions', [], /1/],
  ['session', 'charging_periods[0].dimensions[0].type', 'FUEL', /one of/],
  ['session', 'currency', 'EURO', /three letters/],
  ['session22', 'cdr_token.uid', undefined, /is missing/],
  ['chargingPreferences', 'profile_type', 'SLOW', /one of/],
  ['cdr', 'id', 'c'.repeat(40), /1 to 39/],
  ['cdr', 'end_date_time', undefined, /is missing/],
  ['cdr', 'charging_periods', [], /1/],
  ['cdr', 'cdr_location.evse_id', undefined, /is missing/],
  ['cdr', 'total_cost', 4.39, /object/],
  ['cdr', 'tariffs[0].elements[0].price_components[0].price', null, /number/],
  ['cdr22', 'cdr_token', undefined, /is missing/],
  ['creditCdr', 'credit_reference_id', undefined, /for a credit/],
  ['signedData', 'public_key', 'k'.repeat(513), /at most 512/],
  ['signedData', 'signed_values', [], /1/],
  ['signedData', 'signed_values[0].signed_data', 'x'.repeat(5_001), /at most 5000/],
  ['tariff', 'elements', [], /1/],
  ['tariff', 'elements[0].price_components[0].step_size', 0.5, /int/],
  ['tariff', 'elements[0].restrictions.start_time', '24:00', /time of day/],
  ['tariff', 'elements[0].restrictions.start_date', '2026-13-01', /a day/],
  ['tariff', 'elements[0].restrictions.day_of_week[0]', 'Monday', /one of/],
  ['token', 'type', 'NFC', /one of/],
  ['token', 'whitelist', undefined, /is missing/],
  ['token', 'issuer', undefined, /is missing/],
  ['authorizationInfo', 'allowed', true, /one of/],
  ['authorizationInfo', 'token.valid', undefined, /is missing/],
  ['startSession', 'response_url', 'ftp://emp.example/', /http or https/],
  ['startSession', 'response_url', `https://emp.example/${'a'.repeat(250)}`, /at most 255/],
  ['startSession', 'evse_uid', undefined, /for a connector_id/],
  ['stopSession', 'session_id', undefined, /is missing/],
  ['reserveNow', 'expiry_date', 'tomorrow', /is not a time/],
  ['cancelReservation', 'reservation_id', 1, /printable ASCII/],
  ['unlockConnector', 'connector_id', undefined, /is missing/],
  ['commandResponse', 'timeout', -1, /0/],
  ['commandResult', 'result', 'UNKNOWN_SESSION', /one of/],
  ['setChargingProfile', 'charging_profile.charging_rate_unit', 'kW', /one of/],
  ['activeChargingProfile', 'charging_profile.charging_profile_period[0].start_period', '0', /number/],
  ['activeChargingProfileResult', 'result', 'TOO_OFTEN', /one of/],
  ['chargingProfileResponse', 'timeout', undefined, /is missing/],
  ['clientInfo', 'role', 'MSP', /one of/],
  ['clientInfo', 'status', undefined, /is missing/],
  ['credentials', 'token', 'two words', /without white space/],
  ['credentials', 'token', 'x'.repeat(65), /1 to 64/],
  ['credentials', 'roles', [], /1/],
  ['credentials', 'roles[1].role', 'CPO', /twice/],
  ['versionDetails', 'endpoints[0].role', 'BOTH', /one of/],
];

function caseOf(name: string): Case {
  return objects.find(([known]) => known === name) as Case;
}

function withChange(value: unknown, path: string, change: unknown): unknown {
  const keys = path.split(/[.[\]]+/).filter((key) => key !== '');
  const last = keys.pop() as string;
  const parent = keys.reduce((at, key) => (at as Record<string, unknown>)[key], value) as Record<string, unknown>;
  if (change === undefined) delete parent[last];
  else parent[last] = change;
  return value;
}

describe('objects', () => {
  test.each(objects)(
    'behavior: %s is given back as it came, with fields and order that nobody knows',
    (name, schema, make) => {
      const value = { 'x-vendor': { deep: [null, 1] }, ...(make() as object), zzz: '' };
      const text = JSON.stringify(value);
      expect(JSON.stringify(ocpi.decode(schema, JSON.parse(text), name))).toBe(text);
    },
  );

  test('behavior: whatever a vendor adds comes back, byte for byte', () => {
    const fields = fc.dictionary(
      fc.string({ maxLength: 20 }).map((name) => `x-${name}`),
      fc.jsonValue({ maxDepth: 4 }),
    );
    fc.assert(
      fc.property(fields, fields, fc.nat(objects.length - 1), (before, after, at) => {
        const [name, schema, make] = objects[at] as Case;
        const text = JSON.stringify({ ...before, ...(make() as object), ...after });
        fc.pre(!text.includes('__proto__'));
        const value = ocpi.decodeJson(text, name);
        expect(JSON.stringify(ocpi.decode(schema, value, name))).toBe(text);
      }),
      { numRuns: 200 },
    );
  });

  test('behavior: unknown fields of inner objects stay, too', () => {
    const value = withChange(valid.location(), 'evses[0].connectors[0].x_lock', { id: 1 });
    expect(ocpi.decode(ocpi.locationSchema, value, 'location').evses?.[0]?.connectors[0]).toMatchObject({
      x_lock: { id: 1 },
    });
  });

  test('behavior: null stands for an optional field that is not there', () => {
    const value = { ...valid.location(), name: null, evses: null, operator: null, opening_times: null };
    expect(ocpi.decode(ocpi.locationSchema, value, 'location').name).toBeNull();
  });

  test('behavior: 2.2 does not say whose token it was', () => {
    const { country_code: _, party_id: __, ...cdr_token } = valid.cdrToken();
    expect(() => ocpi.decode(ocpi.cdr22Schema, { ...valid.cdr(), cdr_token }, 'cdr')).not.toThrow();
    expect(() => ocpi.decode(ocpi.cdrSchema, { ...valid.cdr(), cdr_token }, 'cdr')).toThrow(
      /cdr.cdr_token.country_code/,
    );
  });

  test('behavior: length counts characters, not halves of them', () => {
    const city = '🔌'.repeat(45);
    expect(ocpi.decode(ocpi.locationSchema, { ...valid.location(), city }, 'location').city).toBe(city);
    expect(() => ocpi.decode(ocpi.locationSchema, { ...valid.location(), city: `${city}x` }, 'location')).toThrow(
      /city/,
    );
  });

  test.each(broken)('error: %s with another %s (%#)', (name, path, change, message) => {
    const [, schema, make] = caseOf(name);
    const decode = () => ocpi.decode(schema, withChange(make(), path, change), name);
    expect(decode).toThrow(DecodeError);
    expect(decode).toThrow(message);
    const root = path
      .replace(/\[\d+\]$/, '')
      .replace(/^opening_times\.twentyfourseven$/, 'opening_times.regular_hours');
    expect(decode).toThrow(
      expect.objectContaining({ field: expect.stringContaining(`${name}.${root.split('[')[0]}`) }),
    );
  });

  test('error: every object has a broken twin', () => {
    expect(objects.map(([name]) => name).filter((name) => !broken.some(([one]) => one === name))).toEqual([]);
  });

  test.each(objects)('error: %s without any one of its fields either stays valid or names it', (name, schema, make) => {
    for (const key of Object.keys(make() as object)) {
      try {
        ocpi.decode(schema, withChange(make(), key, undefined), name);
      } catch (error) {
        expect(error).toMatchObject({ code: 'DECODE', field: expect.stringContaining(key) });
      }
    }
  });

  test.each([null, undefined, 7, 'x', [], true])('error: %j is no object', (value) => {
    for (const [name, schema] of objects) expect(() => ocpi.decode(schema, value, name)).toThrow(DecodeError);
  });

  test('error: whatever JSON there is, nothing else than DecodeError is thrown', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(objects.length - 1), (value, at) => {
        const [name, schema, make] = objects[at] as Case;
        const keys = Object.keys(make() as object);
        for (const key of keys.slice(0, 4)) {
          try {
            ocpi.decode(schema, { ...(make() as object), [key]: value }, name);
          } catch (error) {
            expect(error).toBeInstanceOf(DecodeError);
          }
        }
      }),
      { numRuns: 200 },
    );
  });
});
