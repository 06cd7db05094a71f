import { takeLock } from '../../files/index.ts';
import { InstallError } from './errors.ts';

/** Installations of this process, by lock file: they wait for each other instead of failing. */
const queues = new Map<string, Promise<unknown>>();

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
  const attempt = await takeLock(path);
  if ('heldBy' in attempt) {
    throw new InstallError('INSTALL_BUSY', `another process (${attempt.heldBy}) installs here`, { field: path });
  }
  try {
    return await work();
  } finally {
    await attempt.release();
  }
}
