import { describe, expect, test } from 'vitest';
import { TransportError } from '../../../errors/index.ts';
import { createTestDirectory } from '../testing/testDirectory.ts';
import { startDirectoryLoop } from './directoryLoop.ts';
import { startJobs } from './jobs.ts';

function createLines() {
  const lines: string[] = [];
  const write = (_: unknown, text: string) => void lines.push(text);
  return { lines, log: { info: write, warn: write, error: write } };
}

describe('following the registry', () => {
  test('behavior: it goes on after failures, says so, and ends with its signal', async () => {
    const { lines, log } = createLines();
    const abort = new AbortController();
    let reads = 0;
    const refresh = async () => {
      reads += 1;
      if (reads === 2 || reads === 3) throw new TransportError('is away');
    };
    let now = 0;
    const directory = { ...createTestDirectory(), refresh };
    const options = { directory, everyMs: 2, log, now: () => (now += 1), random: () => 0.5, signal: abort.signal };
    const loop = startDirectoryLoop(options, 0);
    expect(loop.lastRefresh()).toBe(0);
    await expect.poll(() => reads).toBeGreaterThan(5);
    abort.abort();
    await loop.ended;
    const ended = reads;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(reads).toBe(ended);
    expect(loop.lastRefresh()).toBeGreaterThan(0);
    expect(lines).toEqual([
      'the registry cannot be read',
      'the registry cannot be read',
      'the registry can be read again',
    ]);
  });

  test('behavior: a refresh that hangs is given up with the signal', async () => {
    const { log } = createLines();
    const abort = new AbortController();
    let started = false;
    const refresh = (signal?: AbortSignal) =>
      new Promise<void>((_, reject) => {
        started = true;
        signal?.addEventListener('abort', () => reject(signal.reason));
      });
    const directory = { ...createTestDirectory(), refresh };
    const loop = startDirectoryLoop(
      { directory, everyMs: 1, log, now: Date.now, random: () => 0, signal: abort.signal },
      0,
    );
    await expect.poll(() => started).toBe(true);
    abort.abort();
    await loop.ended;
  });
});

describe('jobs', () => {
  test('behavior: each runs once at a time, goes on after failures, and is waited for at the end', async () => {
    const { lines, log } = createLines();
    let [runs, atOnce, most] = [0, 0, 0];
    let finished = false;
    const slow = async (signal: AbortSignal) => {
      runs += 1;
      atOnce += 1;
      most = Math.max(most, atOnce);
      await new Promise((resolve) => setTimeout(resolve, 10));
      atOnce -= 1;
      finished = true;
      if (runs === 1 && !signal.aborted) throw new Error('once');
    };
    const stop = startJobs([{ name: 'slow', everyMs: 1, run: slow }], log);
    await expect.poll(() => runs).toBeGreaterThan(2);
    finished = false;
    await expect.poll(() => atOnce).toBe(1);
    await stop();
    expect([finished, atOnce, most]).toEqual([true, 0, 1]);
    const ended = runs;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(runs).toBe(ended);
    expect(lines).toEqual(['a job has failed']);
  });
});
