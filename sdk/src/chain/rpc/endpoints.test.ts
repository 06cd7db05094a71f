import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Anvil, startAnvil } from '../../../../test/support/anvil.ts';
import { chainOn } from '../../../../test/support/localChain.ts';
import { type ProxyBehaviour, type ProxyMode, startRpcProxy } from '../../../../test/support/rpcProxy.ts';
import { type Block, blockQuestion } from '../block.ts';
import { chainTime, createChain, DisagreementError, snapshot, UnreachableError } from '../index.ts';

let node: Anvil;
beforeAll(async () => {
  node = await startAnvil();
  await node.mine(30);
});
afterAll(() => node.stop());

const addresses = { quorumRegistry: `0x${'11'.repeat(20)}`, keyAnnouncements: `0x${'22'.repeat(20)}` } as const;
const proxy = (behaviour: ProxyBehaviour = {}) => startRpcProxy(node.rpcUrl, behaviour);
/** Tells another story of every block, in itself consistent. */
const otherBlocks: ProxyBehaviour = {
  rewrite: (call, answer) => {
    if (call.method !== 'eth_getBlockByNumber') return null;
    return { ...answer, result: { ...(answer.result as object), hash: `0x${'ab'.repeat(32)}` } };
  },
};
const ahead: ProxyBehaviour = {
  rewrite: (call, answer) => {
    if (call.params[0] !== 'latest' || call.method !== 'eth_getBlockByNumber') return null;
    return { ...answer, result: { ...(answer.result as object), number: '0xffffff' } };
  },
};

describe('one endpoint', () => {
  test('behavior: gives head and settled block', async () => {
    const { head, settled } = await snapshot(chainOn([node.rpcUrl], 31_337, { finality: 10 }), []);
    expect(head.number).toBe(30);
    expect(settled.number).toBe(20);
    expect(head.timestamp).toBeGreaterThan(settled.timestamp);
  });

  test('behavior: settled is never below the first block', async () => {
    const { settled } = await snapshot(chainOn([node.rpcUrl], 31_337, { finality: 1_000 }), []);
    expect(settled.number).toBe(0);
  });

  test('behavior: follows what the chain calls finalized', async () => {
    await using slow = await startAnvil({ slotsInAnEpoch: 2 });
    await slow.mine(20);
    const { head, settled } = await snapshot(chainOn([slow.rpcUrl], 31_337, { finality: 'finalized' }), []);
    expect(head.number).toBe(20);
    expect(settled.number).toBe(16);
  });

  for (const maxBatch of [0, 1, 3, 10]) {
    test(`behavior: a server that takes at most ${maxBatch} calls a batch is adapted to`, async () => {
      await using limited = await proxy({ maxBatch });
      const chain = chainOn([limited.url], 31_337);
      const questions = Array.from({ length: 24 }, (_, i) => blockQuestion(i));
      for (let round = 0; round < 2; round++) {
        const answers = await chain.rpc.agree('blocks', questions);
        expect(answers.map((answer) => 'value' in answer && (answer.value as Block).number)).toEqual([
          ...questions.keys(),
        ]);
      }
      const before = limited.requests();
      await chain.rpc.agree('blocks', questions);
      expect(limited.requests() - before).toBeLessThanOrEqual(maxBatch < 3 ? 24 : 12);
    });
  }

  test('behavior: a look takes two requests', async () => {
    await using counted = await proxy();
    const chain = chainOn([counted.url], 31_337);
    await snapshot(chain, []);
    const before = counted.requests();
    await snapshot(chain, []);
    expect(counted.requests() - before).toBe(2);
    expect(chain.rpc.requests()).toBe(counted.requests());
  });

  for (const mode of ['drop', 'hang', 'drip', 'truncate', 'garbage', 'flood'] satisfies ProxyMode[]) {
    test(`error: an endpoint that answers with ${mode} is unreachable in bounded time`, async () => {
      await using bad = await proxy({ mode });
      const chain = chainOn([bad.url], 31_337, { timeoutMs: 300, maxResponseBytes: 1_000_000 });
      await expect(chainTime(chain)).rejects.toThrow(UnreachableError);
    });
  }

  test('error: another chain', async () => {
    const failure = await chainTime(chainOn([node.rpcUrl], 4_202)).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UnreachableError);
    expect(String(failure)).toContain('serves chain 31337, not 4202');
  });

  for (const [what, result] of Object.entries({ null: null, text: 'hello', list: [], empty: {}, hash: { hash: 7 } })) {
    test(`error: a block that is ${what}`, async () => {
      await using bad = await proxy({
        rewrite: ({ method }, answer) => (method === 'eth_getBlockByNumber' ? { ...answer, result } : null),
      });
      await expect(chainTime(chainOn([bad.url], 31_337))).rejects.toThrow(UnreachableError);
    });
  }

  test('error: control and bidirectional characters of a server are not printed', async () => {
    await using bad = await proxy({
      rewrite: ({ id, method }) =>
        method === 'eth_chainId'
          ? null
          : { jsonrpc: '2.0', id, error: { code: -32_000, message: 'a\u001b[2J\u202eb\nc' } },
    });
    const failure = await chainTime(chainOn([bad.url], 31_337)).catch((error: unknown) => error);
    expect(String(failure)).toContain('a?[2J?b?c');
  });

  test('error: credentials and paths stay out of messages', async () => {
    const url = 'http://user:secret@127.0.0.1:1/key-1234';
    const failure = await chainTime(chainOn([url], 31_337)).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UnreachableError);
    const text = `${String(failure)} ${JSON.stringify(failure)}`;
    expect(text).toContain('127.0.0.1:1');
    expect(text).not.toMatch(/secret|user|key-1234/);
  });

  test('behavior: an abort ends a call with the signal’s reason', async () => {
    await using bad = await proxy({ mode: 'hang' });
    const reason = new Error('enough');
    await expect(chainTime(chainOn([bad.url], 31_337), AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});

describe('agreement of two', () => {
  test('behavior: two that agree', async () => {
    await using first = await proxy();
    await using second = await proxy();
    expect((await chainTime(chainOn([first.url, second.url], 31_337))).number).toBe(30);
  });

  test('error: a lying RPC of two is found out, by name', async () => {
    await using honest = await proxy();
    await using liar = await proxy(otherBlocks);
    const failure = await chainTime(chainOn([honest.url, liar.url], 31_337)).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(DisagreementError);
    expect(String(failure)).toContain(new URL(honest.url).host);
    expect(String(failure)).toContain(new URL(liar.url).host);
  });

  test('behavior: a lying RPC of three is outvoted, and asked last from then on', async () => {
    await using liar = await proxy(otherBlocks);
    await using first = await proxy();
    await using second = await proxy();
    const chain = chainOn([liar.url, first.url, second.url], 31_337);
    const { hash } = await node.client.getBlock({ blockNumber: 30n });
    expect((await chainTime(chain)).hash).toBe(hash);
    const before = liar.requests();
    expect((await chainTime(chain)).hash).toBe(hash);
    expect(liar.requests()).toBe(before);
  });

  test('error: two that lie alike outvote one that does not, which is why two have to be independent', async () => {
    await using honest = await proxy();
    await using liar = await proxy(otherBlocks);
    await using accomplice = await proxy(otherBlocks);
    const { hash } = await chainTime(chainOn([honest.url, liar.url, accomplice.url], 31_337));
    expect(hash).toBe(`0x${'ab'.repeat(32)}`);
  });

  test('error: one of two is dead: nothing is believed on one word', async () => {
    await using honest = await proxy();
    await using dead = await proxy({ mode: 'drop' });
    const failure = await chainTime(chainOn([honest.url, dead.url], 31_337)).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UnreachableError);
    expect(String(failure)).toContain(new URL(dead.url).host);
  });

  test('behavior: one of three is dead and skipped', async () => {
    await using dead = await proxy({ mode: 'drop' });
    await using first = await proxy();
    await using second = await proxy();
    const chain = chainOn([dead.url, first.url, second.url], 31_337);
    expect((await chainTime(chain)).number).toBe(30);
    const before = dead.requests();
    await chainTime(chain);
    expect(dead.requests()).toBe(before);
  });

  test('behavior: an endpoint that comes back is asked again', async () => {
    await using lazarus = await proxy({ mode: 'drop' });
    await using first = await proxy();
    await using second = await proxy();
    const chain = chainOn([lazarus.url, first.url, second.url], 31_337);
    for (let i = 0; i < 4; i++) await chainTime(chain);
    lazarus.behaviour.mode = 'forward';
    first.behaviour.mode = 'drop';
    expect((await chainTime(chain)).number).toBe(30);
  });

  test('behavior: an endpoint that claims to be ahead moves nothing', async () => {
    await using honest = await proxy();
    await using liar = await proxy(ahead);
    expect((await chainTime(chainOn([honest.url, liar.url], 31_337))).number).toBe(30);
  });

  test('behavior: of three, one that withholds new blocks does not hold back the others', async () => {
    await using stale = await proxy({
      rewrite: ({ method, params }, answer) =>
        method === 'eth_getBlockByNumber' && params[0] === 'latest'
          ? { ...answer, result: { ...(answer.result as object), number: '0x1' } }
          : null,
    });
    await using first = await proxy();
    await using second = await proxy();
    expect((await chainTime(chainOn([stale.url, first.url, second.url], 31_337))).number).toBe(30);
  });

  test('behavior: agreement of one can be chosen', async () => {
    await using honest = await proxy();
    await using dead = await proxy({ mode: 'drop' });
    const chain = chainOn([dead.url, honest.url], 31_337, { agreement: 1 });
    expect((await chainTime(chain)).number).toBe(30);
  });
});

describe('options', () => {
  const good = { chainId: 1, rpcUrls: ['http://127.0.0.1:1'], addresses, finality: 0 } as const;
  const bad = {
    chainId: { ...good, chainId: 0 },
    rpcUrls: { ...good, rpcUrls: [] },
    'rpcUrls[0]': { ...good, rpcUrls: ['file:///etc/passwd'] },
    finality: { ...good, finality: -1 },
    agreement: { ...good, agreement: 2 },
    timeoutMs: { ...good, timeoutMs: 0 },
  };
  for (const [field, options] of Object.entries(bad)) {
    test(`error: ${field}`, () => {
      expect(() => createChain(options)).toThrow(expect.objectContaining({ field }));
    });
  }

  test('error: the same endpoint twice would agree with itself', () => {
    const rpcUrls = ['http://127.0.0.1:1', 'http://127.0.0.1:1/'];
    expect(() => createChain({ ...good, rpcUrls })).toThrow('twice');
  });

  test('error: a URL in an error is not repeated', () => {
    expect(() => createChain({ ...good, rpcUrls: ['ftp://user:secret@host'] })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('secret') }),
    );
  });
});
