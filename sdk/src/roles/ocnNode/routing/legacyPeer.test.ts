import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Hex, type Json, utf8Decode, utf8Encode } from '../../../bytes/index.ts';
import { NodeMessageBody } from '../../../ocn/message/index.ts';
import { NodeMessage, SignatureV1 } from '../../../ocn/signature/index.ts';
import { nextLink } from '../../../protocol/ocpi/index.ts';
import * as objects from '../../../protocol/ocpi/ocpi.fixtures.ts';
import { createTestDirectory } from '../testing/testDirectory.ts';
import { messageOf, post, signedBy } from './hostile.fixtures.ts';
import { startNode, type TestNode, testSigner } from './network.fixtures.ts';
import { type Got, receivedMessage, startParty, type TestParty, valuesV1 } from './party.fixtures.ts';

const directory = createTestDirectory();
const legacy = testSigner(7);
const operator = legacy.signer.toLowerCase() as Hex;
const time = '2026-11-20T10:00:00Z';
const success = { data: {}, status_code: 1000, timestamp: time };

let node: TestNode;
let ours: TestParty;
/** A party of the original network, on a node of the original network. */
let theirs: TestParty;
let server: Server;
let url: string;
let got: { readonly headers: Readonly<Record<string, unknown>>; readonly bytes: Uint8Array }[] = [];
let answer: { body: object; headers?: Record<string, string> };

beforeAll(async () => {
  server = createServer(async (request, response) => {
    if (request.url !== '/ocn/message') return void response.writeHead(404).end();
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    got.push({ headers: request.headers, bytes: new Uint8Array(Buffer.concat(chunks)) });
    response.writeHead(200, answer.headers ?? {}).end(JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  node = await startNode(1, directory);
  ours = await startParty(node, { country_code: 'DE', party_id: 'OUR' }, 'CPO', { speaks: 'v1' });
  theirs = await startParty(node, { country_code: 'CH', party_id: 'OLD' }, 'EMSP', { speaks: 'v1' });
  directory.setParty(theirs.id, operator, ['EMSP'], { address: theirs.address });
  directory.setNode({ operator, url, key: operator });
});

afterAll(async () => {
  server.close().closeAllConnections();
  for (const one of [ours, theirs, node]) await one?.[Symbol.asyncDispose]();
});

beforeEach(() => {
  got = [];
  answer = { body: success };
  ours.got.length = 0;
  ours.answer = () => ({});
});

const last = () => NodeMessageBody.decode(got.at(-1)?.bytes as Uint8Array);

/** As a node of the original network writes a message: no envelope, no slash before the path. */
async function send(more: Partial<NodeMessageBody.NodeMessageBody>, isSigned = true) {
  const draft = { ...messageOf(theirs, ours, node, more), envelope: null, version: '2.2' as const };
  const message = isSigned
    ? await signedBy(theirs, draft, `/x${draft.query.length > 0 ? '?limit=5' : ''}`, 'v1')
    : draft;
  return post(node, legacy, message);
}

async function verified(header: string | undefined, values: SignatureV1.ValuesV1) {
  return SignatureV1.verify(await SignatureV1.deserialise(header ?? ''), values);
}

describe('to a node of version 1', () => {
  test('behavior: gets what the original sends, signed by the operator over the raw bytes', async () => {
    const heard = await ours.send({ method: 'GET', path: '/ocpi/sender/2.2.1/tokens?limit=5', to: theirs.id });
    expect(heard.json).toMatchObject({ status_code: 1000 });
    const { bytes, headers } = got[0] as (typeof got)[number];
    NodeMessage.assert(bytes, headers['ocn-signature'] as string, node.operator);
    const json = JSON.parse(utf8Decode(bytes));
    expect(json).not.toHaveProperty('envelope');
    expect(json).toMatchObject({ module: 'TOKENS', query_params: { limit: '5' }, headers: { Authorization: '' } });
    const verdict = await verified(json.headers['OCN-Signature'], valuesV1({ ...heard.message, ...ends() }));
    expect(verdict).toMatchObject({ valid: true, signatory: ours.address });
  });

  const ends = () => ({
    from: { countryCode: 'DE', partyId: 'OUR' },
    to: { countryCode: 'CH', partyId: 'OLD' },
    body: new Uint8Array(0),
  });

  test('behavior: a party of version 2 has its node sign with version 1', async () => {
    const modern = await startParty(node, { country_code: 'DE', party_id: 'MOD' }, 'CPO');
    await using _ = modern;
    const heard = await modern.send({ method: 'GET', path: '/ocpi/sender/2.2.1/tokens', to: theirs.id });
    expect(heard.json).toMatchObject({ status_code: 1000 });
    // The answer has no signature: the node says so in its own name.
    expect(heard.headers['ocn-signature']).toMatch(/^EV2\./);
    const signature = await SignatureV1.deserialise(last().signature as string);
    expect(signature.signatory.toLowerCase()).toBe(node.operator);
  });

  test('behavior: a response URL is one of its own, and what it stands for is found by the URL it says', async () => {
    const body = JSON.stringify({ ...objects.stopSession(), response_url: `${ours.url}/results/9` });
    await ours.send({ method: 'POST', path: '/ocpi/receiver/2.2.1/commands/STOP_SESSION', to: theirs.id, body });
    const { proxyUid, proxyResource, body: sent, signature } = last();
    const { response_url } = JSON.parse(utf8Decode(sent as Uint8Array));
    expect(response_url).toBe(`${url}/ocpi/sender/2.2/commands/STOP_SESSION/${proxyUid}`);
    expect(proxyResource).toBe(`${node.url}/ocpi/sender/2.2.1/commands/STOP_SESSION/${proxyUid}`);
    const values = valuesV1({ ...receivedOf(last()), body: sent as Uint8Array });
    expect(await verified(signature as string, values)).toMatchObject({ valid: true, before: [ours.address] });
    const result = utf8Encode('{"result":"ACCEPTED"}');
    const use = { module: 'commands', role: 'SENDER', method: 'POST', path: '', body: result, proxyResource } as const;
    expect((await send(use)).json).toMatchObject({ status_code: 1000 });
    expect(ours.got.map(({ path }) => path)).toEqual(['/results/9']);
  });

  const receivedOf = ({ from, to, requestId, correlationId }: NodeMessageBody.DecodedMessage) => ({
    network: '',
    method: 'POST',
    path: '/',
    requestId,
    correlationId,
    from: { countryCode: from.country_code, partyId: from.party_id },
    to: { countryCode: to.country_code, partyId: to.party_id },
  });

  test('behavior: pages of a node of version 1, which gives out its platform’s own URL', async () => {
    const link = 'https://old-platform.example/cdrs?page=2';
    answer = { body: { ...success, data: [] }, headers: { Link: `<${link}>; rel="next"`, 'X-Limit': '1' } };
    const heard = await ours.send({ method: 'GET', path: '/ocpi/sender/2.2.1/tokens', to: theirs.id });
    const next = new URL(nextLink(heard.headers.link as string) as string);
    expect(next.origin).toBe(node.url);
    await ours.send({ method: 'GET', path: next.pathname, to: theirs.id });
    expect(last()).toMatchObject({ proxyUid: null, proxyResource: link });
  });

  test('error: an answer whose signature is not that of the party or its node', async () => {
    const stranger = testSigner(77);
    const values = { headers: {}, body: success };
    const text = await SignatureV1.serialise(await SignatureV1.sign(values, stranger));
    answer = { body: { ...success, ocn_signature: text } };
    const heard = await ours.send({ method: 'GET', path: '/ocpi/sender/2.2.1/tokens', to: theirs.id });
    expect(heard.json).toMatchObject({ status_code: 3000 });
  });

  test('attack: a value that was added to a signed answer', async () => {
    const text = await SignatureV1.serialise(
      await SignatureV1.sign({ headers: {}, body: success as unknown as Json }, legacy),
    );
    answer = { body: { ...success, ocn_signature: text, data: { added: 1 } } };
    const heard = await ours.send({ method: 'GET', path: '/ocpi/sender/2.2.1/tokens', to: theirs.id });
    expect(heard.json).toMatchObject({ status_code: 3000 });
  });
});

describe('from a node of version 1', () => {
  test('behavior: a message arrives with the signature as it was, and the answer has one in its body', async () => {
    const reply = await send({ module: 'tariffs', role: 'SENDER', path: '', query: [['limit', '5']] });
    expect(reply.json).toMatchObject({ status_code: 1000 });
    const one = ours.got[0] as Got;
    expect(one.path).toBe('/sender/tariffs?limit=5');
    expect(await verified(one.headers['ocn-signature'], valuesV1(receivedMessage(one)))).toMatchObject({ valid: true });
    const { ocn_signature, ...body } = reply.json;
    const verdict = await verified(String(ocn_signature), {
      headers: {},
      body: body as Readonly<Record<string, Json>>,
    });
    expect(verdict).toMatchObject({ valid: true, signatory: ours.address });
  });

  test('behavior: a command’s result goes back with the URL that the node has named', async () => {
    const uid = '1f5c7b28-8314-498b-937c-d43a5b6c79e1';
    const named = 'https://old-platform.example/results/1';
    const token = { ...objects.token(), ...theirs.id };
    const given = `${node.url}/ocpi/sender/2.2/commands/START_SESSION/${uid}`;
    const body = utf8Encode(JSON.stringify({ ...objects.startSession(), token, response_url: given }));
    const command = { module: 'commands', role: 'RECEIVER', method: 'POST', path: '/START_SESSION', body } as const;
    expect((await send({ ...command, proxyUid: uid, proxyResource: named })).json).toMatchObject({ status_code: 1000 });
    const one = ours.got[0] as Got;
    expect(await verified(one.headers['ocn-signature'], valuesV1(receivedMessage(one)))).toMatchObject({
      valid: true,
      before: [theirs.address],
    });
    const { response_url } = JSON.parse(utf8Decode(one.body));
    await ours.send({
      method: 'POST',
      path: new URL(response_url).pathname,
      to: theirs.id,
      body: '{"result":"FAILED"}',
    });
    expect(last()).toMatchObject({ module: 'commands', role: 'SENDER', proxyUid: null, proxyResource: named });
  });

  test('behavior: the page of a party of ours is asked for by the URL that this node gave', async () => {
    ours.answer = () => ({
      headers: { Link: `<${ours.url}/pages/2>; rel="next"` },
      body: JSON.stringify({ ...success, data: [] }),
    });
    const reply = await send({ module: 'tariffs', path: '' });
    const link = nextLink(String(reply.headers.link)) as string;
    expect(link.startsWith(node.url)).toBe(true);
    expect((await send({ module: 'tariffs', path: '', proxyResource: link })).json).toMatchObject({
      status_code: 1000,
    });
    expect(ours.got.map(({ path }) => path)).toEqual(['/sender/tariffs', '/pages/2']);
  });

  test('error: a value that nobody has signed', async () => {
    const draft = messageOf(theirs, ours, node, { module: 'parking', method: 'POST', body: utf8Encode('{"a":1}') });
    const { signature } = await signedBy(theirs, { ...draft, envelope: null }, '/x', 'v1');
    const body = utf8Encode('{"a":1,"added":2}');
    const reply = await post(node, legacy, { ...draft, envelope: null, version: '2.2', signature, body });
    expect(reply.json).toMatchObject({ status_code: 2001 });
    expect(ours.got).toEqual([]);
  });

  test('attack: replay: the same bytes count once', async () => {
    const draft = { ...messageOf(theirs, ours, node), envelope: null, version: '2.2' as const };
    expect((await post(node, legacy, draft)).json).toMatchObject({ status_code: 1000 });
    expect((await post(node, legacy, draft)).json).toMatchObject({ status_code: 2001 });
  });

  test('error: a receiver that wants signatures gets none without', async () => {
    await ours.change({ rules: { ...ours.platform.rules, signatures: true } });
    expect((await send({}, false)).json).toMatchObject({ status_code: 2001 });
    expect((await send({})).json).toMatchObject({ status_code: 1000 });
    await ours.change({ rules: ours.platform.rules });
  });
});

describe('where nodes of version 1 are not wanted', () => {
  test('error: they are neither heard nor talked to', async () => {
    const strict = await startNode(2, directory, { policy: { ...node.context.policy, legacyPeers: [] } });
    await using _ = strict;
    const party = await startParty(strict, { country_code: 'DE', party_id: 'STR' }, 'CPO');
    await using __ = party;
    const draft = { ...messageOf(theirs, party, strict), envelope: null, version: '2.2' as const };
    expect((await post(strict, legacy, draft)).json).toMatchObject({ status_code: 4003 });
    const heard = await party.send({ method: 'GET', path: '/ocpi/sender/2.2.1/tokens', to: theirs.id });
    expect(heard.json).toMatchObject({ status_code: 4003 });
    expect([party.got, got]).toEqual([[], []]);
  });
});
