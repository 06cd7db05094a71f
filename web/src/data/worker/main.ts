import type { Store } from '@gridseal/sdk/store';
import { expose, type Remote } from 'comlink';
import { initialStatus } from '../client/statusStore.ts';
import { type Listener, type Outcome, questions, type WorkerApi } from '../client/workerApi.ts';
import { openTabChannel } from '../engine/channel.ts';
import { type IndexDatabase, openDatabase } from '../engine/database.ts';
import { createEngine, type Engine } from '../engine/engine.ts';
import { createNotifier } from '../engine/notifier.ts';
import { sleep } from '../engine/sleep.ts';
import type { Network } from '../network.ts';
import { openChain } from '../open/openChain.ts';
import { openContentStore } from '../open/openStore.ts';
import { toProblem } from '../problem.ts';

/** Changes are told so often at most while much is read, and while little is. */
const pauseMs = { syncing: 2_500, live: 150, busy: 750 };

let engine: Promise<Engine> | null = null;

async function createWorkerEngine(network: Network, page: Remote<Listener>): Promise<Engine> {
  const name = nameOf(network);
  const database = await openDatabase(name, { now: Date.now }).catch((): IndexDatabase | null => null);
  let isSyncing = false;
  let store: Store | null = null;
  const tell = createNotifier(
    (scopes) => void page.changed(scopes),
    (isBusy) => (isSyncing ? pauseMs.syncing : isBusy ? pauseMs.busy : pauseMs.live),
  );
  const locks: LockManager | undefined = navigator.locks;
  const made = createEngine({
    network,
    chain: openChain(network),
    store: () => {
      store ??= openContentStore(network);
      return store;
    },
    database,
    channel: typeof BroadcastChannel === 'function' ? openTabChannel(name) : null,
    alone: locks ? (work) => locks.request(name, work) : null,
    status: (status) => {
      isSyncing = status.status === 'syncing';
      // Who sees that all is read sees all that was read.
      if (status.status === 'live') tell.flush();
      void page.status(status);
    },
    changed: tell.note,
    now: Date.now,
    sleep,
  });
  await made.start();
  return made;
}

/** One database, one lock and one channel for each deployment. */
function nameOf({ chainId, addresses }: Network): string {
  return `gridseal-${chainId}-${addresses.quorumRegistry}-${addresses.keyAnnouncements}`.toLowerCase();
}

const api: WorkerApi = {
  start: (network, listener) => {
    const page = listener as Remote<Listener>;
    engine ??= createWorkerEngine(network, page);
    engine.catch((error: unknown) => page.status({ ...initialStatus, status: 'error', error: toProblem(error) }));
  },
  ask: async (question, input): Promise<Outcome> => {
    try {
      if (!engine || !questions.includes(question)) throw new TypeError(`cannot be asked: ${question}`);
      const answer = (await engine)[question] as (...input: readonly unknown[]) => Promise<unknown>;
      return { value: await answer(...input) };
    } catch (error) {
      return { problem: toProblem(error) };
    }
  },
};

// Do not wait out the pause after failures when the connection is back.
addEventListener('online', () => {
  engine?.then((made) => made.poll()).catch(() => undefined);
});
expose(api);
