import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { StoreUnavailableError } from '../store/storeErrors.ts';
import { closeSharedStore, messageHeaders, sharedStore, startTestServer, type TestServer } from './server.fixtures.ts';

let server: TestServer;
const start = async (options: Parameters<typeof startTestServer>[0] = {}) => {
  server = await startTestServer(options);
  return server;
};
afterEach(() => server[Symbol.asyncDispose]());
afterAll(closeSharedStore);
const readiness = async (base: string) => {
  const response = await fetch(`${base}/readyz`);
  return [response.status, ((await response.json()) as { reasons: string[] }).reasons];
};

describe('health and readiness', () => {
  test('behavior: a node that has what it needs is ready', async () => {
    const { listening, get } = await start();
    expect(await readiness(listening)).toEqual([200, []]);
    expect((await get('/health')).status).toBe(200);
    expect(await (await get('/healthz')).json()).toEqual({ alive: true });
  });

  test('error: the database does not answer, or hangs', async () => {
    const store = await sharedStore();
    const refusing = { ...store, isReady: () => Promise.reject(new StoreUnavailableError('is away')) };
    expect(await readiness((await start({ parts: { store: refusing } })).listening)).toEqual([
      503,
      ['the database does not answer'],
    ]);
    await server[Symbol.asyncDispose]();
    const hanging = {
      ...store,
      isReady: (signal?: AbortSignal) =>
        new Promise<boolean>((resolve) => signal?.addEventListener('abort', () => resolve(false))),
    };
    expect(await readiness((await start({ parts: { store: hanging } })).listening)).toEqual([
      503,
      ['the database does not answer'],
    ]);
  });

  test('error: a request while the database is away is told to come again', async () => {
    const store = await sharedStore();
    const away = () => Promise.reject(new StoreUnavailableError('postgres://user:hush@host is away'));
    const { get } = await start({ parts: { store: { ...store, platforms: { ...store.platforms, byToken: away } } } });
    const response = await get('/ocpi/2.2.1/credentials', { headers: { Authorization: 'Token abc' } });
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await response.text()).not.toContain('hush');
  });

  test('attack: indefinite freeze: a chain that stands still makes the node not ready', async () => {
    // The directory of the tests is as of a block long ago.
    const { listening } = await start({ idleChain: false });
    expect(await readiness(listening)).toEqual([503, ['what is known of the registry is too old']]);
  });

  test('error: the registry was not read yet, or not for long', async () => {
    expect(await readiness((await start({ lastRefresh: () => null })).listening)).toEqual([
      503,
      ['the registry was not read yet'],
    ]);
    await server[Symbol.asyncDispose]();
    const { listening } = await start({ lastRefresh: () => Date.now() - 61_000 });
    expect(await readiness(listening)).toEqual([503, ['what is known of the registry is too old']]);
  });

  test('behavior: with a port of their own, health and metrics are nowhere else', async () => {
    const { get, management } = await start({ config: { management: { port: 0 } } });
    for (const path of ['/healthz', '/readyz', '/metrics']) {
      expect((await get(path)).status).toBe(404);
      expect((await fetch(`${management}${path}`)).status).toBe(200);
    }
    expect((await fetch(`${management}/openapi.json`)).status).toBe(404);
    expect((await get('/health')).status).toBe(200);
  });

  test('behavior: metrics count requests by route and never by what was asked for', async () => {
    const { get, platform } = await start();
    const one = await platform();
    for (const what of ['x', 'y'])
      await get(`/ocpi/receiver/2.2.1/locations/${what}?secret=1`, { headers: messageHeaders(one, what) });
    for (const path of ['/nowhere', '/etc/passwd']) await get(path);
    const text = await (await get('/metrics')).text();
    expect(text).toMatch(/gridseal_ocn_http_requests_total\{method="GET",route="\/ocpi\/[^"]*",status="200"\} 2/);
    expect(text).toContain('gridseal_ocn_http_requests_total{method="GET",route="unmatched",status="404"} 2');
    expect(text).toMatch(/gridseal_ocn_registry_age_seconds \d/);
    expect(text).not.toMatch(/secret|passwd|nowhere/);
  });

  test('behavior: a node below a path is reached with and without it', async () => {
    const made = await start({
      parts: { self: { operator: '0x', url: 'https://host.example/ocn', network: '', signer: null as never } },
    });
    for (const path of ['/health', '/ocn/health']) expect((await made.get(path)).status).toBe(200);
    expect((await made.get('/other/health')).status).toBe(404);
    expect((await made.get('/ocn/ocpi/2.2.1/credentials')).status).toBe(401);
  });
});
