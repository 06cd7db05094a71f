import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { randomBytes } from '../../../../crypto/index.ts';
import type { CredentialsRole } from '../../../../protocol/ocpi/index.ts';
import type { NodeStore, PlatformStore } from '../../store/nodeStore.ts';
import { openNodeStore } from '../../store/openNodeStore.ts';
import { StoreUnavailableError } from '../../store/storeErrors.ts';
import { hasPostgres, type PostgresCluster, startPostgres } from '../../store/testing/postgresCluster.ts';
import { type OcpiPlatform, startOcpiPlatform, together } from '../../testing/ocpiPlatform.ts';
import { openTestStore } from '../../testing/testContext.ts';
import { credentialsRole, type FrontNode, type Reply, startFront } from '../front.fixtures.ts';

const path = '/ocpi/2.2.1/credentials';
/** The same on each database. */
function races(open: () => Promise<NodeStore>): void {
  let store: NodeStore;
  let node: FrontNode;
  let count = 0;
  /** What `save` of the store does instead, once. */
  let instead: ((save: () => ReturnType<PlatformStore['save']>) => ReturnType<PlatformStore['save']>) | null = null;
  /** What happens before `remove` of the store, once. */
  let beforeRemoval: (() => Promise<unknown>) | null = null;

  beforeAll(async () => {
    store = await open();
    const platforms: PlatformStore = {
      ...store.platforms,
      save(platform, tokens) {
        const save = () => store.platforms.save(platform, tokens);
        const replacement = instead;
        instead = null;
        return replacement ? replacement(save) : save();
      },
      async remove(id, revision) {
        const first = beforeRemoval;
        beforeRemoval = null;
        await first?.();
        return store.platforms.remove(id, revision);
      },
    };
    node = await startFront({ store: { ...store, platforms } });
  });
  afterAll(async () => {
    await node[Symbol.asyncDispose]();
    await store.close();
  });

  function newParty(): CredentialsRole {
    count += 1;
    const party = credentialsRole('DE', String(count).padStart(3, '0'), 'CPO');
    node.context.directory.setParty({ country_code: 'DE', party_id: party.party_id }, node.context.self.operator, [
      'CPO',
    ]);
    return party;
  }

  const tokenIn = (reply: Reply) => (reply.body.data as { token: string }).token;
  const isAlive = async (token: string) => (await node.call('GET', path, { token })).status === 200;
  const send = (method: string, token: string, platform: OcpiPlatform, tokenB: string, role: CredentialsRole) =>
    node.call(method, path, { token, body: platform.credentials(tokenB, [role]) });

  describe('a crash in the middle leaves the old or the new', () => {
    test.each(['POST', 'PUT'])(
      'error: %s that cannot be written: the old token works, and the call can be made again',
      async (method) => {
        await using platform = await startOcpiPlatform();
        const role = newParty();
        const old = method === 'PUT' ? await node.register(platform, [role]) : await node.registrationToken([role]);
        const before = await store.platforms.byParty(role);
        instead = async () => {
          throw new StoreUnavailableError('is gone');
        };
        const refused = await send(method, old, platform, 'token-b2', role);
        expect(refused).toMatchObject({ status: 503, body: { status_code: 3000 } });
        expect(refused.text).not.toMatch(/token-b2|gone/);
        expect(await store.platforms.byParty(role)).toEqual(before);
        expect(await isAlive(old)).toBe(true);
        const reply = await send(method, old, platform, 'token-b2', role);
        expect(reply.body.status_code).toBe(1000);
        expect([await isAlive(tokenIn(reply)), await isAlive(old)]).toEqual([true, false]);
      },
    );

    test.each(['POST', 'PUT'])(
      'error: %s that was written and not answered: the new is whole, and the call can be made again',
      async (method) => {
        await using platform = await startOcpiPlatform();
        const role = newParty();
        const old = method === 'PUT' ? await node.register(platform, [role]) : await node.registrationToken([role]);
        instead = async (save) => {
          await save();
          throw new StoreUnavailableError('is gone');
        };
        expect((await send(method, old, platform, 'token-b2', role)).status).toBe(503);
        const kept = await store.platforms.byParty(role);
        expect(kept).toMatchObject({ state: 'registered', versionsUrl: platform.versionsUrl });
        expect(await store.platforms.callToken(kept?.id ?? '')).toBe('token-b2');
        const reply = await send(method, old, platform, 'token-b2', role);
        expect([await isAlive(tokenIn(reply)), await isAlive(old)]).toEqual([true, false]);
      },
    );

    test('error: the network cannot be told: the handshake has worked all the same', async () => {
      await using platform = await startOcpiPlatform();
      const role = newParty();
      const token = await node.registrationToken([role]);
      const { setClient } = store.network;
      store.network.setClient = async () => {
        throw new StoreUnavailableError('is gone');
      };
      const reply = await send('POST', token, platform, 'token-b', role);
      store.network.setClient = setClient;
      expect(reply.body.status_code).toBe(1000);
      expect(await isAlive(tokenIn(reply))).toBe(true);
    });
  });

  describe('two at once', () => {
    test.each(['POST', 'PUT'])('error: of two %s one wins, and the other is told so', async (method) => {
      await using platform = await startOcpiPlatform();
      const role = newParty();
      const old = method === 'PUT' ? await node.register(platform, [role]) : await node.registrationToken([role]);
      together(platform, 3);
      const all = await Promise.all(['one', 'two', 'three'].map((tokenB) => send(method, old, platform, tokenB, role)));
      const won = all.filter(({ body }) => body.status_code === 1000);
      expect(won).toHaveLength(1);
      for (const reply of all) {
        if (reply !== won[0]) expect([200, 401]).toContain(reply.status);
        if (reply !== won[0]) expect(reply.body.status_code).toBe(2000);
      }
      expect(await isAlive(tokenIn(won[0] as Reply))).toBe(true);
      const kept = await store.platforms.byParty(role);
      const [winner] = ['one', 'two', 'three'].filter((_, index) => all[index] === won[0]);
      expect(await store.platforms.callToken(kept?.id ?? '')).toBe(winner);
    });

    test('error: PUT and DELETE at once: it is registered with the new, or not at all', async () => {
      await using platform = await startOcpiPlatform();
      const role = newParty();
      const old = await node.register(platform, [role]);
      const [put] = await Promise.all([
        send('PUT', old, platform, 'token-b2', role),
        node.call('DELETE', path, { token: old }),
      ]);
      if (put.body.status_code === 1000) expect(await isAlive(tokenIn(put))).toBe(true);
      expect(await isAlive(old)).toBe(false);
      const kept = await store.platforms.byParty(role);
      expect(kept === null || put.body.status_code === 1000).toBe(true);
    });

    test('attack: a DELETE with the former token ends nothing that a PUT has begun since it was looked at', async () => {
      await using platform = await startOcpiPlatform();
      const role = newParty();
      const old = await node.register(platform, [role]);
      let put: Reply | undefined;
      beforeRemoval = async () => {
        put = await send('PUT', old, platform, 'token-b2', role);
      };
      const refused = await node.call('DELETE', path, { token: old });
      expect(refused).toMatchObject({ status: 200, body: { status_code: 2000 } });
      expect(await isAlive(tokenIn(put as Reply))).toBe(true);
      expect(await store.platforms.byParty(role)).not.toBeNull();
    });

    test('error: replay of a registration with the token that was used', async () => {
      await using platform = await startOcpiPlatform();
      const role = newParty();
      const token = await node.registrationToken([role]);
      expect(await isAlive(tokenIn(await send('POST', token, platform, 'token-b', role)))).toBe(true);
      const seen = platform.seen.length;
      expect((await send('POST', token, platform, 'token-b', role)).status).toBe(401);
      expect(platform.seen).toHaveLength(seen);
    });
  });
}

describe('PGlite', () => races(openTestStore));

describe.skipIf(!hasPostgres)('PostgreSQL', () => {
  let cluster: PostgresCluster | undefined;
  beforeAll(async () => {
    cluster = await startPostgres();
  });
  afterAll(() => cluster?.stop());
  races(() => {
    const url = (cluster as PostgresCluster).createDatabase();
    return openNodeStore({ url }, { sealingKey: randomBytes(32), random: randomBytes });
  });
});
