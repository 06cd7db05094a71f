import { decode } from '@ipld/dag-pb';
import type { CID } from 'multiformats/cid';
import { BaseError, DecodeError, TransportError, VerificationError } from '../../errors/index.ts';
import { DAG_PB, type GetBlock, isSupportedCid } from '../content/index.ts';
import type { BlockSource } from './blockSource.ts';

/** What one read may cost, whoever made the content. */
export interface ReadLimits {
  /** Blocks visited, counting repeated visits, so that a block that links to itself many times over is caught. */
  readonly maxBlocks: number;
  /** Levels of links below the root. */
  readonly maxDepth: number;
  /** Bytes fetched, in all blocks together. */
  readonly maxBytes: number;
}

export interface BoundedBlocks {
  readonly visit: GetBlock;
  /** What `ipfs-unixfs-exporter` reads from. */
  get(cid: CID): AsyncGenerator<Uint8Array>;
  /** The first error of ours, which the exporter may have wrapped in one of its own. */
  failure(): BaseError | undefined;
}

/**
 * A view of `source` for one read, that ends when the read has cost more than `limits` allow. Blocks that hold links are
 * kept for the length of the read: the exporter asks for them more than once.
 */
export function createBoundedBlocks(source: BlockSource, limits: ReadLimits, signal: AbortSignal): BoundedBlocks {
  const kept = new Map<string, Uint8Array>();
  const depths = new Map<string, number>();
  let visited = 0;
  let fetched = 0;
  let failure: BaseError | undefined;

  async function fetchBlock(cid: CID): Promise<Uint8Array> {
    // Readers work ahead; what they still want after a failure is of no use.
    if (failure !== undefined) throw failure;
    if (signal.aborted) throw new TransportError('the read was cancelled or took too long');
    if (!isSupportedCid(cid)) {
      throw new DecodeError('links to something other than raw or dag-pb blocks with SHA-256', { field: 'content' });
    }
    if (++visited > limits.maxBlocks) throw exceeded(`${limits.maxBlocks} blocks`);
    const key = cid.toString();
    const depth = depths.get(key) ?? 0;
    if (depth > limits.maxDepth) throw exceeded(`${limits.maxDepth} levels of links`);
    const known = kept.get(key);
    if (known !== undefined) return known;
    const bytes = await source(cid, { signal });
    fetched += bytes.length;
    if (fetched > limits.maxBytes) throw exceeded(`${limits.maxBytes} bytes`);
    if (cid.code === DAG_PB) {
      kept.set(key, bytes);
      for (const child of linksOf(bytes)) depths.set(child, Math.max(depths.get(child) ?? 0, depth + 1));
    }
    return bytes;
  }

  async function visit(cid: CID): Promise<Uint8Array> {
    try {
      return await fetchBlock(cid);
    } catch (error) {
      if (error instanceof BaseError) failure ??= error;
      throw error;
    }
  }

  return {
    visit,
    async *get(cid) {
      yield await visit(cid);
    },
    failure: () => failure,
  };
}

function linksOf(bytes: Uint8Array): string[] {
  try {
    return decode(bytes).Links.map(({ Hash }) => Hash.toString());
  } catch (cause) {
    throw new DecodeError('has a block that is not dag-pb', { field: 'content', cause });
  }
}

function exceeded(limit: string): VerificationError {
  return new VerificationError(`needs more than ${limit} to read`, { field: 'content' });
}
