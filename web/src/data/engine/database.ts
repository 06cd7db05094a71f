import type { ChainEvent, CursorState } from '@gridseal/sdk/chain';
import { type IDBPDatabase, openDB } from 'idb';
import type { BlockMark } from '../model/status.ts';
import {
  type ContentDatabase,
  type ContentLimits,
  type ContentSchema,
  type ContentStore,
  type ContentUpgrade,
  createContentStore,
  createContentStores,
  isNoRoom,
} from './contentStore.ts';
import { isSame } from './eventList.ts';
import { packEvents, packedLength, unpackEvents } from './packedEvents.ts';

/** One change of what is indexed. Revisions count up by one. */
export interface Change {
  readonly revision: number;
  readonly removed: readonly ChainEvent[];
  readonly added: readonly ChainEvent[];
  /** The cursor after this change: it is saved together with what it has handed over. */
  readonly cursor: CursorState;
  readonly head: BlockMark | null;
}

/** What was saved, from some revision on. */
export interface Saved {
  readonly revision: number;
  readonly cursor: CursorState | null;
  readonly head: BlockMark | null;
  readonly events: readonly ChainEvent[];
  /** The events are all there are; otherwise only those after the revision that was asked for. */
  readonly isWhole: boolean;
}

/** What this browser keeps of one network. All tabs share it; one of them writes. */
export interface IndexDatabase {
  /** What came after `revision`; everything if something before that was taken back in the meantime. */
  readonly load: (revision: number) => Promise<Saved>;
  readonly save: (change: Change) => Promise<void>;
  /** Forgets events and cursor; revisions count on. */
  readonly clear: (revision: number) => Promise<void>;
  /** Puts many small chunks into one, so that the next visit starts faster. Only for the tab that writes. */
  readonly compact: () => Promise<void>;
  readonly contents: ContentStore;
  readonly close: () => void;
}

interface Meta {
  readonly revision: number;
  /** The newest revision that took something back. */
  readonly undone: number;
  readonly cursor: CursorState | null;
  readonly head: BlockMark | null;
}

interface Schema extends ContentSchema {
  meta: { key: 'state'; value: Meta };
  /** By the revision that added them, as {@link PackedEvents}; damaged ones may be anything. */
  chunks: { key: number; value: unknown };
}

export interface DatabaseOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly limits?: ContentLimits;
}

const version = 2;
/** So many small chunks are put into one. */
const manyChunks = 64;
const smallChunk = 5_000;
const nothing: Meta = { revision: 0, undone: 0, cursor: null, head: null };

/**
 * Opens what is kept under a name, and makes it if need be.
 *
 * @throws whatever the browser throws that keeps nothing: a private window, no room, damage.
 * @example `const database = await openDatabase('gridseal-31337-0x…', { now: Date.now })`
 */
export async function openDatabase(name: string, options: DatabaseOptions): Promise<IndexDatabase> {
  const db: IDBPDatabase<Schema> = await openDB<Schema>(name, version, {
    upgrade: async (fresh, before, _, upgrade) => {
      // Events are read from the chain again; contents may be nowhere else.
      for (const store of ['meta', 'chunks'] as const) {
        if (before > 0) fresh.deleteObjectStore(store);
        fresh.createObjectStore(store);
      }
      await createContentStores(fresh as unknown as ContentDatabase, upgrade as unknown as ContentUpgrade);
    },
    // Another tab has a newer page, or the user clears the site's data.
    blocking: () => db.close(),
  });
  const contents = createContentStore(db as unknown as ContentDatabase, options);
  return {
    load: (revision) => load(db, revision),
    save: async (change) => {
      try {
        await save(db, change);
      } catch (error) {
        // Content can be read again sooner than the whole chain.
        if (!isNoRoom(error) || !(await contents.makeRoom())) throw error;
        await save(db, change);
      }
    },
    clear: (revision) => clear(db, revision),
    compact: () => compact(db),
    contents,
    close: () => db.close(),
  };
}

async function load(db: IDBPDatabase<Schema>, after: number): Promise<Saved> {
  const transaction = db.transaction(['meta', 'chunks']);
  const meta = (await transaction.objectStore('meta').get('state')) ?? nothing;
  const isWhole = after === 0 || meta.undone > after || meta.revision < after;
  const range = isWhole ? null : IDBKeyRange.lowerBound(after, true);
  const chunks = await transaction.objectStore('chunks').getAll(range);
  await transaction.done;
  const { revision, cursor, head } = meta;
  return { revision, cursor, head, isWhole, events: chunks.flatMap(unpackEvents) };
}

async function save(db: IDBPDatabase<Schema>, change: Change): Promise<void> {
  const { revision, removed, added, cursor, head } = change;
  const transaction = db.transaction(['meta', 'chunks'], 'readwrite', { durability: 'relaxed' });
  const done = transaction.done;
  // What goes wrong before the end is told by what went wrong.
  done.catch(() => undefined);
  const meta = transaction.objectStore('meta');
  const chunks = transaction.objectStore('chunks');
  const { undone } = (await meta.get('state')) ?? nothing;
  let left = [...removed];
  let place = left.length > 0 ? await chunks.openCursor(null, 'prev') : null;
  while (place && left.length > 0) {
    const events = unpackEvents(place.value);
    const taken = left.filter((event) => events.some((entry) => isSame(entry, event)));
    const standing = events.filter((entry) => !taken.some((event) => isSame(entry, event)));
    if (standing.length === 0) await place.delete();
    else if (taken.length > 0) await place.update(packEvents(standing));
    left = left.filter((event) => !taken.includes(event));
    place = await place.continue();
  }
  if (added.length > 0) await chunks.put(packEvents(added), revision);
  await meta.put({ revision, undone: removed.length > 0 ? revision : undone, cursor, head }, 'state');
  await done;
}

/** Readers that are behind have to read everything: what they lack is in one chunk with what they have. */
async function compact(db: IDBPDatabase<Schema>): Promise<void> {
  const transaction = db.transaction(['meta', 'chunks'], 'readwrite', { durability: 'relaxed' });
  const done = transaction.done;
  done.catch(() => undefined);
  const chunks = transaction.objectStore('chunks');
  const meta = (await transaction.objectStore('meta').get('state')) ?? nothing;
  if ((await chunks.count()) > manyChunks) {
    const small: number[] = [];
    const events: ChainEvent[][] = [];
    for (let place = await chunks.openCursor(); place; place = await place.continue()) {
      if (packedLength(place.value) >= smallChunk) continue;
      small.push(place.key);
      events.push(unpackEvents(place.value));
    }
    for (const key of small.slice(0, -1)) await chunks.delete(key);
    const last = small.at(-1);
    if (last !== undefined) await chunks.put(packEvents(events.flat()), last);
    await transaction.objectStore('meta').put({ ...meta, undone: meta.revision }, 'state');
  }
  await done;
}

async function clear(db: IDBPDatabase<Schema>, revision: number): Promise<void> {
  const transaction = db.transaction(['meta', 'chunks'], 'readwrite');
  await transaction.objectStore('chunks').clear();
  await transaction.objectStore('meta').put({ revision, undone: revision, cursor: null, head: null }, 'state');
  await transaction.done;
}
