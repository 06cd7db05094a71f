import { constants } from 'node:fs';
import { open, rename, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Makes the entries of a directory survive a power cut. */
export async function syncDirectory(path: string): Promise<void> {
  const handle = await open(path, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export interface NewFile {
  readonly content: Uint8Array;
  readonly mode: number;
  /** Left as it is created if null. */
  readonly uid: number | null;
  readonly gid: number | null;
}

/** Creates a file that must not exist, not even as a symbolic link, with its content on disk when this returns. */
export async function createFile(path: string, file: NewFile): Promise<void> {
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
  const handle = await open(path, flags, 0o600);
  try {
    await handle.writeFile(file.content);
    // Owner before mode: changing the owner clears bits, and the file stays private until both are right.
    if (file.uid !== null || file.gid !== null) await handle.chown(file.uid ?? -1, file.gid ?? -1);
    await handle.chmod(file.mode);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Replaces a file as a whole: after a crash it is the old one or the new one.
 *
 * @param between Called between the steps; tests stop the process there.
 */
export async function replaceFile(
  path: string,
  content: Uint8Array,
  mode: number,
  between: () => void | Promise<void> = () => undefined,
): Promise<void> {
  const temporary = `${path}.new`;
  await removeIfThere(temporary);
  await createFile(temporary, { content, mode, uid: null, gid: null });
  await between();
  await rename(temporary, path);
  await between();
  await syncDirectory(dirname(path));
}

/** Unlinks a file or link; nothing to do if there is none. */
export async function removeIfThere(path: string): Promise<void> {
  try {
    await unlink(path);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
