import { expect, test } from 'vitest';
import { createGate } from './gate.ts';

const pause = () => new Promise((resolve) => setImmediate(resolve));

test('behavior: many share, one excludes, and nobody is forgotten', async () => {
  const gate = createGate();
  let [sharing, excluding, most] = [0, 0, 0];
  const shared = () =>
    gate.shared(async () => {
      sharing++;
      most = Math.max(most, sharing);
      expect(excluding).toBe(0);
      await pause();
      await pause();
      sharing--;
    });
  const exclusive = () =>
    gate.exclusive(async () => {
      excluding++;
      expect([sharing, excluding]).toEqual([0, 1]);
      await pause();
      excluding--;
    });
  const work: Promise<void>[] = [];
  for (let i = 0; i < 200; i++) {
    work.push(i % 7 === 0 ? exclusive() : shared());
    if (i % 5 === 0) await pause();
  }
  await Promise.all(work);
  expect(most).toBeGreaterThan(1);
});

test('error: a failure of one is its own', async () => {
  const gate = createGate();
  const fail = () => Promise.reject(new Error('mine'));
  await expect(gate.exclusive(fail)).rejects.toThrow('mine');
  await expect(gate.shared(fail)).rejects.toThrow('mine');
  expect(await gate.exclusive(async () => 1)).toBe(1);
  expect(await gate.shared(async () => 2)).toBe(2);
});
