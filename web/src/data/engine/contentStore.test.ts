// @vitest-environment node
import 'fake-indexeddb/auto';
import type { Hex } from '@gridseal/sdk/bytes';
import type { CursorState } from '@gridseal/sdk/chain';
import { sha256Hex } from '@gridseal/sdk/crypto';
import { TransportError } from '@gridseal/sdk/errors';
import { openDB } from 'idb';
import { describe, expect, test } from 'vitest';
import type { ContentStore, Keeping } from './contentStore.ts';
import { Contents } from './contents.ts';
import { openDatabase } from './database.ts';
import { createShelf } from './shelf.ts';

const word = (i: number): Hex => `0x${i.toString(16).padStart(64, '0')}`;
const minute = 60_000;
let names = 0;

/** A browser that keeps 1,000 bytes of its own and 1,000 that it read. */
async function open(name = `contents-${++names}`) {
  const clock = { now: 0 };
  const database = await openDatabase(name, { now: () => clock.now, limits: { own: 1_000, read: 1_000 } });
  const put = (i: number, bytes: number, keeping: Keeping = 'read') => {
    clock.now += minute;
    return database.contents.put(word(i), new Uint8Array(bytes).fill(i), keeping);
  };
  const has = async (...ids: readonly number[]) =>
    Promise.all(ids.map(async (i) => ((await database.contents.take(word(i))) === null ? '-' : i)));
  const later = async () => {
    clock.now += 20 * minute;
    // Noting that something was used waits for nobody.
    await new Promise((resolve) => setTimeout(resolve, 20));
  };
  return { name, database, clock, put, has, later };
}

describe('contents of a browser', () => {
  test('behavior: what was not used for longest makes room', async () => {
    const { put, has } = await open();
    for (const i of [1, 2, 3]) await put(i, 300);
    await put(4, 300);
    expect(await has(1, 2, 3, 4)).toEqual(['-', 2, 3, 4]);
    await put(5, 600);
    expect(await has(2, 3, 4, 5)).toEqual(['-', '-', 4, 5]);
  });

  test('behavior: using it keeps it', async () => {
    const { put, has, later } = await open();
    for (const i of [1, 2, 3]) await put(i, 300);
    await later();
    expect(await has(1)).toEqual([1]);
    await later();
    await put(4, 300);
    expect(await has(1, 2, 3, 4)).toEqual([1, '-', 3, 4]);
  });

  test('attack: a flood of strangers’ content pushes out nothing of one’s own', async () => {
    const { put, has } = await open();
    await put(1, 400, 'own');
    for (let i = 10; i < 60; i++) await put(i, 300);
    expect(await has(1, 10, 59)).toEqual([1, '-', 59]);
    // Read again, it is still one’s own.
    await put(1, 400);
    for (let i = 60; i < 70; i++) await put(i, 300);
    expect(await has(1)).toEqual([1]);
  });

  test('behavior: one’s own is bounded, too', async () => {
    const { put, has } = await open();
    for (const i of [1, 2, 3]) await put(i, 400, 'own');
    expect(await has(1, 2, 3)).toEqual(['-', 2, 3]);
  });

  test('behavior: the same again counts once', async () => {
    const { put, has } = await open();
    await put(1, 300);
    for (let i = 0; i < 9; i++) await put(2, 300);
    expect(await has(1, 2)).toEqual([1, 2]);
    await put(2, 300, 'own');
    await put(3, 690);
    expect(await has(1, 2, 3)).toEqual([1, 2, 3]);
  });

  test('behavior: one that is larger than everything may stay until the next', async () => {
    const { put, has } = await open();
    await put(1, 5_000);
    expect(await has(1)).toEqual([1]);
    await put(2, 10);
    expect(await has(1, 2)).toEqual(['-', 2]);
  });

  test('behavior: limits hold over visits', async () => {
    const first = await open();
    for (const i of [1, 2, 3]) await first.put(i, 300);
    first.database.close();
    const second = await open(first.name);
    second.clock.now = first.clock.now;
    await second.put(4, 300);
    expect(await second.has(1, 2, 3, 4)).toEqual(['-', 2, 3, 4]);
  });

  test('behavior: what another tab keeps is found, if not at once', async () => {
    const first = await open();
    expect(await first.has(1, 2)).toEqual(['-', '-']);
    const second = await open(first.name);
    await second.put(1, 300);
    await first.later();
    expect(await first.has(1, 2)).toEqual([1, '-']);
    await first.put(2, 900);
    expect(await first.has(1, 2)).toEqual(['-', 2]);
  });

  test('behavior: gives back half when it has to', async () => {
    const { database, put, has } = await open();
    expect(await database.contents.makeRoom()).toBe(false);
    await put(9, 100, 'own');
    for (const i of [1, 2, 3, 4]) await put(i, 200);
    expect(await database.contents.makeRoom()).toBe(true);
    expect(await has(1, 2, 3, 4, 9)).toEqual(['-', '-', 3, 4, 9]);
  });

  test('behavior: what an older page kept stays, and counts', async () => {
    const name = `contents-${++names}`;
    const old = await openDB(name, 1, {
      upgrade: (fresh) => {
        for (const store of ['meta', 'chunks', 'contents']) fresh.createObjectStore(store);
      },
    });
    await old.put('contents', new Uint8Array(700).fill(7), word(7));
    await old.put('chunks', [{ type: 'announced' }], 1);
    await old.put('meta', { revision: 1, undone: 0, cursor: null, head: null }, 'state');
    old.close();
    const { database, put, has } = await open(name);
    expect(await database.load(0)).toMatchObject({ revision: 0, events: [] });
    expect(await has(7)).toEqual([7]);
    await put(8, 700, 'own');
    expect(await has(7, 8)).toEqual(['-', 8]);
  });
});

describe('a browser that runs out of room', () => {
  /** The next writes to a store find none. */
  function fill(store: string, times: number) {
    const put = IDBObjectStore.prototype.put;
    let left = times;
    IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...input) {
      if (this.name !== store || left-- <= 0) return put.apply(this, input);
      throw new DOMException('no room', 'QuotaExceededError');
    };
    const mend = () => {
      IDBObjectStore.prototype.put = put;
    };
    return { [Symbol.dispose]: mend };
  }
  const event = { type: 'withdrawn', authority: word(1), subject: word(2), epoch: 1 } as const;
  const at = { block: 1, blockHash: word(3), transaction: word(4), logIndex: 0 };
  const change = {
    revision: 1,
    removed: [],
    added: [{ ...event, ...at }],
    cursor: { position: 1 } as CursorState,
    head: null,
  };

  test('behavior: the chain is worth more than content', async () => {
    const { database, put, has } = await open();
    for (const i of [1, 2]) await put(i, 300);
    using _ = fill('chunks', 1);
    await database.save(change);
    expect(await database.load(0)).toMatchObject({ revision: 1, events: change.added });
    expect(await has(1, 2)).toEqual(['-', 2]);
  });

  test('behavior: new content is worth more than old', async () => {
    const { put, has } = await open();
    for (const i of [1, 2]) await put(i, 300);
    using _ = fill('contents', 1);
    await put(3, 300);
    expect(await has(1, 2, 3)).toEqual(['-', 2, 3]);
  });

  test('error: no room even so', async () => {
    const { database, put, has } = await open();
    await put(1, 300);
    {
      using _ = fill('chunks', 2);
      await expect(database.save(change)).rejects.toThrow('no room');
    }
    expect(await database.load(0)).toMatchObject({ revision: 0, events: [] });
    using _ = fill('contents', 9);
    await expect(put(2, 300)).rejects.toThrow('no room');
    expect(await has(1, 2)).toEqual(['-', '-']);
  });
});

describe('a browser without room', () => {
  const full = () => Promise.reject(new DOMException('no room', 'QuotaExceededError'));
  const [a, b, c] = [400, 401, 402].map((length) => new Uint8Array(length));
  const shelfWith = (disk: Partial<ContentStore>) =>
    createShelf({ take: async () => null, put: full, ...disk }, { maxBytes: 1_000 });

  test('error: what does not fit is kept in memory, the newest of it', async () => {
    const shelf = shelfWith({});
    await shelf.put(word(1), a as Uint8Array, 'read');
    await shelf.put(word(2), b as Uint8Array, 'read');
    expect(await shelf.take(word(1))).toBe(a);
    await shelf.put(word(3), c as Uint8Array, 'read');
    expect(await shelf.take(word(2))).toBeNull();
    expect(await shelf.take(word(1))).toBe(a);
    expect(await shelf.take(word(3))).toBe(c);
  });

  test('error: more than memory may hold is not kept', async () => {
    const shelf = shelfWith({});
    await shelf.put(word(1), new Uint8Array(1_001), 'own');
    expect(await shelf.take(word(1))).toBeNull();
  });

  test('error: what was kept before is still found', async () => {
    const shelf = shelfWith({ take: async (digest) => (digest === word(7) ? (a as Uint8Array) : null) });
    await shelf.put(word(1), b as Uint8Array, 'read');
    expect(await shelf.take(word(7))).toBe(a);
  });

  test('error: a browser that gives nothing back either', async () => {
    const shelf = shelfWith({ take: () => Promise.reject(new DOMException('gone', 'InvalidStateError')) });
    expect(await shelf.take(word(1))).toBeNull();
  });

  test('behavior: what comes in by the user is their own, what comes from IPFS is not', async () => {
    const bytes = new TextEncoder().encode('hello');
    const put: (readonly [Hex, Keeping])[] = [];
    const shelf = {
      take: async () => null,
      put: async (id: Hex, _: Uint8Array, keeping: Keeping) => void put.push([id, keeping]),
    };
    const gone = () => {
      throw new TransportError('gone');
    };
    await new Contents(gone, shelf).keep(bytes);
    await expect(new Contents(gone, shelf).read(word(1))).rejects.toThrow('gone');
    const store = { read: async () => bytes } as unknown as ReturnType<ConstructorParameters<typeof Contents>[0]>;
    await new Contents(() => store, shelf).read(sha256Hex(bytes));
    expect(put).toEqual([
      [sha256Hex(bytes), 'own'],
      [sha256Hex(bytes), 'read'],
    ]);
  });
});
