import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { utf8Decode } from '../../bytes/index.ts';
import { ArgumentError, DecodeError } from '../../errors/index.ts';
import { command, now, operator, text } from './message.fixtures.ts';
import * as NodeMessageBody from './message.ts';
import { assertEnvelope } from './nodeEnvelope.ts';

const { decode, encode, longest } = NodeMessageBody;

/** A message, as its JSON is before something is wrong with it. */
function changed(change: (message: Record<string, unknown>) => void): Uint8Array {
  const message = JSON.parse(utf8Decode(encode(command)));
  change(message);
  return text(JSON.stringify(message));
}

function fieldOf(bytes: Uint8Array): string | undefined {
  try {
    decode(bytes);
  } catch (error) {
    if (error instanceof DecodeError) return error.field;
    throw error;
  }
  return 'accepted';
}

describe('messages between nodes', () => {
  test('behavior: what a node sends is what the other reads, the body byte for byte', () => {
    const { json, ...read } = decode(encode(command));
    expect(read).toEqual(command);
    expect(json).toMatchObject({ limit: 1 });
  });

  test('behavior: a message has the members of the original network, authorization blanked', () => {
    const { envelope, ...original } = JSON.parse(utf8Decode(encode(command)));
    expect(Object.keys(original)).toEqual([
      ...['module', 'interface_role', 'method', 'headers', 'url_path', 'query_params', 'proxy_uid', 'body'],
    ]);
    expect(original).toMatchObject({ module: 'COMMANDS', interface_role: 'RECEIVER', query_params: { x: 'a b' } });
    expect(original.headers).toEqual({
      Authorization: '',
      'OCN-Signature': 'EV2.W10',
      'X-Request-ID': 'request-1',
      'X-Correlation-ID': 'correlation-1',
      sender: { party_id: 'Abc', country_code: 'de' },
      receiver: { party_id: 'XYZ', country_code: 'CH' },
    });
    expect(envelope).toMatchObject({ type: 'ocn-message/v2', to: operator, version: '2.2.1', query: 'x=a%20b' });
  });

  test('behavior: a message of a peer of version 1 is of OCPI 2.2, with parameters as values', () => {
    const bytes = changed((message) => {
      message.envelope = undefined;
      message.url_path = 'START_SESSION';
      message.query_params = { limit: 5, date_from: '2026-11-20T00:00:00Z', offset: null };
    });
    expect(decode(bytes)).toMatchObject({
      envelope: null,
      version: '2.2',
      path: '/START_SESSION',
      query: [
        ['limit', '5'],
        ['date_from', '2026-11-20T00%3A00%3A00Z'],
      ],
    });
  });

  test('behavior: custom modules keep their names, and bodies that are no JSON their bytes', () => {
    const message = { ...command, module: 'Parking-1', body: Uint8Array.of(0xff, 0, 0x22) };
    expect(decode(encode(message))).toMatchObject({ module: 'Parking-1', body: message.body, json: undefined });
    expect(() => encode({ ...message, envelope: null })).toThrow(ArgumentError);
  });

  test('property: any JSON text arrives byte for byte', () => {
    const space = fc.stringMatching(/^[ \n\r\t]{0,3}$/);
    fc.assert(
      fc.property(fc.json(), space, space, (json, before, after) => {
        const body = text(`${before}${json}${after}`);
        if (json.includes('__proto__')) return;
        expect(decode(encode({ ...command, body })).body).toEqual(body);
      }),
      { numRuns: 300 },
    );
  });

  test('property: numbers of any spelling arrive as they were written', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^-?(0|[1-9]\d{0,30})(\.\d{1,30})?([eE][+-]?\d{1,3})?$/), (number) => {
        const body = text(`{"kwh":${number}}`);
        expect(decode(encode({ ...command, body })).body).toEqual(body);
      }),
    );
  });

  test.each([
    ['module', 'PARKING'],
    ['interface_role', 'sender'],
    ['method', 'TRACE'],
    ['headers', null],
    ['url_path', '/../admin'],
    ['url_path', '/a/%2e%2E/b'],
    ['url_path', '//evil.example/x'],
    ['url_path', '/a?b=1'],
    ['url_path', '/a#b'],
    ['url_path', '/a\\b'],
    ['url_path', '/a\nb'],
    ['url_path', 7],
    ['url_path', `/${'a'.repeat(1_100)}`],
    ['proxy_uid', 'a b'],
    ['proxy_resource', 'https://a.example/ b'],
  ])('error: %s may not be %j', (name, value) => {
    expect(fieldOf(changed((message) => Object.assign(message, { [name]: value })))).toBe(`message.${name}`);
  });

  test.each(['X-Request-ID', 'X-Correlation-ID', 'sender', 'receiver'])('error: the header %s is missing', (name) => {
    const bytes = changed((message) => {
      delete (message.headers as Record<string, unknown>)[name];
    });
    expect(fieldOf(bytes)).toBe(`message.headers.${name}`);
  });

  test.each([
    [{ type: 'ocn-message/v3' }, 'type'],
    [{ to: '0x12' }, 'to'],
    [{ expires: command.envelope?.issued }, 'expires'],
    [{ expires: '2027-11-20T11:20:00Z' }, 'expires'],
    [{ id: 'short' }, 'id'],
    [{ version: '2.1.1' }, 'version'],
    [{ query: 'a' }, 'query'],
    [{ query: 'a=1#' }, 'query'],
    [{ copy_of: {} }, 'copy_of.country_code'],
  ])('error: an envelope with %j', (member, field) => {
    const bytes = changed((message) => Object.assign(message.envelope as object, member));
    expect(fieldOf(bytes)).toBe(`message.envelope.${field}`);
  });

  test('error: parameters that are no values', () => {
    const bytes = changed((message) => {
      message.envelope = undefined;
      message.query_params = { a: { b: 1 } };
    });
    expect(fieldOf(bytes)).toBe('message.query_params');
  });

  test('error: a member that is there twice, of which readers take different ones', () => {
    const json = utf8Decode(encode(command));
    expect(fieldOf(text(json.replace('{', '{"b\\u006fdy":{},')))).toBe('message');
    expect(fieldOf(text(json.replace('{', '{"module":"TOKENS",')))).toBe('message');
  });

  test('error: two bodies', () => {
    expect(fieldOf(changed((message) => Object.assign(message, { body_bytes: 'AA' })))).toBe('message.body_bytes');
  });

  test('error: too deep, too long, __proto__', () => {
    expect(fieldOf(text(`{"body":${'['.repeat(60)}${']'.repeat(60)}}`))).toBe('message');
    const long = encode({ ...command, body: text(`"${'a'.repeat(2_000)}"`) });
    expect(() => decode(long, { bytes: 1_000 })).toThrow(DecodeError);
    expect(() => decode(new Uint8Array(400_000), { bytes: 1_000 })).toThrow(DecodeError);
    expect(fieldOf(text('{"__proto__":{}}'))).toBe('message');
  });

  test('behavior: a body of exactly the limit is read, whatever is around it; one byte more is not', () => {
    const limits = { bytes: 1_000 };
    const json = text(`"${'a'.repeat(998)}"`);
    expect(decode(encode({ ...command, body: json }), limits).body).toEqual(json);
    const bytes = new Uint8Array(1_000).fill(0xff);
    const packed = encode({ ...command, module: 'parking', body: bytes });
    expect(packed.length).toBeLessThan(longest(1_000));
    expect(decode(packed, limits).body).toEqual(bytes);
    for (const [body, field] of [
      [text(`"${'a'.repeat(999)}"`), 'message.body'],
      [new Uint8Array(1_001).fill(0xff), 'message.body_bytes'],
    ] as const) {
      const long = encode({ ...command, module: 'parking', body });
      expect(() => decode(long, limits)).toThrow(expect.objectContaining({ field }));
    }
  });

  test('error: cut off at every byte', () => {
    const bytes = encode(command);
    for (let end = 0; end < bytes.length; end++) expect(fieldOf(bytes.subarray(0, end))).not.toBe('accepted');
  });
});

describe('envelopes', () => {
  const envelope = { to: operator, issued: now, expires: now + 60, id: 'x'.repeat(16) };

  test('behavior: a clock may be half a minute off', () => {
    expect(() => assertEnvelope(envelope, operator, now - 30)).not.toThrow();
    expect(() => assertEnvelope(envelope, operator, now + 89)).not.toThrow();
  });

  test.each([
    ['another operator', `0x${'11'.repeat(20)}` as const, now, 'to'],
    ['the future', operator, now - 31, 'issued'],
    ['the past', operator, now + 90, 'expires'],
  ])('attack: a message for %s', (_, to, at, field) => {
    expect(() => assertEnvelope(envelope, to, at)).toThrow(
      expect.objectContaining({ field: `message.envelope.${field}` }),
    );
  });
});
