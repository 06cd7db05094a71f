import { createStatusStore, type StatusStore } from './client/statusStore.ts';
import { createWorkerClient, type WorkerClient } from './client/workerClient.ts';
import type { ChangeScope } from './model/status.ts';
import type { Network } from './network.ts';

/** The index of one network, which runs without React. */
export interface NetworkData {
  readonly network: Network;
  readonly client: WorkerClient;
  readonly status: StatusStore;
  /** Tells what has changed from now on; to one listener at a time. */
  readonly listen: (changed: (scopes: readonly ChangeScope[]) => void) => void;
}

/** Vite makes a program of its own of it. */
export function createIndexWorker(): Worker {
  return new Worker(new URL('./worker/main.ts', import.meta.url), { type: 'module' });
}

/** @param create Makes the worker, when the client is started. */
export function openNetworkData(network: Network, create: () => Worker = createIndexWorker): NetworkData {
  const status = createStatusStore();
  let tell: (scopes: readonly ChangeScope[]) => void = () => undefined;
  const client = createWorkerClient(network, { status: status.set, changed: (scopes) => tell(scopes) }, create);
  const listen = (changed: typeof tell) => {
    tell = changed;
  };
  return { network, client, status, listen };
}
