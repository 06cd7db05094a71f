import { describe, expect, test } from 'vitest';
import { withChain } from '../../../test/support/cursors.ts';
import { blocksOf, chainTime, createEventCursor, UnreachableError } from './index.ts';

describe('blocks by number', () => {
  test('behavior: in the order of the numbers, each asked for once', () =>
    withChain(async ({ node, chain }) => {
      await node.mine(3);
      const head = await chainTime(chain);
      const blocks = await blocksOf(chain, [head.number, 1, head.number]);
      expect(blocks.map(({ number }) => number)).toEqual([head.number, 1, head.number]);
      expect(blocks[2]).toEqual(head);
      expect(await blocksOf(chain, [])).toEqual([]);
    }));

  test('error: a block that is not there yet', () =>
    withChain(async ({ chain }) => {
      await expect(blocksOf(chain, [1, 1_000_000])).rejects.toBeInstanceOf(UnreachableError);
    }));

  test('behavior: a poll says which block is settled', () =>
    withChain(async ({ node, chain }) => {
      await node.mine(20);
      const deep = { ...chain, finality: 12 };
      const store = { load: async () => null, save: async () => undefined };
      const poll = () => createEventCursor(deep, { store, from: 1, depth: 'head' }).poll(() => undefined);
      const { head, settled, target } = await poll();
      expect(settled.number).toBe(head.number - 12);
      expect(target).toBe(head.number);
    }));
});
