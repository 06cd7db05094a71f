import { exporter, type UnixFSEntry } from 'ipfs-unixfs-exporter';
import type { CID } from 'multiformats/cid';
import { BaseError } from '../../errors/index.ts';
import { HttpError } from './httpError.ts';
import type { Repository } from './repository.ts';

/** The file or directory at `names` below `root`. */
export async function resolvePath(
  repository: Repository,
  root: CID,
  names: readonly string[],
  signal: AbortSignal,
): Promise<UnixFSEntry> {
  const blocks = {
    async *get(cid: CID) {
      yield await repository.get(cid, signal);
    },
  };
  return explain(async () => {
    let entry = await exporter(root, blocks);
    for (const name of names) {
      if (entry.type !== 'directory') throw new HttpError(404, 'the path leads through something that is no directory');
      entry = await exporter(`${entry.cid}/${name}`, blocks);
    }
    return entry;
  });
}

/** A file's bytes, or a part of them. */
export async function* openFile(
  entry: UnixFSEntry,
  range: { readonly offset?: number | undefined; readonly length?: number | undefined },
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const isFile = entry.type === 'raw' || (entry.type === 'file' && ['file', 'raw'].includes(entry.unixfs.type));
  if (!isFile) throw new HttpError(400, 'this is not a file');
  const { offset = 0 } = range;
  const left = Math.max(0, Number(entry.size) - offset);
  const length = Math.min(range.length ?? left, left);
  if (length === 0) return;
  const pieces = entry.content({ offset, length, blockReadConcurrency: 8, signal });
  for (;;) {
    const piece = await explain(() => pieces.next());
    if (piece.done) return;
    yield piece.value;
  }
}

/** The exporter's errors say what is wrong with the content; the repository's say what is missing. */
async function explain<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof BaseError || !(error instanceof Error)) throw error;
    if (error.name === 'NotFoundError') throw new HttpError(404, 'there is nothing of that name');
    throw new HttpError(500, 'this is not well-formed UnixFS');
  }
}
