import type { Hex } from '@gridseal/sdk/bytes';
import {
  type Chain,
  type CursorState,
  createLogCursor,
  type NodeEvent,
  ReorganisationError,
  toNodeEvent,
} from '@gridseal/sdk/chain';
import { ConfigurationError, DecodeError } from '@gridseal/sdk/errors';
import type { RegistryShelf } from './registryShelf.ts';

/** The events of one registry. */
export interface RegistryLog {
  /** By block and log index. */
  readonly events: () => readonly NodeEvent[];
  /** Reads up to the newest block. What was read is kept if it fails. */
  readonly read: (signal: AbortSignal) => Promise<void>;
  /** Whether everything was read once. */
  readonly isWhole: () => boolean;
  /** Grows whenever the events are others. */
  readonly revision: () => number;
}

export interface RegistryLogOptions {
  readonly registry: Hex;
  /** The first block of interest. */
  readonly from: number;
  /** Null where the browser keeps nothing. */
  readonly shelf: RegistryShelf | null;
}

/** While much is read, it is kept after so many blocks, so that whoever leaves early need not begin again. */
const blocksBetweenSaves = 50_000;

/** @example `const log = createRegistryLog(chain, { registry, from: 7, shelf }); await log.read(signal);` */
export function createRegistryLog(chain: Chain, { registry, from, shelf }: RegistryLogOptions): RegistryLog {
  let events: readonly NodeEvent[] = [];
  let state: CursorState | null = null;
  let isLoaded = false;
  let isWhole = false;
  let revision = 0;
  let saved = { revision: 0, position: from };
  const cursor = createLogCursor<NodeEvent>(chain, {
    store: {
      load: async () => state,
      save: async (next) => {
        state = next;
        if (next.position - saved.position >= blocksBetweenSaves) await save();
      },
    },
    from,
    depth: 'head',
    filter: { addresses: [registry], topics: [] },
    decode: (log) => toNodeEvent(log, registry),
  });

  async function load(): Promise<void> {
    const kept = await shelf?.load();
    isLoaded = true;
    if (!kept) return;
    ({ state, events } = kept);
    revision++;
    saved = { revision, position: kept.state.position };
  }

  async function save(): Promise<void> {
    if (!state) return;
    saved = { revision, position: state.position };
    await shelf?.save({ state, events });
  }

  async function poll(signal: AbortSignal): Promise<void> {
    await cursor.poll(({ removed, added }) => {
      const gone = new Set(removed.map(keyOf));
      const left = gone.size === 0 ? events : events.filter((event) => !gone.has(keyOf(event)));
      events = [...left, ...added];
      revision++;
    }, signal);
  }

  /** What was kept is of another chain, of one that has changed too deeply, or damaged. */
  async function startOver(): Promise<void> {
    [events, state] = [[], null];
    revision++;
    saved = { revision, position: from };
    await shelf?.clear();
  }

  return {
    events: () => events,
    isWhole: () => isWhole,
    revision: () => revision,
    read: async (signal) => {
      if (!isLoaded) await load();
      try {
        await poll(signal);
      } catch (error) {
        const isOld = error instanceof ReorganisationError || error instanceof DecodeError;
        if (!(isOld || error instanceof ConfigurationError) || state === null) throw error;
        await startOver();
        await poll(signal);
      }
      if (!isWhole) revision++;
      isWhole = true;
      if (saved.revision !== revision) await save();
    },
  };
}

const keyOf = ({ blockHash, logIndex }: NodeEvent) => `${blockHash}${logIndex}`;
