import type { ChainEvent, ClaimEvent } from '@gridseal/sdk/chain';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { useDataContext } from './context.ts';
import type { AnnouncementFilter, AnnouncementRecord, ClaimFilter } from './model/announcements.ts';
import type { CertificateFilter, CertificateRow } from './model/certificates.ts';
import type { EventFilter, Page } from './model/events.ts';
import type { ProposalFilter, ProposalRecord } from './model/proposals.ts';
import type { QuorumFilter, QuorumRecord } from './model/quorums.ts';
import type { ChangeScope } from './model/status.ts';
import { queryKey } from './queryKeys.ts';
import { type Reaching, useReach } from './useReach.ts';

/** The lists that can be longer than a page: the filter of each, and what it lists. */
interface Lists {
  readonly events: readonly [EventFilter, ChainEvent];
  readonly quorums: readonly [Reaching<QuorumFilter>, QuorumRecord];
  readonly certificates: readonly [Reaching<CertificateFilter>, CertificateRow];
  readonly announcements: readonly [AnnouncementFilter, AnnouncementRecord];
  readonly claims: readonly [ClaimFilter, ClaimEvent];
  readonly proposals: readonly [ProposalFilter, ProposalRecord];
}

export type ListName = keyof Lists;

const scopes: Readonly<Record<ListName, ChangeScope>> = {
  events: 'events',
  quorums: 'quorums',
  certificates: 'certificates',
  announcements: 'announcements',
  claims: 'announcements',
  proposals: 'proposals',
};

/** A whole list, of which only what is looked at is here: the rows of a `VirtualTable`. */
export interface Rows<T> {
  /** Names list and filter. */
  readonly id: string;
  /** How many there are; 0 before the first answer. */
  readonly total: number;
  /** How many are left out because strangers alone speak of them, or proposed them. */
  readonly hidden: number;
  readonly at: (index: number) => T | undefined;
  /** Those around what is in view. */
  readonly here: readonly T[];
  /** To be told which rows are in view. */
  readonly show: (from: number, to: number) => void;
  /** Whether there was an answer. */
  readonly isLoaded: boolean;
  /** Whether these are still another filter's rows. */
  readonly isPlaceholder: boolean;
  readonly error: Error | null;
  readonly refetch: () => void;
}

/** Rows in one answer, and from where to where they move. */
const length = 500;
const step = 250;
const margin = 125;

/**
 * A list of any length, for a table that shows it in one go. Rows come as they are scrolled to; all of them are of one moment.
 *
 * @example
 * ```tsx
 * const rows = useRows('events', { types: ['announced'] });
 * return <VirtualTable label={t('title')} columns={columns} rows={rows} rowKey={keyOf} />;
 * ```
 */
export function useRows<Name extends ListName>(name: Name, filter: Lists[Name][0]): Rows<Lists[Name][1]> {
  const { client, network } = useDataContext();
  const asked = useReach<Lists[Name][0]>(filter);
  const id = JSON.stringify([name, asked]);
  const [place, setPlace] = useState({ id, offset: 0 });
  // Another list begins at its top.
  const offset = place.id === id ? place.offset : 0;
  const input = { ...asked, offset, limit: length };
  const ask = client[name] as (input: object) => Promise<Page<Lists[Name][1]>>;
  const { data, error, refetch } = useQuery({
    queryKey: queryKey(network, scopes[name], `rows of ${name}`, input),
    queryFn: async () => ({ id, page: await ask(input) }),
    staleTime: Number.POSITIVE_INFINITY,
    // What was scrolled past is asked for again if need be: it comes from the worker in milliseconds.
    gcTime: 60_000,
    retry: false,
    placeholderData: keepPreviousData,
    structuralSharing: false,
  });
  const show = useCallback(
    (from: number) => {
      const offset = offsetFor(from);
      setPlace((before) => (before.id === id && before.offset === offset ? before : { id, offset }));
    },
    [id],
  );
  return useMemo(
    () => ({
      id,
      total: data?.page.total ?? 0,
      hidden: data?.page.hidden ?? 0,
      at: (index) => data?.page.items[index - data.page.offset],
      here: data?.page.items ?? [],
      show,
      isLoaded: data !== undefined,
      isPlaceholder: data !== undefined && data.id !== id,
      error,
      refetch: () => void refetch(),
    }),
    [id, data, show, error, refetch],
  );
}

/** Where the answer begins that has the row and those around it. @example `offsetFor(700)` is 500 */
export function offsetFor(row: number): number {
  return Math.max(0, Math.floor((row - margin) / step) * step);
}
