import type { ChainEvent } from '@gridseal/sdk/chain';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type EventFilter, type Rows, useDataClient, useIndex, useNetwork, useRows } from '../../../data/index.ts';
import { blocksOfDays } from './days.ts';
import { type BlockRange, eventFilterOf } from './eventFilter.ts';
import type { ActivityFilter } from './filter.ts';
import { useNamed } from './useNamed.ts';

/** What the index is asked for by a filter, once it is known. */
export interface AskedFor {
  readonly eventFilter: EventFilter;
  /** The blocks of the filter's days are still being looked for. */
  readonly isPending: boolean;
  readonly error: Error | null;
}

const nothing: EventFilter = { mentions: [{}] };

/** Works out which events a filter means: whom its text names, and which blocks its days have. */
export function useEventFilter(filter: ActivityFilter): AskedFor {
  const { addresses } = useNetwork();
  const named = useNamed(filter.text);
  const days = useDays(filter);
  const eventFilter = useMemo(
    () => (days.range ? eventFilterOf(filter, addresses.quorumRegistry, named, days.range) : nothing),
    [filter, addresses.quorumRegistry, named, days.range],
  );
  return { eventFilter, isPending: days.range === null && days.error === null, error: days.error };
}

function useDays({ from, to }: ActivityFilter): { readonly range: BlockRange | null; readonly error: Error | null } {
  const client = useDataClient();
  const { chainId, firstBlock } = useNetwork();
  const { head } = useIndex();
  const isAsked = from !== undefined || to !== undefined;
  const { data, error } = useQuery({
    queryKey: ['activity', 'days', chainId, from, to],
    queryFn: () => blocksOfDays(client, { from, to }, firstBlock ?? 0, head?.number ?? 0),
    enabled: isAsked && head !== null,
    staleTime: 60_000,
    retry: 1,
  });
  return { range: isAsked ? (data ?? null) : noDays, error };
}

const noDays: BlockRange = {};

/** The events of a filter, however many. */
export function useEventRows(filter: ActivityFilter): AskedFor & { readonly rows: Rows<ChainEvent> } {
  const asked = useEventFilter(filter);
  return { ...asked, rows: useRows('events', asked.eventFilter) };
}
