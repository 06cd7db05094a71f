import type { Hex } from '@gridseal/sdk/bytes';
import type { DBSchema, IDBPDatabase, IDBPTransaction } from 'idb';

/** Content of this browser's own making is kept apart: no flood of strangers' content pushes it out. */
export type Keeping = 'own' | 'read';

/** When content was used last, and what it takes. */
interface Use {
  readonly keeping: Keeping;
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Where contents are, in the database of a network. */
export interface ContentSchema extends DBSchema {
  contents: { key: Hex; value: Uint8Array };
  uses: { key: Hex; value: Use; indexes: { oldest: [Keeping, number] } };
  /** What all contents take together, in bytes. */
  sizes: { key: Keeping; value: number };
}

/** How much is kept at most, in bytes. */
export type ContentLimits = Readonly<Record<Keeping, number>>;

export interface ContentStoreOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly limits?: ContentLimits;
}

/** Contents by digest, up to a limit: what was not used for longest goes first. */
export interface ContentStore {
  readonly take: (digest: Hex) => Promise<Uint8Array | null>;
  /** @throws whatever the browser throws that has no room even after making some. */
  readonly put: (digest: Hex, bytes: Uint8Array, keeping: Keeping) => Promise<void>;
  /** Gives back half of the room that read content takes; false if there was none. */
  readonly makeRoom: () => Promise<boolean>;
}

type Stores = ('contents' | 'uses' | 'sizes')[];
type Change = IDBPTransaction<ContentSchema, Stores, 'readwrite'>;
export type ContentDatabase = IDBPDatabase<ContentSchema>;
export type ContentUpgrade = IDBPTransaction<ContentSchema, Stores, 'versionchange'>;

const mebibyte = 1024 * 1024;
const defaultLimits: ContentLimits = { own: 64 * mebibyte, read: 128 * mebibyte };
/** Room is made for more than the next content, so that it need not be made each time. */
const spare = 0.1;
/** Reading writes at most so often that it did. */
const touchMs = 10 * 60_000;
/** For so long other tabs' content may be overlooked. */
const knownMs = 2_000;

/** Makes the stores in a new database; what an older one has stays, as own. To be called while it is upgraded. */
export async function createContentStores(database: ContentDatabase, upgrade: ContentUpgrade): Promise<void> {
  const uses = database.createObjectStore('uses');
  uses.createIndex('oldest', ['keeping', 'at']);
  const sizes = database.createObjectStore('sizes');
  if (!database.objectStoreNames.contains('contents')) database.createObjectStore('contents');
  let own = 0;
  for (let place = await upgrade.objectStore('contents').openCursor(); place; place = await place.continue()) {
    own += place.value.length;
    await uses.put({ keeping: 'own', bytes: place.value.length, at: 0 }, place.key);
  }
  await sizes.put(own, 'own');
}

/** @example `await createContentStore(database, { now: Date.now }).put(digest, bytes, 'read')` */
export function createContentStore(database: ContentDatabase, options: ContentStoreOptions): ContentStore {
  const { now, limits = defaultLimits } = options;

  async function change<T>(work: (transaction: Change) => Promise<T>): Promise<T> {
    const stores: Stores = ['contents', 'uses', 'sizes'];
    const transaction = database.transaction(stores, 'readwrite', { durability: 'relaxed' });
    // What goes wrong is told by the work, or at the end.
    transaction.done.catch(() => undefined);
    const result = await work(transaction);
    await transaction.done;
    return result;
  }

  let known: { readonly keys: Promise<Set<Hex>>; readonly at: number } | null = null;

  /** Thousands are asked for that are not here: that is cheaper to see in one look than in one for each. */
  async function isHere(digest: Hex): Promise<boolean> {
    if ((await known?.keys)?.has(digest)) return true;
    if (!known || Math.abs(now() - known.at) >= knownMs) {
      const keys = database.getAllKeys('contents').then((all) => new Set(all));
      known = { keys, at: now() };
      keys.catch(() => {
        known = null;
      });
    }
    return (await known.keys).has(digest);
  }

  async function touch(digest: Hex): Promise<void> {
    const use = await database.get('uses', digest);
    if (use && now() - use.at >= touchMs) await database.put('uses', { ...use, at: now() }, digest);
  }

  async function put(digest: Hex, bytes: Uint8Array, wanted: Keeping): Promise<void> {
    await change(async (transaction) => {
      const known = await transaction.objectStore('uses').get(digest);
      const keeping = known?.keeping === 'own' ? 'own' : wanted;
      if (known) await grow(transaction, known.keeping, -known.bytes);
      await transaction.objectStore('contents').put(bytes, digest);
      await transaction.objectStore('uses').put({ keeping, bytes: bytes.length, at: now() }, digest);
      const size = await grow(transaction, keeping, bytes.length);
      const limit = limits[keeping];
      if (size > limit) await shrink(transaction, keeping, limit * (1 - spare), digest);
    });
  }

  async function makeRoom(): Promise<boolean> {
    return change(async (transaction) => {
      const size = (await transaction.objectStore('sizes').get('read')) ?? 0;
      if (size > 0) await shrink(transaction, 'read', size / 2);
      return size > 0;
    });
  }

  return {
    take: async (digest) => {
      if (!(await isHere(digest))) return null;
      const bytes = (await database.get('contents', digest)) ?? null;
      if (bytes) void touch(digest).catch(() => undefined);
      return bytes;
    },
    put: async (digest, bytes, keeping) => {
      (await known?.keys)?.add(digest);
      try {
        await put(digest, bytes, keeping);
      } catch (error) {
        if (!isNoRoom(error) || !(await makeRoom())) throw error;
        await put(digest, bytes, keeping);
      }
    },
    makeRoom,
  };
}

/** Whether the browser has no room left for this site. */
export function isNoRoom(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'QuotaExceededError';
}

async function grow(transaction: Change, keeping: Keeping, bytes: number): Promise<number> {
  const sizes = transaction.objectStore('sizes');
  const size = Math.max(0, ((await sizes.get(keeping)) ?? 0) + bytes);
  await sizes.put(size, keeping);
  return size;
}

/** Forgets what was not used for longest, until no more than `limit` is left; never what has just been put. */
async function shrink(transaction: Change, keeping: Keeping, limit: number, except?: Hex): Promise<void> {
  const range = IDBKeyRange.bound([keeping, Number.NEGATIVE_INFINITY], [keeping, Number.POSITIVE_INFINITY]);
  let size = (await transaction.objectStore('sizes').get(keeping)) ?? 0;
  let place = await transaction.objectStore('uses').index('oldest').openCursor(range);
  while (place && size > limit) {
    if (place.primaryKey !== except) {
      size -= place.value.bytes;
      await transaction.objectStore('contents').delete(place.primaryKey);
      await place.delete();
    }
    place = await place.continue();
  }
  await transaction.objectStore('sizes').put(Math.max(0, size), keeping);
}
