import type { Hex } from '@gridseal/sdk/bytes';
import { describe, expect, test } from 'vitest';
import { createBlockClock } from './blockClock.ts';

const block = (number: number) => ({ block: number, blockHash: `0x${number.toString(16).padStart(64, '0')}` as Hex });

function start(answer: (blocks: readonly number[]) => Promise<readonly (number | null)[]>) {
  const asked: (readonly number[])[] = [];
  const waiting: { readonly work: () => void; readonly ms: number }[] = [];
  const client = {
    blockTimes: (blocks: readonly number[]) => {
      asked.push(blocks);
      return answer(blocks);
    },
  };
  const clock = createBlockClock(client, (work, ms) => waiting.push({ work, ms }));
  const tick = async () => {
    waiting.shift()?.work();
    await new Promise((resolve) => setTimeout(resolve));
  };
  return { clock, asked, waiting, tick };
}

describe('block times', () => {
  test('behavior: what is wanted together is asked together, and once', async () => {
    const { clock, asked, tick, waiting } = start(async (blocks) => blocks.map((one) => one * 2));
    let told = 0;
    clock.subscribe(() => told++);
    for (const one of [block(1), block(2), block(1)]) clock.want(one);
    expect(clock.timeOf(block(1).blockHash)).toBeNull();
    await tick();
    expect(asked).toEqual([[1, 2]]);
    expect(clock.timeOf(block(2).blockHash)).toBe(4);
    clock.want(block(2));
    expect(waiting).toEqual([]);
    expect(told).toBe(1);
  });

  test('behavior: what scrolled out of view before it was asked is not asked', async () => {
    const { clock, asked, tick } = start(async (blocks) => blocks.map(() => 1));
    clock.want(block(1))();
    clock.want(block(2));
    await tick();
    expect(asked).toEqual([[2]]);
  });

  test('error: a flood is asked in bunches, the newest wishes first', async () => {
    const { clock, asked, tick } = start(async (blocks) => blocks.map(() => 1));
    for (let i = 0; i < 450; i++) clock.want(block(i));
    await tick();
    await tick();
    await tick();
    expect(asked.map(({ length }) => length)).toEqual([200, 200, 50]);
    expect(asked[0]?.at(-1)).toBe(449);
  });

  test('error: endpoints that fail are asked again after a pause', async () => {
    let isDown = true;
    const { clock, tick, waiting } = start(async (blocks) => {
      if (isDown) throw new Error('down');
      return blocks.map(() => 7);
    });
    clock.want(block(1));
    await tick();
    expect(waiting.map(({ ms }) => ms)).toEqual([5_000]);
    isDown = false;
    await tick();
    expect(clock.timeOf(block(1).blockHash)).toBe(7);
  });

  test('error: a block that no endpoint has stays unknown', async () => {
    const { clock, tick } = start(async (blocks) => blocks.map(() => null));
    clock.want(block(1));
    await tick();
    expect(clock.timeOf(block(1).blockHash)).toBeNull();
  });
});
