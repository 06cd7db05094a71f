import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { exclusively } from './exclusively.ts';
import { inProject } from './paths.ts';
import { run } from './processes.ts';

const lock = (): string => path.join(mkdtempSync(path.join(tmpdir(), 'lock-')), 'lock');

describe('exclusively', () => {
  test('behavior: processes take turns', async () => {
    const file = lock();
    const module = pathToFileURL(inProject('scripts', 'lib', 'exclusively.ts')).href;
    const script = `
      import { existsSync, rmSync, writeFileSync } from 'node:fs';
      import { exclusively } from ${JSON.stringify(module)};
      for (let turn = 0; turn < 5; turn++) await exclusively(${JSON.stringify(file)}, async () => {
        if (existsSync(${JSON.stringify(`${file}.busy`)})) throw new Error('two at once');
        writeFileSync(${JSON.stringify(`${file}.busy`)}, '');
        await new Promise((resolve) => setTimeout(resolve, 5));
        rmSync(${JSON.stringify(`${file}.busy`)});
      });`;
    const runs = [1, 2, 3].map(() => run(['node', '--input-type=module', '-e', script]));
    for (const { code, output } of await Promise.all(runs)) expect({ code, output }).toEqual({ code: 0, output: '' });
    expect(existsSync(file)).toBe(false);
  });

  test('behavior: a holder that died is not waited for', async () => {
    const file = lock();
    const { output } = await run(['node', '-p', 'process.pid']);
    writeFileSync(file, output);
    expect(await exclusively(file, async () => 'done')).toBe('done');
  });

  test('error: work that throws gives the lock back', async () => {
    const file = lock();
    await expect(exclusively(file, () => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
    expect(existsSync(file)).toBe(false);
  });
});
