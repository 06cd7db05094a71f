import { act, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { useCalm } from './useCalm.ts';

describe('useCalm', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
  afterEach(() => void vi.useRealTimers());

  const follow = (pause: number) =>
    renderHook(({ value, key }) => useCalm(value, key, pause), { initialProps: { value: 0, key: 'a' } });
  const pass = (ms: number) => act(async () => void (await vi.advanceTimersByTimeAsync(ms)));

  test('behavior: a stream of values comes through, once in a while', async () => {
    const { result, rerender } = follow(4_000);
    await pass(10_000);
    const seen = new Set<number>();
    for (let value = 1; value <= 100; value++) {
      rerender({ value, key: 'a' });
      await pass(100);
      seen.add(result.current);
    }
    expect(seen.size).toBeGreaterThan(1);
    expect(seen.size).toBeLessThanOrEqual(4);
    await pass(4_000);
    expect(result.current).toBe(100);
  });

  test('behavior: another subject is there at once, and so is everything without a pause', async () => {
    const { result, rerender } = follow(4_000);
    rerender({ value: 7, key: 'b' });
    expect(result.current).toBe(7);
    const plain = follow(0);
    plain.rerender({ value: 8, key: 'a' });
    expect(plain.result.current).toBe(8);
  });

  test('error: gone before it was due', async () => {
    const { rerender, unmount } = follow(4_000);
    rerender({ value: 1, key: 'a' });
    unmount();
    await pass(10_000);
    expect(vi.getTimerCount()).toBe(0);
  });
});
