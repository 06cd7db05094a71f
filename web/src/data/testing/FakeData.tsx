import type { Hex } from '@gridseal/sdk/bytes';
import { type ChainEvent, contractAddresses, type EventBody } from '@gridseal/sdk/chain';
import { sha256Hex } from '@gridseal/sdk/crypto';
import { TransportError } from '@gridseal/sdk/errors';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { DataClient } from '../client/dataClient.ts';
import { createStatusStore, initialStatus } from '../client/statusStore.ts';
import { DataContext } from '../context.ts';
import { Contents } from '../engine/contents.ts';
import { createKnowledge } from '../engine/knowledge.ts';
import { sleep } from '../engine/sleep.ts';
import type { IndexStatus } from '../model/status.ts';
import type { Network } from '../network.ts';
import { createSettingsStore } from '../settingsStore.ts';

/** What a component under test finds on the chain and on IPFS. */
export interface FakeDataProps {
  readonly children: ReactNode;
  readonly events?: readonly ChainEvent[];
  /** Certificates and drafts that IPFS has; nothing else can be read. */
  readonly contents?: readonly Uint8Array[];
  readonly network?: Network;
  readonly status?: Partial<IndexStatus>;
  /** Answers in place of those that follow from events and contents. */
  readonly answers?: Partial<DataClient>;
  /** Whether what was answered is asked again when contents come in, as the worker has it. */
  readonly follows?: boolean;
}

/** A local network that no server stands behind. */
export const fakeNetwork: Network = {
  chainId: 31_337,
  name: 'Local',
  addresses: contractAddresses,
  firstBlock: 1,
  finality: 0,
  rpcUrls: ['http://127.0.0.1:9/'],
  gateways: ['http://127.0.0.1:9/'],
  ipfsRpcs: [],
  explorer: 'https://explorer.example',
  sandboxWallets: [],
  currency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
  origin: 'config',
};

/**
 * The real answers over given events and contents, with no worker, chain or IPFS. Settings are those of localStorage.
 *
 * @example
 * ```tsx
 * renderPage(<FakeData events={[eventAt(7, { type: 'quorumCreated', … })]}><QuorumsPage /></FakeData>);
 * ```
 */
export function FakeData(props: FakeDataProps): ReactNode {
  const {
    children,
    events = [],
    contents = [],
    network = fakeNetwork,
    status = {},
    answers = {},
    follows = false,
  } = props;
  const queries = useQueryClient();
  // Made once: a test gives its world at the start.
  const [value] = useState(() => {
    const head = { number: 100, hash: `0x${'aa'.repeat(32)}` as Hex, timestamp: 1_795_000_000 };
    const now: IndexStatus = {
      ...initialStatus,
      status: 'live',
      block: 100,
      target: 100,
      head,
      settled: 100,
      ...status,
    };
    const store = createStatusStore();
    store.set({ ...now, events: events.length, revision: 1 });
    let isNoted = false;
    const changed = () => {
      if (!follows || isNoted) return;
      isNoted = true;
      setTimeout(() => {
        isNoted = false;
        void queries.invalidateQueries({ queryKey: ['data'] });
      }, 20);
    };
    const client = fakeClient(network, events, contents, now, changed);
    const settings = createSettingsStore(localStorage, globalThis);
    return { networks: [network], network, status: store, settings, client: { ...client, ...answers } };
  });
  return <DataContext value={value}>{children}</DataContext>;
}

function fakeClient(
  network: Network,
  events: readonly ChainEvent[],
  contents: readonly Uint8Array[],
  status: IndexStatus,
  changed: () => void,
): DataClient {
  const kept = new Map(contents.map((bytes) => [sha256Hex(bytes), bytes]));
  const shelf = {
    take: async (digest: Hex) => kept.get(digest) ?? null,
    put: async (digest: Hex, bytes: Uint8Array) => void kept.set(digest, bytes),
  };
  const store = () => {
    throw new TransportError('nothing else is on IPFS');
  };
  const time = status.head?.timestamp ?? 0;
  const knowledge = createKnowledge({
    network,
    contents: new Contents(store, shelf),
    blockTime: () => time,
    changed,
    now: () => 0,
    isBusy: () => false,
    pause: (ms) => sleep(ms, new AbortController().signal),
  });
  knowledge.apply([], events);
  return {
    ...knowledge.answers,
    status: async () => status,
    blockTimes: async (blocks) => blocks.map((block) => time - ((status.head?.number ?? 0) - block) * 2),
    poll: async () => undefined,
    reset: async () => undefined,
  };
}

/** An event in a block of its own. */
export function eventAt(block: number, body: EventBody, logIndex = 0): ChainEvent {
  const digits = block.toString(16).padStart(8, '0').repeat(8);
  return { ...body, block, logIndex, blockHash: `0x${digits}`, transaction: `0x${digits}` };
}
