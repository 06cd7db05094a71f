import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ArgumentError, DecodeError, TransportError } from '../../errors/index.ts';
import * as ocpi from './index.ts';
import * as valid from './ocpi.fixtures.ts';

const at = '2026-11-20T10:00:00Z';

describe('dateTime', () => {
  // The spellings are those that the standard lists.
  test.each([
    ['2015-06-29T20:39:09Z', '2015-06-29T20:39:09Z'],
    ['2015-06-29T20:39:09', '2015-06-29T20:39:09Z'],
    ['2016-12-29T17:45:09.2Z', '2016-12-29T17:45:09.200Z'],
    ['2016-12-29T17:45:09.2', '2016-12-29T17:45:09.200Z'],
    ['2018-01-01T01:08:01.123', '2018-01-01T01:08:01.123Z'],
    ['2024-02-29T00:00:00', '2024-02-29T00:00:00Z'],
  ])('behavior: %s', (text, same) => {
    expect(ocpi.formatDateTime(ocpi.parseDateTime(text))).toBe(same);
    expect(ocpi.compareDateTimes(text, same)).toBe(0);
  });

  test.each([
    '2015-06-29T20:39:09+00:00',
    '2015-06-29T20:39:09z',
    '2015-06-29 20:39:09',
    '2015-06-29T20:39Z',
    '2015-06-29',
    '2015-06-29T20:39:09.Z',
    '2015-06-29T20:39:09.123456Z',
    '2015-02-29T20:39:09Z',
    '2015-06-31T20:39:09Z',
    '2015-13-01T20:39:09Z',
    '2015-06-29T24:00:00Z',
    '2016-12-31T23:59:60Z',
    ' 2015-06-29T20:39:09Z',
    '2015-06-29T20:39:09Z\n',
    '',
    1_435_610_349,
    null,
  ])('error: %j', (text) => {
    expect(() => ocpi.parseDateTime(text, 'date_from')).toThrow(/^date_from: is not a time/);
  });

  test('behavior: roundtrip to the millisecond', () => {
    fc.assert(
      fc.property(fc.integer({ min: -62_167_219_200_000, max: 253_402_300_799_999 }), (time) => {
        expect(ocpi.parseDateTime(ocpi.formatDateTime(time))).toBeCloseTo(time, 6);
      }),
    );
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, 253_402_300_800_000, -62_167_219_200_001])('error: %d', (time) => {
    expect(() => ocpi.formatDateTime(time)).toThrow(ArgumentError);
  });
});

describe('ciString and party', () => {
  test('behavior: case does not count', () => {
    expect(ocpi.sameCiString('DE*8AA-x', 'de*8aa-X')).toBe(true);
    expect(ocpi.sameParty({ country_code: 'nl', party_id: 'tNm' }, { country_code: 'NL', party_id: 'TNM' })).toBe(true);
    expect(ocpi.partyKey({ country_code: 'nl', party_id: 'tNm' })).toBe('NL-TNM');
  });

  test.each([
    ['abc', 'abcd'],
    ['K', '\u212a'],
    ['i', '\u0130'],
    ['s', '\u017f'],
  ])('error: %s is not %s', (a, b) => {
    expect(ocpi.sameCiString(a, b)).toBe(false);
  });
});

describe('status codes and errors', () => {
  test('behavior: by name, by kind', () => {
    expect(ocpi.statusName(4001)).toBe('unknownReceiver');
    expect([1000, 1999, 2999, 3001, 4900].map(ocpi.statusKind)).toEqual([
      'success',
      'success',
      'client',
      'server',
      'hub',
    ]);
  });

  test.each([999, 5000, 200, 2000.5, -2000, Number.NaN])('error: %d is none', (code) => {
    expect(ocpi.statusName(code)).toBeNull();
    expect(ocpi.statusKind(code)).toBeNull();
  });

  test('behavior: what failed becomes a status', () => {
    const decoding = new DecodeError('is missing', { field: 'location.id' });
    expect(ocpi.OcpiError.from(decoding)).toMatchObject({ statusCode: 2001, field: 'location.id', kind: 'client' });
    const known = new ocpi.OcpiError('unknownToken', 'is unknown', { httpStatus: 404 });
    expect(ocpi.OcpiError.from(known)).toBe(known);
    expect(known).toMatchObject({ statusName: 'unknownToken', httpStatus: 404 });
    expect(new ocpi.OcpiError(2901, 'is odd')).toMatchObject({ statusName: null, kind: 'client' });
  });

  test('error: our own faults say nothing of themselves', () => {
    for (const secret of [new Error('password=1'), new TransportError('password=1'), 'password=1']) {
      const answer = ocpi.failure(ocpi.OcpiError.from(secret), at);
      expect(answer).toEqual({ status_code: 3000, status_message: 'failed', timestamp: at });
    }
  });
});

describe('envelope', () => {
  test('behavior: roundtrip with data, without, and with a signature', () => {
    const envelope = ocpi.decodeEnvelope({ ...ocpi.success(valid.token(), at), ocn_signature: 'G…' });
    expect(ocpi.decodeData(ocpi.tokenSchema, envelope)).toEqual(valid.token());
    expect(envelope.ocn_signature).toBe('G…');
    expect(ocpi.success(undefined, at)).toEqual({ status_code: 1000, timestamp: at });
    expect(ocpi.decodeData(null, ocpi.decodeEnvelope(ocpi.success(undefined, at)))).toBeUndefined();
  });

  test('behavior: a status of its own below 2000 is a success', () => {
    expect(ocpi.decodeData(null, ocpi.decodeEnvelope({ status_code: 1900, timestamp: at, data: 1 }))).toBe(1);
  });

  test.each([
    [{ timestamp: at }, 'response.status_code'],
    [{ status_code: '1000', timestamp: at }, 'response.status_code'],
    [{ status_code: 200, timestamp: at }, 'response.status_code'],
    [{ status_code: 1000 }, 'response.timestamp'],
    [{ status_code: 1000, timestamp: 'now' }, 'response.timestamp'],
    [{ status_code: 1000, timestamp: at, status_message: 1 }, 'response.status_message'],
    [{ status_code: 1000, timestamp: at, status_message: 'x'.repeat(5000) }, 'response.status_message'],
    [[], 'response'],
    [null, 'response'],
  ])('error: case %# is no envelope', (value, field) => {
    expect(() => ocpi.decodeEnvelope(value)).toThrow(expect.objectContaining({ code: 'DECODE', field }));
  });

  test('error: a refusal is thrown with its status, and quotes in one line', () => {
    const envelope = ocpi.decodeEnvelope({ status_code: 2003, status_message: 'no\nsuch', timestamp: at });
    const read = () => ocpi.decodeData(ocpi.locationSchema, envelope);
    expect(read).toThrow(expect.objectContaining({ statusCode: 2003, metaMessages: ['"no\\nsuch"'] }));
  });

  test.each([undefined, null])('error: data %s where there has to be some', (data) => {
    const envelope = ocpi.decodeEnvelope({ data, status_code: 1000, timestamp: at });
    expect(() => ocpi.decodeData(ocpi.tokenSchema, envelope)).toThrow(/^response.data: is missing/);
  });

  test('error: data that is wrong is named', () => {
    const envelope = ocpi.decodeEnvelope(ocpi.success({ ...valid.token(), valid: 1 }, at));
    expect(() => ocpi.decodeData(ocpi.tokenSchema, envelope)).toThrow(/^response.data.valid/);
  });
});

describe('authorization', () => {
  test('behavior: base64 and raw', () => {
    expect(ocpi.encodeAuthorization('example-token')).toBe('Token ZXhhbXBsZS10b2tlbg==');
    expect(ocpi.encodeAuthorization('example-token', 'raw')).toBe('Token example-token');
    expect(ocpi.decodeAuthorization('token example-token')).toEqual(['example-token']);
  });

  test('behavior: a line break that was encoded by mistake, as in an example of the standard', () => {
    expect(ocpi.decodeAuthorization('Token ZXhhbXBsZS10b2tlbgo=')[0]).toBe('example-token');
  });

  test('behavior: every token is found again', () => {
    const character = fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code));
    fc.assert(
      fc.property(fc.array(character, { minLength: 1, maxLength: 64 }), fc.boolean(), (characters, raw) => {
        const token = characters.join('');
        expect(ocpi.decodeAuthorization(ocpi.encodeAuthorization(token, raw ? 'raw' : 'base64'))).toContain(token);
      }),
    );
  });

  test.each([
    undefined,
    null,
    '',
    'Token',
    'Token ',
    'Basic ZXhhbXBsZS10b2tlbg==',
    'Token a b',
    'Token  a',
    'Token ä',
    'Token a\nX-Evil: 1',
    `Token ${'a'.repeat(89)}`,
    `Token ${'a'.repeat(1_000_000)}`,
    ['Token a'],
  ])('error: case %# is no authorization, and is not quoted', (header) => {
    expect(() => ocpi.decodeAuthorization(header)).toThrow(/^Authorization: is not "Token" and a credentials token$/);
  });

  test.each(['', 'a b', 'a\n', 'ä', 'a'.repeat(65)])('error: case %# is no token to send', (token) => {
    expect(() => ocpi.encodeAuthorization(token)).toThrow(ArgumentError);
  });
});

describe('message headers', () => {
  const from = { country_code: 'DE', party_id: 'GSL' };
  const to = { country_code: 'NL', party_id: 'EMP' };
  const message = { requestId: 'r-1', correlationId: 'c-1', from, to };

  test('behavior: roundtrip, in any case, as fetch has them and as Node has them', () => {
    const headers = ocpi.encodeMessageHeaders(message);
    expect(Object.keys(headers)).toEqual([
      'X-Request-ID',
      'X-Correlation-ID',
      'OCPI-from-country-code',
      'OCPI-from-party-id',
      'OCPI-to-country-code',
      'OCPI-to-party-id',
    ]);
    expect(ocpi.decodeMessageHeaders(headers)).toEqual(message);
    expect(ocpi.decodeMessageHeaders(new Headers(headers))).toEqual(message);
    const upper = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toUpperCase(), value]));
    expect(ocpi.decodeMessageHeaders(upper)).toEqual(message);
  });

  test('behavior: a response turns the parties around', () => {
    expect(ocpi.responseHeaders(message)).toEqual({ ...message, from: to, to: from });
  });

  test('behavior: what is not there is null', () => {
    const none = { requestId: null, correlationId: null, from: null, to: null };
    expect(ocpi.decodeMessageHeaders({})).toEqual(none);
    expect(ocpi.encodeMessageHeaders(none)).toEqual({});
  });

  test.each([
    [{ 'ocpi-from-country-code': 'DE' }, 'OCPI-from-party-id'],
    [{ 'ocpi-to-party-id': 'EMP' }, 'OCPI-to-country-code'],
    [{ 'ocpi-to-party-id': 'EMPX', 'ocpi-to-country-code': 'NL' }, 'OCPI-to-party-id'],
    [{ 'ocpi-to-party-id': 'EMP', 'ocpi-to-country-code': 'N1' }, 'OCPI-to-country-code'],
    [{ 'ocpi-to-party-id': ['EMP', 'BAD'], 'ocpi-to-country-code': 'NL' }, 'OCPI-to-party-id'],
    [{ 'OCPI-to-party-id': 'EMP', 'ocpi-to-party-id': 'BAD', 'ocpi-to-country-code': 'NL' }, 'OCPI-to-party-id'],
    [{ 'x-request-id': 'a b' }, 'X-Request-ID'],
    [{ 'x-request-id': '' }, 'X-Request-ID'],
    [{ 'x-correlation-id': 'a\r\nb' }, 'X-Correlation-ID'],
    [{ 'x-correlation-id': 'a'.repeat(129) }, 'X-Correlation-ID'],
  ])('error: %j', (headers, field) => {
    expect(() => ocpi.decodeMessageHeaders(headers)).toThrow(expect.objectContaining({ code: 'DECODE', field }));
  });

  test('error: two headers that fetch made one', () => {
    const headers = new Headers(ocpi.encodeMessageHeaders(message));
    headers.append('OCPI-to-party-id', 'BAD');
    expect(() => ocpi.decodeMessageHeaders(headers)).toThrow(/OCPI-to-party-id/);
  });

  test('error: a header of one’s own that would be broken is not sent', () => {
    expect(() => ocpi.encodeMessageHeaders({ requestId: 'a\r\nEvil: 1' })).toThrow(ArgumentError);
  });
});
