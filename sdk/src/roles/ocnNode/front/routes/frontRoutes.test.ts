import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { endpoints } from '../../../../protocol/ocpi/index.ts';
import { startOcpiPlatform } from '../../testing/ocpiPlatform.ts';
import { nodeEndpoints } from '../configurationHandlers.ts';
import { cpo, type FrontNode, startFront } from '../front.fixtures.ts';
import { frontRoutes } from './frontRoutes.ts';
import { pathsOf } from './serve.ts';

let node: FrontNode;
let token: string;

beforeAll(async () => {
  node = await startFront();
  await using platform = await startOcpiPlatform();
  token = await node.register(platform, [cpo]);
});
afterAll(async () => {
  await node[Symbol.asyncDispose]();
});

const honoPath = (path: string) =>
  path.replaceAll('{version}', ':version{2\\.2(?:\\.1)?}').replaceAll(/\{(\w+)\}/g, ':$1');

describe('frontRoutes', () => {
  test('behavior: each is served, and nothing else', () => {
    const described = frontRoutes.flatMap((one) => pathsOf(one).map((path) => `${one.method} ${honoPath(path)}`));
    const served = node.front.app.routes.map(({ method, path }) => `${method} ${path.replace(/\/$/, '')}`);
    expect([...new Set(served)].sort()).toEqual(described.sort());
    expect(served).toHaveLength(2 * described.length);
    expect(new Set(frontRoutes.map(({ name }) => name)).size).toBe(frontRoutes.length);
  });

  test('behavior: parameters of the path are those of its schema, and all schemas can be written as JSON Schema', () => {
    for (const { path, params, query, request, response } of frontRoutes) {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
      expect(Object.keys(params instanceof z.ZodObject ? params.shape : {}).sort()).toEqual(named);
      for (const schema of [params, query, request, response]) {
        if (schema) expect(z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' })).toBeDefined();
      }
    }
  });

  test('behavior: what is answered is what the schemas say', async () => {
    for (const { method, path, response, format } of frontRoutes) {
      if (method !== 'GET' || response === null || path.includes('{id}')) continue;
      const at = path.replace('{version}', '2.2.1').replace('{country_code}', 'DE').replace('{party_id}', 'GSL');
      const reply = await node.call('GET', at, { token });
      expect([at, reply.status]).toEqual([at, 200]);
      const data = { ocpi: reply.body.data, json: reply.body, text: reply.text }[format];
      expect([at, response.safeParse(data).error]).toEqual([at, undefined]);
    }
  });

  test.each(['2.2', '2.2.1'] as const)(
    'behavior: version %s has every side of every module, at URLs of this node',
    (version) => {
      const { endpoints: ours } = nodeEndpoints('https://node.example', version);
      const sides = new Set(
        endpoints[version].filter(({ routed }) => routed).map(({ module, role }) => `${module} ${role}`),
      );
      for (const side of sides) {
        const [identifier, role] = side.split(' ') as [string, string];
        const url = `https://node.example/ocpi/${role.toLowerCase()}/${version}/${identifier}`;
        expect(ours).toContainEqual({ identifier, role, url });
      }
      expect(ours).toHaveLength(sides.size + 2);
    },
  );

  test.each([
    '/ocpi/versions/',
    '/ocpi/2.2/',
    '/ocpi/2.2.1/credentials/',
    '/ocpi/2.2.1/hubclientinfo/',
    '/ocpi/receiver/2.2/ocnrules/',
  ])('behavior: %s, with a slash at the end', async (path) => {
    expect((await node.call('GET', path, { token })).status).toBe(200);
  });

  test.each([
    '/ocpi/2.1.1',
    '/ocpi/2.2.2/credentials',
    '/ocpi/2x2/credentials',
    '/ocpi/3/hubclientinfo',
    '/ocpi/sender/9/hubclientinfo',
  ])('error: %s leads nowhere', async (path) => {
    expect((await node.call('GET', path, { token })).status).toBe(404);
  });

  test.each(
    frontRoutes
      .filter(({ security }) => security === 'credentials')
      .map(({ name, method, path }) => [name, method, path]),
  )('error: %s without a token, and with the one of a registration', async (_, method, path) => {
    const at = path.replace('{version}', '2.2').replace('{country_code}', 'DE').replace('{party_id}', 'GSL');
    const registration = await node.registrationToken([{ country_code: 'FR', party_id: 'REG' }]);
    expect((await node.call(method, at)).status).toBe(401);
    expect((await node.call(method, at, { token: registration })).status).toBe(401);
  });

  test('error: our own faults say nothing of themselves, and are logged', async () => {
    const broken = { ...node.context.store.platforms, list: () => Promise.reject(new TypeError('secret detail')) };
    await using other = await startFront({ store: { ...node.context.store, platforms: broken } });
    expect(await other.call('GET', '/admin/platforms')).toMatchObject({
      status: 500,
      text: expect.not.stringContaining('secret'),
    });
    expect(other.context.lines).toContainEqual(
      expect.objectContaining({ level: 'error', fields: expect.objectContaining({ route: 'admin.platforms.list' }) }),
    );
  });
});
