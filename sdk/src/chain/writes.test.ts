import { keccak256 } from 'viem';
import { describe, expect, test } from 'vitest';
import { testAccount } from '../../../test/support/anvil.ts';
import { chainOn, startLocalChain } from '../../../test/support/localChain.ts';
import { startRpcProxy } from '../../../test/support/rpcProxy.ts';
import { BaseError } from '../errors/index.ts';
import { announce, chainTime, latestOf, send, TransactionError } from './index.ts';

const account = testAccount(1);
const to = testAccount(2).address;
const transfer = { operation: 'transfer', to, value: 1n };

describe('send', () => {
  test('behavior: to every endpoint, and believed when two have the receipt', async () => {
    await using local = await startLocalChain();
    await using first = await startRpcProxy(local.node.rpcUrl);
    await using second = await startRpcProxy(local.node.rpcUrl);
    const chain = chainOn([first.url, second.url], 31_337);
    const receipt = await send(chain, account, transfer);
    expect(receipt).toMatchObject({ success: true, gasUsed: 21_000 });
    for (const endpoint of [first, second]) {
      expect(endpoint.calls.some(({ method }) => method === 'eth_sendRawTransaction')).toBe(true);
    }
  });

  test('behavior: waits until the block counts, if asked to', async () => {
    await using local = await startLocalChain({ blockTime: 1 });
    const chain = chainOn([local.node.rpcUrl], 31_337, { finality: 2 });
    const receipt = await send(chain, account, transfer, { wait: 'settled' });
    expect((await chainTime(chain)).number).toBeGreaterThanOrEqual(receipt.block + 2);
  });

  test('behavior: after a reorganisation took the last ones back, nonces start where the chain is', async () => {
    await using local = await startLocalChain();
    await local.node.mine(5);
    for (let i = 0; i < 3; i++) await send(local.chain, account, transfer);
    await local.node.reorg(3);
    expect((await send(local.chain, account, transfer)).success).toBe(true);
  });

  test('behavior: a race that is lost to the same message is done already', async () => {
    await using local = await startLocalChain();
    const { timestamp } = await chainTime(local.chain);
    const subject = keccak256('0x01');
    const input = { subject, epoch: 1, digest: subject, kind: 1, codec: 0, notBefore: 0, notAfter: timestamp + 10_000 };
    await local.node.request('evm_setAutomine', [false]);
    const other = chainOn([local.node.rpcUrl], 31_337);
    const both = [announce(local.chain, account, input), announce(other, account, input)];
    const outcomes = Promise.allSettled(both);
    await local.node.request('evm_setIntervalMining', [1]);
    const done = (await outcomes).map((outcome) => (outcome.status === 'fulfilled' ? outcome.value.outcome : 'failed'));
    expect(done).toContain('done');
    const slot = await latestOf(local.chain, { authority: keccak256(account.address), subject });
    expect(slot.epoch).toBe(1);
  });

  test('error: a dear RPC: no more is offered than the limit', async () => {
    await using local = await startLocalChain();
    await using dear = await startRpcProxy(local.node.rpcUrl, {
      rewrite: ({ method }, answer) =>
        method === 'eth_maxPriorityFeePerGas' ? { ...answer, result: '0xffffffffffffff' } : null,
    });
    const chain = chainOn([dear.url], 31_337);
    await expect(send(chain, account, transfer)).rejects.toThrow('maxFeePerGas');
    expect(await local.node.client.getTransactionCount({ address: account.address })).toBe(0);
  });

  for (const method of ['eth_estimateGas', 'eth_gasPrice', 'eth_maxPriorityFeePerGas', 'eth_getTransactionCount']) {
    test.each(['0x', 'abc', '0xzz', `0x${'f'.repeat(80)}`, 7])(
      `error: a hostile RPC says %j to ${method}`,
      async (result) => {
        await using local = await startLocalChain();
        await using hostile = await startRpcProxy(local.node.rpcUrl, {
          rewrite: (call, answer) => (call.method === method ? { ...answer, result } : null),
        });
        await expect(send(chainOn([hostile.url], 31_337), account, transfer)).rejects.toBeInstanceOf(BaseError);
      },
    );
  }

  test('error: not mined in time names the transaction, which may still be mined', async () => {
    await using local = await startLocalChain();
    await local.node.request('evm_setAutomine', [false]);
    const chain = chainOn([local.node.rpcUrl], 31_337, { receiptTimeoutMs: 300 });
    const failure = await send(chain, account, transfer).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(TransactionError);
    expect(String(failure)).toMatch(/transaction 0x[0-9a-f]{64}/);
  });

  test('error: a sender without balance', async () => {
    await using local = await startLocalChain();
    await local.node.request('anvil_setBalance', [account.address, '0x0']);
    await expect(send(local.chain, account, transfer)).rejects.toThrow();
  });

  test('error: a lying RPC that swallows the transaction and makes up a receipt is not believed', async () => {
    await using local = await startLocalChain();
    await using liar = await startRpcProxy(local.node.rpcUrl, {
      rewrite: ({ method, params }, answer) => {
        if (method !== 'eth_getTransactionReceipt') return null;
        const block = { blockHash: `0x${'ab'.repeat(32)}`, blockNumber: '0x1', gasUsed: '0x1', logs: [] };
        return { ...answer, result: { transactionHash: params[0], status: '0x1', ...block } };
      },
    });
    await local.node.request('evm_setAutomine', [false]);
    const chain = chainOn([local.node.rpcUrl, liar.url], 31_337, { receiptTimeoutMs: 500 });
    await expect(send(chain, account, transfer)).rejects.toThrow(TransactionError);
  });
});
