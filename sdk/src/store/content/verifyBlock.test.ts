import { CID } from 'multiformats/cid';
import { sha256, sha512 } from 'multiformats/hashes/sha2';
import { describe, expect, test } from 'vitest';
import { VerificationError } from '../../errors/index.ts';
import { assertBlock, DAG_PB, RAW } from './verifyBlock.ts';

const bytes = new TextEncoder().encode('some block');
const digest = await sha256.digest(bytes);

describe('assertBlock', () => {
  test('behavior: accepts the block that a CID names, raw or dag-pb, version 0 or 1', async () => {
    await assertBlock(CID.createV1(RAW, digest), bytes);
    await assertBlock(CID.createV1(DAG_PB, digest), bytes);
    await assertBlock(CID.createV0(digest), bytes);
  });

  test('error: rejects every other bit pattern and every truncation', async () => {
    const cid = CID.createV1(RAW, digest);
    for (let i = 0; i < bytes.length; i++) {
      await expect(assertBlock(cid, bytes.subarray(0, i))).rejects.toThrow(VerificationError);
      const changed = bytes.slice();
      changed[i] = (changed[i] ?? 0) ^ 1;
      await expect(assertBlock(cid, changed)).rejects.toThrow(VerificationError);
    }
  });

  test('error: rejects other hash functions and codecs, even with the right digest', async () => {
    await expect(assertBlock(CID.createV1(RAW, await sha512.digest(bytes)), bytes)).rejects.toThrow('SHA-256');
    await expect(assertBlock(CID.createV1(0x71, digest), bytes)).rejects.toThrow('raw or dag-pb');
  });
});
