import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { noConnection } from '../registration/handshake.ts';
import type { BridgeStore, OutboxMessage } from '../store/bridgeStore.ts';

const emsp = { country_code: 'NL', party_id: 'EMP' };
const cpo = { country_code: 'DE', party_id: 'GSL' };
const message = (id: string, lane = 'a', created = 0): OutboxMessage => ({
  ...{
    id,
    lane,
    created,
    correlationId: `c-${id}`,
    from: cpo,
    to: emsp,
    module: 'locations',
    role: 'RECEIVER',
    method: 'PUT',
  },
  ...{ path: '/x', query: '', body: '{}' },
});
const answer = { status: 200, headers: { Location: 'https://a.example/1' }, body: '{"status_code":1000}' };
const named = (key: string, digest = '0x01') => [{ key, digest: digest as `0x${string}` }];

/** A kind of store, for all tests. */
export interface StoreBackend {
  readonly store: () => BridgeStore;
  readonly empty: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Empties the tables of a bridge. */
export async function emptyTables(sql: { query(text: string): Promise<unknown> }): Promise<void> {
  for (const name of ['connection', 'outbox', 'request', 'answer', 'result', 'cdr_proof', 'high_water']) {
    await sql.query(`TRUNCATE ocn_bridge_${name}`);
  }
}

/** What every store has to do. */
export function describeStore(name: string, open: () => Promise<StoreBackend>, numRuns: number): void {
  describe(`a store in ${name}`, () => {
    let backend: StoreBackend;
    let store: BridgeStore;
    beforeAll(async () => {
      backend = await open();
      await backend.store().sweep(0);
    });
    beforeEach(async () => {
      await backend.empty();
      store = backend.store();
    });
    afterAll(() => backend.close());

    test('behavior: the connection is written by who has seen it last', async () => {
      expect(await store.connection.load()).toBeNull();
      const first = await store.connection.save({ ...noConnection, callToken: 'secret' });
      expect(first?.revision).toBe(1);
      expect(await store.connection.save(noConnection)).toBeNull();
      const second = await store.connection.save({ ...noConnection, revision: 1, state: 'registered' });
      expect(await store.connection.load()).toEqual(second);
      expect(await store.connection.save({ ...noConnection, revision: 1 })).toBeNull();
      await store.connection.clear();
      expect(await store.connection.load()).toBeNull();
    });

    test('behavior: of each lane the first is taken, by one alone, until its lease is over', async () => {
      for (const [id, lane] of [
        ['1', 'a'],
        ['2', 'a'],
        ['3', 'b'],
        ['4', 'c'],
      ] as const)
        await store.outbox.add(message(id, lane), 10);
      const taken = await Promise.all([store.outbox.take(5, 50, 2), store.outbox.take(5, 50, 2)]);
      expect(
        taken
          .flat()
          .map(({ id }) => id)
          .sort(),
      ).toEqual(['1', '3', '4']);
      expect(await store.outbox.take(6, 60, 9)).toEqual([]);
      await store.outbox.remove('1');
      expect((await store.outbox.take(7, 60, 9)).map(({ id }) => id)).toEqual(['2']);
      expect((await store.outbox.take(50, 90, 9)).map(({ id }) => id)).toEqual(['3', '4']);
      expect(await store.outbox.nextDue()).toBe(60);
    });

    test('behavior: one that failed holds up its lane until it is its time, and a dead one does not', async () => {
      await store.outbox.add(message('1'), 10);
      await store.outbox.add(message('2'), 10);
      await store.outbox.take(0, 50, 9);
      await store.outbox.retry('1', 1, 100, 'TRANSPORT: was not answered');
      expect(await store.outbox.take(99, 200, 9)).toEqual([]);
      expect(await store.outbox.take(100, 200, 9)).toMatchObject([
        { id: '1', attempts: 1, lastError: 'TRANSPORT: was not answered' },
      ]);
      await store.outbox.bury('1', 2, 'OCPI: was refused');
      expect(await store.outbox.take(101, 200, 9)).toMatchObject([{ id: '2' }]);
      expect(await store.outbox.dead(0, 10)).toMatchObject([
        { id: '1', state: 'dead', attempts: 2, body: '{}', to: emsp },
      ]);
      expect(await store.outbox.counts()).toEqual({ waiting: 1, dead: 1, oldest: 0 });
      expect([
        await store.outbox.revive('1', 300),
        await store.outbox.revive('1', 300),
        await store.outbox.revive('2', 300),
      ]).toEqual([true, false, false]);
      expect(await store.outbox.dead(0, 10)).toEqual([]);
    });

    test('error: a full outbox takes nothing more, and the same message once', async () => {
      expect([await store.outbox.add(message('1'), 2), await store.outbox.add(message('2'), 2)]).toEqual([true, true]);
      expect([await store.outbox.add(message('3'), 2), await store.outbox.add(message('1'), 2)]).toEqual([false, true]);
      expect((await store.outbox.counts()).waiting).toBe(2);
      expect(await store.outbox.find('3')).toBeNull();
    });

    test('behavior: a request has one effect, under all of its names', async () => {
      const names = [...named('h:1'), ...named('c:1')];
      expect(await store.requests.begin(names, 'r1', 0, -10, 1000)).toEqual({ state: 'new', id: 'r1' });
      expect(await store.requests.begin(named('c:1'), 'r2', 5, -5, 1000)).toEqual({ state: 'busy' });
      expect(await store.requests.begin(named('h:1', '0x02'), 'r2', 5, -5, 1000)).toEqual({ state: 'other' });
      await store.requests.finish('r1', answer);
      expect(await store.requests.begin([...named('h:2'), ...named('c:1')], 'r3', 6, -5, 1000)).toEqual({
        state: 'done',
        answer,
      });
      expect(await store.requests.begin(named('h:1', '0x02'), 'r4', 6, -5, 1000)).toEqual({ state: 'other' });
    });

    test('behavior: what came to nothing, and what a dead process left, is begun anew', async () => {
      await store.requests.begin(named('a'), 'r1', 0, -10, 1000);
      await store.requests.abandon('r1');
      expect(await store.requests.begin(named('a', '0x02'), 'r2', 1, -10, 1000)).toEqual({ state: 'other' });
      expect(await store.requests.begin(named('a'), 'r2', 1, -10, 1000)).toEqual({ state: 'new', id: 'r2' });
      expect(await store.requests.begin(named('a'), 'r3', 100, 50, 1000)).toEqual({ state: 'new', id: 'r3' });
      expect(await store.requests.begin(named('a', '0x02'), 'r4', 1000, 900, 2000)).toEqual({ state: 'new', id: 'r4' });
    });

    test('behavior: of many that begin the same at the same time, one does', async () => {
      const states = await Promise.all(
        Array.from({ length: 12 }, (_, i) => store.requests.begin(named('x'), `r${i}`, 0, -10, 1000)),
      );
      expect(states.filter(({ state }) => state === 'new')).toHaveLength(1);
    });

    test('behavior: a result comes once, and is gone when nobody can want it', async () => {
      const pending = {
        id: 'p',
        direction: 'receive',
        module: 'commands',
        own: emsp,
        other: cpo,
        url: null,
        result: null,
        expires: 100,
      } as const;
      await store.results.expect(pending);
      await store.results.expect({ ...pending, other: emsp });
      expect(await store.results.find('p')).toEqual(pending);
      expect([
        await store.results.resolve('p', '1'),
        await store.results.resolve('p', '2'),
        await store.results.resolve('q', '1'),
      ]).toEqual([true, false, false]);
      expect((await store.results.find('p'))?.result).toBe('1');
      expect([await store.sweep(99), await store.sweep(100)]).toEqual([0, 1]);
      expect(await store.results.find('p')).toBeNull();
    });

    test('behavior: the mark of a party only grows, until it is forgotten', async () => {
      expect(await store.highWater.get(cpo)).toBe(0);
      await store.highWater.raise(cpo, 2);
      await store.highWater.raise(cpo, 1);
      await store.highWater.raise(emsp, 1);
      expect([
        await store.highWater.get({ country_code: 'de', party_id: 'gsl' }),
        await store.highWater.get(emsp),
      ]).toEqual([2, 1]);
      await store.highWater.forget(cpo);
      expect(await store.highWater.get(cpo)).toBe(0);
    });

    test('behavior: the first proof of a CDR stays', async () => {
      const proof = {
        type: 'gridseal/cdr-proof/v1',
        owner: cpo,
        id: 'C1',
        digest: '0x',
        body: 'YQ',
        signature: null,
        received: 1,
      } as never;
      expect(await store.proofs.keep(proof)).toEqual({ proof, delivered: false });
      await store.proofs.delivered(cpo, 'c1');
      expect(await store.proofs.keep({ ...(proof as object), id: 'c1', body: 'Yg' } as never)).toEqual({
        proof,
        delivered: true,
      });
      expect(await store.proofs.find(emsp, 'C1')).toBeNull();
    });

    test('property: whatever fails and is taken again, each lane keeps its order', async () => {
      const steps = fc.array(fc.record({ lane: fc.constantFrom('a', 'b', 'c'), failures: fc.nat(2) }), {
        minLength: 1,
        maxLength: 12,
      });
      await fc.assert(
        fc.asyncProperty(steps, async (drafts) => {
          await backend.empty();
          const outbox = backend.store().outbox;
          for (const [i, { lane }] of drafts.entries()) await outbox.add(message(String(i), lane), 100);
          const left = drafts.map(({ failures }) => failures);
          const sent: number[] = [];
          for (let now = 0; (await outbox.counts()).waiting > 0; now += 10) {
            for (const { id, attempts } of await outbox.take(now, now + 5, 2)) {
              const index = Number(id);
              if ((left[index] as number)-- > 0) await outbox.retry(id, attempts + 1, now + 10, 'x');
              else {
                sent.push(index);
                await outbox.remove(id);
              }
            }
          }
          expect([...sent].sort((a, b) => a - b)).toEqual(drafts.map((_, i) => i));
          for (const lane of ['a', 'b', 'c']) {
            const ofLane = sent.filter((i) => drafts[i]?.lane === lane);
            expect(ofLane).toEqual([...ofLane].sort((a, b) => a - b));
          }
        }),
        { numRuns },
      );
    });
  });
}
