import { open, readFile, rm } from 'node:fs/promises';
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
  const mine = JSON.stringify({ pid: process.pid, started: await startOf(process.pid) });
  for (let round = 0; round < 3; round++) {
    try {
      const handle = await open(file, 'wx', 0o600);
      await handle.writeFile(mine);
      await handle.close();
      return () => rm(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const holder = await holderOf(file);
      if (holder !== undefined) {
        throw new ConfigurationError(`is in use by process ${holder}`, { field: 'directory' });
      }
      await rm(file, { force: true });
    }
  }
  throw new ConfigurationError('is being taken by other processes at the same time', { field: 'directory' });
}

/** The process that holds the lock, if it is still the one that took it. */
async function holderOf(file: string): Promise<number | undefined> {
  try {
    const { pid, started } = JSON.parse(await readFile(file, 'utf8')) as { pid: number; started: string | null };
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
