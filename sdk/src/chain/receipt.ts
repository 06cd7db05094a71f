import { type Hex, isHex } from '../bytes/index.ts';
import { BaseError, TransportError } from '../errors/index.ts';
import type { Chain } from './chain.ts';
import { TransactionError } from './chainErrors.ts';
import { delay } from './delay.ts';
import { decodeLog, type Log } from './log.ts';
import { fromQuantity } from './quantity.ts';
import type { Question } from './rpc/pool.ts';
import { snapshot } from './snapshot.ts';

/** What became of a transaction. */
export interface Receipt {
  readonly transaction: Hex;
  readonly success: boolean;
  readonly block: number;
  readonly blockHash: Hex;
  readonly gasUsed: number;
  readonly logs: readonly Log[];
}

/**
 * Waits until the endpoints agree on a transaction's receipt, and (`settled`) until its block counts. A reorganisation that
 * throws the transaction out meanwhile only makes it wait on.
 *
 * @throws {TransactionError} if it is not mined in time; it may be mined later.
 */
export async function waitForReceipt(
  chain: Chain,
  transaction: Hex,
  options: { readonly wait?: 'mined' | 'settled'; readonly signal?: AbortSignal } = {},
): Promise<Receipt> {
  const timeout = AbortSignal.timeout(chain.limits.receiptTimeoutMs);
  const signal = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout;
  let last: unknown;
  try {
    for (;;) {
      try {
        const settled = options.wait === 'settled' ? (await snapshot(chain, [], { signal })).settled.number : undefined;
        const receipt = await receiptOf(chain, transaction, signal);
        if (settled === undefined || receipt.block <= settled) return receipt;
      } catch (error) {
        if (!(error instanceof BaseError)) throw error;
        last = error; // Not mined yet, at one endpoint earlier than at another, or an endpoint out of order for a moment.
      }
      await delay(chain.limits.pollingIntervalMs, signal);
    }
  } catch (error) {
    options.signal?.throwIfAborted();
    if (!timeout.aborted) throw error;
    throw new TransactionError(`is not mined after ${chain.limits.receiptTimeoutMs} ms`, transaction, { cause: last });
  }
}

async function receiptOf(chain: Chain, transaction: Hex, signal: AbortSignal): Promise<Receipt> {
  const question: Question = {
    call: { method: 'eth_getTransactionReceipt', params: [transaction] },
    pick: (result) => (result === null ? undefined : decodeReceipt(result, transaction)),
  };
  const [answer] = await chain.rpc.agree('the receipt', [question], signal);
  return (answer as { readonly value: Receipt }).value;
}

function decodeReceipt(value: unknown, transaction: Hex): Receipt {
  const { transactionHash, status, blockNumber, blockHash, gasUsed, logs } = value as Record<string, unknown>;
  const same = typeof transactionHash === 'string' && transactionHash.toLowerCase() === transaction.toLowerCase();
  if (!same || !isHex(blockHash, 32) || !Array.isArray(logs))
    throw new TransportError('an RPC endpoint gave no receipt');
  return {
    transaction,
    success: fromQuantity(status, 'receipt status') === 1,
    block: fromQuantity(blockNumber, 'block number'),
    blockHash,
    gasUsed: fromQuantity(gasUsed, 'amount of gas'),
    logs: logs.map((log) => decodeLog(log)),
  };
}
