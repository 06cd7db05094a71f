import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { createStatusStore } from './client/statusStore.ts';
import { createWorkerClient } from './client/workerClient.ts';
import { DataContext } from './context.ts';
import type { ChangeScope } from './model/status.ts';
import type { Network } from './network.ts';
import { allNetworks, chosenNetwork, loadNetworks } from './networks.ts';
import { networkKey } from './queryKeys.ts';
import { createSettingsStore } from './settingsStore.ts';

/** The data of the chosen network for everything below. Needs a QueryClientProvider above it. */
export interface DataProviderProps {
  readonly children: ReactNode;
  /** Shown while config.json is read, which is a moment. */
  readonly fallback?: ReactNode;
  /** Shown if config.json is wrong; gets the error. */
  readonly failed?: (error: unknown) => ReactNode;
}

type Loaded = { readonly networks: readonly Network[] } | { readonly error: unknown };

const settings = createSettingsStore(localStorageOrNull(), globalThis);

/** @example `<DataProvider fallback={<Skeleton />}><App /></DataProvider>` */
export function DataProvider({ children, fallback = null, failed = () => null }: DataProviderProps): ReactNode {
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const chosen = useSyncExternalStore(settings.subscribe, settings.get);
  useEffect(() => {
    loadNetworks(document.baseURI, globalThis.fetch.bind(globalThis)).then(
      (networks) => setLoaded({ networks }),
      (error: unknown) => setLoaded({ error }),
    );
  }, []);
  const known = loaded && 'networks' in loaded ? loaded.networks : null;
  const networks = useMemo(() => (known ? allNetworks(known, chosen) : []), [known, chosen]);
  if (!loaded) return fallback;
  if ('error' in loaded) return failed(loaded.error);
  const network = chosenNetwork(networks, chosen);
  return (
    <NetworkData key={networkKey(network)} network={network} networks={networks}>
      {children}
    </NetworkData>
  );
}

/** One network's worker, for as long as the network is looked at. */
function NetworkData(props: {
  readonly network: Network;
  readonly networks: readonly Network[];
  readonly children: ReactNode;
}): ReactNode {
  const queries = useQueryClient();
  const [{ client, status, network }] = useState(() => {
    const { network } = props;
    const key = networkKey(network);
    const status = createStatusStore();
    const changed = (scopes: readonly ChangeScope[]) => {
      const isStale = ([kind, of, scope]: readonly unknown[]) =>
        kind === 'data' && of === key && (scopes.includes('all') || scopes.includes(scope as ChangeScope));
      void queries.invalidateQueries({ predicate: ({ queryKey }) => isStale(queryKey) });
    };
    const create = () => new Worker(new URL('./worker/main.ts', import.meta.url), { type: 'module' });
    return { network, status, client: createWorkerClient(network, { status: status.set, changed }, create) };
  });
  useEffect(() => {
    client.start();
    return client.close;
  }, [client]);
  const { networks, children } = props;
  const value = useMemo(() => ({ networks, network, client, status, settings }), [networks, network, client, status]);
  return <DataContext value={value}>{children}</DataContext>;
}

function localStorageOrNull(): Storage | null {
  try {
    return globalThis.localStorage;
  } catch {
    return null;
  }
}
