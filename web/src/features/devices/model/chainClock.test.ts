import { expect, test } from 'vitest';
import { createChainClock } from './chainClock.ts';

test('behavior: block time, going on between blocks, and never back for a late one', () => {
  let watch = 50_000;
  const clock = createChainClock(() => watch);
  clock.note(1_000);
  expect(clock.now()).toBe(1_000_000);
  watch += 5_000;
  expect(clock.now()).toBe(1_005_000);
  clock.note(1_000);
  clock.note(1_003);
  expect(clock.now()).toBe(1_005_000);
  clock.note(1_012);
  expect(clock.now()).toBe(1_012_000);
});

test('behavior: follows a chain that jumps, and another network', () => {
  const clock = createChainClock(() => 0);
  clock.note(1_000);
  clock.note(9_000_000);
  expect(clock.now()).toBe(9_000_000_000);
  clock.note(500);
  expect(clock.now()).toBe(500_000);
});
