import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { NodeStore } from '../../store/nodeStore.ts';
import { StoreUnavailableError } from '../../store/storeErrors.ts';
import { answerJson, envelope, type OcpiPlatform, startOcpiPlatform } from '../../testing/ocpiPlatform.ts';
import { openTestStore, testPolicy } from '../../testing/testContext.ts';
import { cpo, credentialsRole, emsp, type FrontNode, startFront } from '../front.fixtures.ts';

const elsewhere = '0x9999999999999999999999999999999999999999';
const second = credentialsRole('DE', 'SEC', 'CPO');
let node: FrontNode;
let platform: OcpiPlatform;
let token: string;

beforeAll(async () => {
  [node, platform] = await Promise.all([startFront(), startOcpiPlatform()]);
});
beforeEach(async () => {
  token = await node.register(platform, [cpo, second]);
});
afterEach(async () => {
  await node.front.settled();
  const { platforms } = await node.context.store.platforms.list(null, 100);
  for (const { id } of platforms) await node.context.store.platforms.remove(id);
  for (const { id } of node.context.directory.parties()) node.context.directory.removeParty(id);
  platform.handlers.clear();
  await node.front.settled();
});
afterAll(async () => {
  await node[Symbol.asyncDispose]();
  await platform[Symbol.asyncDispose]();
});

async function run(name: string, signal = new AbortController().signal): Promise<void> {
  // The next time of every job.
  node.context.clock.at = node.context.now() + testPolicy.stillAliveMs;
  await node.front.jobs.find((job) => job.name === name)?.run(signal);
  await node.front.settled();
}
const kept = () => node.context.store.platforms.byParty(cpo);
async function statusOf(party_id: string): Promise<string | undefined> {
  const all = await node.context.store.network.clients({ since: null, until: null, cursor: 0, limit: 100 });
  return all.clients.find((one) => one.party_id === party_id)?.status;
}

describe('still-alive check', () => {
  test('behavior: a platform that stops answering is offline, and connected when it is back; others are told once', async () => {
    node.published.length = 0;
    const before = (await kept())?.lastSeen ?? 0;
    platform.handlers.set('/ocpi/versions', (_, response) => answerJson(response, 500, envelope([])));
    await run('stillAlive');
    await run('stillAlive');
    expect(await kept()).toMatchObject({ connection: 'OFFLINE', state: 'registered' });
    expect(node.published.map(({ party_id, status }) => `${party_id} ${status}`)).toEqual([
      'GSL OFFLINE',
      'SEC OFFLINE',
    ]);
    platform.handlers.clear();
    await run('stillAlive');
    expect(await kept()).toMatchObject({ connection: 'CONNECTED' });
    expect((await kept())?.lastSeen).toBeGreaterThanOrEqual(before);
    expect(await statusOf('GSL')).toBe('CONNECTED');
  });

  test.each([
    ['hangs', () => undefined],
    ['hangs up', (_: unknown, response: { destroy(): unknown }) => void response.destroy()],
    [
      'redirects',
      (_: unknown, response: Parameters<typeof answerJson>[0]) =>
        answerJson(response, 302, {}, { location: 'http://127.0.0.1:1/' }),
    ],
    [
      'answers with a failure',
      (_: unknown, response: Parameters<typeof answerJson>[0]) =>
        answerJson(response, 200, { ...envelope([]), status_code: 3000 }),
    ],
  ])('error: a platform that %s is offline, and the others are still asked', async (_, handler) => {
    await using other = await startOcpiPlatform();
    await node.register(other, [emsp]);
    platform.handlers.set('/ocpi/versions', handler);
    await run('stillAlive');
    expect(await statusOf('GSL')).toBe('OFFLINE');
    expect(await statusOf('EMP')).toBe('CONNECTED');
  });

  test('behavior: it is asked with token B, at the URL of its credentials', async () => {
    platform.seen.length = 0;
    await run('stillAlive');
    expect(platform.seen).toMatchObject([{ method: 'GET', path: '/ocpi/versions' }]);
  });

  test('error: neither planned nor suspended platforms are asked', async () => {
    await node.registrationToken([{ country_code: 'DE', party_id: 'PLA' }]);
    await node.call('POST', `/admin/platforms/${(await kept())?.id}/suspend`);
    platform.seen.length = 0;
    await run('stillAlive');
    expect(platform.seen).toEqual([]);
    expect(await statusOf('GSL')).toBe('SUSPENDED');
  });

  test('error: a node that ends in the middle takes nobody for gone', async () => {
    const ending = new AbortController();
    platform.handlers.set('/ocpi/versions', () => ending.abort(new Error('ends')));
    await expect(run('stillAlive', ending.signal)).rejects.toThrow('ends');
    expect(await kept()).toMatchObject({ connection: 'CONNECTED' });
  });

  test('error: a database that is gone is a failure of the job, and nobody is taken for gone', async () => {
    const store = await openTestStore();
    const platforms = {
      ...store.platforms,
      callToken: async () => {
        throw new StoreUnavailableError('is gone');
      },
    };
    await using broken = await startFront({ store: { ...store, platforms } });
    await broken.register(platform, [emsp]);
    await expect(broken.front.jobs[0]?.run(new AbortController().signal)).rejects.toThrow('is gone');
    expect(await store.platforms.byParty(emsp)).toMatchObject({ connection: 'CONNECTED' });
    await store.close();
  });
});

describe('jobs of several processes', () => {
  let shared: NodeStore;
  const start = Date.now();
  beforeAll(async () => {
    shared = await openTestStore();
  });
  afterAll(() => shared.close());

  async function processWith(store = shared): Promise<FrontNode> {
    const made = await startFront({ store, policy: { ...testPolicy, stillAliveMs: 1_000, plannedPartyMs: 1_000 } });
    made.context.clock.at = start;
    return made;
  }

  test('error: one process does it, and the other leaves it alone until the next time', async () => {
    await using one = await processWith();
    await using other = await processWith();
    await one.register(platform, [emsp]);
    platform.seen.length = 0;
    const signal = new AbortController().signal;
    const run = (process: FrontNode) => process.front.jobs[0]?.run(signal);
    await Promise.all([run(one), run(other)]);
    await run(other);
    expect(platform.seen).toHaveLength(1);
    other.context.clock.at = start + 1_000;
    await run(other);
    expect(platform.seen).toHaveLength(2);
  });

  test('error: a process that dies in the middle is followed by another in the next period', async () => {
    const waiting: ((reason: Error) => void)[] = [];
    const list = () => new Promise<never>((_, reject) => void waiting.push(reject));
    await using dead = await processWith({ ...shared, platforms: { ...shared.platforms, list } });
    await using next = await processWith();
    const signal = new AbortController().signal;
    next.context.directory.setParty({ country_code: 'NL', party_id: 'NXT' }, next.context.self.operator, ['CPO']);
    const dying = dead.front.jobs[1]?.run(signal).catch(() => undefined);
    const isTaken = async () => !(await shared.leases.acquire('front.plannedParties', 'x', start, start));
    await expect.poll(isTaken).toBe(true);
    await next.front.jobs[1]?.run(signal);
    expect(next.published).toEqual([]);
    next.context.clock.at = start + 1_000;
    await next.front.jobs[1]?.run(signal);
    await next.front.settled();
    expect(next.published).toContainEqual(expect.objectContaining({ party_id: 'NXT', status: 'PLANNED' }));
    for (const end of waiting) end(new Error('has died'));
    await dying;
  });
});

describe('planned parties', () => {
  const set = (role: typeof cpo, operator: `0x${string}`) =>
    node.context.directory.setParty({ country_code: role.country_code, party_id: role.party_id }, operator, [
      role.role,
    ]);

  test('behavior: a party that chose this node and has no platform is planned, in each of its roles', async () => {
    node.context.directory.setParty({ country_code: 'NL', party_id: 'NEW' }, node.context.self.operator, [
      'EMSP',
      'CPO',
    ]);
    node.context.directory.setParty({ country_code: 'NL', party_id: 'FAR' }, elsewhere, ['EMSP']);
    await run('plannedParties');
    await run('plannedParties');
    const told = node.published.filter(({ party_id }) => party_id === 'NEW');
    expect(told.map(({ party_id, role, status }) => `${party_id} ${role} ${status}`)).toEqual([
      'NEW EMSP PLANNED',
      'NEW CPO PLANNED',
    ]);
    expect(await statusOf('FAR')).toBeUndefined();
    expect(await statusOf('GSL')).toBe('CONNECTED');
  });

  test('error: another operator took over all parties: the platform is suspended, its tokens stay', async () => {
    set(cpo, elsewhere);
    set(second, elsewhere);
    await run('plannedParties');
    expect(await kept()).toMatchObject({ state: 'suspended', suspendedBy: 'registry' });
    expect([await statusOf('GSL'), await statusOf('SEC')]).toEqual(['SUSPENDED', 'SUSPENDED']);
    expect((await node.call('GET', '/ocpi/2.2.1/credentials', { token })).status).toBe(200);
    // What the node of the new operator says afterwards stays.
    await node.context.store.network.setClient({ ...cpo, status: 'CONNECTED', updated: node.context.now() });
    await run('plannedParties');
    expect(await statusOf('GSL')).toBe('CONNECTED');
  });

  test('behavior: a change of the registry is followed at once, without a job', async () => {
    for (const role of [cpo, second]) set(role, elsewhere);
    await node.front.settled();
    expect(await kept()).toMatchObject({ state: 'suspended', suspendedBy: 'registry' });
    expect(await statusOf('GSL')).toBe('SUSPENDED');
    set(cpo, node.context.self.operator);
    await node.front.settled();
    expect(await kept()).toMatchObject({ state: 'registered', suspendedBy: null });
    expect(await statusOf('GSL')).toBe('CONNECTED');
  });

  test('error: what was read before a platform registered does not undo it', async () => {
    const gate = Promise.withResolvers<void>();
    const store = await openTestStore();
    const { platforms } = store;
    const list: typeof platforms.list = async (cursor, limit) => {
      const read = await platforms.list(cursor, limit);
      await gate.promise;
      return read;
    };
    const late = await startFront({ store: { ...store, platforms: { ...platforms, list } } });
    const party = credentialsRole('NL', 'RAC', 'EMSP');
    late.context.directory.setParty({ country_code: 'NL', party_id: 'RAC' }, late.context.self.operator, ['EMSP']);
    const token = await late.registrationToken([party]);
    const body = platform.credentials('token-b', [party]);
    expect((await late.call('POST', '/ocpi/2.2.1/credentials', { token, body })).body.status_code).toBe(1000);
    gate.resolve();
    await late.front.settled();
    const { clients } = await store.network.clients({ since: null, until: null, cursor: 0, limit: 10 });
    expect(clients).toMatchObject([{ party_id: 'RAC', status: 'CONNECTED' }]);
    await late[Symbol.asyncDispose]();
    await store.close();
  });

  test('behavior: it goes on when the registry gives a party back', async () => {
    node.context.directory.removeParty(cpo);
    node.context.directory.removeParty(second);
    await run('plannedParties');
    expect(await kept()).toMatchObject({ state: 'suspended', suspendedBy: 'registry' });
    set(cpo, node.context.self.operator);
    await run('plannedParties');
    expect(await kept()).toMatchObject({ state: 'registered', suspendedBy: null });
    expect([await statusOf('GSL'), await statusOf('SEC')]).toEqual(['CONNECTED', 'SUSPENDED']);
  });

  test('error: one of two parties is lost: that one is suspended, and the platform goes on for the other', async () => {
    node.context.directory.removeParty(cpo);
    await run('plannedParties');
    expect(await kept()).toMatchObject({ state: 'registered' });
    expect([await statusOf('GSL'), await statusOf('SEC')]).toEqual(['SUSPENDED', 'CONNECTED']);
  });

  test('error: a party that lost the role it has here is lost', async () => {
    for (const { country_code, party_id } of [cpo, second]) {
      node.context.directory.setParty({ country_code, party_id }, node.context.self.operator, ['EMSP']);
    }
    await run('plannedParties');
    expect(await kept()).toMatchObject({ state: 'suspended', suspendedBy: 'registry' });
  });

  test('error: what the operator has suspended is not resumed by the registry', async () => {
    await node.call('POST', `/admin/platforms/${(await kept())?.id}/suspend`);
    await run('plannedParties');
    expect(await kept()).toMatchObject({ state: 'suspended', suspendedBy: 'operator' });
    expect(await statusOf('GSL')).toBe('SUSPENDED');
  });

  test('error: a registry that was never read suspends nobody', async () => {
    const { directory } = node.context;
    const before = { ...directory };
    Object.assign(directory, { asOf: () => null, party: () => null, parties: () => [] });
    await run('plannedParties');
    Object.assign(directory, before);
    expect(await kept()).toMatchObject({ state: 'registered' });
  });
});

test('behavior: the sweep removes what has expired', async () => {
  await node.context.store.replays.remember('one', Date.now() - 1, Date.now() - 2);
  await run('sweep');
  expect(node.context.lines.at(-1)).toMatchObject({ fields: { rows: 1 } });
});
