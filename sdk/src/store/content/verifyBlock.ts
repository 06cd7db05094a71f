import type { CID } from 'multiformats/cid';
import { sha256 } from 'multiformats/hashes/sha2';
import { equalBytes } from '../../bytes/index.ts';
import { VerificationError } from '../../errors/index.ts';

/** The largest block that IPFS nodes exchange (bitswap specification, "Block sizes"). */
export const MAX_BLOCK_BYTES = 2 * 1024 * 1024;

/** The multicodecs that content of ours is made of (multicodec table). */
export const RAW = 0x55;
export const DAG_PB = 0x70;

const SHA2_256 = 0x12;

/** Whether `cid` is of a kind that this SDK reads and writes: raw or dag-pb, addressed by SHA-256. */
export function isSupportedCid(cid: CID): boolean {
  return cid.multihash.code === SHA2_256 && cid.multihash.size === 32 && (cid.code === RAW || cid.code === DAG_PB);
}

/**
 * @throws {VerificationError} if `bytes` are not the block that `cid` names.
 * @example
 * ```ts
 * await assertBlock(cid, await response.bytes());
 * ```
 */
export async function assertBlock(cid: CID, bytes: Uint8Array): Promise<void> {
  if (!isSupportedCid(cid)) {
    throw new VerificationError('is not a raw or dag-pb block addressed by SHA-256', { field: 'cid' });
  }
  const { digest } = await sha256.digest(bytes);
  if (!equalBytes(digest, cid.multihash.digest)) {
    throw new VerificationError('does not have the digest that it was asked for by', { field: 'block' });
  }
}
