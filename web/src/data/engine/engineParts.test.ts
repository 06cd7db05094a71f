// @vitest-environment node
import 'fake-indexeddb/auto';
import type { Hex } from '@gridseal/sdk/bytes';
import type { ChainEvent, CursorState } from '@gridseal/sdk/chain';
import { sha256Hex } from '@gridseal/sdk/crypto';
import { DecodeError, TransportError } from '@gridseal/sdk/errors';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Mention } from '../model/events.ts';
import { eventAt } from '../testing/FakeData.tsx';
import { Bodies } from './bodies.ts';
import { Contents } from './contents.ts';
import { openDatabase } from './database.ts';
import { EventLog } from './eventLog.ts';
import { findEvents } from './events.ts';
import { pageOf } from './page.ts';

const word = (number: number): Hex => `0x${number.toString(16).padStart(64, '0')}`;
const endorsed = (block: number, certificate = 1, quorum = 9, logIndex = 0): ChainEvent =>
  eventAt(
    block,
    { type: 'certificateEndorsed', certificate: word(certificate), quorum: word(quorum), version: 1 },
    logIndex,
  );
const claimed = (block: number, device: number): ChainEvent =>
  eventAt(block, {
    type: 'claimed',
    authority: word(0xa),
    subject: word(0xb),
    device: word(device),
    epoch: 1,
    record: word(3),
  });

describe('the log of events', () => {
  test('behavior: in the order of the chain, however they come, and without what was taken back', () => {
    const places = fc.uniqueArray(fc.tuple(fc.nat(20), fc.nat(3)), { selector: ([a, b]) => `${a} ${b}`, minLength: 1 });
    fc.assert(
      fc.property(places, fc.nat(20), (given, fork) => {
        const log = new EventLog();
        const all = given.map(([block, index]) => endorsed(block, block % 3, 9, index));
        for (const event of all) log.apply([], [event]);
        const ordered = [...all].sort((a, b) => a.block - b.block || a.logIndex - b.logIndex);
        expect(log.all).toEqual(ordered);
        const [standing, removed] = [
          ordered.filter(({ block }) => block <= fork),
          ordered.filter(({ block }) => block > fork),
        ];
        log.apply(removed.toReversed(), []);
        expect(log.all).toEqual(standing);
        expect(log.of('certificate', word(1))).toEqual(standing.filter(({ block }) => block % 3 === 1));
        expect(log.newestFirst('certificate').length).toBe(new Set(standing.map(({ block }) => block % 3)).size);
      }),
      { numRuns: 50 },
    );
  });

  test('behavior: filters by what events say, in any case', () => {
    const log = new EventLog();
    log.apply([], [endorsed(1), endorsed(2, 2), endorsed(3, 2, 0xabc), claimed(4, 5), claimed(5, 6)]);
    const blocks = (filter: Parameters<typeof findEvents>[1]) =>
      findEvents(log, filter).items.map(({ block }) => block);
    expect(blocks({})).toEqual([5, 4, 3, 2, 1]);
    expect(blocks({ order: 'oldest', limit: 2, offset: 1 })).toEqual([2, 3]);
    expect(blocks({ certificate: word(2), quorum: word(0xabc).toUpperCase().replace('0X', '0x') as Hex })).toEqual([3]);
    expect(blocks({ authority: word(0xa), subject: word(0xb) })).toEqual([5, 4]);
    expect(blocks({ authority: word(0xa).toUpperCase().replace('0X', '0x') as Hex })).toEqual([5, 4]);
    expect(blocks({ device: word(6) })).toEqual([5]);
    expect(blocks({ types: ['claimed'], fromBlock: 5 })).toEqual([5]);
    expect(blocks({ toBlock: 1 })).toEqual([1]);
    expect(blocks({ transaction: claimed(4, 5).transaction })).toEqual([4]);
    expect(blocks({ quorum: word(77) })).toEqual([]);
  });

  test('behavior: finds what events mention: members, transactions, parts of ids', () => {
    const log = new EventLog();
    const rules = { threshold: 1, revocationThreshold: 1 };
    const members = [{ signer: '0xABCDEF0000000000000000000000000000000001' as Hex, weight: 1 }];
    log.apply([], [endorsed(1), eventAt(2, { type: 'quorumCreated', quorum: word(0xfe), members, ...rules })]);
    const blocks = (...mentions: readonly Mention[]) => findEvents(log, { mentions }).items.map(({ block }) => block);
    expect(blocks({ ids: ['0xabcdef0000000000000000000000000000000001'] })).toEqual([2]);
    expect(blocks({ part: 'CDEF00' })).toEqual([2]);
    expect(blocks({ ids: [word(1)], part: 'cdef00' })).toEqual([2, 1]);
    expect(blocks({ ids: [word(1)] }, { part: 'cdef00' })).toEqual([]);
    expect(blocks({ ids: [endorsed(1).transaction] })).toEqual([1]);
  });

  test('error: what mentions nothing finds nothing, and part of an id is not the id', () => {
    const log = new EventLog();
    log.apply([], [endorsed(1)]);
    expect(findEvents(log, { mentions: [{}] }).total).toBe(0);
    expect(findEvents(log, { mentions: [{ ids: [] }] }).total).toBe(0);
    expect(findEvents(log, { mentions: [{ ids: [word(1).slice(0, 20) as Hex] }] }).total).toBe(0);
    expect(findEvents(log, { mentions: [{ part: 'certificateEndorsed' }] }).total).toBe(0);
    expect(findEvents(log, { mentions: [] }).total).toBe(1);
  });

  test('error: windows that make no sense', () => {
    const all = [1, 2, 3];
    expect(pageOf(all, { offset: -5 }).items).toEqual(all);
    expect(pageOf(all, { offset: Number.NaN, limit: Number.NaN }).items).toEqual([]);
    expect(pageOf(all, { offset: 2.5, limit: -1 })).toEqual({ total: 3, offset: 2, items: [] });
    expect(pageOf(Array.from({ length: 30_000 }), { limit: Number.POSITIVE_INFINITY }).items).toHaveLength(20_000);
  });
});

describe('contents', () => {
  const bytes = new TextEncoder().encode('hello');
  const digest = sha256Hex(bytes);
  const gone = () => {
    throw new TransportError('gone');
  };

  test('error: damaged bytes in the browser are not believed', async () => {
    const shelf = { take: async () => new Uint8Array(5), put: async () => undefined };
    await expect(new Contents(gone, shelf).read(digest)).rejects.toThrow('gone');
  });

  test('behavior: what is kept needs no gateway, up to the size that is allowed', async () => {
    const kept = new Map<Hex, Uint8Array>();
    const shelf = {
      take: async (id: Hex) => kept.get(id) ?? null,
      put: async (id: Hex, given: Uint8Array) => void kept.set(id, given),
    };
    const contents = new Contents(gone, shelf);
    expect(await contents.keep(bytes)).toBe(digest);
    expect(await contents.read(digest.toUpperCase().replace('0X', '0x') as Hex)).toEqual(bytes);
    await expect(contents.read(digest, { maxBytes: 4 })).rejects.toThrow('gone');
  });

  test('behavior: bodies are fetched a few at a time, tried again later and later, and malformed ones never', async () => {
    let [time, running, most] = [0, 0, 0];
    let isBusy = true;
    const asked: Hex[] = [];
    const bodies = new Bodies<string>({
      read: async (id) => {
        asked.push(id);
        most = Math.max(most, ++running);
        await new Promise((resolve) => setTimeout(resolve, 1));
        running--;
        if (id === word(1)) throw new TransportError('not here');
        return bytes;
      },
      decode: (_, id) => {
        if (id === word(2)) throw new DecodeError('is nonsense', { field: 'certificate' });
        return id;
      },
      changed: () => undefined,
      now: () => time,
      isBusy: () => isBusy,
    });
    const ids = Array.from({ length: 30 }, (_, i) => word(i));
    bodies.want(ids);
    expect(bodies.state(word(3))).toBe('unasked');
    isBusy = false;
    bodies.want(ids);
    expect(bodies.state(word(3))).toBe('loading');
    await expect.poll(() => asked.length).toBe(30);
    await expect.poll(() => running).toBe(0);
    expect(most).toBeLessThanOrEqual(8);
    expect([0, 1, 2, 99].map((i) => bodies.state(word(i)))).toEqual(['loaded', 'missing', 'malformed', 'unasked']);
    expect(bodies.problem(word(1))).toMatchObject({ code: 'TRANSPORT', shortMessage: 'not here' });
    for (const pause of [1_000, 3_500, 1_000, 6_000, 1_500]) {
      time += pause;
      bodies.retry();
      await expect.poll(() => running).toBe(0);
    }
    expect(asked.filter((id) => id === word(1))).toHaveLength(3);
    expect(asked.filter((id) => id === word(2))).toHaveLength(1);
  });
});

describe('what the browser keeps', () => {
  const cursor = { position: 1 } as CursorState;
  const save = (revision: number, added: readonly ChainEvent[], removed: readonly ChainEvent[] = []) => ({
    revision,
    added,
    removed,
    cursor,
    head: null,
  });

  test('behavior: gives what came after a revision, or everything once something was taken back', async () => {
    const database = await openDatabase('parts-1', { now: Date.now });
    const events = [endorsed(1), endorsed(2), endorsed(3)];
    for (const [i, event] of events.entries()) await database.save(save(i + 1, [event]));
    expect(await database.load(2)).toMatchObject({ revision: 3, isWhole: false, events: [events[2]] });
    expect(await database.load(0)).toMatchObject({ isWhole: true, events });
    await database.save(save(4, [endorsed(4)], [events[2] as ChainEvent, events[1] as ChainEvent]));
    expect(await database.load(3)).toMatchObject({ revision: 4, isWhole: true, events: [events[0], endorsed(4)] });
    expect(await database.load(4)).toMatchObject({ isWhole: false, events: [] });
    await database.clear(5);
    expect(await database.load(4)).toMatchObject({ revision: 5, isWhole: true, events: [], cursor: null });
    database.close();
  });

  test('behavior: many small chunks become one, and readers that are behind read it whole', async () => {
    const database = await openDatabase('parts-2', { now: Date.now });
    const events = Array.from({ length: 70 }, (_, i) => endorsed(i + 1));
    for (const [i, event] of events.entries()) await database.save(save(i + 1, [event]));
    await database.compact();
    expect(await database.load(0)).toMatchObject({ revision: 70, events });
    expect(await database.load(60)).toMatchObject({ isWhole: true, events });
    expect(await database.load(70)).toMatchObject({ isWhole: false, events: [] });
    await database.save(save(71, [], events.slice(65).toReversed()));
    expect((await database.load(70)).events).toEqual(events.slice(0, 65));
    database.close();
  });
});
