import { join } from 'node:path';
import { ConfigurationError } from '../../errors/index.ts';
import { takeLock } from '../../files/index.ts';

/**
 * Keeps a second node out of `directory`. The lock of a process that is gone does not count, however it ended.
 *
 * @returns what releases the lock.
 * @throws {ConfigurationError} if another process, or this one, holds it.
 */
export async function lockDirectory(directory: string): Promise<() => Promise<void>> {
  const attempt = await takeLock(join(directory, 'lock'));
  if ('release' in attempt) return attempt.release;
  throw new ConfigurationError(`is in use by process ${attempt.heldBy}`, { field: 'directory' });
}
