import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { DataContext } from './context.ts';
import type { DataStart } from './dataStart.ts';
import type { ChangeScope } from './model/status.ts';
import type { Network } from './network.ts';
import { allNetworks, chosenNetwork } from './networks.ts';
import { networkKey } from './queryKeys.ts';

/** The data of the chosen network for everything below. Needs a QueryClientProvider above it. */
export interface DataProviderProps {
  readonly start: DataStart;
  readonly children: ReactNode;
  /** Shown while config.json is read, which is a moment. */
  readonly fallback?: ReactNode;
  /** Shown if config.json is wrong; gets the error. */
  readonly failed?: (error: unknown) => ReactNode;
}

type Loaded = { readonly networks: readonly Network[] } | { readonly error: unknown };

/** @example `<DataProvider start={start} fallback={<Skeleton />}><App /></DataProvider>` */
export function DataProvider({ start, children, fallback = null, failed = () => null }: DataProviderProps): ReactNode {
  const { settings } = start;
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const chosen = useSyncExternalStore(settings.subscribe, settings.get);
  useEffect(() => {
    start.networks.then(
      (networks) => setLoaded({ networks }),
      (error: unknown) => setLoaded({ error }),
    );
  }, [start]);
  const known = loaded && 'networks' in loaded ? loaded.networks : null;
  const networks = useMemo(() => (known ? allNetworks(known, chosen) : []), [known, chosen]);
  if (!loaded) return fallback;
  if ('error' in loaded) return failed(loaded.error);
  const network = chosenNetwork(networks, chosen);
  return (
    <ChosenNetwork key={networkKey(network)} start={start} network={network} networks={networks}>
      {children}
    </ChosenNetwork>
  );
}

/** One network's worker, for as long as the network is looked at. */
function ChosenNetwork(props: {
  readonly start: DataStart;
  readonly network: Network;
  readonly networks: readonly Network[];
  readonly children: ReactNode;
}): ReactNode {
  const { start, networks, children } = props;
  const { settings } = start;
  const queries = useQueryClient();
  const [{ client, status, network }] = useState(() => {
    const data = start.open(props.network);
    const key = networkKey(data.network);
    data.listen((scopes: readonly ChangeScope[]) => {
      const isStale = ([kind, of, scope]: readonly unknown[]) =>
        kind === 'data' && of === key && (scopes.includes('all') || scopes.includes(scope as ChangeScope));
      void queries.invalidateQueries({ predicate: ({ queryKey }) => isStale(queryKey) });
    });
    return data;
  });
  useEffect(() => {
    client.start();
    return client.close;
  }, [client]);
  const value = useMemo(
    () => ({ networks, network, client, status, settings }),
    [networks, network, client, status, settings],
  );
  return <DataContext value={value}>{children}</DataContext>;
}
