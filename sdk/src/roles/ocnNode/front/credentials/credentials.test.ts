import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CredentialsRole } from '../../../../protocol/ocpi/index.ts';
import { startOcpiPlatform } from '../../testing/ocpiPlatform.ts';
import { credentialsRole, type FrontNode, startFront } from '../front.fixtures.ts';

const path = '/ocpi/2.2.1/credentials';
let node: FrontNode;
let count = 0;

beforeAll(async () => {
  node = await startFront();
});
afterAll(async () => {
  await node[Symbol.asyncDispose]();
});

/** A party that no other test has, in the registry with this node. */
function newParty(role: CredentialsRole['role'] = 'CPO', operator = node.context.self.operator): CredentialsRole {
  count += 1;
  const party = credentialsRole('DE', String(count).padStart(3, '0'), role);
  node.context.directory.setParty({ country_code: party.country_code, party_id: party.party_id }, operator, [role]);
  return party;
}

async function planned() {
  const role = newParty();
  return { role, token: await node.registrationToken([role]) };
}

describe('registration', () => {
  test('behavior: versions, details, POST: token C works, token A is dead, and the platform is kept', async () => {
    await using platform = await startOcpiPlatform();
    const { role, token } = await planned();
    const versions = await node.call('GET', '/ocpi/versions', { token });
    expect(versions.body.data).toEqual(
      ['2.2.1', '2.2'].map((version) => ({ version, url: `${node.url}/ocpi/${version}` })),
    );
    expect((await node.call('GET', '/ocpi/2.2.1', { token })).body.status_code).toBe(1000);
    const reply = await node.call('POST', path, { token, body: platform.credentials('token-b', [role]) });
    expect(reply).toMatchObject({ status: 200, body: { status_code: 1000 } });
    expect(reply.body.data).toMatchObject({
      url: `${node.url}/ocpi/versions`,
      roles: [{ role: 'HUB', country_code: 'CH', party_id: 'OCN', business_details: { name: 'Node of the tests' } }],
    });
    const tokenC = (reply.body.data as { token: string }).token;
    expect((await node.call('GET', '/ocpi/versions', { token })).status).toBe(401);
    expect(await node.call('GET', path, { token: tokenC })).toMatchObject({ body: { data: { token: tokenC } } });
    expect(await node.context.store.platforms.byParty(role)).toMatchObject({
      state: 'registered',
      connection: 'CONNECTED',
      version: '2.2.1',
      versionsUrl: platform.versionsUrl,
      parties: [{ party_id: role.party_id, role: 'CPO', business: { name: role.business_details.name } }],
      endpoints: platform.endpoints['2.2.1'],
    });
    expect(platform.seen.map(({ method, path: at }) => `${method} ${at}`)).toEqual([
      'GET /ocpi/versions',
      'GET /ocpi/2.2.1',
    ]);
  });

  test('behavior: several parties and several roles of one platform', async () => {
    await using platform = await startOcpiPlatform();
    const [one, other] = [newParty('CPO'), newParty('EMSP')];
    node.context.directory.setParty(
      { country_code: one.country_code, party_id: one.party_id },
      node.context.self.operator,
      ['CPO', 'EMSP'],
    );
    const token = await node.registrationToken([one, other]);
    const roles = [one, { ...one, role: 'EMSP' as const }, other];
    const reply = await node.call('POST', path, { token, body: platform.credentials('token-b', roles) });
    expect(reply.body.status_code).toBe(1000);
    expect((await node.context.store.platforms.byParty(other))?.parties).toHaveLength(3);
  });

  test('behavior: raw tokens are taken, and parties in any case', async () => {
    await using platform = await startOcpiPlatform();
    const party = newParty();
    node.context.directory.setParty({ country_code: 'DE', party_id: 'LOW' }, node.context.self.operator, ['CPO']);
    const token = await node.registrationToken([{ country_code: 'DE', party_id: 'LOW' }]);
    const body = platform.credentials('token-b', [{ ...party, country_code: 'de', party_id: 'low' }]);
    const response = await fetch(`${node.url}${path}`, {
      method: 'POST',
      headers: { authorization: `Token ${token}` },
      body: JSON.stringify(body),
    });
    expect(await response.json()).toMatchObject({ status_code: 1000 });
    expect(
      (await node.context.store.platforms.byParty({ country_code: 'DE', party_id: 'low' }))?.parties,
    ).toMatchObject([{ country_code: 'DE', party_id: 'LOW' }]);
  });

  test.each([
    ['2.2', ['2.2', '2.2.1'], '2.2'],
    ['2.2.1', ['2.2', '2.2.1'], '2.2.1'],
    ['2.2.1', ['2.1.1', '2.2'], '2.2'],
    ['2.2', ['2.2.1', '3.0'], '2.2.1'],
  ])('behavior: at %s, of %j, version %s is chosen', async (at, has, chosen) => {
    await using platform = await startOcpiPlatform();
    platform.versions = has.map((version) => ({ version, url: `${platform.url}/ocpi/${version}` }));
    const { role, token } = await planned();
    const body = platform.credentials('token-b', [role]);
    const reply = await node.call('POST', `/ocpi/${at}/credentials`, { token, body });
    expect(reply.body.status_code).toBe(1000);
    expect((await node.context.store.platforms.byParty(role))?.version).toBe(chosen);
  });
});

describe('credentials of a platform that is registered', () => {
  test('error: POST again is 405, and changes nothing', async () => {
    await using platform = await startOcpiPlatform();
    const role = newParty();
    const token = await node.register(platform, [role]);
    const reply = await node.call('POST', path, { token, body: platform.credentials('other', [role]) });
    expect(reply.status).toBe(405);
    expect((await node.call('GET', path, { token })).status).toBe(200);
  });

  test.each(['PUT', 'DELETE'])('error: %s with a registration token is 405', async (method) => {
    await using platform = await startOcpiPlatform();
    const { role, token } = await planned();
    const body = method === 'PUT' ? { body: platform.credentials('token-b', [role]) } : {};
    expect((await node.call(method, path, { token, ...body })).status).toBe(405);
  });

  test('behavior: GET with a registration token has that token', async () => {
    const { token } = await planned();
    expect((await node.call('GET', path, { token })).body.data).toMatchObject({ token });
  });

  test('behavior: PUT rotates both tokens and moves to another host and version; the old token is dead', async () => {
    await using platform = await startOcpiPlatform();
    await using moved = await startOcpiPlatform();
    const role = newParty();
    const old = await node.register(platform, [role]);
    const reply = await node.call('PUT', '/ocpi/2.2/credentials', {
      token: old,
      body: moved.credentials('token-b2', [role]),
    });
    expect(reply.body.status_code).toBe(1000);
    const fresh = (reply.body.data as { token: string }).token;
    expect(fresh).not.toBe(old);
    expect((await node.call('GET', path, { token: fresh })).status).toBe(200);
    expect((await node.call('GET', path, { token: old })).status).toBe(401);
    const kept = await node.context.store.platforms.byParty(role);
    expect(kept).toMatchObject({ version: '2.2', versionsUrl: moved.versionsUrl });
    expect(await node.context.store.platforms.callToken(kept?.id ?? '')).toBe('token-b2');
  });

  test('error: PUT that fails leaves the old tokens and endpoints', async () => {
    await using platform = await startOcpiPlatform();
    const role = newParty();
    const token = await node.register(platform, [role]);
    const before = await node.context.store.platforms.byParty(role);
    const body = { ...platform.credentials('token-b2', [role]), url: 'http://127.0.0.1:1/versions' };
    expect((await node.call('PUT', path, { token, body })).body.status_code).toBe(3001);
    expect((await node.call('GET', path, { token })).status).toBe(200);
    expect(await node.context.store.platforms.byParty(role)).toEqual(before);
  });

  test('error: PUT cannot take a party that the operator did not give to the platform, or another platform has', async () => {
    await using platform = await startOcpiPlatform();
    const [mine, victim, free] = [newParty(), newParty(), newParty()];
    const token = await node.register(platform, [mine]);
    await node.register(platform, [victim]);
    for (const other of [victim, free]) {
      const body = platform.credentials('token-b', [mine, other]);
      expect((await node.call('PUT', path, { token, body })).body.status_code).toBe(2001);
    }
    expect((await node.context.store.platforms.byParty(victim))?.parties).toHaveLength(1);
  });

  test('behavior: DELETE unregisters: the token is dead, the party is planned again and may come back', async () => {
    await using platform = await startOcpiPlatform();
    const role = newParty();
    const token = await node.register(platform, [role]);
    expect((await node.call('DELETE', path, { token })).body).toMatchObject({ status_code: 1000 });
    expect((await node.call('GET', path, { token })).status).toBe(401);
    expect((await node.call('DELETE', path, { token })).status).toBe(401);
    expect(await node.context.store.platforms.byParty(role)).toBeNull();
    await node.register(platform, [role]);
  });
});
