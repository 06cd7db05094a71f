import { describe, expect, test } from 'vitest';
import { inParallel } from './inParallel.ts';
import { run } from './processes.ts';
import { countsOf, lastLineCounts } from './suites.ts';

describe('lastLineCounts', () => {
  test('behavior: reads the last line', () => {
    expect(lastLineCounts('1 passed, 1 failed\nmore\n12 passed, 3 failed\n')).toEqual({
      passed: 12,
      failed: 3,
      skipped: 0,
    });
    expect(lastLineCounts('12 passed, 0 failed, 4 skipped')).toEqual({ passed: 12, failed: 0, skipped: 4 });
  });

  test.each(['', '12 passed', 'about 12 passed, 0 failed', '12 passed, 0 failed\nError: after the end'])(
    'error: %j has no counts',
    (output) => {
      expect(lastLineCounts(output)).toBeUndefined();
    },
  );
});

describe('countsOf', () => {
  test('behavior: a clean run is what was counted', () => {
    expect(countsOf(0, { passed: 2, failed: 0, skipped: 1 })).toEqual({ passed: 2, failed: 0, skipped: 1 });
    expect(countsOf(1, { passed: 2, failed: 3, skipped: 0 })).toEqual({ passed: 2, failed: 3, skipped: 0 });
  });

  test('error: a crash, a bad status or a missing report is never green', () => {
    expect(countsOf(1, { passed: 2, failed: 0, skipped: 0 }).failed).toBe(1);
    expect(countsOf(137, undefined).failed).toBe(1);
    expect(countsOf(0, undefined).failed).toBe(1);
  });
});

describe('inParallel', () => {
  test('behavior: keeps to the limit and to the order', async () => {
    let active = 0;
    let most = 0;
    const results = await inParallel(2, [5, 1, 3, 2], async (delay) => {
      active += 1;
      most = Math.max(most, active);
      await new Promise((resolve) => setTimeout(resolve, delay));
      active -= 1;
      return delay * 2;
    });
    expect(results).toEqual([10, 2, 6, 4]);
    expect(most).toBe(2);
  });

  test('behavior: fewer items than workers, none at all', async () => {
    expect(await inParallel(4, ['a'], async (item) => item)).toEqual(['a']);
    expect(await inParallel(4, [], async (item) => item)).toEqual([]);
  });
});

describe('run', () => {
  test('behavior: collects both streams and the status', async () => {
    const script = "console.log('out'); console.error('err'); process.exitCode = 3";
    const lines: string[] = [];
    const { code, output } = await run(['node', '-e', script], { onLine: (line) => lines.push(line) });
    expect(code).toBe(3);
    expect(output.split('\n').sort()).toEqual(['err', 'out']);
    expect(lines.sort()).toEqual(['err', 'out']);
  });

  test('error: a program that is not there', async () => {
    const { code, output } = await run(['gridseal-no-such-program']);
    expect(code).toBe(127);
    expect(output).toContain('gridseal-no-such-program');
  });

  test('error: ended by a signal', async () => {
    expect((await run(['node', '-e', "process.kill(process.pid, 'SIGKILL')"])).code).not.toBe(0);
  });
});
