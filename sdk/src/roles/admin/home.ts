import { mkdir, open, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { decodeCanonicalJson, encodeCanonicalJson, type Json } from '../../bytes/index.ts';
import { FileError } from '../../errors/index.ts';
import { removeIfThere, replaceFile } from '../../files/index.ts';

/** The folder in which an administrator keeps devices, authorities, pending work and history. Everything in it is 0600. */
export class AdminHome {
  readonly directory: string;

  constructor(directory: string) {
    this.directory = directory;
  }

  /** A folder in it, made if it is not there. */
  async folder(name: string): Promise<string> {
    const folder = path.join(this.directory, name);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return folder;
  }

  /** The JSON of a file, or null if there is none. */
  async read(folder: string, name: string): Promise<Json | null> {
    const file = path.join(this.directory, folder, `${name}.json`);
    const bytes = await readFile(file).catch((cause: NodeJS.ErrnoException) => {
      if (cause.code === 'ENOENT') return null;
      throw new FileError(`cannot be read (${cause.code})`, { field: file, cause });
    });
    return bytes === null ? null : decodeCanonicalJson(new Uint8Array(bytes), { field: file });
  }

  /** Replaces a file as a whole. */
  async write(folder: string, name: string, value: Json): Promise<void> {
    await replaceFile(path.join(await this.folder(folder), `${name}.json`), encodeCanonicalJson(value), 0o600);
  }

  async remove(folder: string, name: string): Promise<void> {
    await removeIfThere(path.join(this.directory, folder, `${name}.json`));
  }

  /** The names of the files in a folder, sorted. */
  async names(folder: string): Promise<readonly string[]> {
    const entries = await readdir(path.join(this.directory, folder)).catch(() => []);
    return entries
      .filter((name) => name.endsWith('.json'))
      .map((name) => name.slice(0, -5))
      .sort();
  }

  /** Adds one line to a log file, on disk when this returns. */
  async append(name: string, value: Json): Promise<void> {
    await mkdir(this.directory, { recursive: true, mode: 0o700 });
    const handle = await open(path.join(this.directory, `${name}.jsonl`), 'a+', 0o600);
    try {
      const { size } = await handle.stat();
      const last = Buffer.alloc(1);
      if (size > 0) await handle.read(last, 0, 1, size - 1);
      // A line that a crash has cut must not swallow this one.
      const isCut = size > 0 && last.toString() !== '\n';
      await handle.writeFile(`${isCut ? '\n' : ''}${JSON.stringify(value)}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
  }

  /** The lines of a log file; one that a crash has cut is left out. */
  async lines(name: string): Promise<readonly Json[]> {
    const text = await readFile(path.join(this.directory, `${name}.jsonl`), 'utf8').catch(() => '');
    return text.split('\n').flatMap((line) => {
      try {
        return line === '' ? [] : [JSON.parse(line) as Json];
      } catch {
        return [];
      }
    });
  }
}
