import { blocksOf, type Chain } from '@gridseal/sdk/chain';
import { ArgumentError } from '@gridseal/sdk/errors';
import type { Store } from '@gridseal/sdk/store';
import type { DataClient } from '../client/dataClient.ts';
import type { ChangeScope, IndexStatus } from '../model/status.ts';
import type { Network } from '../network.ts';
import type { TabChannel } from './channel.ts';
import { Contents } from './contents.ts';
import type { IndexDatabase } from './database.ts';
import { Indexer } from './indexer.ts';
import { createKnowledge } from './knowledge.ts';
import { createShelf } from './shelf.ts';

/** What the index of a network is made with. Whatever the browser denies is null. */
export interface EngineOptions {
  readonly network: Network;
  readonly chain: Chain;
  /** @throws {ConfigurationError} if nothing is configured to read content from. */
  readonly store: () => Store;
  readonly database: IndexDatabase | null;
  readonly channel: TabChannel | null;
  readonly alone: ((work: () => Promise<void>) => Promise<void>) | null;
  readonly status: (status: IndexStatus) => void;
  readonly changed: (scopes: Iterable<ChangeScope>) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** The index of one network, outside any worker. */
export interface Engine extends DataClient {
  readonly start: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const maxBlockTimes = 500;
const retryMs = 4_000;

/**
 * @example
 * ```ts
 * const engine = createEngine({ network, chain, store, … });
 * await engine.start();
 * const { total } = await engine.events({ types: ['announced'] });
 * ```
 */
export function createEngine(options: EngineOptions): Engine {
  const { network, chain, changed, now, sleep } = options;
  const closed = new AbortController();
  const knowledge = createKnowledge({
    network,
    contents: new Contents(options.store, createShelf(options.database?.contents ?? null)),
    blockTime: () => indexer.status.head?.timestamp ?? Math.floor(now() / 1_000),
    changed,
    now,
    isBusy: () => indexer.status.status === 'syncing',
    pause: (ms) => sleep(ms, closed.signal),
  });
  const indexer = new Indexer({ ...options, knowledge });

  async function retryBodies(): Promise<void> {
    while (!closed.signal.aborted) {
      await sleep(retryMs, closed.signal);
      knowledge.retry();
    }
  }

  return {
    ...knowledge.answers,
    start: async () => {
      void retryBodies();
      await indexer.start();
    },
    close: () => {
      closed.abort();
      return indexer.close();
    },
    status: async () => indexer.status,
    poll: () => indexer.poll(),
    reset: () => indexer.reset(),
    blockTimes: async (blocks) => {
      if (blocks.length > maxBlockTimes)
        throw new ArgumentError(`names more than ${maxBlockTimes} blocks`, { field: 'blocks' });
      return (await blocksOf(chain, blocks)).map(({ timestamp }) => timestamp);
    },
  };
}
