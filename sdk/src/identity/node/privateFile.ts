import { constants, type Stats } from 'node:fs';
import { open } from 'node:fs/promises';
import { FileError } from '../../errors/index.ts';

/**
 * Reads a file that has to be its owner's alone.
 *
 * @returns null if there is none.
 * @throws {FileError} if it is a symbolic link, no regular file, somebody else's, open to others, or longer than `maxSize` bytes.
 * @example `await readPrivateFile('/etc/gridseal/password', 4096)`
 */
export async function readPrivateFile(path: string, maxSize: number): Promise<Uint8Array | null> {
  // Without O_NONBLOCK, opening a pipe that nobody writes to would hang.
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch((cause) => {
    if (cause.code === 'ENOENT') return null;
    const why = cause.code === 'ELOOP' ? 'is a symbolic link' : `cannot be read (${cause.code})`;
    throw new FileError(why, { field: path, cause });
  });
  if (file === null) return null;
  try {
    const stats = await file.stat();
    if (!stats.isFile()) throw new FileError('is not a regular file', { field: path });
    assertOwnedAndPrivate(stats, path, 0o600);
    if (stats.size > maxSize) throw new FileError(`is longer than ${maxSize} bytes`, { field: path });
    const bytes = new Uint8Array(stats.size);
    const { bytesRead } = await file.read(bytes, 0, stats.size, 0);
    return bytes.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** @throws {FileError} if others than the owner may do anything, or the owner is neither this process's user nor root. */
export function assertOwnedAndPrivate(stats: Stats, path: string, mode: number): void {
  // Windows has neither; its access lists are not looked at.
  const user = process.getuid?.();
  if (user === undefined) return;
  if (stats.uid !== user && stats.uid !== 0) {
    throw new FileError(`belongs to another user (uid ${stats.uid})`, { field: path });
  }
  if ((stats.mode & 0o077) !== 0) {
    const [is, wanted] = [stats.mode & 0o777, mode].map((bits) => bits.toString(8).padStart(4, '0'));
    throw new FileError(`is open to others (mode ${is})`, {
      field: path,
      metaMessages: [`Set it to ${wanted}, and consider what it holds as known.`],
    });
  }
}
