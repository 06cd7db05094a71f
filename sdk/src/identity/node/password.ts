import { readSync } from 'node:fs';
import { utf8Decode } from '../../bytes/index.ts';
import { wipe } from '../../crypto/index.ts';
import { FileError } from '../../errors/index.ts';
import { readPrivateFile } from './privateFile.ts';

/** Where a password comes from; never the command line, never the environment. */
export type PasswordSource =
  | { readonly file: string }
  /** An open file descriptor, read until its end. */
  | { readonly descriptor: number }
  /** Asks a person. */
  | { readonly prompt: () => Promise<string> };

const MAX_SIZE = 4096;

/**
 * Reads a password; one line break at its end is not part of it.
 *
 * @throws {FileError} if there is none, or the file is open to others.
 * @example `await readPassword({ file: '/run/credentials/gridseal/password' })`
 */
export async function readPassword(source: PasswordSource): Promise<string> {
  if ('prompt' in source) return requireText(await source.prompt(), 'prompt');
  const field = 'file' in source ? source.file : `descriptor ${source.descriptor}`;
  const bytes =
    'file' in source ? await readPrivateFile(source.file, MAX_SIZE) : readDescriptor(source.descriptor, field);
  if (bytes === null) throw new FileError('does not exist', { field });
  try {
    return requireText(utf8Decode(bytes, { field }).replace(/\r?\n$/, ''), field);
  } finally {
    wipe(bytes);
  }
}

function requireText(password: string, field: string): string {
  if (password === '') throw new FileError('gives an empty password', { field });
  return password;
}

function readDescriptor(descriptor: number, field: string): Uint8Array {
  const buffer = new Uint8Array(MAX_SIZE + 1);
  let size = 0;
  try {
    for (;;) {
      const read = readSync(descriptor, buffer, size, buffer.length - size, null);
      if (read === 0) return buffer.slice(0, size);
      size += read;
      if (size > MAX_SIZE) throw new FileError(`gives more than ${MAX_SIZE} bytes`, { field });
    }
  } catch (cause) {
    if (cause instanceof FileError) throw cause;
    const code = cause instanceof Error && 'code' in cause ? cause.code : 'unknown reason';
    throw new FileError(`cannot be read (${code})`, { field, cause });
  } finally {
    wipe(buffer);
  }
}
