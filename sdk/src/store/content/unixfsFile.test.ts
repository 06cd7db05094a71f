import fc from 'fast-check';
import { CID } from 'multiformats/cid';
import { describe, expect, test } from 'vitest';
import { DecodeError } from '../../errors/index.ts';
import { buildFile } from '../client/buildDag.ts';
import { openUnixfsFile } from './unixfsFile.ts';

const content = new Uint8Array(1_500_000).map((_, i) => (i * 31 + (i >> 12)) & 0xff);
const dag = await buildFile(content);

async function get(cid: CID): Promise<Uint8Array> {
  const block = dag.blocks.get(cid.toString());
  if (block === undefined) throw new Error(`no ${cid}`);
  return block.bytes;
}

async function collect(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of source) parts.push(part);
  return Buffer.concat(parts);
}

describe('openUnixfsFile', () => {
  test('behavior: every part of a file is what it is in the whole', async () => {
    const file = await openUnixfsFile(dag.root, get);
    expect(file.size).toBe(content.length);
    await fc.assert(
      fc.asyncProperty(fc.nat(content.length + 10), fc.nat(content.length + 10), async (offset, length) => {
        const part = await collect(file.read(offset, length));
        expect(part.equals(content.subarray(offset, offset + length))).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  test('behavior: fetches only the blocks that a part is in', async () => {
    const fetched: string[] = [];
    const file = await openUnixfsFile(dag.root, (cid) => {
      fetched.push(cid.toString());
      return get(cid);
    });
    await collect(file.read(300_000, 1));
    expect(fetched).toHaveLength(2);
  });

  test('error: a root that is truncated, at every byte', async () => {
    const bytes = await get(dag.root);
    for (let length = 0; length < bytes.length; length++) {
      const opened = openUnixfsFile(dag.root, async () => bytes.subarray(0, length));
      // Cut between two fields it may be whole, but links and sizes do not match then.
      await expect(opened, `${length}`).rejects.toThrow(DecodeError);
    }
  });

  test('error: a block that fails is an error of the read alone', async () => {
    const missing = [...dag.blocks.keys()][1];
    const file = await openUnixfsFile(dag.root, async (cid) => {
      if (cid.toString() === missing) throw new Error('gone');
      return get(cid);
    });
    await expect(collect(file.read())).rejects.toThrow('gone');
  });

  test('error: a block of another length than its parent says', async () => {
    const file = await openUnixfsFile(dag.root, async (cid) =>
      cid.equals(dag.root) ? get(cid) : (await get(cid)).subarray(1),
    );
    await expect(collect(file.read())).rejects.toThrow('another size');
  });

  test('behavior: a raw block is a file', async () => {
    const small = CID.parse('bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e');
    const file = await openUnixfsFile(small, async () => new TextEncoder().encode('hello world'));
    expect((await collect(file.read(6))).toString()).toBe('world');
  });
});
