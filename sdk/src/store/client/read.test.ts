import type { RequestListener } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { toHex } from '../../bytes/index.ts';
import {
  answering,
  dripping,
  endless,
  failing,
  hanging,
  redirecting,
  serve,
  stalling,
  type TestServer,
  truncating,
} from '../testing/httpServers.fixtures.ts';
import { buildBlock } from './buildDag.ts';
import type { EndpointOptions } from './endpoint.ts';
import { createStore, type StoreOptions } from './store.ts';
import { ContentUnavailableError } from './storeErrors.ts';

const content = crypto.getRandomValues(new Uint8Array(2000));
const { root } = await buildBlock(content);
const wanted = { digest: toHex(root.multihash.digest), codec: 'raw' as const };

const servers: TestServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function gateway(listener: RequestListener): Promise<EndpointOptions> {
  const server = await serve(listener);
  servers.push(server);
  return { gateway: server.url };
}

/** Nobody listens on a port that was just given back. */
async function dead(): Promise<EndpointOptions> {
  const server = await serve(hanging);
  await server.close();
  return { gateway: server.url };
}

const storeOf = (endpoints: readonly EndpointOptions[], options: Partial<StoreOptions> = {}) =>
  createStore({ endpoints, timeoutMs: 300, staggerMs: 20, ...options });

const poison = content.slice().fill(7, 100, 101);
const redirectTarget = () => servers[0]?.url ?? '';

const bad: Record<string, () => RequestListener> = {
  'hangs (IPFS content hanging)': () => hanging,
  'stops in the middle (IPFS content slow)': () => stalling(content),
  'sends a byte now and then (IPFS content slow)': () => dripping,
  'sends data without end (endless data)': () => endless,
  'cuts the connection half way (truncation)': () => truncating(content),
  'sends all but the last byte (truncation)': () => answering(content.subarray(0, -1)),
  'sends one byte too many': () => answering(Buffer.concat([content, Buffer.from([0])])),
  'sends other bytes (IPFS content poisoned)': () => answering(poison),
  'sends nothing': () => answering(new Uint8Array()),
  'fails with a Kubo error': () => failing(500, '{"Message":"block was not found locally","Code":0,"Type":"error"}'),
  'fails with a page': () => failing(502, '<html>'.repeat(10_000), 'text/html'),
  'fails with an endless page': () => (request, response) => {
    response.statusCode = 500;
    endless(request, response);
  },
  'knows nothing (IPFS content missing)': () => failing(404, 'not found', 'text/plain'),
  'answers with another good status': () => (_request, response) => void response.writeHead(206).end(content),
  'redirects to one that has it': () => redirecting(`${redirectTarget()}/ipfs/${root}?format=raw`),
};

describe('a bad endpoint never wins, and never fails a read while another is good', () => {
  test.each(Object.entries(bad))('behavior: attack: malicious mirrors: one that %s', async (_name, listener) => {
    const good = await gateway(answering(content));
    const evil = await gateway(listener());
    expect(await storeOf([evil, good]).read(wanted)).toEqual(content);
    expect(await storeOf([good, evil]).read(wanted)).toEqual(content);
  });

  test('behavior: all the bad ones at once, before the good one', async () => {
    const good = await gateway(answering(content));
    const evil = await Promise.all(Object.values(bad).map((listener) => gateway(listener())));
    expect(await storeOf([...evil, await dead(), good]).read(wanted)).toEqual(content);
  });

  test.each(Object.entries(bad))('error: alone, one that %s', async (_name, listener) => {
    await gateway(answering(content));
    const error = await storeOf([await gateway(listener())])
      .read(wanted)
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ContentUnavailableError);
    expect((error as ContentUnavailableError).failures).toHaveLength(1);
  });

  test('behavior: endpoints that failed are asked last next time', async () => {
    const evil = await gateway(failing(500, ''));
    const store = storeOf([evil, await gateway(answering(content))]);
    for (let i = 0; i < 5; i++) await store.read(wanted);
    expect(servers[0]?.requests).toHaveLength(1);
  });

  test('behavior: a redirect is not followed', async () => {
    await gateway(answering(content));
    await expect(storeOf([await gateway(redirecting(redirectTarget()))]).read(wanted)).rejects.toThrow('redirects');
    expect(servers[0]?.requests).toEqual([]);
  });
});

describe('errors', () => {
  test('error: say what went wrong at each endpoint', async () => {
    const endpoints = [
      await dead(),
      await gateway(hanging),
      await gateway(answering(poison)),
      await gateway(failing(500, '{"Message":"disk full\\nINFO all is well"}')),
      await gateway(endless),
    ];
    const error = (await storeOf(endpoints)
      .read({ ...wanted, maxBytes: 2000 })
      .catch((reason: unknown) => reason)) as ContentUnavailableError;
    const of = (index: number) =>
      error.failures.find(({ endpoint }) => endpoint.endsWith(origin(endpoints, index)))?.error;
    expect(of(0)).toBe('cannot be reached (ECONNREFUSED)');
    expect(of(1)).toBe('did not answer completely within 300 ms');
    expect(of(2)).toBe('does not have the digest that it was asked for by');
    expect(of(3)).toBe('answered with status 500: disk full INFO all is well');
    expect(of(4)).toBe('sent more than the 2000 bytes that were asked for');
    expect(error.message).toContain('could not be fetched from any of 5 endpoints');
  });

  test('error: attack: secrets in logs', async () => {
    const { url } = await serve(hanging);
    const secrets = ['hunter2', 'path-token', 'header-token', 'aHVudGVyMg'];
    const endpoints = [
      { rpc: url.replace('//', '//user:hunter2@').concat('/path-token') },
      { gateway: url.replace('//', '//user:hunter2@'), headers: { authorization: 'Bearer header-token' } },
    ];
    const error = (await storeOf(endpoints)
      .read(wanted)
      .catch((reason: unknown) => reason)) as Error;
    const everything = [error.stack, JSON.stringify(error), String(error.cause)].join(' ');
    for (const secret of secrets) expect(everything).not.toContain(secret);
  });

  test('error: a read that is cancelled ends at once', async () => {
    const controller = new AbortController();
    const reading = storeOf([await gateway(hanging)], { timeoutMs: 60_000 }).read({
      ...wanted,
      signal: controller.signal,
    });
    controller.abort();
    await expect(reading).rejects.toThrow(ContentUnavailableError);
  });

  test('error: a cap below the content is kept to', async () => {
    const store = storeOf([await gateway(answering(content))]);
    expect(await store.read({ ...wanted, maxBytes: 2000 })).toEqual(content);
    await expect(store.read({ ...wanted, maxBytes: 1999 })).rejects.toThrow('sent more than the 1999 bytes');
  });

  test('error: digests and settings that cannot be right', async () => {
    const store = storeOf([await dead()]);
    await expect(store.read({ digest: '0x12', codec: 'raw' })).rejects.toThrow('digest');
    await expect(store.read({ ...wanted, codec: 'directory' })).rejects.toThrow('readPath or list');
    expect(() => createStore({ endpoints: [] })).toThrow('endpoints');
    for (const timeoutMs of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => createStore({ endpoints: [{ rpc: 'http://a' }], timeoutMs })).toThrow('timeoutMs');
    }
  });
});

describe('requests', () => {
  test('behavior: asks a gateway for a raw block, and an RPC for the block, with their headers', async () => {
    const seen: (string | undefined)[] = [];
    const { url, close } = await serve((request, response) => {
      seen.push(`${request.method} ${request.url}`, request.headers.authorization, request.headers.accept);
      response.end(content);
    });
    const headers = { Authorization: 'Bearer t' };
    await storeOf([{ gateway: url, headers }]).read(wanted);
    await storeOf([{ rpc: url, headers }]).read(wanted);
    expect(seen.slice(0, 3)).toEqual([`GET /ipfs/${root}?format=raw`, 'Bearer t', 'application/vnd.ipld.raw']);
    expect(seen.slice(3, 5)).toEqual([`POST /api/v0/block/get?arg=${root}&timeout=300ms`, 'Bearer t']);
    await close();
  });

  test('behavior: the transport is a parameter', async () => {
    const fetch = async () => new Response(content);
    expect(await storeOf([{ gateway: 'https://nowhere.example' }], { fetch }).read(wanted)).toEqual(content);
  });
});

function origin(endpoints: readonly EndpointOptions[], index: number): string {
  return endpoints[index]?.gateway ?? '';
}
