import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigurationError } from '../../errors/index.ts';

/**
 * Keeps a second node out of `directory`. The lock of a process that is gone does not count, however it ended.
 *
 * @returns what releases the lock.
 * @throws {ConfigurationError} if another process holds it.
 */
export async function lockDirectory(directory: string): Promise<() => Promise<void>> {
  const file = join(directory, 'lock');
  const mine = `${file}.${process.pid}.${attempts++}`;
  await writeFile(mine, JSON.stringify({ pid: process.pid, started: await startOf(process.pid) }), { mode: 0o600 });
  try {
    for (let round = 0; round < 3; round++) {
      // A link appears with its content, so that nobody takes a lock that is being written for one that is broken.
      if (await take(mine, file)) return () => rm(file, { force: true });
      const content = await readFile(file, 'utf8').catch(() => '');
      const holder = await holderOf(content);
      if (holder !== undefined) {
        throw new ConfigurationError(`is in use by process ${holder}`, { field: 'directory' });
      }
      await discard(file, content, `${mine}.stale`);
    }
    throw new ConfigurationError('is being taken by other processes at the same time', { field: 'directory' });
  } finally {
    await rm(mine, { force: true });
  }
}

let attempts = 0;

async function take(mine: string, file: string): Promise<boolean> {
  try {
    await link(mine, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  }
}

/** Removes a lock that nobody holds, and puts it back if it is another one by now. */
async function discard(file: string, content: string, aside: string): Promise<void> {
  try {
    await rename(file, aside);
    if ((await readFile(aside, 'utf8')) !== content) await take(aside, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  } finally {
    await rm(aside, { force: true });
  }
}

/** The process that holds the lock, if it is still the one that took it. */
async function holderOf(content: string): Promise<number | undefined> {
  try {
    const { pid, started } = JSON.parse(content) as { pid: number; started: string | null };
    process.kill(pid, 0);
    return (await startOf(pid)) === started ? pid : undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM' ? -1 : undefined;
  }
}

/** When a process started, in the kernel's ticks, where `/proc` exists: process ids are used again. See proc(5). */
async function startOf(pid: number): Promise<string | null> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}
