import type { CID } from 'multiformats/cid';
import { type Codec, concat, type Hex, toCid } from '../../bytes/index.ts';
import {
  ArgumentError,
  BaseError,
  DecodeError,
  NotFoundError,
  TransportError,
  VerificationError,
} from '../../errors/index.ts';
import { checkEntryName, DAG_PB, MAX_BLOCK_BYTES, openUnixfsFile, type UnixfsFile } from '../content/index.ts';
import type { BlockSource } from './blockSource.ts';
import { type BoundedBlocks, createBoundedBlocks, type ReadLimits } from './boundedBlocks.ts';

export interface ReadOptions {
  readonly maxBytes?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A file or directory in a directory. `size` is what the directory says, and includes the blocks' framing. */
export interface DirectoryEntry {
  readonly name: string;
  readonly cid: string;
  readonly size: number;
}

export interface ReaderOptions {
  readonly maxBytes: number;
  readonly maxEntries: number;
  /** For a whole read, however many blocks it takes. */
  readonly totalTimeoutMs: number;
}

/** Levels: a HAMT of 64-bit hashes has 8, a file of 174 links a node has 5 below 40 TB; the rest is for paths. */
const MAX_DEPTH = 32;
/** Whatever the size: 25 GB in blocks of Kubo's. */
const MAX_BLOCKS = 100_000;
/** Room for the blocks that only hold links. */
const LINK_BYTES = 16 * 1024 * 1024;

/** Reads verified content: raw blocks, UnixFS files, and files in directories. */
export function createContentReader(source: BlockSource, options: ReaderOptions) {
  /** Runs `work` over a bounded view of the blocks, and gives its errors the types of this SDK. */
  async function explore<T>(
    limits: ReadLimits,
    signal: AbortSignal | undefined,
    work: (blocks: BoundedBlocks) => Promise<T>,
  ): Promise<T> {
    const deadline = AbortSignal.timeout(options.totalTimeoutMs);
    const whole = signal === undefined ? deadline : AbortSignal.any([deadline, signal]);
    const blocks = createBoundedBlocks(source, limits, whole);
    const ended = Promise.withResolvers<never>();
    const end = () => ended.reject(new TransportError('the read was cancelled or took too long'));
    whole.addEventListener('abort', end, { once: true });
    try {
      if (whole.aborted) end();
      return await Promise.race([work(blocks), ended.promise]);
    } catch (error) {
      throw blocks.failure() ?? translate(error);
    } finally {
      whole.removeEventListener('abort', end);
    }
  }

  async function readFile(root: CID, path: readonly string[], read: ReadOptions): Promise<Uint8Array> {
    const maxBytes = read.maxBytes ?? options.maxBytes;
    return explore(limitsFor(maxBytes), read.signal, async (blocks) => {
      let cid = root;
      for (const name of path) cid = await lookUp(cid, name, blocks);
      return readAll(await openUnixfsFile(cid, blocks.visit), maxBytes);
    });
  }

  return {
    async read(digest: Hex, codec: Codec, read: ReadOptions): Promise<Uint8Array> {
      if (codec === 'directory') {
        throw new ArgumentError('is a directory: use readPath or list', { field: 'codec' });
      }
      const cid = toCid(digest, codec);
      if (codec === 'file') return readFile(cid, [], read);
      const maxBytes = Math.min(read.maxBytes ?? options.maxBytes, MAX_BLOCK_BYTES);
      return source(cid, { maxBytes, signal: read.signal });
    },

    async readPath(root: Hex, path: string, read: ReadOptions): Promise<Uint8Array> {
      const segments = path.split('/').map((segment) => checkEntryName(segment, 'path'));
      return readFile(toCid(root, 'directory'), segments, read);
    },

    async list(root: Hex, { maxEntries = options.maxEntries, signal }: ListOptions): Promise<DirectoryEntry[]> {
      // A shard holds at least two entries or one shard, and at least ten bytes an entry.
      const limits = {
        maxBlocks: Math.min(2 * maxEntries + MAX_DEPTH, MAX_BLOCKS),
        maxDepth: MAX_DEPTH,
        maxBytes: LINK_BYTES * 4,
      };
      return explore(limits, signal, async (blocks) => {
        const { exporter } = await loadExporter();
        const entry = await exporter(toCid(root, 'directory'), blocks);
        if (entry.type !== 'directory') throw new DecodeError('is not a directory', { field: 'content' });
        return collectEntries(entry.entries(), maxEntries);
      });
    },
  };
}

export interface ListOptions {
  readonly maxEntries?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

function limitsFor(maxBytes: number): ReadLimits {
  // Leaves may be as small as their makers like; a thousand bytes on average is generous to them.
  const maxBlocks = Math.min(1024 + Math.ceil(maxBytes / 1024), MAX_BLOCKS);
  return { maxBlocks, maxDepth: MAX_DEPTH, maxBytes: maxBytes + LINK_BYTES };
}

/** Loaded when first needed: an agent that reads raw blocks and files alone does without its 20 MB. */
const loadExporter = () => import('ipfs-unixfs-exporter');

/** The CID behind one name in a directory, flat or sharded. */
async function lookUp(directory: CID, name: string, blocks: BoundedBlocks): Promise<CID> {
  const { walkPath } = await loadExporter();
  let found = directory;
  if (directory.code === DAG_PB) {
    for await (const step of walkPath(`${directory}/${name}`, blocks)) found = step.cid;
  }
  // The exporter takes a file for whatever is looked up in it.
  if (found.equals(directory)) throw new DecodeError('is not a directory', { field: 'content' });
  return found;
}

async function readAll(file: UnixfsFile, maxBytes: number): Promise<Uint8Array> {
  if (file.size > maxBytes) throw new VerificationError(`has more than ${maxBytes} bytes`, { field: 'content' });
  const parts: Uint8Array[] = [];
  for await (const part of file.read()) parts.push(part);
  return concat(...parts);
}

async function collectEntries(
  source:
    | AsyncIterable<{ name: string; cid: CID; size?: bigint }>
    | Iterable<{ name: string; cid: CID; size?: bigint }>,
  maxEntries: number,
): Promise<DirectoryEntry[]> {
  const entries = new Map<string, DirectoryEntry>();
  for await (const { name, cid, size } of source) {
    checkEntryName(name, 'content');
    if (entries.has(name)) throw new DecodeError('has a name twice', { field: 'content' });
    if (entries.size >= maxEntries) {
      throw new VerificationError(`has more than ${maxEntries} entries`, { field: 'content' });
    }
    entries.set(name, { name, cid: cid.toString(), size: Number(size ?? 0n) });
  }
  return [...entries.values()];
}

/** The exporter's errors tell a missing name from content that is not what it claims to be. */
function translate(error: unknown): unknown {
  if (error instanceof BaseError || !(error instanceof Error)) return error;
  if (error.name === 'NotFoundError') return new NotFoundError('is not in the directory', { field: 'path' });
  return new DecodeError('is not a well-formed UnixFS directory', { field: 'content', cause: error });
}
