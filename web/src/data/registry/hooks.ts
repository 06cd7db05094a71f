import type { Hex } from '@gridseal/sdk/bytes';
import { contractAddresses } from '@gridseal/sdk/chain';
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { createContext, useCallback, useContext, useEffect } from 'react';
import { useIndex, useNetwork, useSettings } from '../hooks.ts';
import type { Network } from '../network.ts';
import { networkKey } from '../queryKeys.ts';
import type { RegistryClient, RegistryHistory, RegistryView } from './model.ts';

/** How a registry is opened; tests bring a way of their own. */
export type OpenRegistry = (network: Network, registry: Hex) => Promise<RegistryClient>;

export const OpenRegistryContext = createContext<OpenRegistry>(openOnce);

/** The one that runs: a page looks at one registry at a time. */
let running: { readonly key: string; readonly client: Promise<RegistryClient> } | null = null;

function openOnce(network: Network, registry: Hex): Promise<RegistryClient> {
  const key = `${networkKey(network)}${registry}`;
  if (running?.key !== key) {
    running?.client.then((client) => client.close()).catch(() => undefined);
    const client = import('./openRegistry.ts').then(({ openRegistry }) => openRegistry(network, registry));
    running = { key, client };
  }
  return running.client;
}

/** Which node registry is looked at. */
export interface RegistryChoice {
  /** Lower case. */
  readonly address: Hex;
  /** Whether the user has chosen it. */
  readonly isOwn: boolean;
  /** Null: the one that everybody has. */
  readonly choose: (address: Hex | null) => void;
}

/** The user's own choice, else that of the network's configuration, else the open registry of this version of the contracts. */
export function useRegistryChoice(): RegistryChoice {
  const { chainId, addresses } = useNetwork();
  const [{ registries }, change] = useSettings();
  const own = registries[String(chainId)];
  const usual = addresses.nodeRegistry ?? contractAddresses.nodeRegistry;
  const choose = useCallback(
    (address: Hex | null) => {
      const { [String(chainId)]: _, ...others } = registries;
      change({ registries: address ? { ...others, [String(chainId)]: address.toLowerCase() as Hex } : others });
    },
    [registries, chainId, change],
  );
  return { address: (own ?? usual).toLowerCase() as Hex, isOwn: own !== undefined, choose };
}

/** Reads the registry when it is asked for, and not before; null also if it cannot be read. For searches. */
export function useRegistryReader(): () => Promise<RegistryView | null> {
  const open = useContext(OpenRegistryContext);
  const network = useNetwork();
  const { address } = useRegistryChoice();
  return useCallback(
    () =>
      open(network, address)
        .then((client) => client.view())
        .catch(() => null),
    [open, network, address],
  );
}

/** While the history is still being read, it is asked for again after so long. */
const readingMs = 2_000;

/** What the registry says now; null if there is none at its address. Follows the chain while it is used. */
export function useRegistry(): UseQueryResult<RegistryView | null> {
  const open = useContext(OpenRegistryContext);
  const network = useNetwork();
  const { address } = useRegistryChoice();
  const { head } = useIndex();
  const query = useQuery({
    queryKey: ['registry', networkKey(network), address, 'view'],
    queryFn: async () => (await open(network, address)).view(),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    structuralSharing: false,
    refetchInterval: ({ state }) => (state.data && !state.data.isWhole ? readingMs : false),
  });
  const { refetch } = query;
  const block = head?.number ?? null;
  useEffect(() => {
    if (block !== null) void refetch({ cancelRefetch: false });
  }, [block, refetch]);
  return query;
}

/** What happened to an owner of nodes, parties and services, or to an id, the newest first. Begins once {@link useRegistry} has answered. */
export function useRegistryHistory(of: string | null, limit: number): UseQueryResult<RegistryHistory> {
  const open = useContext(OpenRegistryContext);
  const network = useNetwork();
  const { address } = useRegistryChoice();
  const { dataUpdatedAt } = useRegistry();
  return useQuery({
    queryKey: ['registry', networkKey(network), address, 'history', of, limit, dataUpdatedAt],
    queryFn: async () => (await open(network, address)).history({ of: of as string, limit }),
    enabled: of !== null && dataUpdatedAt > 0,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 30_000,
    retry: false,
    placeholderData: (before, query) => (query?.queryKey[4] === of ? before : undefined),
  });
}
