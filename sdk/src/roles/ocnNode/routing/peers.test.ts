import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Hex } from '../../../bytes/index.ts';
import { NodeDocument } from '../../../ocn/registry/index.ts';
import { createTestContext, type TestContext } from '../testing/testContext.ts';
import { network, testSigner } from './network.fixtures.ts';
import { createPeers } from './peers.ts';

const signer = testSigner(5);
const operator = signer.signer.toLowerCase() as Hex;
let server: Server;
let url: string;
let context: TestContext;
let asked = 0;
/** What the host answers; null: nothing at all. */
let answer: { readonly status: number; readonly body: Uint8Array | string } | null;
const none = { status: 404, body: '' };

beforeAll(async () => {
  server = createServer((_, response) => {
    asked += 1;
    if (answer === null) return void response.destroy();
    response.writeHead(answer.status).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const made = await createTestContext();
  context = { ...made, self: { ...made.self, network } };
});

afterAll(async () => {
  server.close().closeAllConnections();
  await context.http.close();
  await context.store.close();
});

beforeEach(() => {
  asked = 0;
  answer = none;
});

async function document(more: Partial<NodeDocument.NodeStatement> = {}, by = signer, expiresIn = 3_600) {
  const issued = Math.floor(Date.now() / 1_000);
  const said = { network, operator, url, signatures: ['v1', 'v2'], versions: ['2.2', '2.2.1'] } as const;
  const signed = await NodeDocument.sign({ ...said, issued, expires: issued + expiresIn, ...more }, by);
  return { status: 200, body: NodeDocument.encode(signed) };
}

/** A peer that nobody has asked before, with the policy that is given. */
function peers(legacyPeers: 'all' | readonly Hex[] = []) {
  return createPeers({ ...context, policy: { ...context.policy, legacyPeers } });
}

let counter = 100;
/** An operator of its own for each test, as what is known of one stays known. */
function another() {
  counter += 1;
  const key = testSigner(counter);
  const address = key.signer.toLowerCase() as Hex;
  return { key, node: { operator: address, url, key: address } };
}

describe('what peers speak', () => {
  test('behavior: version 2, by the document of its host, asked for once', async () => {
    const { key, node } = another();
    answer = await document({ operator: node.operator }, key);
    const known = peers();
    expect(await Promise.all([known.speaks(node), known.speaks(node)])).toEqual(['v2', 'v2']);
    expect(await known.speaks(node)).toBe('v2');
    expect(asked).toBe(1);
  });

  test('behavior: version 1, if the operator of this node allows it', async () => {
    const { node } = another();
    expect(await peers('all').speaks(node)).toBe('v1');
    expect(await peers([node.operator.toUpperCase().replace('0X', '0x') as Hex]).speaks(node)).toBe('v1');
    await expect(peers().speaks(node)).rejects.toMatchObject({ statusCode: 4003, rule: 'downgrade' });
  });

  test('behavior: another URL in the registry is asked anew', async () => {
    const { key, node } = another();
    answer = await document({ operator: node.operator }, key);
    const known = peers();
    await known.speaks(node);
    await expect(known.speaks({ ...node, url: 'http://127.0.0.1:9' })).rejects.toThrow();
  });

  test.each<[string, Parameters<typeof document>[0], number?]>([
    ['another operator', { operator: `0x${'22'.repeat(20)}` }],
    ['another network', { network: `eip155:1:0x${'22'.repeat(20)}` }],
    ['another host', { url: 'http://127.0.0.1:9' }],
    ['yesterday', { issued: 1_700_000_000, expires: 1_700_000_100 }],
    ['no end in sight', {}, 86_400 * 30],
  ])('attack: a document of %s proves nothing', async (_, more, expiresIn) => {
    const { key, node } = another();
    answer = await document({ operator: node.operator, ...more }, key, expiresIn);
    await expect(peers().speaks(node)).rejects.toMatchObject({ statusCode: 4003 });
  });

  test('attack: a document that somebody else has signed, or that is none', async () => {
    const { node } = another();
    for (const wrong of [
      await document({ operator: node.operator }),
      { status: 200, body: '<html>' },
      { status: 302, body: '' },
    ]) {
      answer = wrong;
      await expect(peers().speaks(node)).rejects.toMatchObject({ statusCode: 4003 });
    }
  });

  test('attack: downgrade: the document disappears, and the node is still one of version 2', async () => {
    const { key, node } = another();
    answer = await document({ operator: node.operator }, key);
    await peers().speaks(node);
    answer = none;
    expect(await peers('all').speaks(node)).toBe('v2');
    answer = await document({ operator: node.operator, signatures: ['v1'] }, key);
    expect(await peers('all').speaks(node)).toBe('v2');
  });

  test('attack: downgrade: whoever keeps the host from answering learns nothing of version 1', async () => {
    const { node } = another();
    answer = null;
    await expect(peers('all').speaks(node)).rejects.toMatchObject({ code: 'UNREACHABLE_HOST' });
    answer = { status: 503, body: '' };
    await expect(peers('all').speaks(node)).rejects.toMatchObject({ statusCode: 4003 });
  });

  test('behavior: a message of version 2 is as good as a document', async () => {
    const { node } = another();
    const known = peers('all');
    expect(await known.speaks(node)).toBe('v1');
    context.directory.setNode(node);
    await known.heardV2(node.operator);
    expect(await known.speaks(node)).toBe('v2');
  });
});
