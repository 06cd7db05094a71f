import 'fake-indexeddb/auto';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Hex } from '@gridseal/sdk/bytes';
import { toCid } from '@gridseal/sdk/bytes';
import { contractAddresses } from '@gridseal/sdk/chain';
import { sha256Hex } from '@gridseal/sdk/crypto';
import type { ChangeScope, IndexStatus } from '../model/status.ts';
import type { Network } from '../network.ts';
import { openChain } from '../open/openChain.ts';
import { openContentStore } from '../open/openStore.ts';
import { openTabChannel } from './channel.ts';
import { openDatabase } from './database.ts';
import { createEngine, type Engine, type EngineOptions } from './engine.ts';
import { sleep } from './sleep.ts';

/** A trustless gateway of raw blocks, which can be taken away. */
export async function startGateway() {
  const blocks = new Map<string, Uint8Array>();
  const sockets = new Set<Socket>();
  const gateway = { isDown: false, requests: 0 };
  const server = createServer((request, response) => {
    gateway.requests++;
    const cid = request.url?.split('?')[0]?.replace('/ipfs/', '') ?? '';
    const bytes = gateway.isDown ? undefined : blocks.get(cid);
    response.writeHead(bytes ? 200 : 504).end(bytes ?? 'not here');
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const put = (bytes: Uint8Array): Hex => {
    const digest = sha256Hex(bytes);
    blocks.set(toCid(digest, 'raw').toString(), bytes);
    return digest;
  };
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, gateway, put, stop, [Symbol.asyncDispose]: stop };
}

/** A local network behind these endpoints. */
export function localNetwork(rpcUrls: readonly string[], gateways: readonly string[] = []): Network {
  return {
    chainId: 31_337,
    name: 'Local',
    addresses: contractAddresses,
    firstBlock: 1,
    finality: 0,
    rpcUrls,
    gateways,
    ipfsRpcs: [],
    explorer: null,
    sandboxWallets: [],
    currency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
    origin: 'config',
  };
}

/** What a tab sees: an engine, its states, and what it was told to have changed. */
export interface Tab extends AsyncDisposable {
  readonly engine: Engine;
  readonly statuses: readonly IndexStatus[];
  readonly scopes: ReadonlySet<ChangeScope>;
  /** Resolves when the status is like that. */
  readonly until: (test: (status: IndexStatus) => boolean) => Promise<IndexStatus>;
}

/** Opens a tab; tabs with the same name share what the browser keeps, which is real IndexedDB code, lock and channel. */
export async function openTab(network: Network, name: string | null, more: Partial<EngineOptions> = {}): Promise<Tab> {
  const statuses: IndexStatus[] = [];
  const scopes = new Set<ChangeScope>();
  const listeners = new Set<() => void>();
  const engine = createEngine({
    network,
    chain: openChain(network),
    store: () => openContentStore(network),
    database: name === null ? null : await openDatabase(name, { now: Date.now }),
    channel: name === null ? null : openTabChannel(name),
    alone: name === null ? null : (work) => locks().request(name, work),
    status: (status) => {
      statuses.push(status);
      for (const listener of listeners) listener();
    },
    changed: (changed) => {
      for (const scope of changed) scopes.add(scope);
    },
    now: Date.now,
    // Pauses between looks are short; waits for content are long enough for a machine that is busy.
    sleep: (ms, signal) => sleep(ms < 1_000 ? 10_000 : 100, signal),
    ...more,
  });
  const until = async (test: (status: IndexStatus) => boolean) => {
    for (;;) {
      const status = await engine.status();
      if (test(status)) return status;
      await new Promise<void>((resolve) => {
        const heard = () => {
          listeners.delete(heard);
          resolve();
        };
        listeners.add(heard);
      });
    }
  };
  await engine.start();
  return { engine, statuses, scopes, until, [Symbol.asyncDispose]: () => engine.close() };
}

/** Node has the browser's locks; its type definitions do not all say so. */
function locks(): LockManager {
  return (globalThis.navigator as Navigator & { readonly locks: LockManager }).locks;
}
