import { describe, expect, test } from 'vitest';
import { type Hex, utf8Encode } from '../../../bytes/index.ts';
import { MessageInspector, SignatureV2 } from '../index.ts';
import {
  by,
  changed as changedV2,
  command,
  header as headerV2,
  json,
  message as messageV2,
  node,
  now,
  party,
  rewritten as rewrittenV2,
  stranger,
} from '../v2.fixtures.ts';
import { fieldsOf, received } from './inspect.fixtures.ts';

describe('version 2', () => {
  const inspect = (message: MessageInspector.InspectedMessage, rules: MessageInspector.InspectRules = { now }) =>
    MessageInspector.inspect(rewrittenV2, message, rules);
  const good = received(changedV2);

  test('behavior: who, when, and what was rewritten', async () => {
    const found = await inspect(good);
    expect(found).toMatchObject({ form: 'v2', outcome: 'verifies', problems: [], unsigned: [] });
    expect(found.links.map(({ signer, genuine }) => [signer, genuine])).toEqual([
      [party.signer, true],
      [node.signer, true],
    ]);
    expect(found.links[1]?.changes.map(({ field }) => field)).toEqual(['path', 'requestId', 'body']);
    expect(found.links[1]?.changes[2]?.old).toContain('emsp');
    expect(found.fields.find(({ field }) => field === 'path')).toEqual({
      field: 'path',
      state: 'same',
      signed: '/cpo/commands',
      found: '/cpo/commands',
    });
    expect(MessageInspector.describe(found).join('\n')).toContain('2026');
  });

  test('behavior: what is not known is not compared, and said', async () => {
    const { method: _, ...less } = good;
    expect(await inspect(less)).toMatchObject({ outcome: 'unchecked', problems: [] });
    const alone = await inspect({});
    expect(alone).toMatchObject({ outcome: 'unchecked', problems: [] });
    expect(alone.fields.every(({ state }) => state === 'unchecked')).toBe(true);
  });

  const h = good.headers;
  test.each<[string, string[], MessageInspector.InspectedMessage]>([
    ['method', ['method'], { ...good, method: 'PUT' }],
    ['path', ['path'], { ...good, path: messageV2.path }],
    ['network', ['network'], { ...good, network: `eip155:1:0x${'ab'.repeat(20)}` }],
    ['request id', ['requestId'], { ...good, headers: { ...h, 'X-Request-ID': 'x' } }],
    ['request id gone', ['requestId'], { ...good, headers: Object.fromEntries(Object.entries(h).slice(1)) }],
    ['correlation id', ['correlationId'], { ...good, headers: { ...h, 'X-Correlation-ID': 'x' } }],
    ['sender', ['from.partyId'], { ...good, headers: { ...h, 'OCPI-from-party-id': 'XXX' } }],
    [
      'receiver',
      ['to.countryCode', 'to.partyId'],
      { ...good, headers: { ...h, 'OCPI-to-country-code': 'NL', 'OCPI-to-party-id': 'AAA' } },
    ],
    ['a link that was added', ['headers.link'], { ...good, headers: { ...h, Link: '<https://evil.example>' } }],
    ['a link twice', ['message.headers.link', 'headers.link'], { ...good, headers: { ...h, Link: 'a', LINK: 'b' } }],
    ['a status', ['status'], { ...good, status: 200 }],
    ['the body from before', ['body'], { ...good, body: messageV2.body }],
    ['no body', ['body'], { ...good, body: new Uint8Array() }],
  ])('error: %s', async (_, fields, message) => {
    const found = await inspect(message);
    expect([found.outcome, fieldsOf(found)]).toEqual(['broken', fields]);
  });

  const now_ = { ...command, response_url: 'https://node.example/a' };
  test.each<[string, string[], Uint8Array]>([
    ['a type', ['body.valid'], json({ ...now_, valid: 'true' })],
    ['a number as text', ['body.limit'], json({ ...now_, limit: '1.5' })],
    ['an added member', ['body.free'], json({ ...now_, free: true })],
    ['a swap', ['body.location_id', 'body.evse_uid'], json({ ...now_, location_id: 'E1', evse_uid: 'L1' })],
    ['one character', ['body.location_id'], json({ ...now_, location_id: 'L2' })],
    ['one character less', ['body.evse_uid'], json({ ...now_, evse_uid: 'E' })],
    ['other white space', ['body'], utf8Encode(JSON.stringify(now_, null, 2))],
    ['as Python writes it', ['body'], utf8Encode(JSON.stringify(now_).replaceAll('":', '": ').replaceAll(',"', ', "'))],
    ['a broken character', ['body'], utf8Encode(JSON.stringify(now_).replace('{', '['))],
  ])('error: of the body %s', async (_, fields, body) => {
    const found = await inspect({ ...good, body }, { now, effort: 1 << 24 });
    expect([found.outcome, fieldsOf(found)]).toEqual(['broken', fields]);
    expect(found.problems.every(({ certain }) => certain)).toBe(true);
  });

  test('error: too much was changed in the body: it says that it cannot say, unless it has the sent one', async () => {
    const body = json({ ...now_, location_id: 'elsewhere', evse_uid: 'other' });
    expect((await inspect({ ...good, body })).problems).toMatchObject([{ field: 'body', certain: false }]);
    const found = await inspect({ ...good, body }, { now, sent: good });
    expect(fieldsOf(found)).toEqual(['body.location_id', 'body.evse_uid']);
  });

  test('error: the time', async () => {
    expect(fieldsOf(await inspect(good, { now: now + 600 }))).toEqual(['links[0].statement.expires']);
    expect(fieldsOf(await inspect(good, { now: now - 600 }))).toEqual(['links[0].statement.issued']);
    expect(fieldsOf(await inspect({}, { now: now + 600 }))).toContain('links[1].statement.expires');
    expect((await inspect(good, {})).outcome).toBe('verifies');
  });

  test('error: what was changed in the header, and not in the message', async () => {
    const links = SignatureV2.decode(headerV2);
    const first = links[0] as SignatureV2.Link;
    const altered = (change: Partial<SignatureV2.Statement>) =>
      MessageInspector.inspect(
        SignatureV2.encode([{ ...first, statement: { ...first.statement, ...change } }]),
        received(messageV2),
        { now },
      );
    expect(fieldsOf(await altered({ path: '/other' }))).toEqual(['links[0].statement.path']);
    expect(fieldsOf(await altered({ body: `0x${'00'.repeat(32)}` }))).toEqual(['links[0].statement.body']);
    expect(fieldsOf(await altered({ to: { countryCode: 'CH', partyId: 'QQQ' } }))).toEqual(['links[0].statement.to']);
    const signer = await altered({ signer: stranger.signer });
    expect(signer.problems).toMatchObject([{ field: 'links[0].signature', certain: false }]);
    expect(signer.links[0]?.genuine).toBeNull();
    expect(fieldsOf(await altered({ expires: '2026-11-20T23:00:00Z' }))).toEqual(['links[0].signature']);
    const chain = SignatureV2.decode(rewrittenV2);
    const other = await SignatureV2.sign({ ...messageV2, correlationId: 'other' }, by(party));
    const mixed = SignatureV2.encode([SignatureV2.decode(other)[0] as SignatureV2.Link, chain[1] as SignatureV2.Link]);
    expect(fieldsOf(await MessageInspector.inspect(mixed, good, { now }))).toContain('links[1].statement.replaces');
  });

  test('error: a signer that only a chain can ask', async () => {
    const wallet = {
      ...party,
      signer: `0x${'aa'.repeat(20)}${'01'.repeat(33)}` as Hex,
      sign: async () => '0x1234' as Hex,
    };
    const { signTypedData: _, ...contract } = wallet;
    const header = await SignatureV2.sign(messageV2, by(contract));
    const ask = (answer: boolean) =>
      MessageInspector.inspect(header, received(messageV2), { now, ask: async () => answer });
    const unknown = await MessageInspector.inspect(header, received(messageV2), { now });
    expect(unknown.problems).toMatchObject([{ field: 'links[0].signature', certain: false }]);
    expect((await ask(true)).outcome).toBe('verifies');
    expect((await ask(false)).outcome).toBe('broken');
  });
});
