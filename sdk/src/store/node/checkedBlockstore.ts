import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { FsBlockstore } from 'blockstore-fs';
import type { CID } from 'multiformats/cid';
import { sha256 } from 'multiformats/hashes/sha2';
import { concat, equalBytes } from '../../bytes/index.ts';
import { NotFoundError } from '../../errors/index.ts';

type GetOptions = Parameters<FsBlockstore['get']>[1];

/**
 * Blocks in files. A block that is not what its name says, because a machine lost power while it was written, is removed
 * when it is read, and can then be fetched or written again.
 */
export class CheckedBlockstore extends FsBlockstore {
  /** Writes go to a temporary file first; a process that was killed leaves such files behind. */
  override async open(): Promise<void> {
    await super.open();
    for (const file of await readdir(this.path, { recursive: true })) {
      if (file.endsWith('.tmp')) await rm(join(this.path, file), { force: true });
    }
  }

  override async *get(cid: CID, options?: GetOptions): AsyncGenerator<Uint8Array> {
    const parts: Uint8Array[] = [];
    for await (const part of super.get(cid, options)) parts.push(part);
    const bytes = concat(...parts);
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
}
