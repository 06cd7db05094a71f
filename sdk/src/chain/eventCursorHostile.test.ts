import { describe, expect, test } from 'vitest';
import { announceOne, follow, memoryStore, withChain } from '../../../test/support/cursors.ts';
import { chainOn } from '../../../test/support/localChain.ts';
import { type ProxiedAnswer, type ProxiedCall, startRpcProxy } from '../../../test/support/rpcProxy.ts';
import { DecodeError } from '../errors/index.ts';
import { DisagreementError, latestOf } from './index.ts';

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

  test('behavior: a log of another fork that slipped in is taken back, and stops nothing for ever', () =>
    withChain(async ({ node, chain }) => {
      const expected = [await announceOne(chain)];
      await node.mine(5);
      await using torn = await startRpcProxy(
        node.rpcUrl,
        logs((list) => list.map((log) => ({ ...log, blockHash: `0x${'ab'.repeat(32)}` }))),
      );
      const follower = follow(chainOn([torn.url], 31_337));
      await follower.poll();
      torn.behaviour.rewrite = undefined;
      expected.push(await announceOne(chain));
      await follower.poll();
      expect(follower.standing).toEqual(expected);
      expect(follower.batches.flatMap(({ removed }) => removed)).toHaveLength(1);
      await follower.poll();
      expect(follower.standing).toEqual(expected);
    }));

  test('attack: what an RPC says does not act on a terminal when endpoints disagree', () =>
    withChain(async ({ node }) => {
      await using liar = await startRpcProxy(node.rpcUrl, {
        rewrite: ({ method }, answer) =>
          method === 'eth_call' ? { ...answer, result: '0x\u202e\u009b31mgood' } : null,
      });
      const pair = { authority: `0x${'11'.repeat(32)}`, subject: `0x${'22'.repeat(32)}` } as const;
      const failure = await latestOf(chainOn([node.rpcUrl, liar.url], 31_337), pair).catch((error: Error) => error);
      expect(failure).toBeInstanceOf(DisagreementError);
      expect((failure as Error).message).not.toMatch(/[^\n\x20-\x7e]/);
    }));

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
