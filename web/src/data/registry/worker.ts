import type { Hex } from '@gridseal/sdk/bytes';
import { expose } from 'comlink';
import type { Network } from '../network.ts';
import { openChain } from '../open/openChain.ts';
import { toProblem } from '../problem.ts';
import type { HistoryQuestion } from './model.ts';
import { createRegistryEngine, type RegistryEngine } from './registryEngine.ts';
import { openRegistryShelf } from './registryShelf.ts';
import type { RegistryWorker } from './registryWorker.ts';

let engine: RegistryEngine | null = null;

async function told<T>(ask: (started: RegistryEngine) => Promise<T>) {
  try {
    if (!engine) throw new TypeError('was not started');
    return { value: await ask(engine) };
  } catch (error) {
    return { problem: toProblem(error) };
  }
}

const api: RegistryWorker = {
  start: (network: Network, registry: Hex) => {
    engine ??= createRegistryEngine({
      network,
      chain: openChain({ ...network, addresses: { ...network.addresses, nodeRegistry: registry } }),
      registry,
      shelf: openRegistryShelf(network.chainId, registry),
    });
  },
  view: () => told((started) => started.view()),
  history: (question: HistoryQuestion) => told((started) => started.history(question)),
};
expose(api);
