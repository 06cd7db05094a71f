import type { Chain } from './chain.ts';
import { type ChainEvent, toChainEvent } from './chainEvent.ts';
import { type EventType, eventTopics } from './eventTopics.ts';
import { createLogCursor, type LogBatch, type LogCursor, type ReadingOptions } from './logCursor.ts';

/** Some consecutive events, and what a reorganisation took back before them. */
export type CursorBatch = LogBatch<ChainEvent>;

/** What a cursor follows, and how. */
export interface CursorOptions extends ReadingOptions {
  /** Which events; all by default. Anyone can make `proposed` and `approved` in masses: leave out what is not needed. */
  readonly types?: readonly EventType[];
}

/** Reads the contracts' events in order, over restarts, reorganisations and servers' limits; without filters on any server. */
export type EventCursor = LogCursor<ChainEvent>;

/**
 * @example
 * ```ts
 * const cursor = createEventCursor(chain, { store, from: deployedAt, types: ['certificateEndorsed', 'certificateRevoked'] });
 * await cursor.poll(({ removed, added }) => { … });
 * ```
 */
export function createEventCursor(chain: Chain, { types, ...options }: CursorOptions): EventCursor {
  const { quorumRegistry, keyAnnouncements } = chain.addresses;
  const topics = types ? [types.map((type) => eventTopics[type])] : [];
  const filter = { addresses: [quorumRegistry, keyAnnouncements], topics };
  return createLogCursor(chain, { ...options, filter, decode: (log) => toChainEvent(log, chain.addresses) });
}
