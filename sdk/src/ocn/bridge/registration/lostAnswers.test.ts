import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as fixtures from '../../../protocol/ocpi/ocpi.fixtures.ts';
import { type Bridge, createBridge, memoryBackOffice, memoryBridgeStore } from '../../index.ts';
import { emsp } from '../testing/pair.ts';
import { type Served, serve } from '../testing/serve.ts';

const stamp = { timestamp: '2026-11-20T10:00:00Z' };
const ok = (data: unknown) => Response.json({ data, status_code: 1000, ...stamp });
const refused = (httpStatus: number) => Response.json({ status_code: 2000, ...stamp }, { status: httpStatus });

/** What a node does with one request for credentials. `lost`: it stores, and its answer never comes. */
type Fate = 'lost' | 'unheard' | 'answered' | 'conflict' | 'bad gateway' | 'refused';

describe('answers to credentials that are lost', () => {
  let node: Served;
  let office: Served;
  let kept: ReturnType<typeof memoryBridgeStore>;
  let fates: Fate[];
  let requests: { readonly id: string | null; readonly method: string; readonly body: string }[];
  /** The node's: what it calls the bridge with, the token that works, and the one that it replaced. */
  let state: { theirs: string; current: string; former: string | null; kind: 'POST' | 'PUT' };
  let count: number;

  beforeEach(async () => {
    [node, office, kept, fates, requests, count] = [await serve(), await serve(), memoryBridgeStore(), [], [], 0];
    state = { theirs: '', current: 'token-a', former: null, kind: 'POST' };
    node.handler = answer;
  });
  afterEach(async () => {
    await node.close();
    await office.close();
  });

  async function answer(request: Request): Promise<Response> {
    const at = new URL(request.url).pathname;
    const token = atob((request.headers.get('authorization') ?? '').replace('Token ', ''));
    if (token === state.current) state.former = null;
    if (token !== state.current && (token !== state.former || at !== '/credentials')) return refused(401);
    if (at === '/versions') return ok([{ version: '2.2.1', url: `${node.origin}/2.2.1` }]);
    const url = `${node.origin}/credentials`;
    if (at === '/2.2.1')
      return ok({ version: '2.2.1', endpoints: [{ identifier: 'credentials', role: 'RECEIVER', url }] });
    return exchange(request, token);
  }

  async function exchange(request: Request, token: string): Promise<Response> {
    const body = await request.text();
    requests.push({ id: request.headers.get('x-request-id'), method: request.method, body });
    const fate = fates.shift() ?? 'answered';
    if (fate === 'unheard') throw new Error('the connection ends');
    if (fate === 'bad gateway') return new Response('<html>', { status: 502 });
    if (fate === 'conflict') return refused(200);
    if (fate === 'refused' || request.method !== state.kind) return refused(405);
    count += 1;
    state = { ...state, theirs: JSON.parse(body).token, former: token, current: `token-c${count}` };
    if (fate === 'lost') throw new Error('the connection ends');
    state.kind = 'PUT';
    return ok({ ...fixtures.credentials(), token: state.current, url: `${node.origin}/versions` });
  }

  /** As a process that has just started. */
  function start(): Bridge {
    const bridge = createBridge({
      roles: [{ ...emsp, role: 'EMSP', business_details: { name: 'E' } }],
      url: `${office.origin}/ocpi`,
      node: { versionsUrl: `${node.origin}/versions` },
      data: memoryBackOffice({ roles: ['EMSP'] }).data,
      store: kept,
      now: Date.now,
      randomId: randomUUID,
      fetch,
      limits: { backoffMs: 2 },
    });
    office.handler = (request) => bridge.fetch(request);
    return bridge;
  }

  /** Both sides know each other's token. */
  async function assertWorks(): Promise<void> {
    const connection = await kept.connection.load();
    expect(connection).toMatchObject({ state: 'registered', callToken: state.current });
    expect(connection?.tokenDigests).toHaveLength(1);
    expect(connection).not.toHaveProperty('pending');
    expect(await callBack()).toBe(200);
  }
  const callBack = async () =>
    (await fetch(`${office.origin}/ocpi/versions`, { headers: { authorization: `Token ${btoa(state.theirs)}` } }))
      .status;

  const stories: readonly (readonly Fate[])[] = [
    ['lost'],
    ['unheard'],
    ['lost', 'lost', 'unheard', 'lost'],
    ['bad gateway', 'lost', 'conflict'],
    ['unheard', 'conflict', 'answered'],
  ];
  describe.each(['register', 'rotate'] as const)('%s', (what) => {
    const run = (bridge: Bridge) => (what === 'register' ? bridge.register('token-a') : bridge.rotate());
    const ready = async () => {
      const bridge = start();
      if (what === 'rotate') await bridge.register('token-a');
      requests.length = 0;
      return bridge;
    };

    test.each(stories)('behavior: %s, …: the same is asked for again, under the same id', async (...story) => {
      const bridge = await ready();
      fates.push(...story.filter((fate) => fate !== undefined));
      const expected = fates.at(-1) === 'answered' ? fates.length : fates.length + 1;
      await run(bridge);
      await assertWorks();
      expect(requests).toHaveLength(expected);
      expect(new Set(requests.map((one) => JSON.stringify(one))).size).toBe(1);
    });

    test('error: never an answer: it is told, the node can still call, and another process asks again with success', async () => {
      const bridge = await ready();
      fates.push('lost', 'lost', 'lost', 'lost', 'lost');
      await expect(run(bridge)).rejects.toMatchObject({ code: 'TRANSPORT' });
      expect(await callBack()).toBe(200);
      fates.push('unheard', 'unheard', 'unheard', 'unheard', 'unheard');
      await expect(run(start())).rejects.toMatchObject({ code: 'TRANSPORT' });
      expect(await callBack()).toBe(200);
      await run(start());
      await assertWorks();
    });

    test('error: what is refused is not asked for again', async () => {
      const bridge = await ready();
      fates.push('refused');
      await expect(run(bridge)).rejects.toMatchObject({ httpStatus: 405 });
      fates.push('conflict');
      await expect(run(bridge)).rejects.toMatchObject({ statusCode: 2000 });
      expect(requests).toHaveLength(2);
    });

    test('error: the new token was used by somebody: the old one is refused for good', async () => {
      const bridge = await ready();
      fates.push('lost', 'lost', 'lost', 'lost', 'lost');
      await expect(run(bridge)).rejects.toMatchObject({ code: 'TRANSPORT' });
      state.former = null;
      await expect(run(start())).rejects.toMatchObject({ httpStatus: 401 });
    });

    test('error: ended by whoever waits for it', async () => {
      const bridge = await ready();
      const controller = new AbortController();
      node.handler = async (request) => {
        if (request.method === 'GET') return answer(request);
        controller.abort(new Error('enough'));
        throw new Error('the connection ends');
      };
      const signal = controller.signal;
      const running = what === 'register' ? bridge.register('token-a', signal) : bridge.rotate(signal);
      await expect(running).rejects.toThrow('enough');
    });
  });
});
