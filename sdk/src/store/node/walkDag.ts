import { decode } from '@ipld/dag-pb';
import type { CID } from 'multiformats/cid';
import { DecodeError } from '../../errors/index.ts';
import { DAG_PB } from '../content/index.ts';

/** Blocks in flight at a time. */
const CONCURRENCY = 32;

/**
 * Visits every block below `root` once, in no particular order. `load` gives a dag-pb block's bytes; for raw blocks, which
 * have no links, it may give `undefined`. What has been `seen` before is not visited again.
 */
export async function walkDag(
  root: CID,
  load: (cid: CID) => Promise<Uint8Array | undefined>,
  seen: Map<string, CID> = new Map(),
): Promise<void> {
  const queue: CID[] = [root];
  seen.set(root.toV1().toString(), root);
  while (queue.length > 0) {
    const batch = queue.splice(-CONCURRENCY);
    const blocks = await Promise.all(batch.map(async (cid) => ({ cid, bytes: await load(cid) })));
    for (const { cid, bytes } of blocks) {
      if (cid.code !== DAG_PB || bytes === undefined) continue;
      for (const { Hash } of linksOf(cid, bytes)) {
        const key = Hash.toV1().toString();
        if (seen.has(key)) continue;
        seen.set(key, Hash);
        queue.push(Hash);
      }
    }
  }
}

function linksOf(cid: CID, bytes: Uint8Array) {
  try {
    return decode(bytes).Links;
  } catch (cause) {
    throw new DecodeError('is not dag-pb', { field: `block ${cid}`, cause });
  }
}
