import type { Helia } from 'helia';
import type { CID } from 'multiformats/cid';
import { toHex } from '../../bytes/index.ts';
import { BaseError, NotFoundError } from '../../errors/index.ts';
import { assertBlock, DAG_PB, MAX_BLOCK_BYTES } from '../content/index.ts';
import type { CheckedBlockstore } from './checkedBlockstore.ts';
import { createGate } from './gate.ts';
import { HttpError } from './httpError.ts';
import { openPinSet } from './pinSet.ts';
import { walkDag } from './walkDag.ts';

/** Blocks and pins of one node. */
export type Repository = Awaited<ReturnType<typeof openRepository>>;

/** Blocks of an import on their way to the disk at a time. */
const WRITE_BATCH = 64;

export async function openRepository(helia: Helia, blocks: CheckedBlockstore) {
  const pins = await openPinSet(helia.datastore);
  const gate = createGate();

  /** From the disk, or from a peer. */
  async function get(cid: CID, signal: AbortSignal): Promise<Uint8Array> {
    try {
      for await (const bytes of helia.blockstore.get(cid, { signal })) return bytes;
    } catch (error) {
      if (error instanceof BaseError) throw error;
    }
    throw new NotFoundError(signal.aborted ? 'was not found in time' : 'was not found', { field: `block ${cid}` });
  }

  async function put(cid: CID, bytes: Uint8Array): Promise<void> {
    if (bytes.length > MAX_BLOCK_BYTES) throw new HttpError(400, `a block has more than ${MAX_BLOCK_BYTES} bytes`);
    await helia.blockstore.put(cid, bytes);
  }

  /**
   * Every block below `roots`, from the disk alone.
   *
   * @throws {NotFoundError} if a block with links is not there: what is below it cannot be known then.
   */
  async function mark(roots: readonly CID[]): Promise<ReadonlyMap<string, CID>> {
    const seen = new Map<string, CID>();
    for (const root of roots) {
      await walkDag(root, (cid) => (cid.code === DAG_PB ? readLocal(cid) : Promise.resolve(undefined)), seen);
    }
    return seen;
  }

  async function readLocal(cid: CID): Promise<Uint8Array> {
    if (await blocks.has(cid)) for await (const bytes of blocks.get(cid)) return bytes;
    throw new NotFoundError('is pinned, but not there: pin its root again, or unpin it', { field: `block ${cid}` });
  }

  return {
    get,
    put,
    mark,
    pins,
    /** Held while blocks are written and pinned. */
    writing: gate.shared,
    measure: () => blocks.measure(),
    has: (cid: CID) => blocks.has(cid),

    async putAll(source: AsyncIterable<{ cid: CID; bytes: Uint8Array }>): Promise<Set<string>> {
      const written = new Set<string>();
      const batch: Promise<void>[] = [];
      for await (const { cid, bytes } of source) {
        const write = assertBlock(cid, bytes).then(() => put(cid, bytes));
        // Until it is waited for, nobody hears of a failure: unhandled, a slow and bad archive would end the process.
        write.catch(() => undefined);
        batch.push(write);
        written.add(cid.toV1().toString());
        if (batch.length === WRITE_BATCH) await Promise.all(batch.splice(0));
      }
      await Promise.all(batch);
      return written;
    },

    /** Fetches what is missing below `root`, then keeps all of it. `written` are blocks known to be there. */
    async pin(root: CID, signal: AbortSignal, written: ReadonlySet<string> = new Set()): Promise<void> {
      if (pins.has(root)) return;
      await walkDag(root, async (cid) => {
        if (cid.code === DAG_PB) return get(cid, signal);
        if (!written.has(cid.toV1().toString()) && !(await blocks.has(cid))) await get(cid, signal);
        return undefined;
      });
      await pins.add(root);
    },

    /** Removes what no pin needs, and says what it removed. */
    collectGarbage: () =>
      gate.exclusive(async () => {
        const kept = new Set([...(await mark(pins.all())).values()].map(digestOf));
        const removed: CID[] = [];
        for await (const { cid } of blocks.getAll()) {
          if (kept.has(digestOf(cid))) continue;
          await blocks.delete(cid);
          removed.push(cid);
        }
        return removed;
      }),
  };
}

/** Blocks are stored under their digests, whatever the codec. */
function digestOf(cid: CID): string {
  return toHex(cid.multihash.bytes);
}
