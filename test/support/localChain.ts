import {
  type Chain,
  type ChainOptions,
  contractAddresses,
  createChain,
  deployContracts,
} from '../../sdk/src/chain/index.ts';
import { type Anvil, type AnvilOptions, startAnvil, testAccount } from './anvil.ts';

/** A chain object for test nodes: counts blocks at once and looks often. */
export function chainOn(rpcUrls: readonly string[], chainId: number, options: Partial<ChainOptions> = {}): Chain {
  return createChain({
    chainId,
    rpcUrls,
    addresses: contractAddresses,
    finality: 0,
    timeoutMs: 2_000,
    pollingIntervalMs: 20,
    receiptTimeoutMs: 20_000,
    ...options,
  });
}

/** For transactions that take the node seconds when the machine is busy: P-521 and SLH-DSA. */
export const patient: Partial<ChainOptions> = { timeoutMs: 30_000, receiptTimeoutMs: 60_000 };

/** A node with the contracts on it, and a chain object that reads and writes it directly. */
export interface LocalChain extends AsyncDisposable {
  readonly node: Anvil;
  readonly chain: Chain;
}

/**
 * Starts a real node and deploys the contracts to it.
 *
 * @example
 * ```ts
 * await using local = await startLocalChain();
 * await announce(local.chain, testAccount(1), announcement);
 * ```
 */
export async function startLocalChain(
  options: AnvilOptions = {},
  chainOptions: Partial<ChainOptions> = {},
): Promise<LocalChain> {
  const node = await startAnvil(options);
  const chain = chainOn([node.rpcUrl], node.chainId, chainOptions);
  try {
    await deployContracts(chain, testAccount(0));
  } catch (error) {
    await node.stop();
    throw error;
  }
  return { node, chain, [Symbol.asyncDispose]: () => node.stop() };
}
