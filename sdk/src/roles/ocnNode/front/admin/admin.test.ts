import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { CredentialsRole, Role } from '../../../../protocol/ocpi/index.ts';
import { type OcpiPlatform, startOcpiPlatform } from '../../testing/ocpiPlatform.ts';
import { credentialsRole, type FrontNode, startFront } from '../front.fixtures.ts';
import { type PlatformView, platformSchema } from '../routes/adminRoutes.ts';

const elsewhere = '0x9999999999999999999999999999999999999999';
let node: FrontNode;
let platform: OcpiPlatform;
let count = 0;

beforeAll(async () => {
  [node, platform] = await Promise.all([startFront(), startOcpiPlatform()]);
});
afterAll(async () => {
  await node[Symbol.asyncDispose]();
  await platform[Symbol.asyncDispose]();
});

function newParty(operator = node.context.self.operator, role: Role = 'CPO'): CredentialsRole {
  count += 1;
  const party = credentialsRole('DE', String(count).padStart(3, '0'), role);
  node.context.directory.setParty({ country_code: 'DE', party_id: party.party_id }, operator, [role]);
  return party;
}
const idOf = async (party: CredentialsRole) => (await node.context.store.platforms.byParty(party))?.id ?? '';
const onlyId = ({ country_code, party_id }: CredentialsRole) => ({ country_code, party_id });

describe('registration tokens', () => {
  test('behavior: a token and where to begin, as the first network had it', async () => {
    const { status, body } = await node.call('POST', '/admin/generate-registration-token', {
      body: [onlyId(newParty())],
    });
    expect(status).toBe(200);
    expect(body).toEqual({ token: expect.stringMatching(/^[\w-]{43}$/), versions: `${node.url}/ocpi/versions` });
  });

  test('error: a party that is on a registered platform (409), and the platform stays', async () => {
    const party = newParty();
    const token = await node.register(platform, [party]);
    const reply = await node.call('POST', '/admin/generate-registration-token', {
      body: [onlyId(newParty()), onlyId(party)],
    });
    expect(reply).toMatchObject({ status: 409, body: { error: { code: 'CONFLICT' } } });
    expect((await node.call('GET', '/ocpi/2.2.1/credentials', { token })).status).toBe(200);
  });

  test.each([
    ['nothing', undefined],
    ['no list', { country_code: 'DE', party_id: 'ABC' }],
    ['nobody', []],
    ['no party id', [{ country_code: 'DE' }]],
    ['an impossible id', [{ country_code: 'DE', party_id: 'A*C' }]],
    ['too many', Array.from({ length: 101 }, () => ({ country_code: 'DE', party_id: 'ABC' }))],
  ])('error: a body that has %s', async (_, body) => {
    const reply = await node.call('POST', '/admin/generate-registration-token', body === undefined ? {} : { body });
    expect(reply).toMatchObject({ status: 400, body: { error: { field: expect.stringMatching(/^request/) } } });
  });
});

describe('connection status', () => {
  test('behavior: a word, whatever the case of the party', async () => {
    const party = newParty();
    const at = `/admin/connection-status/de/${party.party_id.toLowerCase()}`;
    expect((await node.call('GET', at)).status).toBe(404);
    await node.registrationToken([party]);
    expect((await node.call('GET', at)).text).toBe('PLANNED');
    await node.register(platform, [party]);
    expect((await node.call('GET', at)).text).toBe('CONNECTED');
  });

  test('error: what is no party', async () => {
    expect((await node.call('GET', '/admin/connection-status/DEU/GSL')).status).toBe(400);
  });
});

describe('platforms', () => {
  let party: CredentialsRole;
  let token: string;
  let id: string;

  beforeEach(async () => {
    party = newParty();
    token = await node.register(platform, [party]);
    id = await idOf(party);
  });

  test('behavior: one, and all in pages', async () => {
    const { body } = await node.call('GET', `/admin/platforms/${id}`);
    expect(platformSchema.parse(body)).toMatchObject({
      id,
      state: 'registered',
      version: '2.2.1',
      parties: [party.party_id].map((party_id) => ({ party_id })),
    });
    const found: string[] = [];
    let cursor = '';
    do {
      const page = await node.call('GET', `/admin/platforms?limit=2${cursor}`);
      const platforms = page.body.platforms as PlatformView[];
      expect(platforms.length).toBeLessThanOrEqual(2);
      found.push(...platforms.map((one) => one.id));
      cursor = page.body.next === null ? '' : `&cursor=${page.body.next}`;
    } while (cursor !== '');
    expect(new Set(found).size).toBe(found.length);
    expect(found).toContain(id);
  });

  test('behavior: suspended and resumed; the network is told', async () => {
    node.published.length = 0;
    expect((await node.call('POST', `/admin/platforms/${id}/suspend`)).body).toMatchObject({
      state: 'suspended',
      connection: 'SUSPENDED',
      suspended_by: 'operator',
    });
    expect((await node.call('POST', `/admin/platforms/${id}/suspend`)).status).toBe(200);
    expect((await node.call('GET', '/ocpi/2.2.1/credentials', { token })).status).toBe(200);
    const credentials = platform.credentials('token-b3', [party]);
    const put = await node.call('PUT', '/ocpi/2.2.1/credentials', { token, body: credentials });
    expect(put.body.status_code).toBe(1000);
    expect((await node.call('GET', `/admin/platforms/${id}`)).body.state).toBe('suspended');
    expect((await node.call('POST', `/admin/platforms/${id}/resume`)).body).toMatchObject({
      state: 'registered',
      suspended_by: null,
    });
    await node.front.settled();
    expect(node.published.map(({ status }) => status)).toEqual(['SUSPENDED', 'CONNECTED']);
  });

  test('behavior: what a platform speaks is forgotten', async () => {
    const kept = await node.context.store.platforms.byId(id);
    if (kept) await node.context.store.platforms.save({ ...kept, speaks: 'v2' });
    expect((await node.call('POST', `/admin/platforms/${id}/reset-speaks`)).body.speaks).toBe('none');
  });

  test('behavior: rules, and removal with all tokens', async () => {
    await node.call('PUT', '/ocpi/receiver/2.2/ocnrules/block-all', { token });
    expect((await node.call('GET', `/admin/platforms/${id}/rules`)).body.block_all).toBe(true);
    expect((await node.call('DELETE', `/admin/platforms/${id}`)).status).toBe(204);
    expect((await node.call('GET', `/admin/platforms/${id}`)).status).toBe(404);
    expect((await node.call('GET', '/ocpi/2.2.1/credentials', { token })).status).toBe(401);
  });

  test('behavior: another party is allowed, and then the platform may say that it speaks for it', async () => {
    const more = newParty(undefined, 'EMSP');
    const body = platform.credentials('token-b4', [party, more]);
    expect((await node.call('PUT', '/ocpi/2.2.1/credentials', { token, body })).body.status_code).toBe(2001);
    const set = await node.call('PUT', `/admin/platforms/${id}/parties`, { body: [onlyId(party), onlyId(more)] });
    expect(set.body.parties).toMatchObject([{ business: { name: party.business_details.name } }, { role: 'EMSP' }]);
    expect((await node.call('PUT', '/ocpi/2.2.1/credentials', { token, body })).body.status_code).toBe(1000);
  });

  test('error: parties that are not ours, or on another platform', async () => {
    const [strange, taken] = [newParty(elsewhere), newParty()];
    await node.register(platform, [taken]);
    const at = `/admin/platforms/${id}/parties`;
    expect((await node.call('PUT', at, { body: [onlyId(strange)] })).status).toBe(404);
    expect((await node.call('PUT', at, { body: [onlyId(taken)] })).status).toBe(409);
    expect((await node.call('PUT', at, { body: [] })).status).toBe(400);
    expect(await idOf(party)).toBe(id);
  });

  test.each([
    ['GET', ''],
    ['DELETE', ''],
    ['POST', '/suspend'],
    ['POST', '/resume'],
    ['POST', '/reset-speaks'],
    ['GET', '/rules'],
  ])('error: %s of a platform that is not there, and of what is no id', async (method, at) => {
    const nobody = '00000000-0000-4000-8000-000000000000';
    expect((await node.call(method, `/admin/platforms/${nobody}${at}`)).status).toBe(404);
    expect((await node.call(method, `/admin/platforms/x${at}`)).status).toBe(400);
  });

  test.each(['limit=0', 'limit=501', 'limit=x', 'limit=1&limit=2', 'cursor='])(
    'error: unbounded lists: %s',
    async (query) => {
      expect((await node.call('GET', `/admin/platforms?${query}`)).status).toBe(400);
    },
  );
});

describe('the network', () => {
  test('behavior: who this node is, its peers, clients and flows', async () => {
    const { operator, network } = node.context.self;
    node.context.directory.setNode({ operator, url: node.url, key: operator });
    node.context.directory.setNode({ operator: elsewhere, url: 'https://far.example', key: elsewhere });
    newParty(elsewhere);
    await node.context.store.network.setPeerSpeaks(elsewhere, 'v2', Date.now());
    expect((await node.call('GET', '/admin/node')).body).toMatchObject({ operator, network, registry: { block: 1 } });
    const { body } = await node.call('GET', '/admin/peers?limit=1');
    expect(body).toMatchObject({
      total: 1,
      peers: [{ operator: elsewhere, url: 'https://far.example', speaks: 'v2' }],
    });
    expect((await node.call('GET', '/admin/peers?offset=1')).body).toEqual({ peers: [], total: 1 });
    const clients = await node.call('GET', '/admin/clients?limit=1');
    expect(clients.body).toMatchObject({ clients: [{ country_code: 'DE' }], total: expect.any(Number) });
    node.flows.message({ module: 'cdrs', direction: 'in', outcome: 'delivered' }, 3);
    expect((await node.call('GET', '/admin/flows')).body).toMatchObject({
      last_minute: [{ module: 'cdrs', count: 1, mean_ms: 3, max_ms: 3, from: null }],
      last_hour: [{ count: 1 }],
    });
  });
});
