import { createCipheriv, createHash } from 'node:crypto';
import { type ImportCandidate, importer } from 'ipfs-unixfs-importer';
import { base58btc } from 'multiformats/bases/base58';
import type { CID } from 'multiformats/cid';
import { describe, expect, test } from 'vitest';
import { ArgumentError, DecodeError } from '../../errors/index.ts';
import { unixfsProfile } from '../content/unixfsProfile.ts';
import { buildBlock, buildDirectory, buildFile } from './buildDag.ts';

const text = (value: string) => new TextEncoder().encode(value);
const numbered = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ name: `file${i + 1}`, content: text(`${i + 1}\n`) }));

describe('the same CIDs as Kubo', () => {
  test('behavior: well-known small content', async () => {
    const roots = await Promise.all([
      buildFile(new Uint8Array()),
      buildFile(text('hello world\n')),
      // Kubo, test/cli/add_test.go
      buildFile(text('hello world')),
      buildBlock(text('hello world')),
      buildDirectory([]),
    ]);
    expect(roots.map(({ root }) => root.toString())).toEqual([
      'bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku',
      'bafkreifjjcie6lypi6ny7amxnfftagclbuxndqonfipmb64f2km2devei4',
      'bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e',
      'bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e',
      'bafybeiczsscdsbs7ffqz55asqdf3smv6klcw3gofszvwlyarci47bgf354',
    ]);
  });

  // Kubo, test/cli/add_test.go: files of ChaCha20 keystream, below and above 174 chunks of 256 KiB; CIDv0 there.
  test.each([
    [44_544, 'QmUbBALi174SnogsUzLpYbD4xPiBSFANF4iztWCsHbMKh2'],
    [44_800, 'QmepeWtdmS1hHXx1oZXsPUv6bMrfRRKfZcoPPU4eEfjnbf'],
  ])('behavior: chunks and layout of a file of %i KiB', async (kibibytes, expected) => {
    const key = createHash('sha256').update('v0-seed').digest();
    const content = createCipheriv('chacha20', key, Buffer.alloc(16)).update(Buffer.alloc(kibibytes * 1024));
    expect(`${await rootOf([{ content }], { cidVersion: 0, rawLeaves: false })}`).toBe(expected);
  });

  // Kubo, test/sharness/t0260-sharding.sh: 2000 small files, unsharded (CIDv0) and sharded (CIDv0 and CIDv1).
  test('behavior: directories, flat and sharded', async () => {
    const files = numbered(2000).map(({ name, content }) => ({ path: `testdata/${name}`, content }));
    const old = { cidVersion: 0 as const, rawLeaves: false };
    expect(`${await rootOf(files, old)}`).toBe('QmavrTrQG4VhoJmantURAYuw3bowq3E2WcvP36NRQDAC1N');
    expect(`${await rootOf(files, { ...old, shardSplitThresholdBytes: 0 })}`).toBe(
      'QmSCJD1KYLhVVHqBK3YyXuoEqHt7vggyJhzoFYbT8v1XYL',
    );
    const sharded = await rootOf(files, { shardSplitThresholdBytes: 0 });
    expect(sharded?.toString(base58btc)).toBe('zdj7WY8aNcxF49q1ZpFXfchNmbswnUxiVDVjmrHb53xRM8W4C');
  });
});

describe('buildDirectory', () => {
  test('behavior: the order of the files does not matter', async () => {
    const { root } = await buildDirectory(numbered(50));
    expect((await buildDirectory(numbered(50).reverse())).root.equals(root)).toBe(true);
  });

  test('behavior: shards a directory of 10,000 files, and a small one not', async () => {
    expect((await buildDirectory(numbered(100))).blocks.size).toBe(101);
    const { blocks } = await buildDirectory(numbered(10_000));
    expect(blocks.size).toBeGreaterThan(10_200);
    expect(Math.max(...[...blocks.values()].map(({ bytes }) => bytes.length))).toBeLessThan(65_536);
  });

  test('behavior: names that mean something in JavaScript are names', async () => {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
    const { blocks } = await buildDirectory(names.map((name) => ({ name, content: text(name) })));
    expect(blocks.size).toBe(5);
  });

  test('error: attack: path traversal in names', async () => {
    for (const name of ['../x', 'a/b', '/x', '..', '.', '', 'a\\..\\b', 'x\0']) {
      const content = new Uint8Array(1);
      await expect(buildDirectory([{ name, content }]), name).rejects.toThrow(DecodeError);
    }
  });

  test('error: refuses two files of one name', async () => {
    const files = [...numbered(3), { name: 'file2', content: new Uint8Array() }];
    await expect(buildDirectory(files)).rejects.toThrow(ArgumentError);
    await expect(buildDirectory(files)).rejects.toThrow('files[3].name');
  });
});

async function rootOf(candidates: ImportCandidate[], options: object): Promise<CID | undefined> {
  let root: CID | undefined;
  const store = { put: async (cid: CID) => cid };
  for await (const { cid } of importer(candidates, store, { ...unixfsProfile(), ...options })) root = cid;
  return root;
}
