import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, constants } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Hex, utf8Decode, utf8Encode } from '../../../bytes/index.ts';
import { NodeMessageBody } from '../../../ocn/message/index.ts';
import { NodeMessage } from '../../../ocn/signature/index.ts';
import * as objects from '../../../protocol/ocpi/ocpi.fixtures.ts';
import { createTestDirectory } from '../testing/testDirectory.ts';
import { messageOf, post, seconds, signedBy, startTrap, twin } from './hostile.fixtures.ts';
import { startNode, type TestNode, testSigner } from './network.fixtures.ts';
import { startParty, type TestParty } from './party.fixtures.ts';

const directory = createTestDirectory();
const [hostile, stranger] = [testSigner(7), testSigner(8)];
const operator = hostile.signer.toLowerCase() as Hex;
const list = '/ocpi/sender/2.2.1/tariffs';

/** 32 MiB of white space in a few bytes. */
const bomb = brotliCompressSync(Buffer.alloc(32 * 1024 * 1024, 0x20), {
  params: { [constants.BROTLI_PARAM_QUALITY]: 4 },
}).toString('base64');

let node: TestNode;
/** Served by the node that is attacked. */
let victim: TestParty;
/** Another party of that node. */
let other: TestParty;
/** Served by the hostile node. */
let mallory: TestParty;
/** What the hostile node wants to be requested. */
let trap: { readonly url: string; readonly requests: string[]; close(): void };

beforeAll(async () => {
  node = await startNode(1, directory);
  victim = await startParty(node, { country_code: 'DE', party_id: 'VIC' }, 'CPO');
  other = await startParty(node, { country_code: 'DE', party_id: 'OTH' }, 'CPO');
  mallory = await startParty(node, { country_code: 'XX', party_id: 'MAL' }, 'EMSP');
  directory.setParty(mallory.id, operator, ['EMSP'], { address: mallory.address });
  trap = await startTrap();
  directory.setNode({ operator, url: trap.url, key: operator });
});

afterAll(async () => {
  trap.close();
  for (const one of [victim, other, mallory, node]) await one?.[Symbol.asyncDispose]();
});

beforeEach(() => {
  node.refused.length = 0;
  trap.requests.length = 0;
  for (const one of [victim, other]) {
    one.got.length = 0;
    one.answer = () => ({});
  }
});

const asked = () => trap.requests.filter((one) => !one.includes('/.well-known/ocn-node.json'));
const good = async (more: Partial<NodeMessageBody.NodeMessageBody> = {}) =>
  signedBy(mallory, messageOf(mallory, victim, node, more), list);

test('behavior: a message of the node that the registry names is delivered, and its answer signed', async () => {
  const reply = await post(node, hostile, await good());
  expect(reply.json).toMatchObject({ status_code: 1000 });
  expect(reply.headers['ocn-signature']).toMatch(/^EV2\./);
  expect(victim.got).toHaveLength(1);
});

describe('SSRF and theft of tokens', () => {
  test('attack: SSRF by proxy_resource: the URL of a peer is not requested', async () => {
    for (const proxyUid of [null, 'AAAAAAAAAAAAAAAAAAAAAA']) {
      const reply = await post(node, hostile, await good({ proxyResource: `${trap.url}/steal`, proxyUid }));
      expect(asked()).toEqual([]);
      expect(
        victim.got.every(({ path }) => path === '/sender/tariffs'),
        JSON.stringify(reply.json),
      ).toBe(true);
    }
  });

  test('attack: SSRF by proxy_resource of version 1', async () => {
    const message = { ...messageOf(mallory, victim, node), envelope: null, version: '2.2' as const };
    for (const target of [
      `${trap.url}/steal`,
      `${victim.url}/private`,
      `${node.url}/ocpi/sender/2.2/tariffs/page/AAAAAAAA`,
    ]) {
      const reply = await post(node, hostile, { ...message, proxyResource: target });
      expect(reply.json).toMatchObject({ status_code: 2001 });
    }
    expect(asked()).toEqual([]);
    expect(victim.got).toEqual([]);
  });

  test('attack: SSRF by response_url: the receiver gets a URL of its own node', async () => {
    const path = '/START_SESSION';
    const token = { ...objects.token(), ...mallory.id };
    const body = utf8Encode(JSON.stringify({ ...objects.startSession(), token, response_url: `${trap.url}/steal` }));
    const draft = messageOf(mallory, victim, node, {
      module: 'commands',
      role: 'RECEIVER',
      method: 'POST',
      path,
      body,
    });
    const at = '/ocpi/receiver/2.2.1/commands/START_SESSION';
    expect((await post(node, hostile, await signedBy(mallory, draft, at))).json).toMatchObject({ status_code: 2001 });
    const named = {
      ...draft,
      requestId: 'other',
      proxyUid: 'AAAAAAAAAAAAAAAAAAAAAA',
      proxyResource: `${trap.url}/steal`,
    };
    named.envelope = messageOf(mallory, victim, node).envelope;
    await post(node, hostile, await signedBy(mallory, named, at));
    const { response_url } = JSON.parse(utf8Decode(victim.got[0]?.body as Uint8Array));
    expect(response_url.startsWith(`${node.url}/ocpi/`)).toBe(true);
    await victim.send({
      method: 'POST',
      path: new URL(response_url).pathname,
      to: mallory.id,
      body: '{"result":"ACCEPTED"}',
    });
    // The result goes to the door of the node, and never to the URL.
    expect(asked().every((one) => one === 'POST /ocn/message ')).toBe(true);
  });

  test('attack: SSRF by Link and Location in the answer of a node', async () => {
    const server = createServer((request, response) => {
      trap.requests.push(`${request.method} ${request.url}`);
      response.writeHead(200, { Link: `<${trap.url}/steal>; rel="next"`, Location: `${trap.url}/steal` });
      response.end('{"status_code":1000,"data":[],"timestamp":"2026-11-20T10:00:00Z"}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    directory.setNode({ operator, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, key: operator });
    const heard = await victim.send({ method: 'GET', path: list, to: mallory.id });
    server.close().closeAllConnections();
    directory.setNode({ operator, url: trap.url, key: operator });
    expect(heard.headers).not.toHaveProperty('link');
    expect(heard.json).toMatchObject({ status_code: 3000 });
    expect(trap.requests.filter((one) => one.includes('/steal'))).toEqual([]);
  });

  test.each(['/../private', '/..%2f..%2fprivate/x', '//127.0.0.1/x', '/%2e%2e/private', '@evil.example/'])(
    'attack: path traversal: %s',
    async (path) => {
      const message = { ...messageOf(mallory, victim, node), module: 'parking' };
      const json = JSON.parse(utf8Decode(NodeMessageBody.encode(message)));
      const reply = await post(node, hostile, utf8Encode(JSON.stringify({ ...json, url_path: path })));
      if (reply.json.status_code === 1000) expect(victim.got[0]?.path).toMatch(/^\/sender\/parking\//);
      expect(victim.got.some((one) => one.path.startsWith('/private'))).toBe(false);
    },
  );
});

describe('forged and replayed messages', () => {
  test('attack: bytes that no node of the registry has signed are not parsed', async () => {
    const reply = await post(node, stranger, utf8Encode('{"module":'));
    expect(reply.status).toBe(401);
    expect(node.refused).toEqual(['node-signature']);
    expect(reply.headers).not.toHaveProperty('ocn-signature');
  });

  test.each([
    ['none', ''],
    ['no hex', 'EV2.AAAA'],
    ['too short', '0x12'],
  ])('attack: a signature that is %s', async (_, signature) => {
    const reply = await post(node, hostile, await good(), { 'OCN-Signature': signature });
    expect(reply.status).toBe(401);
  });

  test('attack: ecrecover zero, and the other spelling of a signature', async () => {
    const bytes = NodeMessageBody.encode(await good());
    const zero = await post(node, hostile, bytes, { 'OCN-Signature': `0x${'00'.repeat(65)}` });
    const turned = await post(node, hostile, bytes, { 'OCN-Signature': twin(await NodeMessage.sign(bytes, hostile)) });
    expect([zero.status, turned.status]).toEqual([401, 401]);
  });

  test('attack: replay: the same message counts once', async () => {
    const message = await good();
    expect((await post(node, hostile, message)).json).toMatchObject({ status_code: 1000 });
    expect((await post(node, hostile, message)).json).toMatchObject({ status_code: 2001 });
    expect(node.refused).toEqual(['replay']);
    expect(victim.got).toHaveLength(1);
  });

  test('attack: replay of what a party has signed, in an envelope of today: it is not carried out again', async () => {
    const path = '/ocpi/receiver/2.2.1/tokens/XX/MAL/T1';
    const body = utf8Encode(JSON.stringify({ ...objects.token(), ...mallory.id, uid: 'T1' }));
    const put = { module: 'tokens', role: 'RECEIVER', method: 'PUT', path: '/XX/MAL/T1', body } as const;
    const message = await signedBy(mallory, messageOf(mallory, victim, node, put), path);
    const again = { ...message, envelope: messageOf(mallory, victim, node).envelope };
    const other = { ...again, envelope: messageOf(mallory, victim, node).envelope, query: [['x', '1']] as const };
    expect((await post(node, hostile, message)).json).toMatchObject({ status_code: 1000 });
    expect((await post(node, hostile, again)).json).toMatchObject({ status_code: 1000 });
    expect((await post(node, hostile, other)).json).toMatchObject({ status_code: 2001 });
    expect(victim.got).toHaveLength(1);
  });

  test.each([
    ['for another node', { to: operator }],
    ['of yesterday', { issued: seconds() - 600, expires: seconds() - 300 }],
    ['of tomorrow', { issued: seconds() + 86_000, expires: seconds() + 86_100 }],
  ])('attack: replay of a message %s', async (_, change) => {
    const message = await good();
    const envelope = { ...(message.envelope as NonNullable<typeof message.envelope>), ...change };
    expect((await post(node, hostile, { ...message, envelope })).json).toMatchObject({ status_code: 2001 });
    expect(victim.got).toEqual([]);
  });

  test('attack: stale operator: the party has gone to another node', async () => {
    const message = await good();
    directory.setParty(mallory.id, node.operator, ['EMSP'], { address: mallory.address });
    const reply = await post(node, hostile, message);
    directory.setParty(mallory.id, operator, ['EMSP'], { address: mallory.address });
    expect(reply.json).toMatchObject({ status_code: 4001 });
    expect(node.refused).toEqual(['stale-operator']);
  });

  test('attack: a node speaks for a party of another node', async () => {
    const message = await signedBy(other, messageOf(other, victim, node), list);
    expect((await post(node, hostile, message)).json).toMatchObject({ status_code: 4001 });
    expect(node.refused).toEqual(['stale-operator']);
    expect(victim.got).toEqual([]);
  });

  test('attack: a node signs as a party that has not signed', async () => {
    const message = await signedBy(other, messageOf(mallory, victim, node), list);
    expect((await post(node, hostile, message)).json).toMatchObject({ status_code: 2001 });
    expect(node.refused).toEqual(['signature']);
  });

  test('attack: wrong `to`: the node is no way to parties of others', async () => {
    const third = directory.setParty({ country_code: 'FR', party_id: 'THR' }, operator, ['CPO']);
    const message = { ...messageOf(mallory, victim, node), to: third.id };
    const reply = await post(node, hostile, await signedBy(mallory, message, list));
    expect(reply.json).toMatchObject({ status_code: 4001 });
  });

  test('attack: another receiver than the party has signed', async () => {
    const message = await good();
    expect((await post(node, hostile, { ...message, to: other.id })).json).toMatchObject({ status_code: 2001 });
    const { envelope } = messageOf(mallory, other, node);
    const copy = {
      ...message,
      to: other.id,
      envelope: { ...(envelope as NonNullable<typeof envelope>), copyOf: victim.id },
    };
    expect((await post(node, hostile, copy)).json).toMatchObject({ status_code: 2001 });
    expect(other.got).toEqual([]);
  });

  test('attack: somebody else’s key in the registry gives nobody its messages', async () => {
    const copycat = testSigner(9).signer.toLowerCase() as Hex;
    directory.setNode({ operator: copycat, url: 'http://127.0.0.1:9', key: operator });
    expect((await post(node, hostile, await good())).json).toMatchObject({ status_code: 1000 });
    const forged = await signedBy(mallory, messageOf(mallory, victim, node), list);
    expect((await post(node, testSigner(9), forged)).status).toBe(401);
  });
});

describe('downgrades', () => {
  test('attack: downgrade: a node that was seen with version 2 is not heard without an envelope', async () => {
    await post(node, hostile, await good());
    const message = { ...(await good()), envelope: null };
    expect((await post(node, hostile, message)).json).toMatchObject({ status_code: 2001 });
    expect(node.refused).toEqual(['downgrade']);
  });

  test('attack: downgrade: nor with the first version of a party’s signature, nor none', async () => {
    for (const version of ['v1', null] as const) {
      const draft = messageOf(mallory, victim, node);
      const message = version === null ? draft : await signedBy(mallory, draft, list, version);
      expect((await post(node, hostile, message)).json).toMatchObject({ status_code: 2001 });
    }
    expect(victim.got).toEqual([]);
  });
});

describe('endless data', () => {
  test('attack: compression bomb in a signature of version 1', async () => {
    const message = { ...messageOf(mallory, victim, node), signature: bomb };
    const before = process.memoryUsage().rss;
    expect((await post(node, hostile, message)).json).toMatchObject({ status_code: 2001 });
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024);
    const heard = await other.send({ method: 'GET', path: list, to: victim.id, signature: bomb });
    expect(heard.json).toMatchObject({ status_code: 2001 });
  });

  test('attack: oversized and deeply nested bodies', async () => {
    const body = utf8Encode(`"${'a'.repeat(1_200_000)}"`);
    expect((await post(node, hostile, await good({ module: 'parking', body }))).json).toMatchObject({
      status_code: 2001,
    });
    const deep = utf8Encode(`{"body":${'['.repeat(100_000)}${']'.repeat(100_000)}}`);
    expect((await post(node, hostile, deep)).json).toMatchObject({ status_code: 2001 });
    expect(victim.got).toEqual([]);
  });

  test('attack: an answer without an end', async () => {
    victim.answer = () => ({ body: new Uint8Array(2_000_000).fill(0x20) });
    expect((await post(node, hostile, await good())).json).toMatchObject({ status_code: 4003 });
  });
});
