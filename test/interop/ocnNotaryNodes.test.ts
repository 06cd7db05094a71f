import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { verifyMessage, Wallet } from 'ethers';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Hex } from '../../sdk/src/bytes/index.ts';
import { nextLink, type Party } from '../../sdk/src/protocol/ocpi/index.ts';
import * as fixtures from '../../sdk/src/protocol/ocpi/ocpi.fixtures.ts';
import { eventually } from '../../sdk/src/roles/ocnNode/server/nodeProcess.fixtures.ts';
import {
  headersOf,
  notarySign,
  notaryVerdict,
  paramsOf,
  signedAnswer,
  type Values,
  valuesOf,
  verdictOf,
} from '../support/notary.ts';
import { type Nodes, registerParty, startNodes } from '../support/ocnNodes.ts';
import { type Got, type Office, type Sent, startOffice } from '../support/ocnOffices.ts';
import { addressOf, keyOf, peerMessage, postAsNode } from '../support/ocnPeers.ts';

// Two of our nodes, back offices that sign and verify with the library of the original, and a node of the original network, which signs
// with ethers. Values of a signature of version 1 are put together here, and by nothing of ours.

const emspId: Party = { country_code: 'NL', party_id: 'EMP' };
const cpoId: Party = { country_code: 'DE', party_id: 'GSL' };
const nearId: Party = { country_code: 'NL', party_id: 'CPO' };
const oldId: Party = { country_code: 'CH', party_id: 'OLD' };
const newId: Party = { country_code: 'XX', party_id: 'NEW' };
const [emspKey, cpoKey, nearKey, oldKey, oldNodeKey] = [3, 4, 9, 5, 7].map(keyOf) as [Hex, Hex, Hex, Hex, Hex];
const [nodeA, nodeB] = [addressOf(1), addressOf(2)];

let nodes: Nodes;
let emsp: Office;
let cpo: Office;
/** On the same node as the provider. */
let near: Office;
let oldNode: Server;
let oldUrl: string;
/** What the node of the original network has got, and what it answers. */
let gotOld: { readonly signature: string; readonly raw: string }[] = [];
let answerOld: object;

/** Sends a request with a signature of the original's library. */
async function send(from: Office, key: Hex, { path, to, body, ...rest }: Omit<Sent, 'headers'>) {
  const headers = headersOf(from.id, to, crypto.randomUUID());
  const values = { headers, params: paramsOf(path), ...(body === undefined ? {} : { body: JSON.parse(body) }) };
  const signature = await notarySign(values, key);
  return from.send({ ...rest, path, to, body, headers: { ...headers, 'ocn-signature': signature } });
}

beforeAll(async () => {
  nodes = await startNodes(2, () => ({ policy: { legacyPeers: [addressOf(7)], timeoutSeconds: 5 } }));
  emsp = await startOffice(nodes, nodes.at(0), 3, emspId);
  cpo = await startOffice(nodes, nodes.at(1), 4, cpoId);
  near = await startOffice(nodes, nodes.at(0), 9, nearId);
  oldNode = createServer(async (request, response) => {
    if (request.url !== '/ocn/message') return void response.writeHead(404).end();
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    gotOld.push({ signature: String(request.headers['ocn-signature']), raw: Buffer.concat(chunks).toString() });
    response.writeHead(200).end(JSON.stringify(answerOld));
  });
  await new Promise<void>((resolve) => oldNode.listen(0, '127.0.0.1', resolve));
  oldUrl = `http://127.0.0.1:${(oldNode.address() as AddressInfo).port}`;
  await nodes.network.change(7, { action: 'setNode', url: oldUrl });
  await registerParty(nodes, { operator: addressOf(7) }, 5, oldId, ['EMSP']);
  await nodes.network.change(8, { action: 'setNode', url: 'http://127.0.0.1:9' });
  await registerParty(nodes, { operator: addressOf(8) }, 6, newId, ['EMSP']);
  // A platform of which a node knows nothing gets signatures of version 2; of one that has signed with version 1 it is known.
  for (const [one, key, to] of [
    [emsp, emspKey, cpoId],
    [cpo, cpoKey, emspId],
    [near, nearKey, emspId],
  ] as const) {
    await send(one, key, { method: 'GET', path: '/ocpi/sender/2.2.1/tokens', to });
  }
});
afterAll(async () => {
  oldNode?.close().closeAllConnections();
  await nodes?.[Symbol.asyncDispose]();
});
beforeEach(() => {
  gotOld = [];
  for (const [one, key] of [
    [emsp, emspKey],
    [cpo, cpoKey],
    [near, nearKey],
  ] as const) {
    one.got.length = 0;
    one.answer = () => signedAnswer(key, {});
  }
});

const command = () => ({
  method: 'POST',
  path: '/ocpi/receiver/2.2.1/commands/START_SESSION',
  body: JSON.stringify({ ...fixtures.startSession(), response_url: `${emsp.url}/results/1` }),
});

describe('between back offices with the library of the original', () => {
  test('behavior: a command through two nodes, which have put their URLs in: signed by the receiver’s node', async () => {
    cpo.answer = () => signedAnswer(cpoKey, { result: 'ACCEPTED', timeout: 30 });
    const heard = await send(emsp, emspKey, { ...command(), to: cpoId });
    const [got] = cpo.got as [Got];
    expect(JSON.parse(got.body).response_url.startsWith(`${nodes.at(1).url}/ocpi/`)).toBe(true);
    expect(await notaryVerdict(got.headers['ocn-signature'], valuesOf(got))).toMatchObject({
      isValid: true,
      signers: [nodeB],
    });
    // Nodes speak version 2 with each other: for a receiver that knows no other, its own node signs what it has checked.
    expect(await verdictOf(heard)).toMatchObject({ isValid: true, signers: [nodeA] });
    const path = new URL(JSON.parse(got.body).response_url).pathname;
    expect(
      (await send(cpo, cpoKey, { method: 'POST', path, to: emspId, body: '{"result":"ACCEPTED"}' })).json,
    ).toMatchObject({ status_code: 1000 });
    const [result] = emsp.got as [Got];
    expect(result.path).toBe('/results/1');
    expect(await notaryVerdict(result.headers['ocn-signature'], valuesOf(result))).toMatchObject({
      isValid: true,
      signers: [nodeA],
    });
  });

  test('behavior: through one node, what the party has signed arrives, with the rewrite of the node on top', async () => {
    await send(emsp, emspKey, { ...command(), to: nearId });
    const [got] = near.got as [Got];
    expect(await notaryVerdict(got.headers['ocn-signature'], valuesOf(got))).toMatchObject({
      isValid: true,
      signers: [addressOf(3), nodeA],
    });
  });

  test.each([
    ['one node', () => near, nearKey, [addressOf(9), nodeA]],
    ['two nodes', () => cpo, cpoKey, [nodeA]],
  ] as const)(
    'behavior: pages through %s: the link is one of the nearest node, which has signed',
    async (_, to, key, signers) => {
      to().answer = ({ path }) =>
        signedAnswer(key, [], {
          'x-limit': '1',
          ...(path.includes('p=2') ? {} : { link: `<${to().url}/sender/cdrs?p=2>; rel="next"` }),
        });
      const first = await send(emsp, emspKey, { method: 'GET', path: '/ocpi/sender/2.2.1/cdrs', to: to().id });
      expect(await verdictOf(first)).toMatchObject({ isValid: true, signers });
      const next = new URL(nextLink(first.headers.get('link') as string) as string);
      expect(next.origin).toBe(nodes.at(0).url);
      const second = await send(emsp, emspKey, { method: 'GET', path: next.pathname, to: to().id });
      expect(await verdictOf(second)).toMatchObject({ isValid: true });
      expect(to().got.map(({ path }) => path)).toEqual(['/sender/cdrs', '/sender/cdrs?p=2']);
    },
  );

  test('error: what was changed after the library has signed it', async () => {
    const headers = headersOf(emspId, cpoId, crypto.randomUUID());
    const { body, ...rest } = command();
    const signature = await notarySign({ headers, params: {}, body: JSON.parse(body) }, emspKey);
    const changed = body.replace('LOC1', 'LOC2');
    const heard = await emsp.send({
      ...rest,
      body: changed,
      to: cpoId,
      headers: { ...headers, 'ocn-signature': signature },
    });
    expect(heard.json).toMatchObject({ status_code: 2001 });
    expect(cpo.got).toEqual([]);
  });
});

/** A message as a node of the original writes it. */
async function fromOldNode(more: { readonly body?: unknown; readonly signed?: unknown; readonly key?: Hex }) {
  const correlationId = crypto.randomUUID();
  const { body, signed = body, key = oldKey } = more;
  const values = { headers: headersOf(oldId, cpoId, correlationId), params: {}, body: signed };
  const raw = JSON.stringify({
    module: 'TOKENS',
    interface_role: 'RECEIVER',
    method: 'PUT',
    headers: {
      Authorization: '',
      'OCN-Signature': await notarySign(values, key),
      'X-Request-ID': crypto.randomUUID(),
      'X-Correlation-ID': correlationId,
      sender: { party_id: oldId.party_id, country_code: oldId.country_code },
      receiver: { party_id: cpoId.party_id, country_code: cpoId.country_code },
    },
    url_path: '/CH/OLD/04A2B3C4D5E680',
    body,
  });
  const response = await fetch(`${nodes.at(1).url}/ocn/message`, {
    method: 'POST',
    headers: { 'OCN-Signature': await new Wallet(oldNodeKey).signMessage(raw), 'X-Request-ID': crypto.randomUUID() },
    body: raw,
  });
  const text = await response.text();
  return { response, text, json: JSON.parse(text) as Values };
}

/** A message of a node of version 2, whose party has signed `signed`. */
async function fromNewNode(signed: object, body: object) {
  const what = { module: 'tokens', role: 'RECEIVER', method: 'PUT', path: '/XX/NEW/04A2B3C4D5E680' } as const;
  const text = { body: JSON.stringify(body), signed: JSON.stringify(signed) };
  const bytes = await peerMessage(nodes, nodes.at(1), { ...what, ...text, from: newId, to: cpoId, account: 6 });
  return (await postAsNode(nodes.at(1), 8, bytes)).json;
}

const oldToken = (more: object = {}) => ({ ...fixtures.token(), ...oldId, ...more });

describe('with a node of the original network', () => {
  test('behavior: what it sends arrives with the signature of its party, and the answer has one for it', async () => {
    const heard = await eventually(async () => {
      const one = await fromOldNode({ body: oldToken() });
      if (one.json.status_code !== 1000) throw new Error(one.text);
      return one;
    });
    const got = cpo.got.at(-1) as Got;
    expect(await notaryVerdict(got.headers['ocn-signature'], valuesOf(got))).toMatchObject({
      isValid: true,
      signers: [addressOf(5)],
    });
    expect(await verdictOf({ headers: heard.response.headers, text: heard.text })).toMatchObject({
      isValid: true,
      signers: [addressOf(4)],
    });
  });

  test('behavior: what is sent to it: ethers recovers our operator, the library finds the party and our rewrite', async () => {
    answerOld = JSON.parse((await signedAnswer(oldKey, { result: 'ACCEPTED', timeout: 30 })).body);
    const heard = await send(emsp, emspKey, { ...command(), to: oldId });
    expect(heard.json).toMatchObject({ status_code: 1000 });
    expect(await verdictOf(heard)).toMatchObject({ isValid: true, signers: [addressOf(5)] });
    const { signature, raw } = gotOld.at(-1) as (typeof gotOld)[number];
    expect(verifyMessage(raw, signature).toLowerCase()).toBe(nodeA);
    const { headers, body } = JSON.parse(raw);
    const values = { headers: headersOf(emspId, oldId, headers['X-Correlation-ID']), params: {}, body };
    expect(body.response_url.startsWith(oldUrl)).toBe(true);
    expect(await notaryVerdict(headers['OCN-Signature'], values)).toMatchObject({
      isValid: true,
      signers: [addressOf(3), nodeA],
    });
  });

  test('error: an answer that the library has not signed', async () => {
    const signed = JSON.parse((await signedAnswer(oldKey, { result: 'ACCEPTED', timeout: 30 })).body);
    answerOld = { ...signed, data: { result: 'REJECTED', timeout: 30 } };
    expect((await send(emsp, emspKey, { ...command(), to: oldId })).json).toMatchObject({ status_code: 3000 });
  });

  const forged: readonly (readonly [string, object, object, number])[] = [
    ['a field that nobody has signed', oldToken(), oldToken({ x_free: true }), 2001],
    ['a type that is another: true as text', oldToken({ x: true }), oldToken({ x: 'true' }), 1000],
    [
      'bytes that have moved to the field before',
      oldToken({ issuer: 'EMP', x: '1' }),
      oldToken({ issuer: 'EM', x: '1' }),
      2001,
    ],
    [
      'bytes that have moved between neighbours',
      oldToken({ visual_number: 'EMP 12', issuer: '3EMP' }),
      oldToken({ visual_number: 'EMP 1', issuer: '23EMP' }),
      1000,
    ],
  ];

  test.each(forged)('attack: version 1: %s', async (_, signed, body, expected) => {
    const { json } = await fromOldNode({ signed, body });
    expect(json).toMatchObject({ status_code: expected });
    expect(cpo.got).toHaveLength(expected === 1000 ? 1 : 0);
  });

  test.each(forged)('attack: version 2 refuses it: %s', async (_, signed, body) => {
    const of = (one: object) => ({ ...one, ...newId });
    expect(await fromNewNode(of(signed), of(signed))).toMatchObject({ status_code: 1000 });
    cpo.got.length = 0;
    expect(await fromNewNode(of(signed), of(body))).toMatchObject({ status_code: 2001 });
    expect(cpo.got).toEqual([]);
  });

  test('error: signed by somebody else than the party or its node', async () => {
    expect((await fromOldNode({ body: oldToken(), key: emspKey })).json).toMatchObject({ status_code: 2001 });
    expect((await fromOldNode({ body: oldToken(), key: oldNodeKey })).json).toMatchObject({ status_code: 1000 });
  });
});
