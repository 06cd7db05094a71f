import type { KuboRPCClient } from 'kubo-rpc-client';
import type { CID } from 'multiformats/cid';
import { TransportError } from '../../errors/index.ts';
import { displayText } from '../content/index.ts';
import type { Endpoint } from './endpoint.ts';

/** What a node says about itself. */
export interface NodeStatus {
  readonly peerId: string;
  readonly agentVersion: string;
  readonly version: string;
  readonly addresses: readonly string[];
  readonly repositoryBytes: bigint;
  readonly blocks: bigint;
}

/** The commands of a node's operator, bounded in time by `timeoutMs` and `signal`. */
export interface Administration {
  pin(cid: CID): Promise<void>;
  unpin(cid: CID): Promise<void>;
  isPinned(cid: CID): Promise<boolean>;
  status(): Promise<NodeStatus>;
  /** @returns how many blocks were removed. */
  gc(): Promise<number>;
}

/**
 * Administers one node through `kubo-rpc-client`, which is loaded here and only here: it takes 54 MB, and an agent on a
 * device reads and writes without it. Its own `timeout` option has no effect in 7.1, hence the signal.
 */
export function createAdministration(endpoint: Endpoint, timeoutMs: number, signal?: AbortSignal): Administration {
  async function run<T>(work: (client: KuboRPCClient, options: { signal: AbortSignal }) => Promise<T>): Promise<T> {
    const { create } = await import('kubo-rpc-client');
    const deadline = AbortSignal.timeout(timeoutMs);
    const whole = signal === undefined ? deadline : AbortSignal.any([deadline, signal]);
    try {
      const client = create({ url: `${endpoint.url}/api/v0`, headers: { ...endpoint.headers } });
      return await work(client, { signal: whole });
    } catch (error) {
      if (signal?.aborted) throw new TransportError('was cancelled');
      if (deadline.aborted) throw new TransportError(`did not answer completely within ${timeoutMs} ms`);
      throw new TransportError(describe(error));
    }
  }

  return {
    pin: (cid) => run(async (client, options) => void (await client.pin.add(cid, options))),
    unpin: (cid) =>
      run(async (client, options) => {
        if (await isPinned(client, cid, options)) await client.pin.rm(cid, options);
      }),
    isPinned: (cid) => run((client, options) => isPinned(client, cid, options)),
    status: () =>
      run(async (client, options) => {
        const [id, stat] = [await client.id(options), await client.repo.stat(options)];
        const addresses = id.addresses.map((address) => displayText(address.toString()));
        return {
          peerId: id.id.toString(),
          agentVersion: displayText(id.agentVersion),
          version: displayText((await client.version(options)).version),
          addresses,
          repositoryBytes: BigInt(stat.repoSize),
          blocks: BigInt(stat.numObjects),
        };
      }),
    gc: () =>
      run(async (client, options) => {
        let removed = 0;
        for await (const { err } of client.repo.gc(options)) {
          if (err) throw err;
          removed++;
        }
        return removed;
      }),
  };
}

async function isPinned(client: KuboRPCClient, cid: CID, options: { signal: AbortSignal }): Promise<boolean> {
  try {
    for await (const pin of client.pin.ls({ ...options, paths: [cid], type: 'recursive' })) {
      if (pin.cid.toV1().equals(cid)) return true;
    }
    return false;
  } catch (error) {
    // Kubo answers a question about one CID with an error if the answer is no.
    if (error instanceof Error && /is not pinned/.test(error.message)) return false;
    throw error;
  }
}

/** An HTTP answer's message is the node's own; anything else may contain the URL. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return 'failed';
  if (error.name === 'HTTPError') return `refused: ${displayText(error.message)}`;
  const code = (error.cause as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? `cannot be reached (${displayText(code)})` : 'did not answer as a Kubo RPC does';
}
