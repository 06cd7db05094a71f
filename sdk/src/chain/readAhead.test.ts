import { describe, expect, test } from 'vitest';
import { announceOne, follow, memoryStore, rangeLimit, withChain } from '../../../test/support/cursors.ts';
import { chainOn } from '../../../test/support/localChain.ts';
import { type ProxiedCall, startRpcProxy } from '../../../test/support/rpcProxy.ts';
import { createEventCursor } from './index.ts';

const isLogs = ({ method }: ProxiedCall) => method === 'eth_getLogs';

describe('reading ahead', () => {
  test('behavior: the next range is under way while one is dealt with, and no other', () =>
    withChain(async ({ node, chain }) => {
      for (let i = 0; i < 3; i++) {
        await announceOne(chain);
        await node.mine(20);
      }
      await using proxy = await startRpcProxy(node.rpcUrl, { rewrite: rangeLimit(10) });
      const cursor = createEventCursor(chainOn([proxy.url], 31_337), { store: memoryStore(), from: 1, maxSpan: 10 });
      const ahead: number[] = [];
      await cursor.poll(async ({ position, target }) => {
        expect(lastBlockAsked(proxy.calls)).toBeLessThanOrEqual(Math.min(position + 10, target));
        // Until the next one is asked for, this one is not done with.
        const next = Math.min(position + 1, target);
        await expect.poll(() => lastBlockAsked(proxy.calls)).toBeGreaterThanOrEqual(next);
        ahead.push(position);
      });
      expect(ahead).toHaveLength(3);
    }));

  test('error: a handler that throws ends what is under way, and loses nothing', () =>
    withChain(async ({ node, chain }) => {
      const expected = [await announceOne(chain)];
      await node.mine(30);
      expected.push(await announceOne(chain));
      await using proxy = await startRpcProxy(node.rpcUrl, { rewrite: rangeLimit(10), delayMs: 20 });
      const store = memoryStore();
      const limited = chainOn([proxy.url], 31_337);
      const cursor = createEventCursor(limited, { store, from: 1, maxSpan: 10 });
      await expect(cursor.poll(() => Promise.reject(new Error('full')))).rejects.toThrow('full');
      const follower = follow(limited, { store, maxSpan: 10 });
      await follower.poll();
      expect(follower.standing).toEqual(expected);
    }));

  test('error: a range that fails does not take those before it along', () =>
    withChain(async ({ node, chain }) => {
      const expected = [await announceOne(chain)];
      const first = Number(await node.client.getBlockNumber({ cacheTime: 0 }));
      await node.mine(30);
      expected.push(await announceOne(chain));
      await using proxy = await startRpcProxy(node.rpcUrl);
      const limit = rangeLimit(10);
      proxy.behaviour.rewrite = (call, answer) => {
        if (!isLogs(call) || Number((call.params[0] as { fromBlock: string }).fromBlock) <= first)
          return limit(call, answer);
        return { ...answer, result: 'nothing of use' };
      };
      const follower = follow(chainOn([proxy.url], 31_337), { maxSpan: 10 });
      await expect(follower.poll()).rejects.toThrow();
      expect(follower.standing).toEqual(expected.slice(0, 1));
      proxy.behaviour.rewrite = limit;
      await follower.poll();
      expect(follower.standing).toEqual(expected);
    }));

  test('error: who gives up waits for no answer that is under way', () =>
    withChain(async ({ node, chain }) => {
      await announceOne(chain);
      await node.mine(30);
      await using proxy = await startRpcProxy(node.rpcUrl, { rewrite: rangeLimit(10) });
      const cursor = createEventCursor(chainOn([proxy.url], 31_337), { store: memoryStore(), from: 1, maxSpan: 10 });
      const gaveUp = new AbortController();
      const polled = cursor.poll(() => {
        proxy.behaviour.mode = 'hang';
        gaveUp.abort(new Error('enough'));
      }, gaveUp.signal);
      await expect(polled).rejects.toThrow('enough');
    }));
});

function lastBlockAsked(calls: readonly ProxiedCall[]): number {
  return Math.max(...calls.filter(isLogs).map(({ params }) => Number((params[0] as { toBlock: string }).toBlock)));
}
