import { createHardhatRuntimeEnvironment } from 'hardhat/hre';
import { type Chain, deployContracts } from '../../sdk/src/chain/index.ts';
import { testAccount } from './anvil.ts';
import { chainOn } from './localChain.ts';

/** A chain whose blocks cost nothing: Hardhat's simulated network over HTTP mines any number of empty ones at once. */
export interface LongChain extends AsyncDisposable {
  readonly rpcUrl: string;
  readonly chain: Chain;
  readonly mine: (blocks: number) => Promise<void>;
}

/**
 * @example
 * ```ts
 * await using long = await startLongChain();
 * await long.mine(100_000);
 * ```
 */
export async function startLongChain(): Promise<LongChain> {
  const hardhat = await createHardhatRuntimeEnvironment({
    networks: { long: { type: 'edr-simulated', chainType: 'l1', chainId: 31_337 } },
  });
  const server = await hardhat.network.createServer('long', '127.0.0.1', 0);
  const { address, port } = await server.listen();
  const rpcUrl = `http://${address}:${port}`;
  const chain = chainOn([rpcUrl], 31_337, { timeoutMs: 20_000 });
  const mine = async (blocks: number) => {
    const question = { call: { method: 'hardhat_mine', params: [`0x${blocks.toString(16)}`] } };
    await chain.rpc.any('to mine', [question]);
  };
  try {
    await deployContracts(chain, testAccount(0));
  } catch (error) {
    await server.close();
    throw error;
  }
  return { rpcUrl, chain, mine, [Symbol.asyncDispose]: () => server.close() };
}
