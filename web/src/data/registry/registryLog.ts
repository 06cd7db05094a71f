import type { Hex } from '@gridseal/sdk/bytes';
import { type Chain, type CursorState, createLogCursor, type NodeEvent, toNodeEvent } from '@gridseal/sdk/chain';

/** The events of one registry, in memory. */
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

/**
 * @param from The first block of interest.
 * @example `const log = createRegistryLog(chain, { registry, from: 7 }); await log.read(signal);`
 */
export function createRegistryLog(
  chain: Chain,
  { registry, from }: { readonly registry: Hex; readonly from: number },
): RegistryLog {
  let events: readonly NodeEvent[] = [];
  let state: CursorState | null = null;
  let isWhole = false;
  let revision = 0;
  const cursor = createLogCursor<NodeEvent>(chain, {
    store: {
      load: async () => state,
      save: async (next) => {
        state = next;
      },
    },
    from,
    depth: 'head',
    filter: { addresses: [registry], topics: [] },
    decode: (log) => toNodeEvent(log, registry),
  });
  return {
    events: () => events,
    isWhole: () => isWhole,
    revision: () => revision,
    read: async (signal) => {
      await cursor.poll(({ removed, added }) => {
        const gone = new Set(removed.map(keyOf));
        const left = gone.size === 0 ? events : events.filter((event) => !gone.has(keyOf(event)));
        events = [...left, ...added];
        revision++;
      }, signal);
      if (!isWhole) revision++;
      isWhole = true;
    },
  };
}

const keyOf = ({ blockHash, logIndex }: NodeEvent) => `${blockHash}${logIndex}`;
