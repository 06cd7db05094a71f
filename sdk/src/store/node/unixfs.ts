import { exporter, walkPath } from 'ipfs-unixfs-exporter';
import type { CID } from 'multiformats/cid';
import { BaseError } from '../../errors/index.ts';
import { DAG_PB } from '../content/index.ts';
import { HttpError } from './httpError.ts';
import type { Repository } from './repository.ts';

/** The CID of what is at `names` below `root`. */
export async function resolvePath(
  repository: Repository,
  root: CID,
  names: readonly string[],
  signal: AbortSignal,
): Promise<CID> {
  let cid = root;
  for (const name of names) {
    const parent: CID = cid;
    if (parent.code === DAG_PB) {
      await explain(async () => {
        for await (const step of walkPath(`${parent}/${name}`, readerOf(repository, signal))) cid = step.cid;
      });
    }
    // The exporter takes a file for whatever is looked up in it.
    if (cid.equals(parent)) throw new HttpError(404, 'the path leads through something that is no directory');
  }
  return cid;
}

/** The entries of a directory, or `undefined` if it is none. */
export async function listDirectory(repository: Repository, cid: CID, signal: AbortSignal) {
  if (cid.code !== DAG_PB) return undefined;
  return explain(async () => {
    const directory = await exporter(cid, readerOf(repository, signal));
    if (directory.type !== 'directory') return undefined;
    const entries: { Name: string; Hash: string; Size: number }[] = [];
    for await (const entry of directory.entries()) {
      entries.push({ Name: entry.name, Hash: entry.cid.toString(), Size: Number(entry.size) });
    }
    return entries;
  });
}

function readerOf(repository: Repository, signal: AbortSignal) {
  return {
    async *get(cid: CID) {
      yield await repository.get(cid, signal);
    },
  };
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
