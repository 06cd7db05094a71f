import { fixedSize } from 'ipfs-unixfs-importer/chunker';
import { balanced } from 'ipfs-unixfs-importer/layout';

/** Bytes in a chunk of a file: what Kubo's `add` uses by default. */
export const CHUNK_BYTES = 262_144;

/**
 * How files and directories become blocks: as `ipfs add --cid-version=1 --raw-leaves` does it, so that the same content has
 * the same CID everywhere. A new object each time, because the importer writes into the one it gets.
 *
 * @see UnixFS specification, "Importing"
 */
export function unixfsProfile() {
  return {
    cidVersion: 1 as const,
    rawLeaves: true,
    reduceSingleLeafToSelf: true,
    chunker: fixedSize({ chunkSize: CHUNK_BYTES }),
    layout: balanced({ maxChildrenPerNode: 174 }),
    shardSplitThresholdBytes: 262_144,
    shardSplitStrategy: 'links-bytes' as const,
    shardFanoutBits: 8,
  };
}
