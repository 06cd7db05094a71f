import { spawnSync } from 'node:child_process';
import { type CID, create, type KuboRPCClient } from 'kubo-rpc-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createStore } from '../client/index.ts';
import { startKubo } from '../testing/kubo.fixtures.ts';
import { type NodeProcess, startNodeProcess } from '../testing/nodeProcess.fixtures.ts';
import { temporaryDirectory } from '../testing/temporaryDirectory.fixtures.ts';

const text = (value: string) => new TextEncoder().encode(value);
const hasKubo = spawnSync('ipfs', ['version']).status === 0;

/** The client of Kubo, which knows nothing of ours, against both. */
describe.each([
  { name: 'the embedded node', skip: false, start: startNodeProcess },
  { name: hasKubo ? 'Kubo' : 'Kubo (skipped: no `ipfs` on PATH)', skip: !hasKubo, start: startKubo },
])('kubo-rpc-client with $name', ({ skip, start }) => {
  if (skip) {
    test.skip('behavior: adds, pins, lists, reads and collects garbage', () => undefined);
    return;
  }
  let node: Omit<NodeProcess, 'peerId' | 'addresses'>;
  let client: KuboRPCClient;
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>;

  beforeAll(async () => {
    directory = await temporaryDirectory();
    node = await start(directory.path);
    client = create({ url: node.rpc });
  }, 60_000);
  afterAll(async () => {
    await node.end('SIGTERM');
    await directory.remove();
  });

  // Kubo, test/cli/add_test.go
  test('behavior: add gives the CIDs of Kubo', async () => {
    const add = async (options: object) => (await client.add(text('hello world'), options)).cid.toString();
    expect(await add({ cidVersion: 1 })).toBe('bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e');
    expect(await add({ cidVersion: 0 })).toBe('Qmf412jQZiuVUtdgnB36FXFX7xg5V6KEbSJ4dpQuhkLyfD');
    expect(await add({ cidVersion: 1, rawLeaves: false })).toBe(
      'bafybeihykld7uyxzogax6vgyvag42y7464eywpf55gxi5qpoisibh3c5wa',
    );
  });

  test('behavior: adds a directory, and reads a file and a part of one from it', async () => {
    const names: string[] = [];
    let root: CID | undefined;
    const files = ['a.txt', 'ü b/c.txt'].map((name) => ({ path: `top/${name}`, content: text(`this is ${name}`) }));
    for await (const { path, cid } of client.addAll(files, { cidVersion: 1 })) {
      names.push(path);
      root = cid;
    }
    expect(names).toEqual(expect.arrayContaining(['top/a.txt', 'top/ü b/c.txt', 'top/ü b', 'top']));
    expect(await collect(client.cat(`${root}/ü b/c.txt`))).toBe('this is ü b/c.txt');
    expect(await collect(client.cat(`${root}/a.txt`, { offset: 5, length: 2 }))).toBe('is');
    expect(
      (await store().list(`0x${Buffer.from(root?.multihash.digest ?? []).toString('hex')}`)).map(({ name }) => name),
    ).toEqual(['a.txt', 'ü b']);
  });

  test('behavior: parts of a file of many blocks', async () => {
    const content = new Uint8Array(1_000_000).map((_, i) => i % 251);
    const { cid } = await client.add(content, { cidVersion: 1 });
    for (const [offset, length] of [
      [0, 10],
      [262_140, 10],
      [262_144, 262_144],
      [999_990, 100],
      [1_000_000, 5],
    ] as const) {
      const part = Buffer.from(await collect(client.cat(cid, { offset, length }), 'latin1'), 'latin1');
      expect(part.equals(content.subarray(offset, offset + length)), `${offset}`).toBe(true);
    }
  });

  test('behavior: blocks go in and out', async () => {
    const cid = await client.block.put(text('a block'), { format: 'raw', mhtype: 'sha2-256', version: 1 });
    expect(Buffer.from(await client.block.get(cid)).toString()).toBe('a block');
    expect(await client.block.stat(cid)).toMatchObject({ size: 7 });
  });

  test('behavior: pins are added, listed and removed; garbage is what is not pinned', async () => {
    const { cid } = await client.add(text(`kept ${Math.random()}`), { cidVersion: 1 });
    const loose = await client.block.put(text(`loose ${Math.random()}`), { format: 'raw' });
    expect(await pinned(client)).toContain(cid.toString());
    expect(await pinned(client)).not.toContain(loose.toString());
    const removed: string[] = [];
    for await (const { cid: gone } of client.repo.gc()) removed.push(gone?.toV1().toString() ?? '');
    expect(removed).not.toContain(cid.toString());
    await expect(client.block.stat(loose, { offline: true, timeout: '300ms' } as object)).rejects.toThrow();
    await client.pin.rm(cid);
    expect(await pinned(client)).not.toContain(cid.toString());
    await client.pin.add(cid);
    expect(await pinned(client)).toContain(cid.toString());
  });

  test('behavior: says who it is', async () => {
    expect((await client.id()).id.toString()).toMatch(/^12D3KooW/);
    expect((await client.version()).version).toMatch(/^\d/);
    expect((await client.repo.stat()).numObjects).toBeGreaterThan(0n);
    expect(await client.swarm.peers()).toEqual([]);
  });

  test('behavior: the store writes and reads', async () => {
    const files = Array.from({ length: 100 }, (_, i) => ({ name: `device-${i}`, content: text(`key ${i}`) }));
    const { digest, copies } = await store().writeDirectory(files);
    expect(copies).toMatchObject([{ ok: true }]);
    expect(await store().readPath(digest, 'device-42')).toEqual(text('key 42'));
    const block = await store().writeBlock(text('an envelope'));
    expect(await store().isPinned(block)).toMatchObject([{ ok: true, value: true }]);
    await store().unpin(block);
    await store().unpin(block);
    expect(await store().isPinned(block)).toMatchObject([{ ok: true, value: false }]);
    expect(await store().status()).toMatchObject([{ ok: true, value: { peerId: expect.stringMatching(/^12D3/) } }]);
  });

  const store = () => createStore({ endpoints: [{ rpc: node.rpc }, { gateway: node.gateway }] });
});

async function collect(source: AsyncIterable<Uint8Array>, encoding: BufferEncoding = 'utf8'): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of source) parts.push(part);
  return Buffer.concat(parts).toString(encoding);
}

async function pinned(client: KuboRPCClient): Promise<string[]> {
  const cids: string[] = [];
  for await (const { cid } of client.pin.ls({ type: 'recursive' })) cids.push(cid.toString());
  return cids;
}
