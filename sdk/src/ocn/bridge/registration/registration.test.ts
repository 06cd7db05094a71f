import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as fixtures from '../../../protocol/ocpi/ocpi.fixtures.ts';
import { createBridge, memoryBackOffice, memoryBridgeStore } from '../../index.ts';
import type { Connection } from '../store/bridgeStore.ts';
import { emsp, keys, pair } from '../testing/pair.ts';
import { type Served, serve } from '../testing/serve.ts';

const ok = (data: unknown) => Response.json({ data, status_code: 1000, timestamp: '2026-11-20T10:00:00Z' });

describe('registering', () => {
  let node: Served;
  let office: Served;
  let answers: Record<string, (request: Request) => Response | Promise<Response>>;
  let tokens: string[];
  const store = () => memoryBridgeStore();
  let bridge: ReturnType<typeof createBridge>;
  let kept: ReturnType<typeof memoryBridgeStore>;
  beforeEach(async () => {
    [node, office, tokens, kept] = [await serve(), await serve(), [], store()];
    const at = (path: string) => `${node.origin}${path}`;
    answers = {
      '/versions': () =>
        ok([
          { version: '2.2', url: at('/2.2') },
          { version: '2.2.1', url: at('/2.2.1') },
        ]),
      '/2.2.1': () =>
        ok({ version: '2.2.1', endpoints: [{ identifier: 'credentials', role: 'RECEIVER', url: at('/credentials') }] }),
      '/credentials': () => ok({ ...fixtures.credentials(), token: 'token-c', url: at('/versions') }),
    };
    node.handler = async (request) => {
      tokens.push(atob((request.headers.get('authorization') ?? '').replace('Token ', '')));
      return answers[new URL(request.url).pathname]?.(request) ?? new Response('', { status: 404 });
    };
    bridge = createBridge({
      roles: [{ ...emsp, role: 'EMSP', business_details: { name: 'E' } }],
      url: `${office.origin}/ocpi`,
      node: { versionsUrl: at('/versions') },
      data: memoryBackOffice({ roles: ['EMSP'] }).data,
      store: kept,
      now: Date.now,
      randomId: randomUUID,
      fetch,
      limits: { backoffMs: 5 },
    });
    office.handler = (request) => bridge.fetch(request);
  });
  afterEach(async () => {
    await node.close();
    await office.close();
  });

  test('behavior: the best version that both have; token A is used for that alone', async () => {
    await bridge.register('token-a');
    expect(tokens).toEqual(['token-a', 'token-a', 'token-a']);
    expect(await bridge.connection()).toMatchObject({ state: 'registered', version: '2.2.1' });
    expect((await kept.connection.load())?.callToken).toBe('token-c');
  });

  test('behavior: the node calls back with our new token before it answers', async () => {
    const seen: number[] = [];
    answers['/credentials'] = async (request) => {
      const { token, url } = (await request.json()) as { token: string; url: string };
      expect(token).toMatch(/^[\x21-\x7e]{40,64}$/);
      for (const given of [token, 'another']) {
        seen.push((await fetch(url, { headers: { authorization: `Token ${btoa(given)}` } })).status);
      }
      const locations = await fetch(`${office.origin}/ocpi/receiver/2.2.1/locations/DE/GSL/L1`, {
        headers: { authorization: `Token ${btoa(token)}` },
      });
      seen.push(locations.status);
      return ok({ ...fixtures.credentials(), token: 'token-c', url: `${node.origin}/versions` });
    };
    await bridge.register('token-a');
    expect(seen).toEqual([200, 401, 401]);
  });

  test('behavior: a back office that moves registers with the node that it was made for, and keeps its store', async () => {
    await bridge.register('token-a');
    const before = node;
    const next = await serve();
    next.handler = async (request) => {
      const { pathname } = new URL(request.url);
      const response = await (answers[pathname]?.(request) ?? new Response('', { status: 404 }));
      const answer = await response.text();
      return new Response(answer.replaceAll(before.origin, next.origin), {
        headers: { 'Content-Type': 'application/json' },
      });
    };
    const options = {
      roles: [{ ...emsp, role: 'EMSP' as const, business_details: { name: 'E' } }],
      url: `${office.origin}/ocpi`,
      node: { versionsUrl: `${next.origin}/versions` },
      data: memoryBackOffice({ roles: ['EMSP'] }).data,
      ...{ store: kept, now: Date.now, randomId: randomUUID, fetch },
    };
    const moved = createBridge(options);
    office.handler = (request) => moved.fetch(request);
    tokens.length = 0;
    await moved.register('token-of-the-next');
    expect(tokens).toEqual([]);
    expect(await moved.connection()).toMatchObject({ state: 'registered', versionsUrl: `${next.origin}/versions` });
    await next.close();
  });

  test.each([
    [
      'no version that is ours',
      '/versions',
      () => ok([{ version: '3.0', url: 'http://localhost/3.0' }]),
      { statusCode: 3002 },
    ],
    [
      'no credentials',
      '/2.2.1',
      () => ok({ version: '2.2.1', endpoints: [{ identifier: 'locations', role: 'SENDER', url: 'X/locations' }] }),
      { statusCode: 3003 },
    ],
    [
      'a version at another origin (token theft)',
      '/versions',
      () => ok([{ version: '2.2.1', url: 'https://evil.example/2.2.1' }]),
      { code: 'VERIFICATION' },
    ],
    [
      'a module at another origin (token theft)',
      '/2.2.1',
      () =>
        ok({
          version: '2.2.1',
          endpoints: [{ identifier: 'credentials', role: 'RECEIVER', url: 'https://evil.example/c' }],
        }),
      { code: 'VERIFICATION' },
    ],
    [
      'credentials of another origin',
      '/credentials',
      () => ok({ ...fixtures.credentials(), url: 'https://evil.example/versions' }),
      { code: 'VERIFICATION' },
    ],
    [
      'credentials without a token',
      '/credentials',
      () => ok({ ...fixtures.credentials(), token: '' }),
      { code: 'DECODE' },
    ],
    [
      '405',
      '/credentials',
      () => Response.json({ status_code: 2000, timestamp: '2026-11-20T10:00:00Z' }, { status: 405 }),
      { httpStatus: 405 },
    ],
    ['no answer of OCPI', '/versions', () => new Response('<html>'), { code: 'TRANSPORT' }],
  ] as const)('error: %s', async (_name, path, answer, expected) => {
    answers[path] = async () =>
      new Response((await answer().text()).replaceAll('"X/', `"${node.origin}/`), { status: answer().status });
    await expect(bridge.register('token-a')).rejects.toMatchObject(expected);
    expect((await bridge.connection())?.state ?? 'planned').toBe('planned');
  });

  test('error: before it, nothing can be asked', async () => {
    await expect(bridge.tokens.authorize(emsp, 'T')).rejects.toMatchObject({ code: 'NOT_REGISTERED' });
    await expect(bridge.rotate()).rejects.toMatchObject({ code: 'NOT_REGISTERED' });
    await expect(bridge.unregister()).rejects.toMatchObject({ code: 'NOT_REGISTERED' });
    expect(await bridge.connection()).toBeNull();
  });
});

describe('being registered with', () => {
  test('behavior: an invitation is good once; unregistering ends both sides', async () => {
    const both = await pair();
    const ask = (method: string, token: string, body?: object) =>
      fetch(`${both.emsp.served.origin}/ocpi/2.2.1/credentials`, {
        method,
        headers: { authorization: `Token ${btoa(token)}` },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
    expect((await ask('GET', 'nobody')).status).toBe(401);
    await both.cpo.bridge.unregister();
    expect([await both.cpo.bridge.connection(), await both.emsp.bridge.connection()]).toEqual([null, null]);
    const invitation = await both.emsp.bridge.invite();
    expect((await ask('PUT', invitation, fixtures.credentials())).status).toBe(405);
    expect((await ask('DELETE', invitation)).status).toBe(405);
    const stolen = await ask('POST', invitation, { ...fixtures.credentials(), url: 'http://169.254.169.254/versions' });
    expect(await stolen.json()).toMatchObject({ status_code: 3001 });
    await both.cpo.bridge.register(invitation);
    expect((await ask('GET', invitation)).status).toBe(401);
    await expect(both.cpo.bridge.register(invitation)).rejects.toMatchObject({ httpStatus: 401 });
    await both.close();
  });

  test('error: somebody who is no party of the connection', async () => {
    const both = await pair();
    const { tokenDigests } = (await both.cpo.store.connection.load()) as Connection;
    expect(tokenDigests).toHaveLength(1);
    await expect(both.cpo.bridge.tokens.authorize({ country_code: 'FR', party_id: 'XYZ' }, 'T1')).rejects.toMatchObject(
      { statusCode: 4001 },
    );
    await expect(
      both.cpo.bridge.tokens.authorize(emsp, 'T1', { from: { country_code: 'FR', party_id: 'XYZ' } }),
    ).rejects.toMatchObject({ statusCode: 2001 });
    await both.close();
  });
});

describe('options', () => {
  const options = () => ({
    roles: [{ ...emsp, role: 'EMSP' as const, business_details: { name: 'E' } }],
    url: 'https://office.example/ocpi',
    node: { versionsUrl: 'https://node.example/versions' },
    data: {},
    store: memoryBridgeStore(),
    now: Date.now,
    randomId: randomUUID,
    fetch,
  });

  test.each([
    ['roles', { roles: [] }],
    ['url', { url: 'https://office.example/ocpi?x=1' }],
    ['url', { url: 'ftp://office.example' }],
    ['node.versionsUrl', { node: { versionsUrl: 'nowhere' } }],
    ['node.network', { signer: keys.emsp, node: { versionsUrl: 'https://a.example', signatures: 'v2' as const } }],
    ['node.network', { verify: { incoming: 'required' as const, signersOf: () => null } }],
    ['signer', { node: { versionsUrl: 'https://a.example', signatures: 'v1' as const } }],
    ['limits.leaseMs', { limits: { leaseMs: 1_000 } }],
  ])('error: %s', (field, more) => {
    expect(() => createBridge({ ...options(), ...more })).toThrow(expect.objectContaining({ code: 'ARGUMENT', field }));
  });

  test('behavior: a back office that implements nothing announces credentials and what its role has to have', async () => {
    const store = memoryBridgeStore();
    const bridge = createBridge({ ...options(), store });
    const token = await bridge.invite();
    const response = await bridge.fetch(
      new Request('https://office.example/ocpi/2.2', { headers: { authorization: `Token ${token}` } }),
    );
    const { data } = (await response.json()) as { data: { endpoints: { identifier: string; role: string }[] } };
    expect(data.endpoints.map(({ identifier, role }) => `${identifier} ${role}`)).toEqual([
      'credentials RECEIVER',
      'commands SENDER',
      'chargingprofiles SENDER',
    ]);
  });
});
