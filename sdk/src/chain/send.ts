import type { Address, LocalAccount, TransactionSerializable } from 'viem';
import { keccak256 } from 'viem/utils';
import type { Hex } from '../bytes/index.ts';
import { TransportError, VerificationError } from '../errors/index.ts';
import type { Chain } from './chain.ts';
import { TransactionError } from './chainErrors.ts';
import { toContractError } from './contractErrors.ts';
import { delay } from './delay.ts';
import { fromAmount, fromQuantity, toQuantity } from './quantity.ts';
import { type Receipt, waitForReceipt } from './receipt.ts';
import type { Agreed, Question } from './rpc/pool.ts';

/** What is to be sent. `operation` names it in errors. */
export interface Transaction {
  readonly operation: string;
  readonly to: Address;
  readonly data?: Hex;
  /** In wei. */
  readonly value?: bigint;
}

/** When a write is done: once it is mined, or once its block counts by the chain's `finality`. */
export interface WriteOptions {
  readonly wait?: 'mined' | 'settled';
  readonly signal?: AbortSignal;
}

/** EIP-7825: no transaction may have more gas. */
const maxGas = 16_777_216n;

/** Transactions of one account go out one after the other, so that each gets its own nonce. */
const queues = new WeakMap<Chain, Map<Address, Queue>>();
interface Queue {
  tail: Promise<unknown>;
  /** Sent, and not known to be mined yet. */
  pending: number;
  /** The nonce after those; without any, only the chain knows it: a reorganisation may have taken some back. */
  nextNonce: number;
}

const nonceAttempts = 5;

/**
 * Simulates, signs, sends to every endpoint and waits for the receipt. Nothing is sent if the simulation reverts.
 *
 * @throws {ContractError} what the contract says. @throws {TransactionError} sent, but failed or not mined in time.
 * @example
 * ```ts
 * const receipt = await send(chain, account, { operation: 'transfer', to, value: 10n ** 16n });
 * ```
 */
export async function send(
  chain: Chain,
  account: LocalAccount,
  transaction: Transaction,
  options: WriteOptions = {},
): Promise<Receipt> {
  const queue = queueOf(chain, account.address);
  const sent = queue.tail.then(() => submit(chain, account, transaction, queue, options.signal));
  queue.tail = sent.catch(() => undefined);
  const hash = await sent;
  const receipt = await waitForReceipt(chain, hash, options).finally(() => queue.pending--);
  if (!receipt.success) await explainFailure(chain, account.address, transaction, receipt);
  return receipt;
}

/** Sends a transaction that somebody else signed, for example the CREATE2 factory's. Resending a known one is fine. */
export async function sendRaw(chain: Chain, raw: Hex, options: WriteOptions = {}): Promise<Receipt> {
  await broadcast(chain, raw, options.signal);
  return waitForReceipt(chain, keccak256(raw), options);
}

/**
 * What a call would return now, as the account's transaction.
 *
 * @throws {ContractError} what the contract says.
 */
export async function simulate(
  chain: Chain,
  from: Address,
  transaction: Transaction,
  signal?: AbortSignal,
): Promise<Hex> {
  const call = { call: { method: 'eth_call', params: [toRequest(from, transaction), 'latest'] } };
  const [answer] = await chain.rpc.any(transaction.operation, [call], signal);
  return returned(answer, transaction.operation);
}

function queueOf(chain: Chain, address: Address): Queue {
  const ofChain = queues.get(chain) ?? new Map<Address, Queue>();
  queues.set(chain, ofChain);
  const queue = ofChain.get(address) ?? { tail: Promise.resolve(), pending: 0, nextNonce: 0 };
  ofChain.set(address, queue);
  return queue;
}

async function submit(
  chain: Chain,
  account: LocalAccount,
  transaction: Transaction,
  queue: Queue,
  signal: AbortSignal | undefined,
): Promise<Hex> {
  for (let attempt = 1; ; attempt++) {
    const prepared = await prepare(chain, account.address, transaction, signal);
    const nonce = queue.pending > 0 ? Math.max(prepared.nonce, queue.nextNonce) : prepared.nonce;
    const raw = await account.signTransaction({ ...prepared, nonce });
    try {
      await broadcast(chain, raw, signal);
    } catch (error) {
      // The endpoint that gave the nonce may be a block behind the one that took the last transaction.
      const behind = error instanceof TransactionError && /nonce too low/i.test(error.message);
      if (!behind || attempt === nonceAttempts) throw error;
      await delay(chain.limits.pollingIntervalMs, signal);
      continue;
    }
    queue.pending++;
    queue.nextNonce = nonce + 1;
    return keccak256(raw);
  }
}

async function prepare(chain: Chain, from: Address, transaction: Transaction, signal: AbortSignal | undefined) {
  const { operation, to, data = '0x', value = 0n } = transaction;
  const request = toRequest(from, transaction);
  const questions: Question[] = [
    { call: { method: 'eth_call', params: [request, 'latest'] } },
    { call: { method: 'eth_estimateGas', params: [request] } },
    { call: { method: 'eth_getTransactionCount', params: [from, 'pending'] } },
    { call: { method: 'eth_getBlockByNumber', params: ['latest', false] } },
    { call: { method: 'eth_gasPrice', params: [] } },
    { call: { method: 'eth_maxPriorityFeePerGas', params: [] }, optional: true },
  ];
  const [call, estimate, count, block, gasPrice, priority] = await chain.rpc.any(operation, questions, signal);
  returned(call, operation);
  const gas = withMargin(fromAmount(returned(estimate, operation), 'estimate of gas'));
  const nonce = fromQuantity(returned(count, operation), 'nonce');
  const fees = toFees(
    chain,
    resultOf(block),
    fromAmount(returned(gasPrice, operation), 'gas price'),
    resultOf(priority),
  );
  return { ...fees, chainId: chain.chainId, to, data, value, gas, nonce } as TransactionSerializable & {
    nonce: number;
  };
}

/** Both kinds of fee: `baseFeePerGas` is there from London on. */
function toFees(chain: Chain, block: unknown, gasPrice: bigint, priority: unknown) {
  const { baseFeePerGas } = (block ?? {}) as { baseFeePerGas?: unknown };
  if (typeof baseFeePerGas !== 'string') {
    checkFee(chain, gasPrice);
    return { type: 'legacy', gasPrice } as const;
  }
  const base = fromAmount(baseFeePerGas, 'base fee');
  const floor = gasPrice > base ? gasPrice - base : 0n;
  // Null where the server does not have the method.
  const maxPriorityFeePerGas = priority === null ? floor : fromAmount(priority, 'priority fee');
  const maxFeePerGas = 2n * base + maxPriorityFeePerGas;
  checkFee(chain, maxFeePerGas);
  return { type: 'eip1559', maxFeePerGas, maxPriorityFeePerGas } as const;
}

function checkFee(chain: Chain, fee: bigint): void {
  if (fee <= chain.limits.maxFeePerGas) return;
  throw new VerificationError(
    `the RPC asks for ${fee} wei a unit of gas, more than the ${chain.limits.maxFeePerGas} allowed`,
    {
      field: 'maxFeePerGas',
      metaMessages: ['Wait, or raise the limit if the chain is really that expensive.'],
    },
  );
}

/** Enough if any endpoint takes it; "already known" is what all but the first may say. */
async function broadcast(chain: Chain, raw: Hex, signal: AbortSignal | undefined): Promise<void> {
  const hash = keccak256(raw);
  const question: Question = { call: { method: 'eth_sendRawTransaction', params: [raw] } };
  const { replies, reports } = await chain.rpc.each([question], signal);
  if (replies.length > 0 || reports.some(({ reason }) => /already (known|imported)|known transaction/i.test(reason)))
    return;
  throw new TransactionError('no endpoint took the transaction', hash, {
    metaMessages: reports.map(({ endpoint, reason }) => `${endpoint}: ${reason}`),
  });
}

/** The transaction failed though its simulation did not: the same call now says why. */
async function explainFailure(chain: Chain, from: Address, transaction: Transaction, receipt: Receipt): Promise<never> {
  await simulate(chain, from, transaction);
  throw new TransactionError('the transaction failed', receipt.transaction, { field: transaction.operation });
}

function toRequest(from: Address, { to, data = '0x', value = 0n }: Transaction) {
  return { from, to, data, value: toQuantity(value) };
}

function withMargin(estimate: bigint): bigint {
  const gas = (estimate * 5n) / 4n;
  return gas > maxGas ? maxGas : gas;
}

function returned(answer: Agreed | undefined, operation: string): Hex {
  if (answer && 'revert' in answer) throw toContractError(answer.revert, operation);
  const value = resultOf(answer);
  if (typeof value === 'string' && /^0x[0-9a-fA-F]*$/.test(value)) return value as Hex;
  throw new TransportError('an RPC endpoint gave no valid answer', { field: operation });
}

function resultOf(answer: Agreed | undefined): unknown {
  return answer && 'value' in answer ? answer.value : undefined;
}
