import { keccak256 } from 'viem';
import { describe, expect, test } from 'vitest';
import { announce, chainTime, createEventCursor, findLatest } from '../../sdk/src/chain/index.ts';
import { testAccount } from '../support/anvil.ts';
import { chainOn } from '../support/localChain.ts';
import { type LongChain, startLongChain } from '../support/longChain.ts';
import { startRpcProxy } from '../support/rpcProxy.ts';

const account = testAccount(1);
const authority = keccak256(account.address);
const subject = keccak256('0x01');

/** Announces five epochs, `gap` blocks apart. */
async function announceFarApart({ chain, mine }: LongChain, gap: number): Promise<void> {
  for (let epoch = 1; epoch <= 5; epoch++) {
    const { timestamp } = await chainTime(chain);
    const times = { notBefore: timestamp, notAfter: timestamp + 10 ** 9 };
    await announce(chain, account, { subject, epoch, digest: subject, kind: 1, codec: 0, ...times });
    await mine(gap);
  }
}

function memoryStore() {
  let saved: unknown = null;
  const save = async (state: unknown) => {
    saved = structuredClone(state);
  };
  return { load: async () => saved, save };
}

describe('a chain of a hundred thousand blocks', () => {
  test('behavior: the cursor reads it all behind a server that allows 2,000 blocks a query', async () => {
    await using long = await startLongChain();
    await announceFarApart(long, 20_000);
    await using limited = await startRpcProxy(long.rpcUrl, {
      rewrite: ({ method, params, id }) => {
        if (method !== 'eth_getLogs') return null;
        const { fromBlock, toBlock } = params[0] as { fromBlock: string; toBlock: string };
        if (Number(toBlock) - Number(fromBlock) < 2_000) return null;
        return { jsonrpc: '2.0', id, error: { code: -32_000, message: 'query exceeds max block range 2000' } };
      },
    });
    const chain = chainOn([limited.url], 31_337, { timeoutMs: 20_000 });
    const epochs: number[] = [];
    const cursor = createEventCursor(chain, { store: memoryStore(), from: 1, types: ['announced'] });
    const { position } = await cursor.poll(({ added }) => {
      for (const event of added) if (event.type === 'announced') epochs.push(event.epoch);
    });
    expect(position).toBeGreaterThan(100_000);
    expect(epochs).toEqual([1, 2, 3, 4, 5]);
  });

  test('behavior: a device that was away for all of it needs three requests', async () => {
    await using long = await startLongChain();
    await announceFarApart(long, 20_000);
    const before = long.chain.rpc.requests();
    const { announcement } = await findLatest(long.chain, { authority, subject });
    expect(announcement?.epoch).toBe(5);
    expect(long.chain.rpc.requests() - before).toBe(3);
  });
});
