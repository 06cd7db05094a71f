import type { Hex } from '@gridseal/sdk/bytes';
import { wrap } from 'comlink';
import type { Network } from '../network.ts';
import { DataError, type Problem } from '../problem.ts';
import type { RegistryClient } from './model.ts';
import type { RegistryWorker } from './registryWorker.ts';

/** Starts a worker that reads a registry. It runs until `close`. */
export function openRegistry(network: Network, registry: Hex): RegistryClient {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  const { promise: failed, reject: fail } = Promise.withResolvers<never>();
  failed.catch(() => undefined);
  worker.addEventListener('error', () => fail(failure('the worker of the registry has ended')));
  const api = wrap<RegistryWorker>(worker);
  Promise.race([failed, api.start(network, registry)]).catch(() => undefined);
  return {
    view: async () => answerOf(await Promise.race([failed, api.view()])),
    history: async (question) => answerOf(await Promise.race([failed, api.history(question)])),
    close: () => {
      fail(failure('this registry is not looked at any more'));
      worker.terminate();
    },
  };
}

function answerOf<T>(told: { readonly value: T } | { readonly problem: Problem }): T {
  if ('problem' in told) throw new DataError(told.problem);
  return told.value;
}

function failure(shortMessage: string): DataError {
  return new DataError({ code: 'CLOSED', shortMessage, field: null, metaMessages: [] });
}
