import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { FsBlockstore } from 'blockstore-fs';
import { NextToLast } from 'blockstore-fs/sharding';
import type { CID } from 'multiformats/cid';
import { sha256 } from 'multiformats/hashes/sha2';
import { concat, equalBytes } from '../../bytes/index.ts';
import { NotFoundError } from '../../errors/index.ts';

type PutValue = Parameters<FsBlockstore['put']>[1];

const naming = new NextToLast();
let temporaryFiles = 0;

/**
 * Blocks in files. A block that is not what its name says, because a machine lost power while it was written, is removed
 * when it is read, and can then be fetched or written again.
 */
export class CheckedBlockstore extends FsBlockstore {
  constructor(directory: string) {
    super(directory, { shardingStrategy: naming });
  }

  /** A process that was killed leaves its temporary files behind. */
  override async open(): Promise<void> {
    await super.open();
    for (const file of await readdir(this.path, { recursive: true })) {
      if (file.endsWith('.tmp')) await rm(join(this.path, file), { force: true });
    }
  }

  /** Appears whole or not at all, however the process ends. */
  override async put(cid: CID, value: PutValue): Promise<CID> {
    const file = this.#fileOf(cid);
    const temporary = `${file}.${temporaryFiles++}.tmp`;
    const bytes = value instanceof Uint8Array ? value : await collect(value);
    try {
      await writeFile(temporary, bytes, { flag: 'wx' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      await mkdir(dirname(file), { recursive: true });
      await writeFile(temporary, bytes, { flag: 'wx' });
    }
    await rename(temporary, file);
    return cid;
  }

  override async *get(cid: CID): AsyncGenerator<Uint8Array> {
    const bytes = await readFile(this.#fileOf(cid)).catch((cause: unknown) => {
      throw new NotFoundError('is not on disk', { field: `block ${cid}`, cause });
    });
    const { digest } = await sha256.digest(bytes);
    if (!equalBytes(digest, cid.multihash.digest)) {
      await this.delete(cid);
      throw new NotFoundError('was damaged on disk, and is removed', { field: `block ${cid}` });
    }
    yield bytes;
  }

  async measure(): Promise<{ readonly blocks: number; readonly bytes: number }> {
    const files = (await readdir(this.path, { recursive: true })).filter((file) => file.endsWith('.data'));
    let bytes = 0;
    for (let at = 0; at < files.length; at += 256) {
      const sizes = files.slice(at, at + 256).map((file) => stat(join(this.path, file)).then(({ size }) => size));
      for (const result of await Promise.allSettled(sizes)) bytes += result.status === 'fulfilled' ? result.value : 0;
    }
    return { blocks: files.length, bytes };
  }

  #fileOf(cid: CID): string {
    const { dir, file } = naming.encode(cid);
    return join(this.path, dir, file);
  }
}

async function collect(parts: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const collected: Uint8Array[] = [];
  for await (const part of parts) collected.push(part);
  return concat(...collected);
}
