import { proxy, type Remote, wrap } from 'comlink';
import type { Network } from '../network.ts';
import { DataError } from '../problem.ts';
import type { DataClient } from './dataClient.ts';
import { type Listener, type Outcome, questions, type WorkerApi } from './workerApi.ts';

/** A client whose worker runs from the first question, or `start`, until `close`; it may be started again. */
export interface WorkerClient extends DataClient {
  readonly start: () => void;
  readonly close: () => void;
}

interface Running {
  readonly api: Remote<WorkerApi>;
  readonly fail: (error: Error) => void;
  readonly failed: Promise<never>;
  readonly end: () => void;
}

/**
 * Asks the index of a network, which lives in a worker of its own.
 *
 * @param create Makes the worker; a parameter, so that tests can bring another one.
 * @example `const client = createWorkerClient(network, listener, () => new Worker(url, { type: 'module' }))`
 */
export function createWorkerClient(network: Network, listener: Listener, create: () => Worker): WorkerClient {
  let running: Running | null = null;

  function start(): Running {
    if (running) return running;
    const worker = create();
    const { promise: failed, reject: fail } = Promise.withResolvers<never>();
    failed.catch(() => undefined);
    worker.addEventListener('error', () => fail(failure('the worker of the index has ended')));
    const api = wrap<WorkerApi>(worker);
    running = { api, fail, failed, end: () => worker.terminate() };
    Promise.race([failed, api.start(network, proxy(listener))]).catch(() => undefined);
    return running;
  }

  async function ask(question: keyof DataClient, input: readonly unknown[]): Promise<unknown> {
    const { api, failed } = start();
    const outcome = (await Promise.race([failed, api.ask(question, input)])) as Outcome;
    if ('problem' in outcome) throw new DataError(outcome.problem);
    return outcome.value;
  }

  const methods = questions.map((question) => [question, (...input: unknown[]) => ask(question, input)] as const);
  return {
    ...(Object.fromEntries(methods) as unknown as DataClient),
    start: () => void start(),
    close: () => {
      running?.fail(failure('this network is not looked at any more'));
      running?.end();
      running = null;
    },
  };
}

function failure(shortMessage: string): DataError {
  return new DataError({ code: 'CLOSED', shortMessage, field: null, metaMessages: [] });
}
