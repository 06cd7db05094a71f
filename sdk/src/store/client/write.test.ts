import type { RequestListener } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type IpfsNode, startIpfsNode } from '../node/index.ts';
import {
  endless,
  failing,
  hanging,
  redirecting,
  serve,
  type TestServer,
  truncating,
} from '../testing/httpServers.fixtures.ts';
import { temporaryDirectory } from '../testing/temporaryDirectory.fixtures.ts';
import type { EndpointOptions } from './endpoint.ts';
import { createStore, MAX_RAW_BLOCK_BYTES, type StoreOptions } from './store.ts';
import { TooFewCopiesError } from './storeErrors.ts';

const text = (value: string) => new TextEncoder().encode(value);
const other = 'bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku';

let node: IpfsNode;
let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
const servers: TestServer[] = [];

beforeAll(async () => {
  directory = await temporaryDirectory();
  node = await startIpfsNode({ directory: directory.path });
});
afterAll(async () => {
  await node.stop();
  await directory.remove();
});
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function rpc(listener: RequestListener): Promise<EndpointOptions> {
  const server = await serve((request, response) => {
    request.resume();
    listener(request, response);
  });
  servers.push(server);
  return { rpc: server.url };
}

const storeOf = (endpoints: readonly EndpointOptions[], options: Partial<StoreOptions> = {}) =>
  createStore({ endpoints, writeTimeoutMs: 4000, ...options });

const json = (value: unknown) => failing(200, JSON.stringify(value));
const bad: Record<string, RequestListener> = {
  hangs: hanging,
  'sends data without end': endless,
  fails: failing(500, '{"Message":"no space left on device"}'),
  redirects: redirecting('http://127.0.0.1:9'),
  'cuts the connection': truncating(text('{"Key":"x"}')),
  'answers nothing': failing(200, ''),
  'answers no JSON': failing(200, '<html>'),
  'answers other JSON': json([null]),
  'answers null': json(null),
  'answers with another CID': json({ Key: other, Root: { Cid: { '/': other } } }),
  'answers with no CID': json({ Key: '🔑', Root: { Cid: { '/': '🔑' } } }),
  'answers with a number': json({ Key: 5, Root: { Cid: { '/': 5 } } }),
  'does not pin': json({ Root: { Cid: { '/': other }, PinErrorMsg: 'out of pins' } }),
};

describe('writing to several endpoints', () => {
  test('behavior: reports on each, in their order, and reads back from each', async () => {
    const { copies, ...written } = await storeOf([
      { rpc: node.rpc },
      { gateway: node.gateway },
      { rpc: `${node.rpc}/api/v0` },
    ]).writeBlock(text('an envelope'));
    expect(written).toMatchObject({ codec: 'raw', size: 11 });
    expect(copies).toEqual(Array(2).fill({ endpoint: `rpc ${node.rpc}`, ok: true, durationMs: expect.any(Number) }));
    for (const endpoint of [{ rpc: node.rpc }, { gateway: node.gateway }]) {
      expect(await storeOf([endpoint]).read(written)).toEqual(text('an envelope'));
    }
  });

  test.each(Object.entries(bad))(
    'behavior: one that %s does not fail the write, and is told',
    async (_name, listener) => {
      const store = storeOf([await rpc(listener), { rpc: node.rpc }]);
      for (const { copies } of [
        await store.writeBlock(text('x')),
        await store.writeDirectory([{ name: 'a', content: text('x') }]),
      ]) {
        expect(copies).toMatchObject([{ ok: false, error: expect.any(String) }, { ok: true }]);
      }
    },
  );

  test('error: too few copies', async () => {
    const endpoints = [{ rpc: node.rpc }, await rpc(failing(500, '{"Message":"no space left on device"}'))];
    const error = (await storeOf(endpoints, { minimumCopies: 2 })
      .writeBlock(text('x'))
      .catch((reason: unknown) => reason)) as TooFewCopiesError;
    expect(error).toBeInstanceOf(TooFewCopiesError);
    expect(error.copies).toMatchObject([{ ok: true }, { ok: false }]);
    expect(error.message).toContain('answered with status 500: no space left on device');
  });

  test('error: nowhere to write to', async () => {
    await expect(storeOf([{ gateway: node.gateway }]).writeBlock(text('x'))).rejects.toThrow('endpoints');
    await expect(storeOf([{ rpc: node.rpc }], { minimumCopies: 2 }).writeBlock(text('x'))).rejects.toThrow(
      '2 are needed',
    );
  });

  test('error: a write that is cancelled', async () => {
    const signal = AbortSignal.abort();
    await expect(storeOf([{ rpc: node.rpc }]).writeBlock(text('x'), { signal })).rejects.toThrow('was cancelled');
  });

  test('behavior: sends the endpoint its headers, and shows them to nobody', async () => {
    const seen: (string | undefined)[] = [];
    const endpoint = await rpc((request, response) => {
      seen.push(request.headers.authorization);
      response.writeHead(401).end();
    });
    const url = endpoint.rpc?.replace('//', '//user:hunter2@') ?? '';
    const error = (await storeOf([{ rpc: url }])
      .writeBlock(text('x'))
      .catch((reason: unknown) => reason)) as Error;
    expect(seen).toEqual([`Basic ${btoa('user:hunter2')}`]);
    expect(`${error.stack} ${JSON.stringify(error)}`).not.toMatch(/hunter2|aHVudGVyMg/);
  });
});

test('behavior: a server that answers before it has read the body does no harm', async () => {
  const endpoint = await rpc((_request, response) => void response.writeHead(401).end());
  const large = [{ name: 'a', content: new Uint8Array(8_000_000) }];
  for (let i = 0; i < 20; i++)
    await expect(storeOf([endpoint]).writeDirectory(large)).rejects.toThrow(TooFewCopiesError);
});

describe('what is written', () => {
  const store = () => storeOf([{ rpc: node.rpc }]);

  test('behavior: a block of a mebibyte, and no more', async () => {
    const bytes = new Uint8Array(MAX_RAW_BLOCK_BYTES).fill(7);
    expect(await store().read(await store().writeBlock(bytes))).toEqual(bytes);
    await expect(store().writeBlock(new Uint8Array(MAX_RAW_BLOCK_BYTES + 1))).rejects.toThrow('write it as a file');
  });

  test('behavior: a small file is a raw block, a large one is not, and both are read with the codec that was told', async () => {
    for (const [size, codec] of [
      [0, 'raw'],
      [262_144, 'raw'],
      [262_145, 'file'],
      [5_000_000, 'file'],
    ] as const) {
      const bytes = new Uint8Array(size).map((_, i) => i % 253);
      const written = await store().writeFile(bytes);
      expect(written.codec).toBe(codec);
      expect(Buffer.compare(await store().read(written), bytes)).toBe(0);
    }
  });

  test('behavior: writing the same again is fine', async () => {
    const first = await store().writeDirectory([{ name: 'a', content: text('x') }]);
    const second = await store().writeDirectory([{ name: 'a', content: text('x') }]);
    expect(second.digest).toBe(first.digest);
    expect(second.copies).toMatchObject([{ ok: true }]);
  });
});

describe('administration', () => {
  test('behavior: reports on each endpoint, whatever the others do', async () => {
    const { 'sends data without end': _, ...others } = bad;
    const endpoints = [{ rpc: node.rpc }, ...(await Promise.all(Object.values(others).map(rpc)))];
    const reports = await storeOf(endpoints, { writeTimeoutMs: 2000 }).status();
    expect(reports[0]).toMatchObject({ ok: true, value: { peerId: node.peerId, addresses: node.addresses } });
    for (const report of reports.slice(1)) expect(report).toMatchObject({ ok: false, error: expect.any(String) });
  });

  test('error: pinning where it cannot be done', async () => {
    const { digest, codec } = await storeOf([{ rpc: node.rpc }]).writeBlock(text('to pin'));
    const store = storeOf([await rpc(failing(500, '{"Message":"no"}'))]);
    await expect(store.pin({ digest, codec })).rejects.toThrow(TooFewCopiesError);
    await expect(store.unpin({ digest, codec })).rejects.toThrow(TooFewCopiesError);
    expect(await store.isPinned({ digest, codec })).toMatchObject([{ ok: false }]);
  });
});
