import { type Hex, isHex } from '@gridseal/sdk/bytes';
import { type Chain, chainTime, RpcResponseError } from '@gridseal/sdk/chain';
import { ConfigurationError, TransportError } from '@gridseal/sdk/errors';
import type { Network } from '../network.ts';

/**
 * The block where a reader of events starts: the recorded one, else where the registry's code first stands, found by halving. Servers
 * that have forgotten old states leave only the beginning of the chain.
 *
 * @throws {ConfigurationError} if there are no contracts at these addresses of this chain.
 */
export async function findFirstBlock(chain: Chain, network: Network, signal: AbortSignal): Promise<number> {
  const head = await chainTime(chain, signal);
  const { quorumRegistry, keyAnnouncements } = chain.addresses;
  const contracts = [quorumRegistry, keyAnnouncements];
  if (!(await hasCode(chain, contracts, 'latest', signal))) {
    throw new ConfigurationError(`has no contracts of Gridseal at these addresses (${network.name})`, {
      field: 'addresses',
    });
  }
  if (network.firstBlock !== null) return Math.max(1, network.firstBlock);
  return firstBlockWithCode(chain, contracts, head.number, signal);
}

/** Found by halving; 1 where the servers have forgotten old states. @param head A block that has it. */
export async function firstBlockWithCode(
  chain: Chain,
  contracts: readonly Hex[],
  head: number,
  signal: AbortSignal,
): Promise<number> {
  let [without, having] = [0, head];
  try {
    while (having - without > 1) {
      const middle = Math.floor((without + having) / 2);
      if (await hasCode(chain, contracts, middle, signal)) having = middle;
      else without = middle;
    }
  } catch (error) {
    if (error instanceof RpcResponseError) return 1;
    throw error;
  }
  return Math.max(1, having);
}

/** Whether all of the contracts are there after a block. */
export async function hasCode(
  chain: Chain,
  contracts: readonly Hex[],
  block: number | 'latest',
  signal?: AbortSignal,
): Promise<boolean> {
  const tag = typeof block === 'number' ? `0x${block.toString(16)}` : block;
  const questions = contracts.map((address) => ({
    call: { method: 'eth_getCode', params: [address, tag] },
    pick: isCode,
  }));
  const answers = await chain.rpc.agree('for the contracts', questions, signal);
  return answers.every((answer) => 'value' in answer && answer.value === true);
}

function isCode(result: unknown): boolean {
  if (!isHex(result)) throw new TransportError('an RPC endpoint gave no code');
  return result !== '0x';
}
