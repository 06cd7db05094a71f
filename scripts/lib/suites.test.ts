import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { inParallel } from './inParallel.ts';
import { inProject } from './paths.ts';
import { run } from './processes.ts';
import { countsOf, lastLineCounts, solidityFailures, vitestFailures } from './suites.ts';

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

describe('what failed', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'gridseal-suites-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const report = (testResults: unknown) => {
    const file = path.join(folder, 'report.json');
    writeFileSync(file, JSON.stringify({ testResults }));
    return file;
  };
  const name = inProject('sdk', 'some.test.ts');

  test('behavior: each test of vitest, with its file and the first line of why', () => {
    const failed = { status: 'failed', fullName: 'some thing fails', failureMessages: ['Error: not that\n  at x'] };
    const passed = { status: 'passed', fullName: 'it passes', failureMessages: [] };
    const file = report([
      { name, status: 'failed', message: '', assertionResults: [passed, failed] },
      { name, status: 'failed', message: 'SyntaxError: no\nmore', assertionResults: [] },
      { name, status: 'passed', message: '', assertionResults: [passed] },
    ]);
    expect(vitestFailures(file)).toEqual([
      'sdk/some.test.ts > some thing fails: Error: not that',
      'sdk/some.test.ts: SyntaxError: no',
    ]);
  });

  test('error: a run that left no report says so', () => {
    expect(vitestFailures(path.join(folder, 'none.json'))).toEqual(['there is no report']);
  });

  test('behavior: each test of Solidity', () => {
    const output =
      '  ✔ test_good()\n  1) test_bad()\n\n1 failing\n\n1) BadTest#test_bad()\nError: assertion failed\n  at x';
    expect(solidityFailures(output)).toEqual(['BadTest#test_bad(): Error: assertion failed']);
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
