import { constants } from 'node:fs';
import { lstat, mkdir, open, rename, unlink } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { ArgumentError, FileError } from '../../errors/index.ts';
import { createFile, syncDirectory } from '../../files/index.ts';
import { isSecretName, MAX_SECRET_SIZE, type SecretStore } from '../secretStore.ts';
import { assertOwnedAndPrivate, readPrivateFile } from './privateFile.ts';

/**
 * Secrets as files of one directory, mode 0600, in a directory of mode 0700.
 *
 * Writing is atomic and durable: temporary file, fsync, rename, fsync of the directory. Removing overwrites, then unlinks; on media
 * that write elsewhere (flash, copy-on-write) the old blocks live on until they are reused: encrypt the disk there.
 *
 * Files and directories that others can write or read, that belong to somebody else, and symbolic links are refused.
 *
 * @example
 * ```ts
 * const store = await FileSecretStore.at('/var/lib/gridseal/keys');
 * ```
 */
export class FileSecretStore implements SecretStore {
  readonly directory: string;

  private constructor(directory: string) {
    this.directory = directory;
  }

  /**
   * The store in `directory`, which is made if it is missing (its parent has to exist).
   *
   * @throws {FileError} naming the directory and what is wrong with it.
   */
  static async at(directory: string): Promise<FileSecretStore> {
    try {
      await mkdir(directory, { mode: 0o700 });
      // Or a power cut could take the directory with all that is durable in it.
      await syncDirectory(dirname(resolve(directory)));
    } catch (cause) {
      if (codeOf(cause) !== 'EEXIST') throw fileError('cannot be made', directory, cause);
    }
    const stats = await lstat(directory).catch((cause) => {
      throw fileError('cannot be read', directory, cause);
    });
    if (!stats.isDirectory()) throw new FileError('is not a directory', { field: directory });
    assertOwnedAndPrivate(stats, directory, 0o700);
    return new FileSecretStore(directory);
  }

  read(name: string): Promise<Uint8Array | null> {
    return readPrivateFile(this.#path(name), MAX_SECRET_SIZE);
  }

  async write(name: string, secret: Uint8Array): Promise<void> {
    const path = this.#path(name);
    if (secret.length > MAX_SECRET_SIZE) {
      throw new ArgumentError(`is longer than ${MAX_SECRET_SIZE} bytes`, { field: 'secret' });
    }
    const temporary = this.#temporaryPath(name);
    try {
      await destroyFile(temporary);
      await createFile(temporary, { content: secret, mode: 0o600, uid: null, gid: null });
      await rename(temporary, path);
      await syncDirectory(this.directory);
    } catch (cause) {
      if (cause instanceof FileError) throw cause;
      await destroyFile(temporary).catch(() => undefined);
      throw fileError('cannot be written', path, cause);
    }
  }

  async remove(name: string): Promise<void> {
    const path = this.#path(name);
    try {
      await destroyFile(this.#temporaryPath(name));
      await destroyFile(path);
      await syncDirectory(this.directory);
    } catch (cause) {
      throw fileError('cannot be destroyed', path, cause);
    }
  }

  #path(name: string): string {
    if (!isSecretName(name)) {
      throw new ArgumentError('has to be 1 to 64 characters of a-z, 0-9 and -', { field: 'name' });
    }
    return join(this.directory, name);
  }

  /** Always the same one, so that the next write or removal finds what a crash left. */
  #temporaryPath(name: string): string {
    return join(this.directory, `.${name}.tmp`);
  }
}

/** Overwrites, syncs and unlinks; a symbolic link is unlinked and its target left alone. */
async function destroyFile(path: string): Promise<void> {
  try {
    await overwrite(path);
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return;
    if (codeOf(cause) !== 'ELOOP') throw cause;
  }
  await unlink(path);
}

async function overwrite(path: string): Promise<void> {
  const file = await open(path, constants.O_WRONLY | constants.O_NOFOLLOW);
  try {
    const stats = await file.stat();
    if (!stats.isFile()) return;
    await file.write(new Uint8Array(stats.size), 0, stats.size, 0);
    await file.sync();
  } finally {
    await file.close();
  }
}

function codeOf(cause: unknown): string | undefined {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : undefined;
}

function fileError(what: string, field: string, cause: unknown): FileError {
  return new FileError(`${what} (${codeOf(cause) ?? 'unknown reason'})`, { field, cause });
}
