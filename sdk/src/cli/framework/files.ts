import { randomBytes } from 'node:crypto';
import { constants, rmSync } from 'node:fs';
import { link, lstat, mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { FileError } from '../../errors/index.ts';
import { syncDirectory } from '../../files/index.ts';

/** Files that are being written; what is left of them goes with the process. */
const unfinished = new Set<string>();

/** Removes half-written files. Called when the process ends early. */
export function removeUnfinished(): void {
  for (const file of unfinished) rmSync(file, { force: true });
}

export interface WriteOptions {
  /** 0o600 for what is secret; 0o644 without it. */
  readonly mode?: number;
  /** Replaces an existing file; without it, an existing file is an error. */
  readonly replace?: boolean;
  /** Makes the folder that it goes into, for the owner alone. */
  readonly makeFolder?: boolean;
  /** What names the file in an error. */
  readonly field?: string;
}

/**
 * Writes a whole file or nothing: temporary file, fsync, rename (or link, which does not replace), fsync of the folder.
 *
 * @throws {FileError} if the file exists and `replace` is not set.
 */
export async function writeWhole(
  file: string,
  content: string | Uint8Array,
  options: WriteOptions = {},
): Promise<void> {
  const folder = path.dirname(file);
  if (options.makeFolder) await mkdir(folder, { recursive: true, mode: 0o700 });
  const temporary = path.join(folder, `.${randomBytes(8).toString('hex')}.tmp`);
  unfinished.add(temporary);
  try {
    const handle = await open(temporary, 'wx', options.mode ?? 0o644);
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    if (options.replace) await rename(temporary, file);
    else await link(temporary, file);
    await syncDirectory(folder);
  } catch (error) {
    throw explain(error, file, options.field);
  } finally {
    await rm(temporary, { force: true });
    unfinished.delete(temporary);
  }
}

function explain(error: unknown, file: string, field: string | undefined): unknown {
  if (error instanceof Error && 'code' in error && error.code === 'EEXIST') {
    return new FileError('exists already and is not replaced', {
      field: field ?? file,
      metaMessages: [`File: ${file}`],
    });
  }
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
    return new FileError('is in a folder that does not exist', {
      field: field ?? file,
      metaMessages: [`File: ${file}`],
      cause: error,
    });
  }
  return error;
}

/** Fails before any work is done if `file` is there already. */
export async function assertAbsent(file: string, field: string): Promise<void> {
  const found = await lstat(file).catch(() => null);
  if (found) throw new FileError('exists already and is not replaced', { field, metaMessages: [`File: ${file}`] });
}

async function readAll(read: (buffer: Buffer) => Promise<number>, maxBytes: number, field: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for (;;) {
    const buffer = Buffer.allocUnsafe(65_536);
    const count = await read(buffer);
    if (count === 0) return Buffer.concat(chunks);
    size += count;
    if (size > maxBytes) throw new FileError(`is longer than ${maxBytes} bytes`, { field });
    chunks.push(buffer.subarray(0, count));
  }
}

export interface ReadOptions {
  readonly field: string;
  readonly maxBytes: number;
}

/**
 * Reads a file (`-` is standard input) with a cap.
 *
 * @throws {FileError} naming `field` and the file.
 */
export async function readCapped(file: string, options: ReadOptions): Promise<Buffer> {
  const { field, maxBytes } = options;
  if (file === '-') return readStream(process.stdin, maxBytes, field);
  const fail = (why: string, cause?: unknown) => new FileError(why, { field, metaMessages: [`File: ${file}`], cause });
  const handle = await open(file, constants.O_RDONLY).catch((cause: unknown) => {
    const code = cause instanceof Error && 'code' in cause ? cause.code : '';
    if (code === 'ENOENT') throw fail('there is no such file', cause);
    if (code === 'EACCES' || code === 'EPERM') throw fail('may not be read: permission denied', cause);
    throw fail(`cannot be opened (${String(code)})`, cause);
  });
  try {
    const stat = await handle.stat();
    if (stat.isDirectory()) throw fail('is a folder, not a file');
    return await readAll(
      async (buffer) => (await handle.read(buffer, 0, buffer.length, null)).bytesRead,
      maxBytes,
      field,
    );
  } finally {
    await handle.close();
  }
}

async function readStream(stream: NodeJS.ReadableStream, maxBytes: number, field: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    size += bytes.length;
    if (size > maxBytes) throw new FileError(`is longer than ${maxBytes} bytes`, { field });
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}
