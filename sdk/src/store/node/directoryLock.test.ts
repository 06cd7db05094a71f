import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { temporaryDirectory } from '../testing/temporaryDirectory.fixtures.ts';
import { lockDirectory } from './directoryLock.ts';

let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
beforeEach(async () => {
  directory = await temporaryDirectory();
});
afterEach(() => directory.remove());

test('behavior: is held until it is released', async () => {
  const release = await lockDirectory(directory.path);
  await expect(lockDirectory(directory.path)).rejects.toThrow(`is in use by process ${process.pid}`);
  await release();
  await (await lockDirectory(directory.path))();
});

test('behavior: the lock of a process that is gone, or whose number another has now, does not count', async () => {
  for (const stale of [`${2 ** 22 + 1}.1`, `${process.pid}.1`]) {
    await writeFile(join(directory.path, `lock.${stale}`), '');
    await (await lockDirectory(directory.path))();
    expect(await readdir(directory.path)).toEqual([]);
  }
});

test('error: of many at the same time, one gets it', async () => {
  const results = await Promise.allSettled(Array.from({ length: 10 }, () => lockDirectory(directory.path)));
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});
