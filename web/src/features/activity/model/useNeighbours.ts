import type { ChainEvent } from '@gridseal/sdk/chain';
import { type EventFilter, useEvents } from '../../../data/index.ts';
import type { EventPlace } from './filter.ts';

/** What stands beside an event in a filtered list. */
export interface Neighbours {
  readonly newer: EventPlace | null;
  readonly older: EventPlace | null;
}

/** A block's own events, and one more. */
const limit = 1_000;

/** The events beside one, also if the list that it is in is elsewhere at the moment. */
export function useNeighbours(filter: EventFilter, place: EventPlace): Neighbours {
  const { fromBlock = 0, toBlock = Number.MAX_SAFE_INTEGER } = filter;
  const above = useEvents({ ...filter, fromBlock: Math.max(fromBlock, place.block), order: 'oldest', limit });
  const below = useEvents({ ...filter, toBlock: Math.min(toBlock, place.block), limit });
  return {
    newer: above.isPlaceholderData ? null : next(above.data?.items, place),
    older: below.isPlaceholderData ? null : next(below.data?.items, place),
  };
}

function next(items: readonly ChainEvent[] = [], { block, logIndex }: EventPlace): EventPlace | null {
  const at = items.findIndex((event) => event.block === block && event.logIndex === logIndex);
  const found = at < 0 ? undefined : items[at + 1];
  return found ? { block: found.block, logIndex: found.logIndex } : null;
}
