import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFront } from '../../front/createFront.ts';
import { createFlowBook } from '../../front/flowBook.ts';
import { createRouting } from '../../routing/index.ts';
import {
  adminKeyOfTests,
  closeSharedStore,
  startTestServer,
  type TestPlatform,
  type TestServer,
} from '../server.fixtures.ts';
import { allOperations, openApiDocument } from './openApiDocument.ts';

type Operations = Readonly<Record<string, Readonly<Record<string, { operationId: string }>>>>;
const document = openApiDocument({ url: 'https://node.example', withStatus: true });
const paths = document.paths as Operations;
const documented = Object.entries(paths).flatMap(([path, methods]) =>
  Object.keys(methods).map((method) => [method.toUpperCase(), path] as const),
);

let server: TestServer;
let platform: TestPlatform;
beforeAll(async () => {
  server = await startTestServer({
    config: { rates: { address: { perSecond: 0, burst: 1 } } },
    compose: (context) => {
      const routing = createRouting(context);
      const hub = { country_code: 'CH', party_id: 'HUB', business: { name: 'Hub' } };
      const options = {
        hub,
        flows: createFlowBook({ now: Date.now }),
        holder: 'test',
        publishClient: routing.publishClient,
      };
      return { routing: routing.app, front: createFront(context, options).app };
    },
  });
  platform = await server.platform();
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await closeSharedStore();
});

/** A path with something in the place of each parameter. */
function example(path: string): string {
  const values: Readonly<Record<string, string>> = {
    version: '2.2.1',
    country_code: 'DE',
    party_id: 'ABC',
    id: '0c1f2b8a-7d35-4f3e-9a47-6d1f1a6f8f11',
    uid: 'AAAAAAAAAAAAAAAAAAAAAA',
    command: 'START_SESSION',
    module: 'custom-module',
  };
  return path.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? 'X1');
}

describe('the OpenAPI document', () => {
  test('behavior: it is valid OpenAPI 3.1', async () => {
    const validator = new Validator();
    const { valid, errors } = await validator.validate(structuredClone(document) as never);
    expect(errors ?? []).toEqual([]);
    expect([valid, validator.version]).toEqual([true, '3.1']);
  });

  test('behavior: every reference leads somewhere, and every operation has an id of its own', () => {
    const text = JSON.stringify(document);
    const at = (pointer: string) =>
      pointer
        .split('/')
        .slice(1)
        .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], document);
    const references = [...text.matchAll(/"\$ref":"(#[^"]*)"/g)].map(([, pointer]) => pointer as string);
    expect(references.length).toBeGreaterThan(100);
    expect([...new Set(references)].filter((pointer) => at(pointer) === undefined)).toEqual([]);
    const ids = Object.values(paths).flatMap((methods) => Object.values(methods).map(({ operationId }) => operationId));
    expect(new Set(ids).size).toBe(ids.length);
    expect(allOperations(true).length).toBe(ids.length);
  });

  test.each(documented)('behavior: what is documented is answered: %s %s', async (method, path) => {
    const key = path.startsWith('/admin/') ? `Token ${adminKeyOfTests}` : platform.authorization;
    const headers = { Authorization: key, 'Content-Type': 'application/json' };
    const body = method === 'GET' || method === 'DELETE' ? {} : { body: '{}' };
    const response = await server.get(example(path), { method, headers, ...body });
    const text = await response.text();
    // A route that is there may well say that it knows no such party; only the node itself says that a path leads nowhere.
    expect([response.status, text]).not.toEqual([404, expect.stringContaining('leads nowhere')]);
    if (!path.endsWith('/credentials')) expect(response.status).not.toBe(405);
  });

  test('behavior: what is answered is documented', () => {
    const { router } = server.app;
    const isDocumented = (method: string, pattern: string) =>
      documented.some(([one, path]) => {
        if (one !== method) return false;
        const handlers = router.match(method, example(path))[0];
        return handlers.some(([[, route]]) => (route as { path?: string }).path === pattern);
      });
    // A slash at the end leads to the same; what is behind a wildcard is said by the table of OCPI's endpoints.
    const isPlain = (path: string) => !path.endsWith('/') && !path.endsWith('*');
    const routes = server.app.routes.filter(({ method, path }) => method !== 'ALL' && isPlain(path));
    expect(routes.length).toBeGreaterThan(30);
    expect(
      routes.filter(({ method, path }) => !isDocumented(method, path)).map(({ method, path }) => `${method} ${path}`),
    ).toEqual([]);
  });

  test('behavior: the node serves it, with its own URL', async () => {
    const served = (await (await server.get('/openapi.json')).json()) as { openapi: string };
    expect(served.openapi).toBe('3.1.0');
    expect(document.servers).toEqual([{ url: 'https://node.example' }]);
  });

  test('behavior: health and metrics on a port of their own are not in it', () => {
    const without = openApiDocument({ url: 'https://node.example', withStatus: false }).paths as Operations;
    expect(['/metrics', '/readyz', '/healthz'].filter((path) => path in without)).toEqual([]);
    expect('/health' in without).toBe(true);
  });
});
