import { encode, prepare } from '@ipld/dag-pb';
import { UnixFS } from 'ipfs-unixfs';
import { CID } from 'multiformats/cid';
import { sha256 } from 'multiformats/hashes/sha2';
import { describe, expect, test } from 'vitest';
import { type Codec, toHex } from '../../bytes/index.ts';
import { DecodeError, NotFoundError, TransportError, VerificationError } from '../../errors/index.ts';
import { DAG_PB, RAW } from '../content/index.ts';
import { buildDirectory, buildFile } from './buildDag.ts';
import type { Dag } from './dag.ts';
import { createStore, type StoreOptions } from './store.ts';

const text = (value: string) => new TextEncoder().encode(value);

/** A world in which every block of these is to be had. */
function world(options: Partial<StoreOptions> = {}) {
  const blocks = new Map<string, Uint8Array>();
  let fetched = 0;
  const fetch = async (url: string) => {
    fetched++;
    const bytes = blocks.get(/\/ipfs\/(\w+)/.exec(url)?.[1] ?? '');
    return bytes === undefined ? new Response(null, { status: 404 }) : new Response(bytes as Uint8Array<ArrayBuffer>);
  };
  const store = createStore({ endpoints: [{ gateway: 'http://world.example' }], fetch, ...options });
  const put = async (codec: number, bytes: Uint8Array) => {
    const cid = CID.createV1(codec, await sha256.digest(bytes));
    blocks.set(cid.toString(), bytes);
    return cid;
  };
  return {
    store,
    fetched: () => fetched,
    add(dag: Dag) {
      for (const [name, { bytes }] of dag.blocks) blocks.set(name, bytes);
      return toHex(dag.root.multihash.digest);
    },
    raw: (bytes: Uint8Array) => put(RAW, bytes),
    node: (data: UnixFS | Uint8Array, links: { Name?: string; Hash: CID; Tsize?: number }[]) =>
      put(DAG_PB, encode(prepare({ Data: data instanceof UnixFS ? data.marshal() : data, Links: links }))),
  };
}

const digestOf = (cid: CID) => toHex(cid.multihash.digest);
const reading = (cid: CID, codec: Codec = 'file') => ({ digest: digestOf(cid), codec });

describe('well-made content', () => {
  test('behavior: a file of many chunks, and files in flat and sharded directories', async () => {
    const { store, add } = world();
    const large = crypto.getRandomValues(new Uint8Array(65_536));
    const content = new Uint8Array(3_000_000).map((_, i) => large[i % 65_521] ?? 0);
    expect(await store.read({ digest: add(await buildFile(content)), codec: 'file' })).toEqual(content);
    for (const count of [3, 6_000]) {
      const files = Array.from({ length: count }, (_, i) => ({ name: `device-${i}`, content: text(`key ${i}`) }));
      const root = add(await buildDirectory(files));
      expect(await store.readPath(root, 'device-2')).toEqual(text('key 2'));
      expect((await store.list(root)).map(({ name }) => name).sort()).toEqual(files.map(({ name }) => name).sort());
      await expect(store.readPath(root, `device-${count}`)).rejects.toThrow(NotFoundError);
    }
  });

  test('behavior: a file in a sharded directory takes a handful of blocks', async () => {
    const { store, add, fetched } = world();
    const files = Array.from({ length: 6_000 }, (_, i) => ({ name: `device-${i}`, content: text(`key ${i}`) }));
    await store.readPath(add(await buildDirectory(files)), 'device-77');
    expect(fetched()).toBeLessThan(8);
  });

  test('behavior: empty files and directories', async () => {
    const { store, add } = world();
    expect(await store.list(add(await buildDirectory([])))).toEqual([]);
    const root = add(await buildDirectory([{ name: 'empty', content: new Uint8Array() }]));
    expect(await store.readPath(root, 'empty')).toEqual(new Uint8Array());
  });

  test('behavior: paths through directories in directories', async () => {
    const { store, node, raw } = world();
    const inner = await node(new UnixFS({ type: 'directory' }), [{ Name: 'key', Hash: await raw(text('k')) }]);
    const outer = await node(new UnixFS({ type: 'directory' }), [{ Name: 'site', Hash: inner }]);
    expect(await store.readPath(digestOf(outer), 'site/key')).toEqual(text('k'));
    await expect(store.readPath(digestOf(outer), 'site')).rejects.toThrow('is not a file');
    await expect(store.readPath(digestOf(outer), 'site/key/more')).rejects.toThrow('is not a directory');
  });
});

describe('content made to harm', () => {
  test('error: attack: endless data: a file of more bytes than allowed, said or hidden', async () => {
    const { store, add, node, raw, fetched } = world();
    const digest = add(await buildFile(new Uint8Array(1_000_000)));
    await expect(store.read({ digest, codec: 'file', maxBytes: 999_999 })).rejects.toThrow(VerificationError);
    expect(fetched()).toBe(1);
    const leaf = await raw(new Uint8Array(1000));
    const liar = await node(new UnixFS({ type: 'file', blockSizes: [1n] }), [{ Hash: leaf, Tsize: 1 }]);
    await expect(store.read({ ...reading(liar), maxBytes: 10 })).rejects.toThrow(DecodeError);
  });

  test('error: attack: a small file that claims, and links to, terabytes by linking to itself over and over', async () => {
    const { store, raw, node, fetched } = world();
    let size = 1000n;
    let child = await raw(new Uint8Array(1000));
    for (let level = 0; level < 6; level++) {
      const data = new UnixFS({ type: 'file', blockSizes: Array(100).fill(size) });
      child = await node(data, Array(100).fill({ Hash: child, Tsize: 1 }));
      size *= 100n;
    }
    await expect(store.read(reading(child))).rejects.toThrow('has more than 16777216 bytes');
    expect(fetched()).toBe(1);
  });

  test('error: attack: the same, of empty leaves, so that no byte is ever too many', async () => {
    const { store, raw, node } = world();
    let child = await raw(new Uint8Array());
    for (let level = 0; level < 6; level++) {
      const data = new UnixFS({ type: 'file', blockSizes: Array(10).fill(10n ** BigInt(level)) });
      child = await node(data, Array(10).fill({ Hash: child, Tsize: 1 }));
    }
    await expect(store.read(reading(child))).rejects.toThrow('has a block of another size than its parent says');
  });

  test('error: attack: a file of more blocks than its bytes are worth', async () => {
    const { store, raw, node } = world();
    let child = await raw(text('x'));
    for (let level = 0; level < 5; level++) {
      const data = new UnixFS({ type: 'file', blockSizes: Array(10).fill(10n ** BigInt(level)) });
      child = await node(data, Array(10).fill({ Hash: child, Tsize: 1 }));
    }
    await expect(store.read(reading(child))).rejects.toThrow('needs more than 17408 blocks to read');
  });

  test('error: a block that is missing below others is an error of the read, and of nothing else', async () => {
    const { store, node } = world();
    let child: CID = CID.createV1(RAW, await sha256.digest(text('gone')));
    for (let level = 0; level < 4; level++) {
      child = await node(new UnixFS({ type: 'file', blockSizes: [4n] }), [{ Hash: child, Tsize: 4 }]);
    }
    await expect(store.read(reading(child))).rejects.toThrow(TransportError);
  });

  test('error: attack: a chain of blocks without end', async () => {
    const { store, raw, node, fetched } = world();
    let child = await raw(text('x'));
    for (let level = 0; level < 200; level++) {
      child = await node(new UnixFS({ type: 'file', blockSizes: [1n] }), [{ Hash: child, Tsize: 1 }]);
    }
    await expect(store.read(reading(child))).rejects.toThrow('needs more than 32 levels of links');
    expect(fetched()).toBeLessThan(40);
  });

  test('error: attack: extraneous files: more entries than allowed, and names twice', async () => {
    const { store, raw, node } = world();
    const leaf = await raw(text('x'));
    const names = (count: number) => Array.from({ length: count }, (_, i) => ({ Name: `n${i}`, Hash: leaf }));
    const many = await node(new UnixFS({ type: 'directory' }), names(11));
    expect(await store.list(digestOf(many), { maxEntries: 11 })).toHaveLength(11);
    await expect(store.list(digestOf(many), { maxEntries: 10 })).rejects.toThrow('more than 10 entries');
    const twice = await node(new UnixFS({ type: 'directory' }), [...names(1), ...names(1)]);
    await expect(store.list(digestOf(twice))).rejects.toThrow('has a name twice');
  });

  test('error: attack: path traversal in a listing and in a path', async () => {
    const { store, raw, node } = world();
    for (const Name of ['..', '.', '', 'a/b', '/etc/passwd', 'a\\b', 'a\0', '\u001b[2J']) {
      const root = await node(new UnixFS({ type: 'directory' }), [{ Name, Hash: await raw(text('x')) }]);
      await expect(store.list(digestOf(root)), Name).rejects.toThrow(DecodeError);
      if (Name !== 'a/b') await expect(store.readPath(digestOf(root), Name), Name).rejects.toThrow(DecodeError);
    }
  });

  test('error: attack: a file, or a symbolic link, in the place of a directory', async () => {
    const { store, raw, node } = world();
    const file = await node(new UnixFS({ type: 'file', data: text('one key for everybody') }), []);
    await expect(store.readPath(digestOf(file), 'device-1')).rejects.toThrow('is not a directory');
    await expect(store.list(digestOf(file))).rejects.toThrow('is not a directory');
    const link = await node(new UnixFS({ type: 'symlink', data: text('/etc/passwd') }), []);
    const root = await node(new UnixFS({ type: 'directory' }), [{ Name: 'device-1', Hash: link }]);
    await expect(store.readPath(digestOf(root), 'device-1')).rejects.toThrow('is not a file');
    await expect(store.read(reading(root))).rejects.toThrow('is not a file');
    expect(await raw(text('x'))).toBeDefined();
  });

  test('error: a shard that lies about its fanout, and blocks that are not UnixFS', async () => {
    const { store, node } = world();
    const broken = [
      await node(text('no protobuf'), []),
      await node(new Uint8Array(), []),
      await node(
        new UnixFS({ type: 'hamt-sharded-directory', fanout: 3n, hashType: 0x22n, data: new Uint8Array(1) }),
        [],
      ),
    ];
    for (const root of broken) {
      await expect(store.readPath(digestOf(root), 'a')).rejects.toThrow(/field|UnixFS|director|content|path/i);
      await expect(store.read(reading(root))).rejects.toThrow(DecodeError);
    }
  });

  test('error: links to blocks of another codec or hash are refused', async () => {
    const { store, node } = world();
    const foreign = CID.createV1(0x71, await sha256.digest(text('{}')));
    const file = await node(new UnixFS({ type: 'file', blockSizes: [2n] }), [{ Hash: foreign, Tsize: 2 }]);
    await expect(store.read(reading(file))).rejects.toThrow('something other than raw or dag-pb');
    const root = await node(new UnixFS({ type: 'directory' }), [{ Name: 'a', Hash: foreign }]);
    await expect(store.readPath(digestOf(root), 'a')).rejects.toThrow('something other than raw or dag-pb');
  });

  test('error: a missing block deep inside is told as such', async () => {
    const { store, node } = world();
    const missing = CID.createV1(RAW, await sha256.digest(text('gone')));
    const root = await node(new UnixFS({ type: 'directory' }), [{ Name: 'a', Hash: missing }]);
    await expect(store.readPath(digestOf(root), 'a')).rejects.toThrow(`block ${missing} could not be fetched`);
  });

  test('error: a read of many blocks has one deadline, and can be cancelled', async () => {
    const hang = (_: string, { signal }: RequestInit) =>
      new Promise<Response>((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
    const { store } = world({ fetch: hang, timeoutMs: 60_000, totalTimeoutMs: 50 });
    const root = digestOf(CID.createV1(DAG_PB, await sha256.digest(text('x'))));
    await expect(store.readPath(root, 'a')).rejects.toThrow(TransportError);
    await expect(store.list(root, { signal: AbortSignal.abort() })).rejects.toThrow(TransportError);
  });
});
