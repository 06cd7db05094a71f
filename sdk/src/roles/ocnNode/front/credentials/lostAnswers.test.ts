import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeAuthorization } from '../../../../protocol/ocpi/index.ts';
import { startLossyProxy } from '../../testing/lossyProxy.ts';
import { type OcpiPlatform, startOcpiPlatform } from '../../testing/ocpiPlatform.ts';
import { credentialsRole, type FrontNode, startFront } from '../front.fixtures.ts';

const path = '/ocpi/2.2.1/credentials';
let node: FrontNode;
let platform: OcpiPlatform;
let count = 0;

beforeAll(async () => {
  node = await startFront();
  platform = await startOcpiPlatform();
});
afterAll(async () => {
  await node[Symbol.asyncDispose]();
  await platform[Symbol.asyncDispose]();
});

const statusOf = async (method: string, at: string, token: string) => (await node.call(method, at, { token })).status;

/** A request that the node has carried out, and whose answer nobody got. */
async function lost(method: 'POST' | 'PUT') {
  count += 1;
  const role = credentialsRole('DE', String(count).padStart(3, '0'), 'CPO');
  node.context.directory.setParty({ country_code: 'DE', party_id: role.party_id }, node.context.self.operator, ['CPO']);
  const old = method === 'PUT' ? await node.register(platform, [role]) : await node.registrationToken([role]);
  if (method === 'PUT') expect(await statusOf('GET', path, old)).toBe(200);
  const body = platform.credentials(`b2-${count}`, [role]);
  await using proxy = await startLossyProxy(node.url);
  proxy.lose = 1;
  const headers = { authorization: encodeAuthorization(old) };
  await expect(fetch(`${proxy.url}${path}`, { method, headers, body: JSON.stringify(body) })).rejects.toThrow();
  const again = () => node.call(method, path, { token: old, body });
  const kept = await node.context.store.platforms.byParty(role);
  expect(await node.context.store.platforms.callToken(kept?.id ?? '')).toBe(body.token);
  return { role, old, body, again, kept };
}

const tokenIn = (reply: { readonly body: Readonly<Record<string, unknown>> }) =>
  (reply.body.data as { token: string }).token;

describe.each(['POST', 'PUT'] as const)(
  'the answer to a %s is lost after the node has stored the new token',
  (method) => {
    test('behavior: the same again, and again, gives a token that works; the old one is dead then', async () => {
      const { old, again } = await lost(method);
      const [second, third] = [await again(), await again()];
      expect([second.body.status_code, third.body.status_code]).toEqual([1000, 1000]);
      expect(await statusOf('GET', path, tokenIn(second))).toBe(401);
      expect(await statusOf('GET', path, tokenIn(third))).toBe(200);
      expect(await statusOf('GET', path, old)).toBe(401);
      expect((await again()).status).toBe(401);
    });

    test('behavior: the old token looks at credentials', async () => {
      const { old } = await lost(method);
      expect((await node.call('GET', path, { token: old })).body.data).toMatchObject({ token: old });
    });

    test('attack: a thief with the old token after the new one was used', async () => {
      const { old, again } = await lost(method);
      const token = tokenIn(await again());
      expect(await statusOf('GET', '/ocpi/versions', token)).toBe(200);
      const seen = platform.seen.length;
      for (const method of ['GET', 'POST', 'PUT', 'DELETE']) expect(await statusOf(method, path, old)).toBe(401);
      expect((await again()).status).toBe(401);
      expect(platform.seen).toHaveLength(seen);
      expect(await statusOf('GET', path, token)).toBe(200);
    });

    test('error: the new one is used while the old one is replacing it: the old one changes nothing any more', async () => {
      const { old, again, role, body, kept } = await lost(method);
      const token = tokenIn(await again());
      const thief = { ...body, token: 'thief' };
      platform.tokens.add('thief');
      platform.handlers.set('/ocpi/2.2.1', async (_, response) => {
        platform.handlers.clear();
        expect(await statusOf('GET', path, token)).toBe(200);
        response.writeHead(200, { 'content-type': 'application/json' });
        const data = { version: '2.2.1', endpoints: platform.endpoints['2.2.1'] };
        response.end(JSON.stringify({ data, status_code: 1000, timestamp: '2026-11-20T10:00:00Z' }));
      });
      const late = await node.call(method, path, { token: old, body: thief });
      expect(late.body.status_code).toBe(2000);
      expect(await statusOf('GET', path, token)).toBe(200);
      expect(await node.context.store.platforms.callToken(kept?.id ?? '')).toBe(body.token);
      expect((await node.context.store.platforms.byParty(role))?.id).toBe(kept?.id);
    });

    test.each([
      ['DELETE', path],
      ['GET', '/ocpi/versions'],
      ['GET', '/ocpi/2.2.1'],
      ['GET', '/ocpi/2.2.1/hubclientinfo'],
      ['GET', '/ocpi/receiver/2.2.1/ocnrules'],
      ['PATCH', path],
    ])('error: the old token is not good for %s %s', async (wrong, at) => {
      const { old, again } = await lost(method);
      expect(await statusOf(wrong, at, old)).toBe(401);
      expect((await again()).body.status_code).toBe(1000);
    });

    test('error: once its time is over, the operator has to help', async () => {
      const { old, again } = await lost(method);
      node.context.clock.at = Date.now() + node.context.policy.formerTokenMs + 1;
      expect([(await again()).status, await statusOf('GET', path, old)]).toEqual([401, 401]);
      node.context.clock.at = null;
    });
  },
);
