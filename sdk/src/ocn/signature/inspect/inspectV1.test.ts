import { describe, expect, test } from 'vitest';
import type { Hex, Json } from '../../../bytes/index.ts';
import { MessageInspector, SignatureV1 } from '../index.ts';
import { json, party, stranger } from '../v2.fixtures.ts';
import { asReceived, type Body, fieldsOf, request, vector, vectorBody } from './inspect.fixtures.ts';

const token = vectorBody.token as Body;
const inspectVector = (body: Json, rules: MessageInspector.InspectRules = {}) =>
  MessageInspector.inspect(vector.header, asReceived(body), rules);

describe('version 1', () => {
  test('behavior: the published vector: who, and what was rewritten', async () => {
    const found = await inspectVector(vectorBody);
    expect(found).toMatchObject({ form: 'v1', outcome: 'verifies', problems: [], unsigned: [] });
    expect(found.fields.every(({ state }) => state === 'same')).toBe(true);
    const [sender, rewriter] = found.links;
    expect(sender?.signer).toBe(vector.decoded.rewrites[0]?.signatory.toLowerCase());
    expect(rewriter?.changes).toEqual([
      { field: 'body.response_url', old: request.body.response_url, new: vector.rewrittenUrl },
    ]);
    expect(found.links.every(({ genuine }) => genuine)).toBe(true);
    const words = MessageInspector.describe(found).join('\n');
    expect(words).toContain(`Rewritten: body.response_url from "${request.body.response_url}"`);
    expect(words).toContain('Version 1 does not sign method, path');
  });

  test('behavior: a header alone is decoded, and proves nothing', async () => {
    const found = await MessageInspector.inspect(vector.header);
    expect(found).toMatchObject({ form: 'v1', outcome: 'unchecked', problems: [] });
    expect(found.fields).toHaveLength(17);
    expect(found.links.map(({ genuine }) => genuine)).toEqual([true, true]);
    const headersOnly = await MessageInspector.inspect(vector.header, { headers: request.headers });
    expect(headersOnly.outcome).toBe('unchecked');
  });

  test.each<[string, string[], Json]>([
    [
      'swapped values',
      ['body.token.uid', 'body.token.contract_id'],
      { ...vectorBody, token: { ...token, uid: token.contract_id as Json, contract_id: token.uid as Json } },
    ],
    ['the opposite truth value', ['body.token.valid'], { ...vectorBody, token: { ...token, valid: false } }],
    ['another case', ['body.evse_uid'], { ...vectorBody, evse_uid: 'FE16-429' }],
    ['white space', ['body.location_id'], { ...vectorBody, location_id: ' ae6d2483 ' }],
    [
      'a time without fractions',
      ['body.token.last_updated'],
      { ...vectorBody, token: { ...token, last_updated: '2020-01-08T12:35:53.380' } },
    ],
    ['one other digit', ['body.location_id'], { ...vectorBody, location_id: 'ae6d2484' }],
    ['the URL from before the rewrite', ['body.response_url'], request.body],
    [
      'a value that is gone',
      ['body.location_id'],
      Object.fromEntries(Object.entries(vectorBody).filter(([name]) => name !== 'location_id')),
    ],
    ['a value that is null', ['body.location_id'], { ...vectorBody, location_id: null }],
    ['a value that is a list', ['body.location_id'], { ...vectorBody, location_id: ['ae6d2483'] }],
    [
      'a value that was renamed',
      ['body.location_id'],
      Object.fromEntries(
        Object.entries(vectorBody).map(([name, value]) => [name === 'location_id' ? 'location' : name, value]),
      ),
    ],
  ])('error: %s: %j', async (_, fields, body) => {
    const found = await inspectVector(body, { effort: 1 << 25 });
    expect([found.outcome, fieldsOf(found)]).toEqual(['broken', fields]);
    expect(found.problems.every(({ certain }) => certain)).toBe(true);
  });

  test('error: capital letters in a name, which version 1 signs and never finds', async () => {
    const values = { headers: request.headers, body: { evseUid: 'E1', limit: 1 } };
    const header = await SignatureV1.serialise(await SignatureV1.sign(values, party));
    const found = await MessageInspector.inspect(header, asReceived(values.body));
    expect(found).toMatchObject({ outcome: 'broken', problems: [{ field: 'body.evseUid', certain: true }] });
    expect(found.problems[0]?.reason).toContain('nothing was changed');
  });

  test('attack: a value that nobody signed', async () => {
    const found = await inspectVector({ ...vectorBody, free: true, token: { ...token, group_id: 'G' } });
    expect(found).toMatchObject({ outcome: 'extended', unsigned: ['body.token.group_id', 'body.free'] });
    expect(MessageInspector.describe(found).join('\n')).toContain('signed by nobody: body.token.group_id, body.free');
  });

  test('error: numbers that another language writes with ".0"', async () => {
    const values = { headers: request.headers, body: { a: '1.0', b: '2.0', c: 'x' } };
    const header = await SignatureV1.serialise(await SignatureV1.sign(values, party));
    const found = await MessageInspector.inspect(header, asReceived({ a: 1, b: 2, c: 'x' }));
    expect(fieldsOf(found)).toEqual(['body.a', 'body.b']);
  });

  test('error: items of a list have changed places', async () => {
    const evses = ['A', 'B', 'C'].map((uid, i) => ({ uid, level: i }));
    const header = await SignatureV1.serialise(
      await SignatureV1.sign({ headers: request.headers, body: { evses } }, party),
    );
    const found = await MessageInspector.inspect(header, asReceived({ evses: [evses[2], evses[1], evses[0]] as Json }));
    expect(fieldsOf(found)).toEqual(['body.evses[0]', 'body.evses[2]']);
  });

  test('error: what was changed in the header, and not in the message', async () => {
    const with_ = async (change: Partial<SignatureV1.SignatureV1>) =>
      MessageInspector.inspect(await SignatureV1.serialise({ ...vector.decoded, ...change }), asReceived(vectorBody));
    const zero = `0x${'00'.repeat(32)}` as Hex;
    expect(fieldsOf(await with_({ hash: zero }))).toEqual(['signature.hash']);
    expect(fieldsOf(await with_({ rsv: `0x${'00'.repeat(65)}` }))).toEqual(['signature.rsv']);
    expect(fieldsOf(await with_({ signatory: stranger.signer }))).toEqual(['signature.signatory']);
    expect(fieldsOf(await with_({ fields: vector.decoded.fields.slice(1) }))).toEqual(
      ['signature.fields', 'signature.rewrites[0].rewrittenFields', 'signature.fields'].slice(0, 1),
    );
    const rewrite = vector.decoded.rewrites[0] as SignatureV1.RewriteV1;
    const lied = { ...rewrite, rewrittenFields: { "$['body']['response_url']": 'https://other.example' } };
    const found = await with_({ rewrites: [lied] });
    expect(fieldsOf(found)).toContain('signature.rewrites[0].rewrittenFields');
    expect(found.links.at(-1)?.genuine).toBe(true);
  });

  test('behavior: with the sent message, every difference is named', async () => {
    const body = { ...vectorBody, location_id: 'somewhere else', evse_uid: 'another one' };
    const blind = await inspectVector(body);
    expect(blind.problems).toMatchObject([{ field: 'signature.hash', certain: false }]);
    const found = await inspectVector(body, { sent: asReceived(vectorBody) });
    expect(fieldsOf(found)).toEqual(['body.location_id', 'body.evse_uid']);
  });

  test('behavior: a response, whose signature is in its body', async () => {
    const values = {
      headers: { 'x-limit': '50', link: '<https://n.example/page/1>; rel="next"' },
      body: { status_code: 1000, timestamp: '2026-11-20T12:00:00Z' },
    };
    const ocn_signature = await SignatureV1.serialise(await SignatureV1.sign(values, party));
    const response = {
      status: 200,
      path: '/x',
      headers: { 'X-Limit': '50', Link: values.headers.link, Date: 'now' },
      body: json({ ...values.body, ocn_signature }),
    };
    expect(MessageInspector.signatureIn(response)).toBe(ocn_signature);
    expect(await MessageInspector.inspect(ocn_signature, response)).toMatchObject({
      outcome: 'verifies',
      unsigned: [],
    });
    const moved = { ...response, headers: { ...response.headers, Link: '<https://evil.example/>' } };
    expect((await MessageInspector.inspect(ocn_signature, moved)).outcome).toBe('broken');
  });
});
