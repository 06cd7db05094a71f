import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { randomBytes } from '../../../../crypto/index.ts';
import { openNodeStore } from '../../store/openNodeStore.ts';
import { hasPostgres, type PostgresCluster, startPostgres } from '../../store/testing/postgresCluster.ts';
import { type OcpiPlatform, startOcpiPlatform, together } from '../../testing/ocpiPlatform.ts';
import { cpo, credentialsRole, emsp, type FrontNode, startFront } from '../front.fixtures.ts';

const path = '/ocpi/2.2.1/credentials';

describe.skipIf(!hasPostgres)('two processes of one operator, on one PostgreSQL', () => {
  let cluster: PostgresCluster;
  let [one, other]: FrontNode[] = [];
  let platform: OcpiPlatform;

  beforeAll(async () => {
    cluster = await startPostgres();
    const location = { url: cluster.createDatabase() };
    const options = { sealingKey: randomBytes(32), random: randomBytes };
    one = await startFront({ store: await openNodeStore(location, options) });
    other = await startFront({ store: await openNodeStore(location, options) });
    platform = await startOcpiPlatform();
  });
  afterAll(async () => {
    for (const node of [one, other]) {
      await node?.[Symbol.asyncDispose]();
      await node?.context.store.close();
    }
    await platform?.[Symbol.asyncDispose]();
    await cluster?.stop();
  });

  /** Both processes follow the same registry. */
  function both(): readonly [FrontNode, FrontNode] {
    if (!one || !other) throw new Error('did not start');
    return [one, other];
  }
  function setParty({ country_code, party_id, role }: typeof cpo): void {
    for (const { context } of both()) {
      context.directory.setParty({ country_code, party_id }, context.self.operator, [role]);
    }
  }

  test('behavior: a handshake that begins at one ends at the other, and either knows the new token', async () => {
    const [first, second] = both();
    setParty(cpo);
    const token = await first.registrationToken([cpo]);
    expect((await first.call('GET', '/ocpi/versions', { token })).status).toBe(200);
    const reply = await second.call('POST', path, { token, body: platform.credentials('token-b', [cpo]) });
    const { token: tokenC } = reply.body.data as { token: string };
    for (const node of both()) expect((await node.call('GET', path, { token: tokenC })).status).toBe(200);
    for (const node of both()) expect((await node.call('GET', path, { token })).status).toBe(401);
  });

  test('error: the same registration token at both at once: one wins', async () => {
    setParty(emsp);
    const token = await both()[0].registrationToken([emsp]);
    together(platform, 2);
    const all = await Promise.all(
      both().map((node, index) => node.call('POST', path, { token, body: platform.credentials(`b-${index}`, [emsp]) })),
    );
    expect(all.map(({ body }) => body.status_code).sort()).toEqual([1000, 2000]);
  });

  test('behavior: an answer that one has lost is given by the other', async () => {
    const [first, second] = both();
    const party = credentialsRole('DE', 'LST', 'CPO');
    setParty(party);
    const old = await first.registrationToken([party]);
    expect((await second.call('GET', '/ocpi/versions', { token: old })).status).toBe(200);
    const post = (node: FrontNode) =>
      node.call('POST', path, { token: old, body: platform.credentials('b-1', [party]) });
    const [lost, again] = [await post(first), await post(second)];
    const [dead, token] = [lost, again].map(({ body }) => (body.data as { token: string }).token);
    expect((await first.call('GET', path, { token: dead as string })).status).toBe(401);
    expect((await first.call('GET', path, { token: token as string })).status).toBe(200);
    for (const node of both()) expect((await post(node)).status).toBe(401);
  });

  test('error: a token whose successor was used at one ends nothing at the other', async () => {
    const [first, second] = both();
    const party = credentialsRole('DE', 'OLD', 'CPO');
    setParty(party);
    const old = await first.register(platform, [party]);
    expect((await second.call('GET', path, { token: old })).status).toBe(200);
    const put = await first.call('PUT', path, { token: old, body: platform.credentials('b-2', [party]) });
    expect(put.body.status_code).toBe(1000);
    expect((await second.call('DELETE', path, { token: old })).status).toBe(401);
    const { token } = put.body.data as { token: string };
    expect((await first.call('GET', path, { token })).status).toBe(200);
    for (const [method, body] of [
      ['DELETE', undefined],
      ['PUT', platform.credentials('stolen', [party])],
    ] as const) {
      const late = await second.call(method, path, { token: old, ...(body ? { body } : {}) });
      expect([late.status, late.body.status_code]).toEqual([401, 2000]);
    }
    expect((await second.call('GET', path, { token })).status).toBe(200);
  });
});
