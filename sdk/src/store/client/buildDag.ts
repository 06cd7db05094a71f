import { encode, prepare } from '@ipld/dag-pb';
import { UnixFS } from 'ipfs-unixfs';
import { type ImportCandidate, importer } from 'ipfs-unixfs-importer';
import { CID } from 'multiformats/cid';
import { sha256 } from 'multiformats/hashes/sha2';
import { ArgumentError } from '../../errors/index.ts';
import { checkEntryName, DAG_PB, RAW } from '../content/index.ts';
import { unixfsProfile } from '../content/unixfsProfile.ts';
import type { Block, Dag } from './dag.ts';

/** A file to put into a directory. */
export interface NamedFile {
  readonly name: string;
  readonly content: Uint8Array;
}

/** One raw block. */
export async function buildBlock(bytes: Uint8Array): Promise<Dag> {
  const root = CID.createV1(RAW, await sha256.digest(bytes));
  return { root, blocks: new Map([[root.toString(), { cid: root, bytes }]]) };
}

/** A UnixFS file. Up to one chunk (256 KiB) that is a raw block, and has a raw block's CID. */
export function buildFile(content: Uint8Array): Promise<Dag> {
  return build([{ content }], { wrapWithDirectory: false });
}

/**
 * A UnixFS directory of files, sharded (HAMT) when its block would get large.
 *
 * @throws {ArgumentError} for two files of one name; `checkEntryName`'s error for a name that is not one.
 */
export async function buildDirectory(files: Iterable<NamedFile>): Promise<Dag> {
  const names = new Set<string>();
  const candidates: ImportCandidate[] = [];
  for (const { name, content } of files) {
    checkEntryName(name, `files[${names.size}].name`);
    if (names.has(name))
      throw new ArgumentError('is the name of an earlier file', { field: `files[${names.size}].name` });
    names.add(name);
    candidates.push({ path: name, content });
  }
  return candidates.length === 0 ? emptyDirectory() : build(candidates, { wrapWithDirectory: true });
}

async function build(candidates: ImportCandidate[], options: { readonly wrapWithDirectory: boolean }): Promise<Dag> {
  const blocks = new Map<string, Block>();
  const store = {
    put: async (cid: CID, value: Uint8Array | Iterable<Uint8Array> | AsyncIterable<Uint8Array>) => {
      if (!(value instanceof Uint8Array)) throw new TypeError('the importer gives whole blocks');
      blocks.set(cid.toString(), { cid, bytes: value });
      return cid;
    },
  };
  let root: CID | undefined;
  for await (const { cid } of importer(candidates, store, { ...unixfsProfile(), ...options })) root = cid;
  if (root === undefined) throw new TypeError('the importer gives a root');
  return { root, blocks };
}

async function emptyDirectory(): Promise<Dag> {
  const bytes = encode(prepare({ Data: new UnixFS({ type: 'directory' }).marshal(), Links: [] }));
  const root = CID.createV1(DAG_PB, await sha256.digest(bytes));
  return { root, blocks: new Map([[root.toString(), { cid: root, bytes }]]) };
}
