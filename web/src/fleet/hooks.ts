import type { Hex } from '@gridseal/sdk/bytes';
import type { Chain } from '@gridseal/sdk/chain';
import type { Enrolment } from '@gridseal/sdk/identity';
import { type QueryClient, type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import { type Network, useChain, useNetwork } from '../data/index.ts';
import type { FleetDevice, FleetEntry } from './model/fleetDevice.ts';
import type { IssueRecord } from './model/issueRecord.ts';
import { createFleetStore, type FleetStore } from './store/fleetStore.ts';
import { hearChanges, sharedDatabase, tellChange } from './store/sharedDatabase.ts';
import { verifyEnrolment } from './store/verifyEnrolment.ts';

/** All devices of this browser's register. Their keys come by {@link useFleetDevice} or `useFleetStore().read`. */
export function useFleet(): UseQueryResult<readonly FleetEntry[]> {
  return useRegister('entries', (store) => store.entries());
}

/** Null if it is not in the register. */
export function useFleetDevice(id: Hex | null): UseQueryResult<FleetDevice | null> {
  return useRegister('device', async (store) => (id ? ((await store.read([id]))[0] ?? null) : null), id);
}

/** What was issued with this browser. */
export function useIssues(): UseQueryResult<readonly IssueRecord[]> {
  return useRegister('issues', (store) => store.issues());
}

/** Names of channels beside the usual ones. */
export function useChannels(): UseQueryResult<readonly string[]> {
  return useRegister('channels', (store) => store.channels());
}

/** Whether a request's proof is its signer's: here, or by asking the chain. */
export function useVerifyEnrolment(): (enrolment: Enrolment) => Promise<boolean> {
  const network = useNetwork();
  const query = useChain();
  const latest = useRef(query);
  latest.current = query;
  return useCallback(
    (enrolment) => {
      const chain = async (): Promise<Chain> => {
        const { data, error } = latest.current.data ? latest.current : await latest.current.refetch();
        if (!data) throw error;
        return data;
      };
      return verifyEnrolment(enrolment, network, chain);
    },
    [network],
  );
}

/**
 * Changing the register. What depends on it refreshes itself, in every tab.
 *
 * @example
 * ```ts
 * const { enrol } = useFleetStore();
 * const { id } = await enrol(bytes, { label: 'Station 7', groups: ['north'] });
 * ```
 */
export function useFleetStore(): FleetStore {
  const network = useNetwork();
  const verify = useVerifyEnrolment();
  const queries = useQueryClient();
  useEffect(() => follow(queries, registerName(network)), [queries, network]);
  return useMemo(() => {
    const name = registerName(network);
    return createFleetStore({
      database: () => sharedDatabase(name),
      verify,
      now: () => Math.floor(Date.now() / 1_000),
      changed: () => tellChange(name),
    });
  }, [network, verify]);
}

const followed = new WeakMap<QueryClient, Set<string>>();

/** What was read once is read again after each change, whichever page or tab makes it: for as long as the page is open. */
function follow(queries: QueryClient, name: string): void {
  const names = followed.get(queries) ?? new Set();
  followed.set(queries, names);
  if (names.has(name)) return;
  names.add(name);
  hearChanges(name, () => void queries.invalidateQueries({ queryKey: ['fleet', name] }));
}

function useRegister<T>(question: string, ask: (store: FleetStore) => Promise<T>, input: unknown = null) {
  const store = useFleetStore();
  const name = registerName(useNetwork());
  return useQuery({
    queryKey: ['fleet', name, question, input],
    queryFn: () => ask(store),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    // Ten thousand rows need not be compared: they are read again when they have changed.
    structuralSharing: false,
  });
}

/** One register for each deployment. */
export function registerName({ chainId, addresses }: Pick<Network, 'chainId' | 'addresses'>): string {
  return `gridseal-fleet-${chainId}-${addresses.keyAnnouncements}`.toLowerCase();
}
