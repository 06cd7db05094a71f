import { link, readdir, readFile, rename } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { utf8Encode } from '../../bytes/index.ts';
import { createFile, isMissing, removeIfThere } from '../../files/index.ts';
import { InstallError } from './errors.ts';

/** Installations of this process, by lock file: they wait for each other instead of failing. */
const queues = new Map<string, Promise<unknown>>();
let attempts = 0;

/**
 * Runs `work` while no other process, and nothing else in this one, holds the lock. A lock whose process has ended, even by
 * kill -9, counts for nothing.
 *
 * @throws {InstallError} `INSTALL_BUSY` if another process holds it.
 */
export async function withLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  const before = queues.get(path) ?? Promise.resolve();
  const mine = before.then(
    () => exclusively(path, work),
    () => exclusively(path, work),
  );
  queues.set(path, mine);
  try {
    return await mine;
  } finally {
    if (queues.get(path) === mine) queues.delete(path);
  }
}

async function exclusively<T>(path: string, work: () => Promise<T>): Promise<T> {
  const temporary = `${path}.${process.pid}.${attempts++}`;
  const content = utf8Encode(`${process.pid} ${await startOf(process.pid)}`);
  await createFile(temporary, { content, mode: 0o600, uid: null, gid: null });
  try {
    await acquire(path, temporary);
  } finally {
    await removeIfThere(temporary);
  }
  try {
    await removeLeftovers(path);
    return await work();
  } finally {
    await removeIfThere(path);
  }
}

/** A hard link appears with its content at once, and only one process can make it. */
async function acquire(path: string, temporary: string): Promise<void> {
  for (let i = 0; i < 3; i++) {
    try {
      return await link(temporary, path);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
    const holder = await holderOf(path);
    if (holder.alive) {
      throw new InstallError('INSTALL_BUSY', `another process (${holder.pid}) installs here`, { field: path });
    }
    await rename(path, `${temporary}.stale`).catch(ignoreMissing);
    await removeIfThere(`${temporary}.stale`);
  }
  throw new InstallError('INSTALL_BUSY', 'other processes start to install here at the same time', { field: path });
}

async function holderOf(path: string): Promise<{ readonly pid: number; readonly alive: boolean }> {
  const [pid = '', start = ''] = (await readFile(path, 'utf8').catch(() => '')).split(' ');
  if (!/^\d+$/.test(pid)) return { pid: 0, alive: false };
  return { pid: Number(pid), alive: (await startOf(Number(pid))) === start };
}

/** Removes what processes have left that were killed while they waited for the lock. */
async function removeLeftovers(path: string): Promise<void> {
  const prefix = `${basename(path)}.`;
  for (const entry of await readdir(dirname(path))) {
    const pid = entry.startsWith(prefix) ? /^\d+/.exec(entry.slice(prefix.length))?.[0] : undefined;
    if (pid && !isAlive(Number(pid))) await removeIfThere(join(dirname(path), entry));
  }
}

/** A process id is used again some day; together with its start it is unique (proc(5), field 22 of stat). */
async function startOf(pid: number): Promise<string> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? 'ended' : (fields[19] ?? 'unknown');
  } catch {
    return isAlive(pid) ? 'running' : 'ended';
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function ignoreMissing(error: unknown): void {
  if (!isMissing(error)) throw error;
}
