import { describe, expect, test } from 'vitest';
import { utf8Encode } from '../../bytes/index.ts';
import { DecodeError } from '../../errors/index.ts';
import { decode, decodeJson, decodeList, locationSchema, tokenSchema, versionListSchema } from './index.ts';
import * as valid from './ocpi.fixtures.ts';

describe('decodeJson', () => {
  test('behavior: text or bytes', () => {
    expect(decodeJson('{"a":[1]}', 'response')).toEqual({ a: [1] });
    expect(decodeJson(utf8Encode('"€"'), 'response')).toBe('€');
  });

  test('error: cut off at every byte', () => {
    const bytes = utf8Encode(JSON.stringify({ ...valid.token(), issuer: 'Größe €' }));
    for (let length = 0; length < bytes.length; length += 1) {
      expect(() => decodeJson(bytes.subarray(0, length), 'token')).toThrow(DecodeError);
    }
  });

  test.each([
    ['too many bytes', `"${'x'.repeat(100)}"`, { bytes: 64 }, /more than 64 bytes/],
    ['too deep', `${'['.repeat(40)}${']'.repeat(40)}`, {}, /more than 24 levels/],
    ['deeper than any stack', `${'['.repeat(500_000)}${']'.repeat(500_000)}`, {}, /levels|is not JSON/],
    ['too many values', `[${'0,'.repeat(200)}0]`, { values: 100 }, /more than 100 values/],
    ['__proto__', '{"a":{"__proto__":{"valid":true}}}', {}, /__proto__/],
    ['no JSON', '{a:1}', {}, /is not JSON/],
  ] as const)('error: %s', (_, json, limits, message) => {
    expect(() => decodeJson(json, 'request', limits)).toThrow(message);
  });

  test('error: bytes that are no UTF-8', () => {
    expect(() => decodeJson(Uint8Array.of(0x22, 0xff, 0x22), 'request')).toThrow(DecodeError);
  });
});

describe('hostile sizes', () => {
  const huge = 'x'.repeat(2_000_000);

  test('error: a name of megabytes is refused without being quoted', () => {
    const decodeHuge = () => decode(locationSchema, { ...valid.location(), name: huge }, 'location');
    expect(decodeHuge).toThrow(DecodeError);
    expect(decodeHuge).toThrow(expect.objectContaining({ message: expect.not.stringContaining('xxxx') }));
  });

  test.each(['country', 'parking_type', 'time_zone', 'id', 'last_updated'])(
    'error: megabytes as %s are not quoted',
    (field) => {
      const error = (() => {
        try {
          return decode(locationSchema, { ...valid.location(), [field]: huge }, 'location');
        } catch (thrown) {
          return thrown;
        }
      })();
      expect(error).toMatchObject({ field: `location.${field}` });
      expect(String(error).length).toBeLessThan(500);
    },
  );

  test('error: more EVSEs than a location has, and more facilities', () => {
    const evses = Array.from({ length: 5_001 }, valid.evse);
    expect(() => decode(locationSchema, { ...valid.location(), evses }, 'location')).toThrow(/location.evses/);
    const facilities = Array.from({ length: 1_001 }, () => 'WIFI');
    expect(() => decode(locationSchema, { ...valid.location(), facilities }, 'location')).toThrow(
      /location.facilities/,
    );
  });

  test('error: an unknown field that is too deep, or names __proto__', () => {
    const deep = JSON.parse(`${'['.repeat(30)}${']'.repeat(30)}`);
    expect(() => decode(tokenSchema, { ...valid.token(), deep }, 'token')).toThrow(/levels/);
    const proto = JSON.parse('{"__proto__":{"valid":true}}');
    expect(() => decode(tokenSchema, { ...valid.token(), proto }, 'token')).toThrow(/__proto__/);
  });

  test('error: a value that holds itself', () => {
    const value: Record<string, unknown> = valid.token();
    value.self = value;
    expect(() => decode(tokenSchema, value, 'token')).toThrow(/levels/);
  });
});

describe('decodeList', () => {
  test('behavior: a broken object does not take the others with it', () => {
    const { objects, problems } = decodeList(tokenSchema, [valid.token(), { uid: 1 }, valid.token()], 'response.data');
    expect(objects).toHaveLength(2);
    expect(problems).toEqual([
      { index: 1, error: expect.objectContaining({ field: 'response.data[1].country_code' }) },
    ]);
  });

  test.each([null, {}, 'x'])('error: %j is no list', (value) => {
    expect(() => decodeList(tokenSchema, value, 'tokens')).toThrow(/tokens: is not a list/);
  });

  test('behavior: versions that nobody knows are versions', () => {
    expect(decode(versionListSchema, valid.versionList(), 'versions')).toHaveLength(3);
  });

  test('error: no versions at all', () => {
    expect(() => decode(versionListSchema, [], 'versions')).toThrow(DecodeError);
  });
});
