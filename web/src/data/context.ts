import { createContext, useContext } from 'react';
import type { DataClient } from './client/dataClient.ts';
import type { StatusStore } from './client/statusStore.ts';
import type { Network } from './network.ts';
import type { SettingsStore } from './settingsStore.ts';

/** What the provider hands down. */
export interface DataContextValue {
  readonly networks: readonly Network[];
  readonly network: Network;
  readonly client: DataClient;
  readonly status: StatusStore;
  readonly settings: SettingsStore;
}

export const DataContext = createContext<DataContextValue | null>(null);

/** @throws if there is no `DataProvider` above: a fault of ours. */
export function useDataContext(): DataContextValue {
  const value = useContext(DataContext);
  if (!value) throw new TypeError('data hooks need a DataProvider above them');
  return value;
}
