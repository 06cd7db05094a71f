import type { Abi, Address, ContractFunctionArgs, ContractFunctionName, LocalAccount } from 'viem';
import { encodeFunctionData } from 'viem/utils';
import type { Chain } from './chain.ts';
import { ContractError } from './contractError.ts';
import type { Receipt } from './receipt.ts';
import { send, type Transaction, type WriteOptions } from './send.ts';

/** What a write came to: done by this transaction, or found done already, whoever did it. */
export type Outcome = { readonly outcome: 'done'; readonly receipt: Receipt } | { readonly outcome: 'already' };

/** A transaction that is needed once, whoever sends it. */
export interface OnceOnly {
  readonly transaction: Transaction;
  /** Whether the contract's refusal means that there is nothing left to do. */
  readonly isDone: (error: ContractError) => Promise<boolean>;
}

type WriteName<abi extends Abi> = ContractFunctionName<abi, 'nonpayable' | 'payable'>;

/**
 * The transaction that calls a contract's function, for {@link send} or for any wallet.
 *
 * @example
 * ```ts
 * const transaction = contractCall(address, quorumRegistryAbi, 'approve', [quorum, digest]);
 * ```
 */
export function contractCall<
  const abi extends Abi,
  name extends WriteName<abi>,
  const args extends ContractFunctionArgs<abi, 'nonpayable' | 'payable', name>,
>(address: Address, abi: abi, name: name, args: args): Transaction {
  const parameters = { abi: abi as Abi, functionName: name as string, args: args as readonly unknown[] };
  return { operation: name, to: address, data: encodeFunctionData(parameters) };
}

/**
 * Sends, unless that turns out to be done already: by an earlier run, by somebody who relayed the same message, or in a race
 * that this transaction lost.
 *
 * @param isDone Whether the contract's refusal means that there is nothing left to do.
 */
export async function sendOnce(
  chain: Chain,
  account: LocalAccount,
  transaction: Transaction,
  isDone: (error: ContractError) => boolean | Promise<boolean>,
  options: WriteOptions = {},
): Promise<Outcome> {
  try {
    return { outcome: 'done', receipt: await send(chain, account, transaction, options) };
  } catch (error) {
    if (error instanceof ContractError && (await isDone(error))) return { outcome: 'already' };
    throw error;
  }
}
