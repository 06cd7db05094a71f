import { CID } from 'multiformats/cid';
import { create as createDigest } from 'multiformats/hashes/digest';
import { ArgumentError, DecodeError } from '../errors/index.ts';
import { fromHex, type Hex, toHex } from './hex.ts';

/** How the content behind a digest is stored: one raw block, a UnixFS file, or a UnixFS directory. */
export type Codec = 'raw' | 'file' | 'directory';

/** The multihash code of SHA-256 (multicodec table). */
const SHA2_256 = 0x12;
/** The multicodecs of raw and dag-pb blocks. */
const RAW = 0x55;
const DAG_PB = 0x70;

/**
 * The CIDv1 whose multihash is the SHA-256 `digest`.
 *
 * @throws {ArgumentError} if the digest is not 32 bytes.
 * @example
 * ```ts
 * toCid('0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', 'raw').toString();
 * // 'bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku'
 * ```
 */
export function toCid(digest: Hex, codec: Codec): CID {
  const bytes = fromHex(digest, { field: 'digest' });
  if (bytes.length !== 32) throw new ArgumentError('has to be a SHA-256 digest of 32 bytes', { field: 'digest' });
  return CID.createV1(codec === 'raw' ? RAW : DAG_PB, createDigest(SHA2_256, bytes));
}

/**
 * The digest in a CID, for those that `toCid` makes.
 *
 * @throws {DecodeError} for any other CID.
 */
export function fromCid(text: string): { readonly digest: Hex; readonly multicodec: number } {
  let cid: CID;
  try {
    cid = CID.parse(text);
  } catch (cause) {
    throw new DecodeError('is not a CID', { field: 'cid', cause });
  }
  if (cid.version !== 1 || cid.multihash.code !== SHA2_256 || (cid.code !== RAW && cid.code !== DAG_PB)) {
    throw new DecodeError('is not a CIDv1 of a raw or dag-pb block with a SHA-256 multihash', { field: 'cid' });
  }
  return { digest: toHex(cid.multihash.digest), multicodec: cid.code };
}
