import { describe, expect, test } from 'vitest';
import { type Json, utf8Encode } from '../../../bytes/index.ts';
import { NodeMessageBody } from '../../message/index.ts';
import { MessageInspector, NodeMessage, SignatureV1, SignatureV2 } from '../index.ts';
import {
  by,
  changed as changedV2,
  header as headerV2,
  json,
  message as messageV2,
  node,
  now,
  party,
  rewritten as rewrittenV2,
  stranger,
} from '../v2.fixtures.ts';
import { fieldsOf, lookup, received, request, vector, vectorBody } from './inspect.fixtures.ts';

describe('who may sign', () => {
  test('behavior: the party, and operators of nodes', async () => {
    const found = await MessageInspector.inspect(rewrittenV2, received(changedV2), { now, lookup });
    expect(found.outcome).toBe('verifies');
    expect(found.links.map(({ who }) => who?.is)).toEqual(['party', 'operator']);
    expect(MessageInspector.describe(found).join('\n')).toContain('the party DE ABC');
    const byNode = await SignatureV2.sign(messageV2, by(node));
    const operator = await MessageInspector.inspect(byNode, received(messageV2), { now, lookup });
    expect(operator.links[0]?.who).toMatchObject({ is: 'operator', url: 'https://node.example' });
  });

  test('error: a stranger, who signs for somebody or rewrites', async () => {
    const forged = await SignatureV2.sign(messageV2, by(stranger));
    const found = await MessageInspector.inspect(forged, received(messageV2), { now, lookup });
    expect(found.problems).toMatchObject([{ field: 'links[0].statement.signer', certain: true }]);
    expect(found.links[0]?.who?.is).toBe('stranger');
    const rewrite = await SignatureV2.rewrite(headerV2, messageV2.body, changedV2, by(stranger));
    expect(fieldsOf(await MessageInspector.inspect(rewrite, received(changedV2), { now, lookup }))).toEqual([
      'links[1].statement.signer',
    ]);
    const v1 = await SignatureV1.serialise(await SignatureV1.sign({ headers: received(messageV2).headers }, stranger));
    expect(
      fieldsOf(await MessageInspector.inspect(v1, { ...received(messageV2), body: new Uint8Array() }, { lookup })),
    ).toContain('signature.signatory');
    const unknown = { ...messageV2, from: { countryCode: 'NL', partyId: 'ABC' } };
    const nobody = await MessageInspector.inspect(await SignatureV2.sign(unknown, by(party)), received(unknown), {
      now,
      lookup,
    });
    expect(nobody.problems[0]?.reason).toContain('no party NL ABC');
  });
});

describe('between nodes', () => {
  const target = {
    ...{ version: '2.2' as const, module: 'commands', role: 'RECEIVER' as const, method: 'POST' as const },
    ...{ path: '/START_SESSION', query: [], proxyUid: null, proxyResource: null, envelope: null },
    from: { country_code: 'CH', party_id: 'SNC' },
    to: { country_code: 'DE', party_id: 'XXX' },
    requestId: 'request-1',
    correlationId: request.headers['x-correlation-id'] as string,
  };
  const carry = (signature: string | null, body: Json) =>
    NodeMessageBody.encode({ ...target, signature, body: json(body) });
  const body = carry(vector.header, vectorBody);

  test('behavior: the operator, and the message that is carried', async () => {
    const header = await NodeMessage.sign(body, node);
    const found = await MessageInspector.inspect(header, { body }, { lookup });
    expect(found).toMatchObject({
      form: 'node',
      links: [{ signer: node.signer, genuine: true }],
      inner: { form: 'v1' },
    });
    // The registry of this test does not have the vector's party.
    expect(fieldsOf(found)).toContain('inner.signature.rewrites[0].signatory');
    const open = await MessageInspector.inspect(header, { body });
    expect(open).toMatchObject({ outcome: 'unchecked', inner: { outcome: 'verifies' } });
  });

  test('error: written anew, changed in a character, changed in more, signed by a stranger', async () => {
    const plain = carry(null, vectorBody);
    const header = await NodeMessage.sign(plain, node);
    const inspect = (bytes: Uint8Array, effort = 1 << 26) =>
      MessageInspector.inspect(header, { body: bytes }, { lookup, effort });
    expect((await inspect(plain)).outcome).toBe('verifies');
    const pretty = utf8Encode(JSON.stringify(JSON.parse(new TextDecoder().decode(plain)), null, 2));
    expect((await inspect(pretty)).problems).toMatchObject([{ field: 'body', certain: true }]);
    const other = carry(null, { ...vectorBody, location_id: 'elsewhere' });
    expect((await inspect(other)).problems).toMatchObject([{ field: 'body', certain: false }]);
    const short = utf8Encode('{"a":1}');
    const found = await MessageInspector.inspect(
      await NodeMessage.sign(short, node),
      { body: utf8Encode('{"a":2}') },
      { lookup, effort: 1 << 26 },
    );
    expect(found.problems[0]?.reason).toContain('"2" where "1" was signed');
    expect(
      (await MessageInspector.inspect(await NodeMessage.sign(plain, stranger), { body: plain }, { lookup })).outcome,
    ).toBe('broken');
    expect((await MessageInspector.inspect(`0x${'00'.repeat(65)}`, { body: plain })).problems).toMatchObject([
      { field: 'OCN-Signature' },
    ]);
  });

  test('attack: a signature between nodes inside another, and bodies that are none', async () => {
    const nested = carry(`0x${'11'.repeat(65)}`, vectorBody);
    expect(
      (await MessageInspector.inspect(await NodeMessage.sign(nested, node), { body: nested }, { lookup })).inner,
    ).toMatchObject({ form: 'none', inner: null });
    for (const text of ['', '[]', 'null', '{', '{"headers":3,"body":[1]}']) {
      const bytes = utf8Encode(text);
      const { form } = await MessageInspector.inspect(await NodeMessage.sign(bytes, node), { body: bytes }, { lookup });
      expect(form).toBe('node');
    }
  });
});
