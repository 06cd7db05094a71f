import { keccak256 } from 'viem';
import type { Hex } from '../../sdk/src/bytes/index.ts';
import {
  announce,
  type Chain,
  type ChainEvent,
  type CursorBatch,
  type CursorOptions,
  chainTime,
  createEventCursor,
} from '../../sdk/src/chain/index.ts';
import { testAccount } from './anvil.ts';
import { type LocalChain, startLocalChain } from './localChain.ts';
import type { ProxiedAnswer, ProxiedCall } from './rpcProxy.ts';

const account = testAccount(1);
let counter = 0;
/** 32 bytes that are nowhere else. */
export const fresh = (): Hex => keccak256(`0x${(++counter).toString(16).padStart(8, '0')}`);

/** One announcement to a subject of its own; its digest tells it apart. */
export async function announceOne(chain: Chain): Promise<Hex> {
  const { timestamp } = await chainTime(chain);
  const digest = fresh();
  const input = { subject: fresh(), epoch: 1, digest, kind: 1, codec: 0, notBefore: 0, notAfter: timestamp + 10 ** 6 };
  await announce(chain, account, input);
  return digest;
}

/** Keeps the state as the file would: as text. */
export function memoryStore(saved: { text: string | null } = { text: null }) {
  return {
    saved,
    load: async () => (saved.text === null ? null : JSON.parse(saved.text)),
    save: async (state: unknown) => {
      saved.text = JSON.stringify(state);
    },
  };
}

/** What a consumer makes of the batches: the digests that stand, in order. */
export function follow(chain: Chain, options: Partial<CursorOptions> = {}) {
  const store = memoryStore();
  const standing: Hex[] = [];
  const batches: CursorBatch[] = [];
  const cursor = createEventCursor(chain, { store, from: 1, ...options });
  const digestOf = (event: ChainEvent) => (event.type === 'announced' ? event.digest : '0x');
  return {
    store,
    standing,
    batches,
    poll: () =>
      cursor.poll((batch) => {
        batches.push(batch);
        for (const event of batch.removed) standing.splice(standing.lastIndexOf(digestOf(event)), 1);
        standing.push(...batch.added.map(digestOf));
      }),
  };
}

/** A server that allows `max` blocks a log query. */
export function rangeLimit(max: number) {
  return ({ method, params, id }: ProxiedCall, _: ProxiedAnswer): ProxiedAnswer | null => {
    if (method !== 'eth_getLogs') return null;
    const { fromBlock, toBlock } = params[0] as { fromBlock: string; toBlock: string };
    if (Number(toBlock) - Number(fromBlock) < max) return null;
    return { jsonrpc: '2.0', id, error: { code: -32_000, message: `block range exceeds ${max}` } };
  };
}

/** Runs a test on a chain of its own. */
export async function withChain(body: (local: LocalChain) => Promise<void>): Promise<void> {
  await using local = await startLocalChain();
  await body(local);
}
