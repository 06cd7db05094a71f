import { randomBytes as systemRandom } from 'node:crypto';
import { link, open, unlink } from 'node:fs/promises';
import path from 'node:path';
import { fromHex, toHex, utf8Decode } from '../../../bytes/index.ts';
import { ConfigurationError, DecodeError } from '../../../errors/index.ts';
import { readPrivateFile } from '../../../identity/node/index.ts';
import type { SecretPlace } from './config.ts';

/** Where relative paths begin, and what the environment says. */
export interface SecretSource {
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The URL of a database, or a key: none is longer. */
const MAX_SECRET = 4_096;

const withoutLineBreak = (text: string): string => text.replace(/\r?\n$/, '');

/**
 * Reads a secret, without its last line break.
 *
 * @returns null if its file is not there.
 * @throws {ConfigurationError} if its variable is not set. @throws {FileError} for a file that others may read.
 */
export async function readSecret(place: SecretPlace, source: SecretSource, field: string): Promise<string | null> {
  if ('variable' in place) {
    const value = source.env[place.variable];
    if (value !== undefined && value !== '') return value;
    throw new ConfigurationError(`the environment variable ${place.variable} is not set`, { field });
  }
  const bytes = await readPrivateFile(path.resolve(source.folder, place.file), MAX_SECRET);
  return bytes === null ? null : withoutLineBreak(utf8Decode(bytes, { field }));
}

/** As {@link readSecret}. @throws {ConfigurationError} if its file is not there, or empty. */
export async function requireSecret(place: SecretPlace, source: SecretSource, field: string): Promise<string> {
  const value = await readSecret(place, source, field);
  if (value !== null && value !== '') return value;
  const where = 'file' in place ? path.resolve(source.folder, place.file) : place.variable;
  throw new ConfigurationError(value === null ? 'its file is not there' : 'is empty', { field, metaMessages: [where] });
}

function toKey(text: string, field: string): Uint8Array {
  try {
    const key = fromHex(text, { field });
    if (key.length === 32) return key;
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
  }
  throw new ConfigurationError('is not the 0x hex of 32 bytes', { field });
}

/** Makes a file for its owner alone, whole or not at all; false if there is one. */
async function createPrivateFile(target: string, text: string): Promise<boolean> {
  const draft = `${target}.${systemRandom(8).toString('hex')}`;
  const handle = await open(draft, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  try {
    await link(draft, target);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await unlink(draft);
  }
}

/**
 * The key that tokens are sealed under. The first process that needs it makes its file; without it the tokens are lost.
 *
 * @param random 32 bytes.
 * @throws {ConfigurationError} for what is no key.
 */
export async function readSealingKey(
  place: SecretPlace,
  source: SecretSource,
  random: (length: number) => Uint8Array,
): Promise<Uint8Array> {
  const field = 'node.json: sealingKey';
  const found = await readSecret(place, source, field);
  if (found !== null) return toKey(found, field);
  if ('variable' in place) throw new ConfigurationError('is not set', { field });
  const file = path.resolve(source.folder, place.file);
  try {
    await createPrivateFile(file, `${toHex(random(32))}\n`);
  } catch (cause) {
    const why = (cause as NodeJS.ErrnoException).code;
    throw new ConfigurationError(`its file cannot be made (${why})`, { field, metaMessages: [file], cause });
  }
  // Another process may have been first.
  return toKey(await requireSecret(place, source, field), field);
}
