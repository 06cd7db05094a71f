import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Party, partyKey } from '../../../protocol/ocpi/index.ts';
import type { Platform } from '../platform.ts';
import type { NodeStore } from './nodeStore.ts';
import { digest, onEachDatabase, party } from './testing/databases.ts';

const STALE = 20;
const answer = { status: 200, headers: {}, body: null, signature: null };

interface KeptRequest {
  digest: number;
  holder: number;
  busyUntil: number;
  keepUntil: number;
  isDone: boolean;
}

/** The store as it would be if there was one process, and nothing was ever written anywhere. */
class Model {
  now = 1;
  readonly requests = new Map<string, KeptRequest>();
  readonly replays = new Map<string, number>();
  readonly leases = new Map<string, { holder: string; until: number }>();
  readonly platforms = new Map<string, Platform>();
  readonly speaks = new Map<string, 'v1' | 'v2'>();

  begin(id: string, bytes: number, holder: number, keepUntil: number): string {
    const kept = this.requests.get(id);
    const isOver = kept !== undefined && kept.keepUntil <= this.now;
    const isLeft = kept !== undefined && !kept.isDone && kept.busyUntil <= this.now;
    const isFree = kept === undefined || (kept.isDone ? isOver : isLeft && (isOver || kept.digest === bytes));
    if (!isFree) return kept.digest !== bytes ? 'other' : kept.isDone ? 'done' : 'busy';
    this.requests.set(id, { digest: bytes, holder, busyUntil: this.now + STALE, keepUntil, isDone: false });
    return 'new';
  }

  end(id: string, holder: number, isDone: boolean): void {
    const kept = this.requests.get(id);
    if (kept === undefined || kept.holder !== holder || kept.isDone) return;
    if (isDone) kept.isDone = true;
    else this.requests.delete(id);
  }

  remember(key: string, expires: number): boolean {
    if ((this.replays.get(key) ?? 0) > this.now) return false;
    this.replays.set(key, expires);
    return true;
  }

  acquire(name: string, holder: string, until: number): boolean {
    const lease = this.leases.get(name);
    if (lease !== undefined && lease.holder !== holder && lease.until > this.now) return false;
    this.leases.set(name, { holder, until });
    return true;
  }

  isTaken(parties: readonly Party[], but: string): boolean {
    const keys = new Set(parties.map(partyKey));
    return [...this.platforms.values()].some((one) => one.id !== but && one.parties.some((p) => keys.has(partyKey(p))));
  }
}

interface Real {
  readonly stores: readonly NodeStore[];
  tokens: number;
}

type Step = (model: Model, real: Real) => Promise<void>;
const at = fc.nat(1);
const few = fc.constantFrom('a', 'b', 'c');
const parties = fc.uniqueArray(fc.constantFrom('NL-AAA', 'NL-BBB', 'DE-AAA'), { minLength: 1, maxLength: 2 });
const storeOf = (real: Real, which: number) => real.stores[which] as NodeStore;

const steps: fc.Arbitrary<Step> = fc.oneof(
  fc.nat(40).map(
    (ms): Step =>
      async (model) => {
        model.now += ms;
      },
  ),
  fc.tuple(at, few, fc.nat(1), fc.integer({ min: 1, max: 60 })).map(
    ([which, id, bytes, keep]): Step =>
      async (model, real) => {
        const key = { caller: 'c', requestId: id, digest: digest(bytes) };
        const expected = model.begin(id, bytes, which, model.now + keep);
        const { state } = await storeOf(real, which).requests.begin(key, model.now, model.now + keep, STALE);
        expect(state).toBe(expected);
      },
  ),
  fc.tuple(at, few, fc.boolean()).map(
    ([which, id, isDone]): Step =>
      async (model, real) => {
        const { requests } = storeOf(real, which);
        const key = { caller: 'c', requestId: id, digest: digest(0) };
        model.end(id, which, isDone);
        await (isDone ? requests.finish(key, answer) : requests.abandon(key));
      },
  ),
  fc.tuple(at, few, fc.integer({ min: 1, max: 60 })).map(
    ([which, key, ms]): Step =>
      async (model, real) => {
        const expected = model.remember(key, model.now + ms);
        expect(await storeOf(real, which).replays.remember(key, model.now + ms, model.now)).toBe(expected);
      },
  ),
  fc.tuple(at, few, few, fc.nat(60)).map(
    ([which, name, holder, ms]): Step =>
      async (model, real) => {
        const expected = model.acquire(name, holder, model.now + ms);
        expect(await storeOf(real, which).leases.acquire(name, holder, model.now + ms, model.now)).toBe(expected);
      },
  ),
  fc.tuple(at, few, fc.constantFrom('v1' as const, 'v2' as const)).map(
    ([which, id, speaks]): Step =>
      async (model, real) => {
        if (model.speaks.get(id) !== 'v2') model.speaks.set(id, speaks);
        await storeOf(real, which).network.setPeerSpeaks(`0x${id}`, speaks, model.now);
        expect(await storeOf(real, 1 - which).network.peerSpeaks(`0x${id}`)).toBe(model.speaks.get(id));
      },
  ),
  fc.tuple(at, parties).map(
    ([which, keys]): Step =>
      async (model, real) => {
        const input = { parties: keys.map(party), tokenDigest: digest(++real.tokens), expires: 1e9, now: model.now };
        const planned = await storeOf(real, which).platforms.plan(input).catch(codeOf);
        if (model.isTaken(input.parties, '')) expect(planned).toBe('CONFLICT');
        else model.platforms.set((planned as Platform).id, planned as Platform);
      },
  ),
  fc.tuple(at, fc.nat(2), parties, fc.boolean()).map(
    ([which, nth, keys, isStale]): Step =>
      async (model, real) => {
        const platform = [...model.platforms.values()][nth];
        if (platform === undefined) return;
        const named = keys.map((key) => ({ ...party(key), role: 'CPO' as const, business: { name: key } }));
        const changed = { ...platform, parties: named, revision: platform.revision - (isStale ? 1 : 0) };
        const saved = await storeOf(real, which).platforms.save(changed).catch(codeOf);
        if (isStale || model.isTaken(named, platform.id)) return expect(saved).toBe('CONFLICT');
        expect(saved).toEqual({ ...changed, revision: platform.revision + 1 });
        model.platforms.set(platform.id, saved as Platform);
      },
  ),
  fc.tuple(at, fc.nat(2)).map(
    ([which, nth]): Step =>
      async (model, real) => {
        const id = [...model.platforms.keys()][nth];
        if (id === undefined) return;
        model.platforms.delete(id);
        await storeOf(real, which).platforms.remove(id);
      },
  ),
  fc.constant<Step>(async (model, real) => {
    const { platforms } = await storeOf(real, 0).platforms.list(null, 100);
    const expected = [...model.platforms.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    expect(platforms).toEqual(expected);
  }),
  at.map(
    (which): Step =>
      async (model, real) => {
        await storeOf(real, which).sweep(model.now);
        for (const [id, kept] of model.requests) {
          if (kept.keepUntil <= model.now && (kept.isDone || kept.busyUntil <= model.now)) model.requests.delete(id);
        }
      },
  ),
);

onEachDatabase(({ fresh, another }) => {
  test('behavior: two stores on one database are as one without any database', async () => {
    const runs = fc.asyncProperty(fc.array(steps, { minLength: 20, maxLength: 60 }), async (sequence) => {
      const real: Real = { stores: [await fresh(), another()], tokens: 0 };
      const model = new Model();
      for (const step of sequence) await step(model, real);
    });
    await fc.assert(runs, { numRuns: 40, endOnFailure: true });
  });
});

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : error;
}
