import type { Abi, Address, ContractFunctionArgs, ContractFunctionName, ContractFunctionReturnType } from 'viem';
import { decodeFunctionResult, encodeFunctionData } from 'viem/utils';
import { isHex } from '../bytes/index.ts';
import { ConfigurationError, TransportError } from '../errors/index.ts';
import { toContractError } from './contractErrors.ts';
import { toQuantity } from './quantity.ts';
import type { Agreed, Question } from './rpc/pool.ts';

/** A view call: the question for one block, and how its answer is read. */
export interface ViewCall<Result> {
  readonly at: (block: number | 'latest') => Question;
  /** @throws {ContractError} if the contract reverted. */
  readonly read: (answer: Agreed) => Result;
}

type ViewName<abi extends Abi> = ContractFunctionName<abi, 'view' | 'pure'>;

/**
 * Prepares a view call, so that many can go out in one request at one block.
 *
 * @example
 * ```ts
 * const call = viewCall(address, keyAnnouncementsAbi, 'latestOf', [authority, subject]);
 * ```
 */
export function viewCall<
  const abi extends Abi,
  name extends ViewName<abi>,
  const args extends ContractFunctionArgs<abi, 'view' | 'pure', name>,
>(
  address: Address,
  abi: abi,
  name: name,
  args: args,
): ViewCall<ContractFunctionReturnType<abi, 'view' | 'pure', name, args>> {
  const parameters = { abi: abi as Abi, functionName: name as string, args: args as readonly unknown[] };
  const data = encodeFunctionData(parameters);
  const field = `${name}`;
  return {
    at: (block) => ({
      call: {
        method: 'eth_call',
        params: [{ to: address, data }, block === 'latest' ? block : toQuantity(block)],
      },
    }),
    read: (answer) => {
      if ('revert' in answer) throw toContractError(answer.revert, field);
      if (answer.value === '0x') throw new ConfigurationError(`no such contract at ${address}`, { field });
      return decode(answer.value, parameters, field) as never;
    },
  };
}

function decode(
  data: unknown,
  parameters: { readonly abi: Abi; readonly functionName: string; readonly args: readonly unknown[] },
  field: string,
): unknown {
  try {
    if (isHex(data)) return decodeFunctionResult({ ...parameters, data });
  } catch {
    // viem's message repeats the data; ours does not.
  }
  throw new TransportError('the RPC endpoint’s answer does not decode', { field });
}
