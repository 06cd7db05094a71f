import { describe, expect, test } from 'vitest';
import type { NodeStore } from './nodeStore.ts';
import { digest, onEachDatabase, party } from './testing/databases.ts';

const [a, c1, c2] = [digest(1), digest(2), digest(3)];
const until = 1_000;

onEachDatabase(({ fresh, another, tamper }) => {
  const standing = async (store: NodeStore, token: `0x${string}`, now = 1) =>
    (await store.platforms.byToken(token, now))?.standing ?? null;

  async function planned() {
    const store = await fresh();
    const platform = await store.platforms.plan({ parties: [party('DE-GSL')], tokenDigest: a, expires: 5_000, now: 1 });
    return { store, platform };
  }
  /** A platform whose answer with its token may have been lost. */
  async function replaced() {
    const { store, platform } = await planned();
    const next = { ...platform, state: 'registered' as const };
    const tokens = { tokenDigest: c1, callToken: 'b', former: { digest: a, until } };
    return { store, platform: await store.platforms.save(next, tokens) };
  }

  describe('a token that was replaced', () => {
    test('behavior: is known, with its kind, until the new one is used; then it is dead', async () => {
      const { store } = await replaced();
      expect(await store.platforms.byToken(a, 1)).toMatchObject({ kind: 'registration', standing: 'former' });
      expect(await store.platforms.byToken(c1, 1)).toMatchObject({ kind: 'credentials', standing: 'unused' });
      expect(await store.platforms.tokenUsed(c1)).toBe(true);
      expect([await standing(store, a), await standing(store, c1)]).toEqual([null, 'settled']);
      expect(await store.platforms.tokenUsed(c1)).toBe(true);
    });

    test('behavior: it can be replaced again: the one between is dead', async () => {
      const { store, platform } = await replaced();
      await store.platforms.save(platform, { tokenDigest: c2, callToken: 'b', former: { digest: a, until } });
      expect([await standing(store, a), await standing(store, c1), await standing(store, c2)]).toEqual([
        'former',
        null,
        'unused',
      ]);
    });

    test('error: its time is over, and does not begin again when it is replaced again', async () => {
      const { store, platform } = await replaced();
      await store.platforms.save(platform, { tokenDigest: c2, former: { digest: a, until: until * 3 } });
      expect([await standing(store, a, until - 1), await standing(store, a, until)]).toEqual(['former', null]);
      expect(await standing(store, c2, until * 2)).toBe('unused');
      expect(await store.sweep(until)).toBe(1);
      expect(await tamper("select encode(digest, 'hex') as digest from ocn_node.platform_token")).toEqual([
        { digest: c2.slice(2) },
      ]);
    });

    test('error: once the new one was used, nothing is saved by it, and nothing of the platform changes', async () => {
      const { store, platform } = await replaced();
      await store.platforms.tokenUsed(c1);
      const late = store.platforms.save(
        { ...platform, versionsUrl: 'https://thief.example' },
        { tokenDigest: c2, callToken: 'thief', former: { digest: a, until } },
      );
      await expect(late).rejects.toMatchObject({ code: 'CONFLICT', field: 'former' });
      expect(await store.platforms.byId(platform.id)).toEqual(platform);
      expect(await store.platforms.callToken(platform.id)).toBe('b');
      expect([await standing(store, c1), await standing(store, c2)]).toEqual(['settled', null]);
    });

    test('error: a token of another platform, or of nobody, is none that could be replaced', async () => {
      const { store, platform } = await planned();
      const parties = [party('NL-EMP')];
      await store.platforms.plan({ parties, tokenDigest: digest(9), expires: 5_000, now: 1 });
      for (const other of [digest(9), digest(8)]) {
        const saved = store.platforms.save(platform, { tokenDigest: c1, former: { digest: other, until } });
        await expect(saved).rejects.toMatchObject({ code: 'CONFLICT', field: 'former' });
      }
      expect([await standing(store, a), await standing(store, digest(9))]).toEqual(['settled', 'settled']);
    });

    test('error: a token that was replaced, or is nobody’s, cannot be used: what there is stays', async () => {
      const { store } = await replaced();
      for (const token of [a, c2]) expect(await store.platforms.tokenUsed(token)).toBe(false);
      expect([await standing(store, a), await standing(store, c1)]).toEqual(['former', 'unused']);
    });

    test('error: replaced again and used at the same time: one of both, and there is a token that works', async () => {
      for (let round = 0; round < 8; round++) {
        const { store, platform } = await replaced();
        const other = another();
        const [saved, used] = await Promise.allSettled([
          store.platforms.save(platform, { tokenDigest: c2, former: { digest: a, until } }),
          other.platforms.tokenUsed(c1),
        ]);
        const won = saved.status === 'fulfilled';
        expect(used).toEqual({ status: 'fulfilled', value: !won });
        const after = await Promise.all([a, c1, c2].map((one) => standing(another(), one)));
        expect(after).toEqual(won ? ['former', null, 'unused'] : [null, 'settled', null]);
      }
    });

    test('error: another process does not know yet: it is told by the database, if it asks', async () => {
      const { store } = await replaced();
      const other = another();
      expect([await standing(other, a), await standing(other, c1)]).toEqual(['former', 'unused']);
      await store.platforms.tokenUsed(c1);
      expect(await other.platforms.byToken(a, 1, 'fresh')).toBeNull();
      await expect.poll(() => standing(other, c1), { timeout: 5_000 }).toBe('settled');
      expect(await standing(other, a)).toBeNull();
    });
  });
});
