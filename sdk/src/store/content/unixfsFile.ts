import { decode, type PBNode } from '@ipld/dag-pb';
import { UnixFS } from 'ipfs-unixfs';
import type { CID } from 'multiformats/cid';
import { DecodeError } from '../../errors/index.ts';
import { DAG_PB } from './verifyBlock.ts';

/** An open file. Its size is what the root says; reading fails where a block below says otherwise. */
export interface UnixfsFile {
  readonly size: number;
  read(offset?: number, length?: number): AsyncGenerator<Uint8Array>;
}

/** Gives a block that has been verified. */
export type GetBlock = (cid: CID) => Promise<Uint8Array>;

/** Blocks fetched ahead at each level. */
const AHEAD = 8;
/** A file of 174 links a node has 5 levels below 40 TB. */
const MAX_LEVELS = 32;

/**
 * Opens a raw block or a UnixFS file.
 *
 * Not `ipfs-unixfs-exporter`, because its reader leaves rejections unhandled when a block below the second level cannot be
 * had, and one such block would end the process.
 *
 * @throws {DecodeError} for a directory, a symbolic link, and what is not UnixFS; `get`'s errors.
 * @see specs.ipfs.tech/unixfs
 */
export async function openUnixfsFile(cid: CID, get: GetBlock): Promise<UnixfsFile> {
  const root = parse(cid, await get(cid));
  return {
    size: root.size,
    read: (offset = 0, length = root.size) => readNode(root, offset, Math.min(offset + length, root.size), get, 0),
  };
}

interface FileNode {
  readonly size: number;
  readonly data: Uint8Array;
  readonly children: readonly { readonly cid: CID; readonly size: number }[];
}

function parse(cid: CID, bytes: Uint8Array): FileNode {
  if (cid.code !== DAG_PB) return { size: bytes.length, data: bytes, children: [] };
  const { node, unixfs } = decodeNode(bytes);
  if (unixfs.type !== 'file' && unixfs.type !== 'raw') throw broken('is not a file');
  if (node.Links.length !== unixfs.blockSizes.length)
    throw broken('has a block whose links and sizes differ in number');
  const children = node.Links.map(({ Hash }, index) => ({ cid: Hash, size: Number(unixfs.blockSizes[index]) }));
  const data = unixfs.data ?? new Uint8Array();
  const size = children.reduce((sum, child) => sum + child.size, data.length);
  if (!Number.isSafeInteger(size)) throw broken('has an impossible size');
  return { size, data, children };
}

function decodeNode(bytes: Uint8Array): { node: PBNode; unixfs: UnixFS } {
  try {
    const node = decode(bytes);
    // The decoder takes a missing type, which the format requires, for `raw`.
    if (node.Data === undefined || node.Data.length === 0) throw broken('has a block without UnixFS data');
    return { node, unixfs: UnixFS.unmarshal(node.Data) };
  } catch (cause) {
    throw new DecodeError('is not a well-formed UnixFS file', { field: 'content', cause });
  }
}

/** The bytes from `start` to `end` of a node; both count from its own first byte. */
async function* readNode(
  node: FileNode,
  start: number,
  end: number,
  get: GetBlock,
  level: number,
): AsyncGenerator<Uint8Array> {
  if (level > MAX_LEVELS) throw broken(`has more than ${MAX_LEVELS} levels of links`);
  if (start < Math.min(node.data.length, end)) yield node.data.subarray(start, end);
  let at = node.data.length;
  const wanted: { cid: CID; size: number; at: number }[] = [];
  for (const { cid, size } of node.children) {
    // A child without bytes adds nothing, so a file cannot be made of more children than bytes.
    if (size > 0 && at < end && at + size > start) wanted.push({ cid, size, at });
    at += size;
  }
  const fetched: Promise<Uint8Array>[] = [];
  for (const [index, child] of wanted.entries()) {
    for (let next = fetched.length; next < Math.min(index + AHEAD, wanted.length); next++) {
      const block = get((wanted[next] ?? child).cid);
      // Whoever waits for it gets the error; nobody may if an earlier block fails.
      block.catch(() => undefined);
      fetched.push(block);
    }
    const parsed = parse(child.cid, (await fetched[index]) ?? new Uint8Array());
    delete fetched[index];
    if (parsed.size !== child.size) throw broken('has a block of another size than its parent says');
    yield* readNode(parsed, Math.max(0, start - child.at), Math.min(child.size, end - child.at), get, level + 1);
  }
}

function broken(shortMessage: string): DecodeError {
  return new DecodeError(shortMessage, { field: 'content' });
}
