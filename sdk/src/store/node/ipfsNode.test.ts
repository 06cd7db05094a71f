import { randomBytes } from 'node:crypto';
import { mkdir, readdir, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { create } from 'kubo-rpc-client';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createStore, type Store } from '../client/index.ts';
import { type NodeProcess, startNodeProcess } from '../testing/nodeProcess.fixtures.ts';
import { temporaryDirectory } from '../testing/temporaryDirectory.fixtures.ts';
import { startIpfsNode } from './index.ts';

const text = (value: string) => new TextEncoder().encode(value);
const random = (size: number) => new Uint8Array(randomBytes(size));
const storeOf = (node: { rpc: string }, timeoutMs = 2000): Store =>
  createStore({ endpoints: [{ rpc: node.rpc }], timeoutMs });

let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
let running: NodeProcess[] = [];

beforeEach(async () => {
  directory = await temporaryDirectory();
});
afterEach(async () => {
  await Promise.all(running.map((node) => node.end('SIGKILL')));
  running = [];
  await directory.remove();
});

async function start(name = 'a', flags: readonly string[] = []): Promise<NodeProcess> {
  const node = await startNodeProcess(join(directory.path, name), flags);
  running.push(node);
  return node;
}

describe('a node on disk', () => {
  test('behavior: keeps its identity, its content and its pins, and ends on SIGTERM with status 0', async () => {
    const first = await start();
    const written = await storeOf(first).writeBlock(text('kept'));
    expect(await first.end('SIGTERM')).toBe(0);
    const second = await start();
    expect(second.peerId).toBe(first.peerId);
    expect(await storeOf(second).read(written)).toEqual(text('kept'));
    expect(await storeOf(second).isPinned(written)).toMatchObject([{ value: true }]);
  });

  test('behavior: a directory for 10,000 devices, and each finds its own', async () => {
    const store = storeOf(await start());
    const envelopes = Array.from({ length: 10_000 }, (_, i) => ({ name: `device-${i}`, content: random(2000) }));
    const { digest, copies } = await store.writeDirectory(envelopes);
    expect(copies).toMatchObject([{ ok: true }]);
    for (const i of [0, 1, 4999, 9999])
      expect(await store.readPath(digest, `device-${i}`)).toEqual(envelopes[i]?.content);
    await expect(store.readPath(digest, 'device-10000')).rejects.toThrow('is not in the directory');
    expect(await store.list(digest)).toHaveLength(10_000);
  }, 60_000);

  test('behavior: garbage collection keeps what is pinned, all of it, and removes the rest', async () => {
    const node = await start();
    const store = storeOf(node, 500);
    const kept = await store.writeDirectory([{ name: 'large', content: random(900_000) }]);
    const loose = await store.writeDirectory([{ name: 'large', content: random(900_000) }]);
    const both = await store.writeFile(text('in one that goes, and pinned itself'));
    await store.unpin(loose);
    expect(await store.gc()).toMatchObject([{ ok: true, value: 6 }]);
    expect(await store.readPath(kept.digest, 'large')).toHaveLength(900_000);
    expect(await store.read(both)).toHaveLength(35);
    await expect(store.read({ ...loose, codec: 'file' })).rejects.toThrow('could not be fetched');
    expect(await store.gc()).toMatchObject([{ value: 0 }]);
  });

  test('behavior: what is written while garbage is collected stays', async () => {
    const store = storeOf(await start());
    const work: Promise<unknown>[] = [];
    const written: Awaited<ReturnType<Store['writeBlock']>>[] = [];
    for (let i = 0; i < 40; i++) {
      work.push(store.writeDirectory([{ name: 'a', content: random(300_000) }]).then((result) => written.push(result)));
      if (i % 8 === 0) work.push(store.gc());
    }
    await Promise.all(work);
    for (const { digest } of written) expect(await store.readPath(digest, 'a')).toHaveLength(300_000);
  }, 30_000);

  test('error: garbage collection refuses while a pinned directory is incomplete, and removes nothing', async () => {
    const node = await start();
    const store = storeOf(node, 500);
    const { digest, cid } = await store.writeDirectory([{ name: 'a', content: text('x') }]);
    const loose = await store.writeBlock(text('loose'));
    await store.unpin(loose);
    await damage(cid);
    expect(await store.gc()).toMatchObject([{ ok: false, error: expect.stringContaining('was damaged on disk') }]);
    expect(await store.read(loose)).toEqual(text('loose'));
    await expect(store.list(digest)).rejects.toThrow('could not be fetched');
  });

  test('behavior: a block that is damaged on disk is never served, and can be written again', async () => {
    const node = await start();
    const store = storeOf(node, 500);
    const written = await store.writeBlock(text('precious'));
    await damage(written.cid);
    await expect(store.read(written)).rejects.toThrow('could not be fetched');
    await store.writeBlock(text('precious'));
    expect(await store.read(written)).toEqual(text('precious'));
  });

  /** What a loss of power does to a file that was just written. */
  async function damage(cid: string): Promise<void> {
    const { CID } = await import('multiformats/cid');
    const { base32upper } = await import('multiformats/bases/base32');
    const name = base32upper.encode(CID.parse(cid).multihash.bytes);
    await truncate(join(directory.path, 'a', 'blocks', name.slice(-2), `${name}.data`), 3);
  }
});

describe('kill -9', () => {
  test('behavior: at any moment of a write leaves a store that starts again, and has all or nothing pinned', async () => {
    let node = await start();
    const before = await storeOf(node).writeBlock(text('written before'));
    for (const delay of [0, 20, 60, 150, 300, 600]) {
      const files = Array.from({ length: 2000 }, (_, i) => ({ name: `device-${i}`, content: random(500) }));
      const store = createStore({ endpoints: [{ rpc: node.rpc }] });
      const outcome = store.writeDirectory(files).then(
        (written) => written,
        () => undefined,
      );
      await new Promise((resolve) => setTimeout(resolve, delay));
      await node.end('SIGKILL');
      const written = await outcome;
      node = await start();
      expect(await storeOf(node).read(before)).toEqual(text('written before'));
      const after = createStore({ endpoints: [{ rpc: node.rpc }] });
      if (written !== undefined) {
        expect(await after.isPinned(written)).toMatchObject([{ value: true }]);
        expect(await after.readPath(written.digest, 'device-1999')).toHaveLength(500);
      }
      // Incomplete pins would make it fail.
      expect(await after.gc()).toMatchObject([{ ok: true }]);
      expect((await readdir(join(directory.path, 'a', 'blocks'), { recursive: true })).filter(isTemporary)).toEqual([]);
      const again = await after.writeDirectory(files.slice(0, 20));
      expect(await after.readPath(again.digest, 'device-7')).toEqual(files[7]?.content);
    }
  }, 120_000);

  test('behavior: temporary files of a killed process are removed', async () => {
    const folder = join(directory.path, 'a', 'blocks', 'XY');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'CIQXY.data.17.tmp'), 'half a block');
    await start();
    expect(await readdir(folder)).toEqual([]);
  });

  const isTemporary = (name: string) => name.endsWith('.tmp');
});

describe('two nodes', () => {
  test('behavior: what one has the other gets over bitswap, pins, and keeps when the first is gone', async () => {
    const [a, b] = [await start('a'), await start('b')];
    const content = random(3_000_000);
    const written = await storeOf(a).writeDirectory([{ name: 'firmware', content }]);
    await expect(createStore({ endpoints: [{ rpc: b.rpc }], timeoutMs: 300 }).list(written.digest)).rejects.toThrow();
    await create({ url: b.rpc }).swarm.connect((a.addresses[0] ?? '') as never);
    const client = create({ url: b.rpc });
    expect((await client.swarm.peers()).map(({ peer }) => peer.toString())).toContain(a.peerId);
    await storeOf(b).pin(written);
    await a.end('SIGKILL');
    expect(await storeOf(b).readPath(written.digest, 'firmware')).toEqual(content);
  }, 30_000);

  test('behavior: over WebSocket too', async () => {
    const [a, b] = [await start('a', ['--listen', '/ip4/127.0.0.1/tcp/0/ws']), await start('b')];
    expect(a.addresses).toEqual([expect.stringContaining('/ws/')]);
    const written = await storeOf(a).writeBlock(text('over a socket'));
    await create({ url: b.rpc }).swarm.connect((a.addresses[0] ?? '') as never);
    expect(await storeOf(b).read(written)).toEqual(text('over a socket'));
  }, 30_000);
});

describe('starting', () => {
  test('error: a second node in the same directory, in another process or in this one', async () => {
    await start();
    await expect(start()).rejects.toThrow(/exited with 2: directory: is in use by process \d+/);
    await expect(startIpfsNode({ directory: join(directory.path, 'a') })).rejects.toThrow('is in use');
    const node = await startIpfsNode({ directory: join(directory.path, 'c') });
    await expect(startIpfsNode({ directory: join(directory.path, 'c') })).rejects.toThrow('is in use');
    await node.stop();
    await node.stop();
    await (await startIpfsNode({ directory: join(directory.path, 'c') })).stop();
  });

  test('error: a port in use is named, and leaves nothing behind', async () => {
    const first = await startIpfsNode({ directory: join(directory.path, 'a') });
    const rpcPort = Number(new URL(first.rpc).port);
    await expect(startIpfsNode({ directory: join(directory.path, 'b'), rpcPort })).rejects.toThrow(`port ${rpcPort}`);
    await (await startIpfsNode({ directory: join(directory.path, 'b') })).stop();
    await first.stop();
  });

  test('error: flags that are none end with status 2 and a sentence', async () => {
    await expect(startNodeProcess('', [])).rejects.toThrow(/exited with 2: --directory: is required/);
    await expect(start('x', ['--rpc-port', '65536'])).rejects.toThrow(/exited with 2: --rpc-port/);
    await expect(start('x', ['--rpc-port', '-1'])).rejects.toThrow(/exited with 2/);
    await expect(start('x', ['--nonsense'])).rejects.toThrow(/exited with 2/);
  });

  test('behavior: its directory and its key are for nobody else', async () => {
    await start();
    const { stat } = await import('node:fs/promises');
    expect((await stat(join(directory.path, 'a'))).mode & 0o077).toBe(0);
    const files = await readdir(join(directory.path, 'a'));
    expect(files.filter((name) => /^lock\.\d+\./.test(name))).toHaveLength(1);
  });

  test('behavior: a page may ask if it was allowed by a flag', async () => {
    const { rpc } = await start('a', ['--allow-origin', 'http://localhost:5173']);
    const ask = (origin: string) => fetch(`${rpc}/api/v0/version`, { method: 'POST', headers: { origin } });
    expect((await ask('http://localhost:5173')).status).toBe(200);
    expect((await ask('http://localhost:5174')).status).toBe(403);
  });
});
