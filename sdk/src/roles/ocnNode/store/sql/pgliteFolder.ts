import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { NodeFS } from '@electric-sql/pglite/nodefs';
import { FileError } from '../../../../errors/index.ts';
import { takeLock } from '../../../../files/index.ts';
import { StoreSetupError } from '../storeErrors.ts';
import { SyncedNodeFs } from './syncedNodeFs.ts';

/** A folder with a database that this process alone has open. */
export interface PgliteFolder {
  readonly fs: NodeFS;
  /** Resolves when all that was committed before is on the disk. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

/**
 * @throws {StoreSetupError} if another process has it open; {FileError} if it cannot be written to.
 */
export async function openPgliteFolder(path: string): Promise<PgliteFolder> {
  const folder = resolve(path);
  const release = await lock(folder);
  const fs = new SyncedNodeFs(join(folder, 'database'));
  return {
    fs,
    settle: () => fs.settle(),
    close: async () => {
      try {
        await fs.stop();
      } finally {
        await release();
      }
    },
  };
}

async function lock(folder: string): Promise<() => Promise<void>> {
  try {
    await mkdir(join(folder, 'database'), { recursive: true, mode: 0o700 });
    const attempt = await takeLock(join(folder, 'lock'));
    if ('release' in attempt) return attempt.release;
    throw new StoreSetupError(`the folder is in use by process ${attempt.heldBy}`, {
      field: 'folder',
      metaMessages: ['Several processes share a PostgreSQL server, never a folder.'],
    });
  } catch (cause) {
    if (cause instanceof StoreSetupError) throw cause;
    throw new FileError('the folder of the database cannot be written to', { field: 'folder', cause });
  }
}
