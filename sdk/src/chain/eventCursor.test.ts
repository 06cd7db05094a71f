import { keccak256 } from 'viem';
import { describe, expect, test } from 'vitest';
import { type Anvil, testAccount } from '../../../test/support/anvil.ts';
import { chainOn, type LocalChain, startLocalChain } from '../../../test/support/localChain.ts';
import { type ProxiedAnswer, type ProxiedCall, startRpcProxy } from '../../../test/support/rpcProxy.ts';
import type { Hex } from '../bytes/index.ts';
import { DecodeError } from '../errors/index.ts';
import {
  announce,
  type Chain,
  type ChainEvent,
  type CursorBatch,
  type CursorOptions,
  chainTime,
  contractAddresses,
  createEventCursor,
  DisagreementError,
  ReorganisationError,
  toGraphEvents,
} from './index.ts';

const account = testAccount(1);
let counter = 0;
const fresh = (): Hex => keccak256(`0x${(++counter).toString(16).padStart(8, '0')}`);

async function announceOne(chain: Chain): Promise<Hex> {
  const { timestamp } = await chainTime(chain);
  const digest = fresh();
  const input = { subject: fresh(), epoch: 1, digest, kind: 1, codec: 0, notBefore: 0, notAfter: timestamp + 10 ** 6 };
  await announce(chain, account, input);
  return digest;
}

/** Keeps the state as the file would: as text. */
function memoryStore(saved: { text: string | null } = { text: null }) {
  return {
    saved,
    load: async () => (saved.text === null ? null : JSON.parse(saved.text)),
    save: async (state: unknown) => {
      saved.text = JSON.stringify(state);
    },
  };
}

/** What a consumer makes of the batches: the digests that stand, in order. */
function follow(chain: Chain, options: Partial<CursorOptions> = {}) {
  const store = memoryStore();
  const standing: Hex[] = [];
  const batches: CursorBatch[] = [];
  const cursor = createEventCursor(chain, { store, from: 1, ...options });
  const digestOf = (event: ChainEvent) => (event.type === 'announced' ? event.digest : '0x');
  return {
    store,
    standing,
    batches,
    poll: () =>
      cursor.poll((batch) => {
        batches.push(batch);
        for (const event of batch.removed) standing.splice(standing.lastIndexOf(digestOf(event)), 1);
        standing.push(...batch.added.map(digestOf));
      }),
  };
}

/** A server that allows `max` blocks a log query. */
function rangeLimit(max: number) {
  return ({ method, params, id }: ProxiedCall, _: ProxiedAnswer): ProxiedAnswer | null => {
    if (method !== 'eth_getLogs') return null;
    const { fromBlock, toBlock } = params[0] as { fromBlock: string; toBlock: string };
    if (Number(toBlock) - Number(fromBlock) < max) return null;
    return { jsonrpc: '2.0', id, error: { code: -32_000, message: `block range exceeds ${max}` } };
  };
}

async function withChain(body: (local: LocalChain & { node: Anvil }) => Promise<void>): Promise<void> {
  await using local = await startLocalChain();
  await body(local);
}

describe('following', () => {
  test('behavior: hands over each event once, in order, over restarts', () =>
    withChain(async ({ chain }) => {
      const expected = [await announceOne(chain), await announceOne(chain)];
      const first = follow(chain);
      await first.poll();
      expect(first.standing).toEqual(expected);
      expected.push(await announceOne(chain));
      const second = follow(chain, { store: memoryStore(first.store.saved) });
      await second.poll();
      expect(second.standing).toEqual(expected.slice(2));
      await second.poll();
      expect(second.standing).toEqual(expected.slice(2));
    }));

  for (const max of [1, 5, 40]) {
    test(`behavior: a server that allows ${max} blocks a query is adapted to, and remembered`, () =>
      withChain(async ({ node, chain }) => {
        const expected = [await announceOne(chain)];
        await node.mine(200);
        expected.push(await announceOne(chain));
        await using limited = await startRpcProxy(node.rpcUrl, { rewrite: rangeLimit(max) });
        const follower = follow(chainOn([limited.url], 31_337));
        await follower.poll();
        expect(follower.standing).toEqual(expected);
        expect(JSON.parse(follower.store.saved.text ?? '').span).toBe(max);
        const before = limited.requests();
        await announceOne(chain);
        await follower.poll();
        expect(limited.requests() - before).toBeLessThan(50);
      }));
  }

  test('behavior: never uses filters', () =>
    withChain(async ({ node, chain }) => {
      await announceOne(chain);
      await using seen = await startRpcProxy(node.rpcUrl);
      await follow(chainOn([seen.url], 31_337)).poll();
      const methods = new Set(seen.calls.map(({ method }) => method));
      expect([...methods].sort()).toEqual(['eth_chainId', 'eth_getBlockByNumber', 'eth_getLogs']);
    }));

  test('behavior: an idle poll is a handful of requests', () =>
    withChain(async ({ chain }) => {
      const follower = follow(chain);
      await follower.poll();
      const before = chain.rpc.requests();
      await follower.poll();
      expect(chain.rpc.requests() - before).toBeLessThanOrEqual(4);
    }));

  test('behavior: only the types that are asked for', () =>
    withChain(async ({ chain }) => {
      await announceOne(chain);
      const follower = follow(chain, { types: ['certificateEndorsed', 'certificateRevoked'] });
      await follower.poll();
      expect(follower.batches).toEqual([]);
    }));

  test('behavior: up to the settled block, or the head', () =>
    withChain(async ({ node, chain }) => {
      await node.mine(20);
      const digest = await announceOne(chain);
      const deep = chainOn([node.rpcUrl], 31_337, { finality: 10 });
      const [settled, head] = [follow(deep), follow(deep, { depth: 'head' })];
      await settled.poll();
      await head.poll();
      expect(settled.standing).toEqual([]);
      expect(head.standing).toEqual([digest]);
      await node.mine(10);
      await settled.poll();
      expect(settled.standing).toEqual([digest]);
    }));

  test('behavior: a chain that has not reached the first block yet', () =>
    withChain(async ({ chain }) => {
      const follower = follow(chain, { from: 1_000 });
      expect((await follower.poll()).position).toBe(999);
      expect(follower.store.saved.text).toBeNull();
    }));

  test('behavior: a handler that throws gets the batch again', () =>
    withChain(async ({ chain }) => {
      const digest = await announceOne(chain);
      const store = memoryStore();
      const cursor = createEventCursor(chain, { store, from: 1 });
      const crash = new Error('crash');
      await expect(
        cursor.poll(() => {
          throw crash;
        }),
      ).rejects.toBe(crash);
      const follower = follow(chain, { store });
      await follower.poll();
      expect(follower.standing).toEqual([digest]);
    }));
});

describe('reorganisations', () => {
  test('behavior: events that are gone are reported, newest first, and new ones after them', () =>
    withChain(async ({ node, chain }) => {
      await node.mine(10);
      const stays = await announceOne(chain);
      const follower = follow(chain, { depth: 'head' });
      const gone = [await announceOne(chain), await announceOne(chain)];
      await follower.poll();
      expect(follower.standing).toEqual([stays, ...gone]);
      await node.reorg(2);
      const replacement = await announceOne(chain);
      await follower.poll();
      expect(follower.standing).toEqual([stays, replacement]);
      const removed = follower.batches.flatMap((batch) => batch.removed);
      expect(removed.map((event) => event.type === 'announced' && event.digest)).toEqual([...gone].reverse());
    }));

  test('behavior: an event that moves to another block is removed and added', () =>
    withChain(async ({ node, chain }) => {
      await node.mine(5);
      const digest = await announceOne(chain);
      const follower = follow(chain, { depth: 'head' });
      await follower.poll();
      const [event] = follower.batches[0]?.added ?? [];
      if (!event) throw new Error('no event');
      const raw = (await node.request('eth_getRawTransactionByHash', [event.transaction])) as Hex;
      await node.mine(2);
      await node.reorg(3, [[raw, 1]]);
      await follower.poll();
      expect(follower.standing).toEqual([digest]);
      const last = follower.batches.at(-1)?.added[0];
      expect(last?.block).toBe(event.block + 1);
    }));

  test('behavior: deeper than the overlap, within what is retained', () =>
    withChain(async ({ node, chain }) => {
      await node.mine(10);
      const stays = await announceOne(chain);
      await announceOne(chain);
      await node.mine(60);
      const follower = follow(chain, { depth: 'head', overlap: 4, retain: 100 });
      await follower.poll();
      await node.reorg(61);
      await follower.poll();
      expect(follower.standing).toEqual([stays]);
    }));

  test('error: deeper than what is retained', () =>
    withChain(async ({ node, chain }) => {
      await node.mine(60);
      const follower = follow(chain, { depth: 'head', overlap: 2, retain: 10 });
      await follower.poll();
      await node.reorg(40);
      await expect(follower.poll()).rejects.toThrow(ReorganisationError);
    }));

  test('behavior: endpoints that are behind take nothing back', () =>
    withChain(async ({ node, chain }) => {
      await node.mine(10);
      const digest = await announceOne(chain);
      const follower = follow(chain, { depth: 'head' });
      await follower.poll();
      await using behind = await startRpcProxy(node.rpcUrl, {
        rewrite: ({ method, params }, answer) =>
          method === 'eth_getBlockByNumber' && params[0] === 'latest'
            ? { ...answer, result: { ...(answer.result as object), number: '0x9' } }
            : null,
      });
      const other = follow(chainOn([behind.url], 31_337), { store: follower.store, depth: 'head' });
      await other.poll();
      expect(other.batches).toEqual([]);
      await follower.poll();
      expect(follower.standing).toEqual([digest]);
    }));

  test('behavior: what is retained is bounded', () =>
    withChain(async ({ chain }) => {
      for (let i = 0; i < 12; i++) await announceOne(chain);
      const follower = follow(chain, { depth: 'head', maxRecent: 5, maxSpan: 2 });
      await follower.poll();
      expect(follower.standing).toHaveLength(12);
      expect(JSON.parse(follower.store.saved.text ?? '').recent.length).toBeLessThanOrEqual(5);
    }));
});

describe('hostile servers and states', () => {
  const logs = (change: (list: Record<string, unknown>[]) => unknown) => ({
    rewrite: ({ method }: ProxiedCall, answer: ProxiedAnswer) =>
      method === 'eth_getLogs' ? { ...answer, result: change(answer.result as Record<string, unknown>[]) } : null,
  });

  test('error: a lying RPC that withholds an event', () =>
    withChain(async ({ node, chain }) => {
      await announceOne(chain);
      await using liar = await startRpcProxy(
        node.rpcUrl,
        logs(() => []),
      );
      const follower = follow(chainOn([node.rpcUrl, liar.url], 31_337));
      await expect(follower.poll()).rejects.toThrow(DisagreementError);
      expect(follower.standing).toEqual([]);
    }));

  test('behavior: a log that does not decode is skipped and stops no other', () =>
    withChain(async ({ node, chain }) => {
      const expected = [await announceOne(chain), await announceOne(chain)];
      await using odd = await startRpcProxy(
        node.rpcUrl,
        logs((list) => [
          ...list,
          { ...list[0], data: '0x01', logIndex: '0x63' },
          { ...list[0], topics: [], logIndex: '0x64' },
        ]),
      );
      const follower = follow(chainOn([odd.url], 31_337));
      await follower.poll();
      expect(follower.standing).toEqual(expected);
      expect(follower.batches.reduce((sum, { skipped }) => sum + skipped, 0)).toBe(2);
    }));

  const nonsense: Record<string, (list: Record<string, unknown>[]) => unknown> = {
    'no list': () => ({}),
    null: () => null,
    'the same twice': (list) => [...list, ...list],
    'another contract’s': (list) => list.map((log) => ({ ...log, address: `0x${'99'.repeat(20)}` })),
    'of other blocks': (list) => list.map((log) => ({ ...log, blockNumber: '0xfffff' })),
    'of another fork': (list) => list.map((log) => ({ ...log, blockHash: `0x${'ab'.repeat(32)}` })),
    'without an index': (list) => list.map((log) => ({ ...log, logIndex: null })),
    'removed ones': (list) => list.map((log) => ({ ...log, removed: true })),
    'with huge numbers': (list) => list.map((log) => ({ ...log, blockNumber: `0x${'f'.repeat(60)}` })),
    'not objects': () => ['0x', 7],
  };
  for (const [what, change] of Object.entries(nonsense)) {
    test(`error: logs that are ${what}`, () =>
      withChain(async ({ node, chain }) => {
        await announceOne(chain);
        await using odd = await startRpcProxy(node.rpcUrl, logs(change));
        const follower = follow(chainOn([odd.url], 31_337));
        await expect(follower.poll()).rejects.toThrow();
        expect(follower.standing).toEqual([]);
      }));
  }

  test('error: a damaged or foreign state is refused by field', () =>
    withChain(async ({ chain }) => {
      const follower = follow(chain);
      await follower.poll();
      const state = JSON.parse(follower.store.saved.text ?? '');
      const damages = [
        ['cursor.position', { ...state, position: -5 }],
        ['cursor.checkpoints', { ...state, checkpoints: [] }],
        ['cursor.checkpoints[0].hash', { ...state, checkpoints: [{ block: 1, hash: '0x' }] }],
        ['cursor.recent', { ...state, recent: 7 }],
        ['cursor', 'text'],
      ] as const;
      for (const [field, damaged] of damages) {
        const store = memoryStore({ text: JSON.stringify(damaged) });
        const failure = await follow(chain, { store })
          .poll()
          .catch((error: unknown) => error);
        expect(failure).toBeInstanceOf(DecodeError);
        expect(failure).toMatchObject({ field });
      }
      const store = memoryStore({ text: JSON.stringify({ ...state, chainId: 1 }) });
      await expect(follow(chain, { store }).poll()).rejects.toThrow('belongs to chain 1');
    }));

  for (const options of [{ from: 0 }, { overlap: -1 }, { overlap: 300 }, { maxSpan: 0 }, { retain: 1.5 }]) {
    test(`error: option ${JSON.stringify(options)}`, () => {
      const chain = chainOn(['http://127.0.0.1:1'], 31_337);
      const field = Object.keys(options)[0];
      expect(() => follow(chain, options)).toThrow(expect.objectContaining({ field }));
    });
  }
});

describe('toGraphEvents', () => {
  test('behavior: removals come first, and only endorsements and revocations', () => {
    const position = { block: 1, blockHash: fresh(), transaction: fresh(), logIndex: 0 };
    const [certificate, quorum] = [fresh(), fresh()];
    const endorsed = { type: 'certificateEndorsed', certificate, quorum, version: 1, ...position } as const;
    const revoked = { type: 'certificateRevoked', certificate, quorum, version: 2, reason: 4, ...position } as const;
    const approved = {
      type: 'approved',
      quorum,
      digest: fresh(),
      signer: contractAddresses.quorumRegistry,
      ...position,
    } as const;
    expect(toGraphEvents({ added: [endorsed, approved], removed: [revoked] })).toEqual([
      { type: 'revoked', certificate, quorum, version: 2, reason: 4, removed: true },
      { type: 'endorsed', certificate, quorum, version: 1, removed: false },
    ]);
  });
});
