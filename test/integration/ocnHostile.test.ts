import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { utf8Decode, utf8Encode } from '../../sdk/src/bytes/index.ts';
import { networkOf } from '../../sdk/src/chain/index.ts';
import type { SignatureV2 } from '../../sdk/src/ocn/signature/index.ts';
import { encodeAuthorization, type Party } from '../../sdk/src/protocol/ocpi/index.ts';
import * as fixtures from '../../sdk/src/protocol/ocpi/ocpi.fixtures.ts';
import { eventually } from '../../sdk/src/roles/ocnNode/server/nodeProcess.fixtures.ts';
import { type Nodes, registerParty, startNodes } from '../support/ocnNodes.ts';
import { type Got, type Office, startOffice, success } from '../support/ocnOffices.ts';
import {
  addressOf,
  type PeerMessage,
  peerMessage,
  postAsNode,
  requestOf,
  signPeerAnswer,
} from '../support/ocnPeers.ts';

// One honest node, as a process, with two back offices; and a node with a key of its own in the registry that does what it likes.

const victimId: Party = { country_code: 'DE', party_id: 'VIC' };
const otherId: Party = { country_code: 'NL', party_id: 'OTH' };
const malloryId: Party = { country_code: 'XX', party_id: 'MAL' };
const movedId: Party = { country_code: 'XX', party_id: 'MOV' };
/** Accounts of the chain. */
const [operator, mallory, moved] = [8, 6, 7];

let nodes: Nodes;
let victim: Office;
let other: Office;
let hostile: Server;
let hostileUrl: string;
/** What the hostile node answers to a message. */
let answer: (bytes: Uint8Array) => Promise<{ headers?: Record<string, string>; body: string | Buffer }>;
let asked: string[] = [];

beforeAll(async () => {
  nodes = await startNodes(1, () => ({ policy: { timeoutSeconds: 5, maxBodyBytes: 65_536 } }));
  const node = nodes.at(0);
  hostile = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    asked.push(`${request.method} ${request.url} ${request.headers.authorization ?? ''}`);
    if (request.url !== '/ocn/message') return void response.writeHead(404).end();
    const { headers = {}, body } = await answer(new Uint8Array(Buffer.concat(chunks)));
    response.writeHead(200, headers).end(body);
  });
  await new Promise<void>((resolve) => hostile.listen(0, '127.0.0.1', resolve));
  hostileUrl = `http://127.0.0.1:${(hostile.address() as AddressInfo).port}`;
  await nodes.network.change(operator, { action: 'setNode', url: hostileUrl });
  const its = { operator: addressOf(operator) };
  await registerParty(nodes, its, mallory, malloryId, ['EMSP']);
  await registerParty(nodes, its, moved, movedId, ['EMSP']);
  victim = await startOffice(nodes, node, 3, victimId);
  other = await startOffice(nodes, node, 4, otherId);
  // Known from now on as a node of version 2.
  await eventually(async () => {
    const { json } = await post({});
    if (json.status_code !== 1000) throw new Error(JSON.stringify(json));
  });
});
afterAll(async () => {
  hostile?.close().closeAllConnections();
  await nodes?.[Symbol.asyncDispose]();
});
beforeEach(() => {
  asked = [];
  answer = async () => ({ body: success() });
  for (const one of [victim, other]) {
    one.got.length = 0;
    one.answer = () => ({});
  }
});

const put = (more: Partial<PeerMessage> = {}): PeerMessage => ({
  ...{ from: malloryId, to: victimId, account: mallory, module: 'tokens', role: 'RECEIVER', method: 'PUT' },
  path: '/XX/MAL/T1',
  body: JSON.stringify({ ...fixtures.token(), ...malloryId, uid: 'T1' }),
  ...more,
});
const post = async (more: Partial<PeerMessage>) =>
  postAsNode(nodes.at(0), operator, await peerMessage(nodes, nodes.at(0), put(more)));

describe('header smuggling', () => {
  type Json = { headers: Record<string, unknown>; envelope: Record<string, unknown>; [name: string]: unknown };
  const line = 'a\r\nX-Evil: 1';
  test.each<[string, (message: Json) => void]>([
    ['a line break in X-Request-ID', ({ headers }) => Object.assign(headers, { 'X-Request-ID': line })],
    ['a line break in X-Correlation-ID', ({ headers }) => Object.assign(headers, { 'X-Correlation-ID': line })],
    ['a null byte in X-Correlation-ID', ({ headers }) => Object.assign(headers, { 'X-Correlation-ID': 'a\0b' })],
    ['letters that are none of HTTP', ({ headers }) => Object.assign(headers, { 'X-Correlation-ID': 'ä\u2028' })],
    ['endless X-Correlation-ID', ({ headers }) => Object.assign(headers, { 'X-Correlation-ID': 'a'.repeat(9_000) })],
    ['a line break in a signature', ({ headers }) => Object.assign(headers, { 'OCN-Signature': `EV2.AA${line}` })],
    [
      'a party that is more',
      ({ headers }) => Object.assign(headers, { sender: { country_code: 'XX', party_id: line } }),
    ],
    ['a token of its own', ({ headers }) => Object.assign(headers, { Authorization: 'Token c3RvbGVu' })],
    ['headers of others', ({ headers }) => Object.assign(headers, { 'X-Evil': '1', Host: 'evil.example' })],
    ['a query with a line break', ({ envelope }) => Object.assign(envelope, { query: 'a=1 HTTP/1.1\r\nX-Evil: 1' })],
    ['a path with a line break', (message) => Object.assign(message, { url_path: '/XX/MAL/T1 HTTP/1.1\r\nX-Evil: 1' })],
    ['a path with an escaped line break', (message) => Object.assign(message, { url_path: '/XX/MAL/%0d%0aX-Evil:1' })],
    ['a method that is none', (message) => Object.assign(message, { method: 'PUT / HTTP/1.1\r\nX-Evil: 1\r\n' })],
  ])('attack: header smuggling from a node: %s', async (_, change) => {
    const message = JSON.parse(utf8Decode(await peerMessage(nodes, nodes.at(0), put()))) as Json;
    change(message);
    const { json } = await postAsNode(nodes.at(0), operator, utf8Encode(JSON.stringify(message)));
    for (const { headers } of victim.got) {
      expect(headers).not.toHaveProperty('x-evil');
      expect(headers.host).toBe(new URL(victim.url).host);
      expect(headers.authorization).toBe(encodeAuthorization(victim.tokens.theirs));
    }
    if (json.status_code !== 1000) expect([json.status_code, victim.got.length]).toEqual([2001, 0]);
  });

  /** What comes back on one connection. */
  const onWire = (text: string): Promise<string> =>
    new Promise((resolve) => {
      let seen = '';
      const socket = connect(nodes.at(0).files.port, '127.0.0.1', () => socket.write(text));
      socket.setTimeout(3_000, () => socket.destroy());
      socket.setEncoding('utf8').on('data', (more) => {
        seen += more;
      });
      socket.on('error', () => undefined).on('close', () => resolve(seen));
    });
  const head = (...more: string[]) =>
    [
      'GET /ocpi/sender/2.2.1/tariffs HTTP/1.1',
      'Host: x',
      `Authorization: ${encodeAuthorization(other.tokens.ours)}`,
      ...['X-Request-ID: 1', 'X-Correlation-ID: 1', 'OCPI-to-country-code: DE', 'OCPI-to-party-id: VIC'],
      'OCPI-from-country-code: NL',
      ...more,
      'Connection: close\r\n\r\n',
    ].join('\r\n');

  test('behavior: by hand, it is a request like any other', async () => {
    expect(await onWire(head('OCPI-from-party-id: OTH'))).toMatch(/^HTTP\/1\.1 200 .*"status_code":1000/s);
  });

  test.each<[string, readonly string[]]>([
    ['two senders', ['OCPI-from-party-id: OTH', 'OCPI-from-party-id: VIC']],
    ['two receivers', ['OCPI-from-party-id: OTH', 'OCPI-to-party-id: OTH']],
    ['a space before the colon', ['OCPI-from-party-id : OTH']],
    ['a folded line', ['OCPI-from-party-id: OTH', ' VIC']],
    ['two lengths', ['OCPI-from-party-id: OTH', 'Content-Length: 0', 'Content-Length: 5']],
    ['a length and chunks', ['OCPI-from-party-id: OTH', 'Content-Length: 5', 'Transfer-Encoding: chunked']],
    ['chunks by another name', ['OCPI-from-party-id: OTH', 'Transfer-Encoding: xchunked']],
  ])('attack: header smuggling from a platform: %s', async (_, more) => {
    const seen = await onWire(head(...more));
    expect(seen).not.toContain('"status_code":1000');
    expect(victim.got).toEqual([]);
  });

  test('attack: header smuggling in an answer: nothing but what OCPI has is passed on', async () => {
    const evil = { 'Set-Cookie': 'a=1', 'X-Evil': '1', 'OCPI-to-party-id': 'MAL', 'X-Request-ID': 'theirs' };
    victim.answer = () => ({ headers: { ...evil, 'X-Limit': '5' }, body: success([]) });
    const sent = { method: 'GET', path: '/ocpi/sender/2.2.1/tariffs', to: victimId };
    const { headers } = await other.send({ ...sent, headers: { 'x-request-id': 'mine' } });
    expect([headers.get('set-cookie'), headers.get('x-evil')]).toEqual([null, null]);
    expect([headers.get('x-request-id'), headers.get('ocpi-to-party-id'), headers.get('x-limit')]).toEqual([
      'mine',
      'OTH',
      '5',
    ]);
  });
});

describe('answers of a hostile node', () => {
  const ask = () => other.send({ method: 'GET', path: '/ocpi/sender/2.2.1/tokens/', to: malloryId });
  const empty = success([]);
  let before: SignatureV2.MessageV2 | null = null;
  const requested = (bytes: Uint8Array) => requestOf(networkOf(nodes.network.chain), bytes);
  const signed = async (
    bytes: Uint8Array,
    account: number,
    more: Partial<SignatureV2.MessageV2> = {},
    body = empty,
  ) => ({
    headers: { 'OCN-Signature': await signPeerAnswer(account, { ...requested(bytes), ...more }, body) },
    body: empty,
  });

  test.each([
    ['the party', mallory],
    ['its node', operator],
  ])('behavior: what %s has signed is taken', async (_, account) => {
    answer = async (bytes) => {
      before = requested(bytes);
      return signed(bytes, account);
    };
    expect((await ask()).json).toMatchObject({ status_code: 1000, data: [] });
  });

  test.each<[string, typeof answer]>([
    ['that nobody has signed', async () => ({ body: empty })],
    ['that another party of the node has signed', (bytes) => signed(bytes, moved)],
    ['that the asking party has signed', (bytes) => signed(bytes, 4)],
    ['to another request', (bytes) => signed(bytes, mallory, { requestId: before?.requestId ?? '' })],
    ['to another path', (bytes) => signed(bytes, mallory, { path: '/ocpi/sender/2.2.1/tariffs' })],
    ['to another party', (bytes) => signed(bytes, mallory, { from: { countryCode: 'DE', partyId: 'VIC' } })],
    ['of another network', (bytes) => signed(bytes, mallory, { network: `eip155:1:0x${'11'.repeat(20)}` })],
    ['of another body', (bytes) => signed(bytes, mallory, {}, success([1]))],
  ])('attack: forged answer %s', async (_, forged) => {
    answer = forged;
    expect((await ask()).json).toMatchObject({ status_code: 3000 });
  });

  test('attack: decompression bomb: an answer that grows is given up, and the memory of the node stays', async () => {
    const bomb = gzipSync(Buffer.alloc(256 * 1024 * 1024, 0x20), { level: 9 });
    const memory = async () =>
      Number(/VmRSS:\s+(\d+) kB/.exec(await readFile(`/proc/${nodes.at(0).run.child.pid}/status`, 'utf8'))?.[1]);
    const start = await memory();
    answer = async () => ({ headers: { 'Content-Encoding': 'gzip' }, body: bomb });
    expect((await ask()).json).toMatchObject({ status_code: 4003 });
    expect((await memory()) - start).toBeLessThan(128 * 1024);
  });

  test.each(['http://169.254.169.254', 'http://[fe80::1]', 'http://0.0.0.0:1'])(
    'attack: SSRF by the registry: a node at %s is not called',
    async (url) => {
      await nodes.network.change(operator, { action: 'setNode', url });
      await eventually(async () => {
        if ((await ask()).json.status_code !== 4003) throw new Error('is still called at its old URL');
      });
      await nodes.network.change(operator, { action: 'setNode', url: hostileUrl });
    },
  );

  test('attack: token theft by the registry: a node at the URL of a platform gets messages without a token', async () => {
    await nodes.network.change(operator, { action: 'setNode', url: victim.url });
    const seen = await eventually(async () => {
      await ask();
      const found = victim.got.find(({ path }) => path === '/ocn/message');
      if (!found) throw new Error('nothing was asked there');
      return found as Got;
    });
    expect(seen.headers).not.toHaveProperty('authorization');
    await nodes.network.change(operator, { action: 'setNode', url: hostileUrl });
  });
});

describe('identities that are used again', () => {
  test('attack: X-Request-ID of a node is none of a platform: each is carried out, each has its own answer', async () => {
    const requestId = crypto.randomUUID();
    const path = '/ocpi/receiver/2.2.1/tokens/NL/OTH/T1';
    const body = JSON.stringify({ ...fixtures.token(), ...otherId, uid: 'T1' });
    victim.answer = ({ headers }) => ({ body: success({ for: headers['ocpi-from-party-id'] }) });
    const mine = await other.send({ method: 'PUT', path, body, to: victimId, headers: { 'x-request-id': requestId } });
    const theirs = await post({ requestId });
    expect([mine.json.data, theirs.json.data]).toEqual([{ for: 'OTH' }, { for: 'MAL' }]);
    expect(victim.got).toHaveLength(2);
  });

  test('attack: token theft: what a platform is called with opens nothing, nor does a token in the URL', async () => {
    const sent = { method: 'GET', path: '/ocpi/sender/2.2.1/tariffs', to: victimId };
    const stolen = encodeAuthorization(other.tokens.theirs);
    expect((await other.send({ ...sent, headers: { authorization: stolen } })).status).toBe(401);
    const inUrl = { ...sent, path: `${sent.path}?token=${other.tokens.ours}`, headers: { authorization: undefined } };
    expect((await other.send(inUrl)).status).toBe(401);
  });

  test('attack: stale operator: after a move the old node neither speaks for the party nor gets its messages', async () => {
    const message = {
      from: movedId,
      account: moved,
      path: '/XX/MOV/T1',
      body: JSON.stringify({ ...fixtures.token(), ...movedId, uid: 'T1' }),
    };
    expect((await post(message)).json).toMatchObject({ status_code: 1000 });
    const { files } = nodes.at(0);
    await nodes.network.change(moved, { action: 'offerParty', operator: files.operator });
    await nodes.network.change(files.account, { action: 'acceptParty', party: addressOf(moved) });
    await eventually(async () => {
      if ((await post(message)).json.status_code !== 4001) throw new Error('the move is not known yet');
    });
    victim.got.length = 0;
    asked = [];
    expect((await post(message)).json).toMatchObject({ status_code: 4001 });
    const heard = await other.send({ method: 'GET', path: '/ocpi/sender/2.2.1/tokens', to: movedId });
    expect(heard.json).toMatchObject({ status_code: 4003 });
    expect(victim.got).toEqual([]);
    // Its other messages are its own affair: who is connected is told to every node.
    expect(asked.filter((one) => one.includes('/ocn/message'))).toEqual([]);
  });
});
