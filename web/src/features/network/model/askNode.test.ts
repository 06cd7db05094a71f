import type { Hex } from '@gridseal/sdk/bytes';
import { secp256k1Signer } from '@gridseal/sdk/crypto';
import { NodeDocument } from '@gridseal/sdk/ocn/registry';
import { describe, expect, test } from 'vitest';
import { type AskTools, askNode } from './askNode.ts';
import type { Expected } from './reach.ts';
import { createReachStore } from './reachStore.ts';

const now = 1_795_000_000;
const key = (n: number) => secp256k1Signer(new Uint8Array(32).fill(n));
const signer = key(1);
const operator = signer.signer.toLowerCase() as Hex;
const network = `eip155:31337:0x${'ab'.repeat(20)}`;
const url = 'https://node.example';
const expected: Expected = { operator, key: operator, url, network };
type Statement = NodeDocument.NodeStatement;
const statement: Statement = {
  ...{ network, operator, url, signatures: ['v1', 'v2'], versions: ['2.2.1'], issued: now - 60, expires: now + 60 },
};

const documentOf = async (given: Partial<Statement> = {}, by = signer) =>
  NodeDocument.encode(await NodeDocument.sign({ ...statement, ...given }, by)) as Uint8Array<ArrayBuffer>;
const answering =
  (body: BodyInit | null, status = 200): AskTools['fetch'] =>
  async () =>
    new Response(body, { status });
const ask = (fetch: AskTools['fetch'], given: Partial<Expected> = {}, protocol = 'https:') =>
  askNode({ ...expected, ...given }, { fetch, now: () => now * 1_000, clock: () => 5, protocol });

describe('asking a node’s host', () => {
  test('behavior: asks as a stranger at the root of the host, and proves what it says', async () => {
    const asked: [string, RequestInit | undefined][] = [];
    const fetch: AskTools['fetch'] = async (input, init) => {
      asked.push([String(input), init]);
      return new Response(await documentOf());
    };
    expect(await ask(fetch)).toMatchObject({ state: 'proven', latencyMs: 1, document: { versions: ['2.2.1'] } });
    expect(asked[0]?.[0]).toBe('https://node.example/.well-known/ocn-node.json');
    expect(asked[0]?.[1]).toMatchObject({ credentials: 'omit', redirect: 'error', referrerPolicy: 'no-referrer' });
  });

  test('attack: a document of somebody else, of elsewhere, of another network or time proves nothing', async () => {
    const other = key(2);
    expect(await ask(answering(await documentOf({ operator: `0x${'cd'.repeat(20)}` })))).toMatchObject({
      state: 'operator',
    });
    expect(await ask(answering(await documentOf({ url: 'https://elsewhere.example' })))).toMatchObject({
      state: 'url',
    });
    const elsewhere = `eip155:1:0x${'ab'.repeat(20)}`;
    expect(await ask(answering(await documentOf({ network: elsewhere })))).toMatchObject({ state: 'network' });
    expect(await ask(answering(await documentOf({}, other)))).toMatchObject({ state: 'key' });
    const stale = { issued: now - 90, expires: now - 1 };
    expect(await ask(answering(await documentOf(stale)))).toMatchObject({ state: 'stale' });
    const forged = new TextDecoder().decode(await documentOf()).replace('"v1","v2"', '"v1"');
    expect(await ask(answering(forged))).toMatchObject({ state: 'key' });
  });

  test('attack: what is too long, no JSON, or not canonical is no document', async () => {
    expect(await ask(answering('x'.repeat(70_000)))).toMatchObject({ state: 'malformed' });
    expect(await ask(answering('<html>'))).toMatchObject({ state: 'malformed' });
    expect(await ask(answering(` ${new TextDecoder().decode(await documentOf())}`))).toMatchObject({
      state: 'malformed',
    });
    expect(await ask(answering(null))).toMatchObject({ state: 'malformed' });
  });

  test('error: other answers, none, and those that pages may not read', async () => {
    expect(await ask(answering('', 404))).toMatchObject({ state: 'status', status: 404 });
    const silent: AskTools['fetch'] = async () => Promise.reject(new TypeError('Failed to fetch'));
    expect(await ask(silent)).toMatchObject({ state: 'unreachable' });
    const closed: AskTools['fetch'] = async (_, init) => {
      if (init?.mode === 'no-cors') return new Response('');
      throw new TypeError('Failed to fetch');
    };
    expect(await ask(closed)).toMatchObject({ state: 'closed' });
  });

  test('error: what a page may not ask is not asked', async () => {
    const never: AskTools['fetch'] = async () => {
      throw new Error('asked');
    };
    expect(await ask(never, { url: 'http://node.example' })).toMatchObject({ state: 'mixed' });
    for (const text of ['javascript:alert(1)', 'https://a:b@node.example', 'node']) {
      expect(await ask(never, { url: text })).toMatchObject({ state: 'none' });
    }
  });

  test('error: a page whose policy forbids it says so', async () => {
    const stopped: AskTools['fetch'] = async () => {
      const event = Object.assign(new Event('securitypolicyviolation'), {
        ...{ blockedURI: `${url}/.well-known/ocn-node.json`, effectiveDirective: 'connect-src' },
      });
      document.dispatchEvent(event);
      throw new TypeError('Failed to fetch');
    };
    expect(await ask(stopped)).toMatchObject({ state: 'policy' });
  });
});

describe('what was found out', () => {
  test('behavior: is of one node as the registry has it; a node is asked once at a time', async () => {
    let asked = 0;
    const { promise, resolve } = Promise.withResolvers<{ state: 'unreachable'; at: number }>();
    const store = createReachStore(() => {
      asked++;
      return promise;
    });
    const first = store.check(expected);
    await store.check(expected);
    expect([asked, store.of(expected).state]).toEqual([1, 'checking']);
    resolve({ state: 'unreachable', at: 0 });
    await first;
    expect(store.of(expected).state).toBe('unreachable');
    expect(store.of({ ...expected, url: 'https://other.example' }).state).toBe('unchecked');
  });
});
