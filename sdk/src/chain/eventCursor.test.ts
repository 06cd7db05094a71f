import { describe, expect, test } from 'vitest';
import { announceOne, follow, fresh, memoryStore, rangeLimit, withChain } from '../../../test/support/cursors.ts';
import { chainOn } from '../../../test/support/localChain.ts';
import { startRpcProxy } from '../../../test/support/rpcProxy.ts';
import type { Hex } from '../bytes/index.ts';
import { contractAddresses, createEventCursor, ReorganisationError, toGraphEvents } from './index.ts';

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
