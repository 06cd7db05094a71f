import type { Network } from './network.ts';
import { createIndexWorker, type NetworkData, openNetworkData } from './networkData.ts';
import { allNetworks, chosenNetwork, loadNetworks } from './networks.ts';
import { networkKey } from './queryKeys.ts';
import { createSettingsStore, type SettingsStore } from './settingsStore.ts';

/** The data of a page whose first network is being read already. */
export interface DataStart {
  readonly settings: SettingsStore;
  /** Rejects if config.json is wrong. */
  readonly networks: Promise<readonly Network[]>;
  /** The data of a network: what runs already, or what runs from its client's start on. */
  readonly open: (network: Network) => NetworkData;
}

/** What a page is started in. */
export interface DataSurroundings {
  /** The page's address. */
  readonly base: string;
  readonly fetch: typeof globalThis.fetch;
  readonly settings: SettingsStore;
  readonly createWorker: () => Worker;
}

/**
 * Begins to read the chain while the page is still being put together: both take a while, and need not wait for each other.
 *
 * @example `<DataProvider start={startData()}>…</DataProvider>`
 */
export function startData(given: Partial<DataSurroundings> = {}): DataStart {
  const {
    base = document.baseURI,
    fetch = globalThis.fetch.bind(globalThis),
    settings = createSettingsStore(localStorageOrNull(), globalThis),
    createWorker = createIndexWorker,
  } = given;
  let worker: Worker | null = createWorker();
  const takeWorker = () => {
    const taken = worker ?? createWorker();
    worker = null;
    return taken;
  };
  let early: NetworkData | null = null;
  const networks = loadNetworks(base, fetch);
  networks.then(
    (known) => {
      const chosen = settings.get();
      early = openNetworkData(chosenNetwork(allNetworks(known, chosen), chosen), takeWorker);
      early.client.start();
    },
    () => worker?.terminate(),
  );
  const open = (network: Network) => {
    const running = early;
    early = null;
    if (running && networkKey(running.network) === networkKey(network)) return running;
    running?.client.close();
    return openNetworkData(network, createWorker);
  };
  return { settings, networks, open };
}

/** Null where the browser keeps nothing. */
function localStorageOrNull(): Storage | null {
  try {
    return globalThis.localStorage;
  } catch {
    return null;
  }
}
