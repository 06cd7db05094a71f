import { configVariable } from 'hardhat/config';
import type { ChainDescriptorsUserConfig, HttpNetworkUserConfig } from 'hardhat/types/config';
import { deploymentNetworks, rpcUrlOf } from './networks.ts';

/**
 * The networks as Hardhat takes them. The key stands in the variable `GRIDSEAL_DEPLOYER_KEY`; a local node has accounts of its
 * own.
 */
export const hardhatNetworks: Readonly<Record<string, HttpNetworkUserConfig>> = Object.fromEntries(
  Object.entries(deploymentNetworks).map(([name, { chainId, chainType }]) => [
    name,
    {
      type: 'http',
      chainId,
      chainType,
      url: rpcUrlOf(name),
      accounts: name === 'local' ? 'remote' : [configVariable('GRIDSEAL_DEPLOYER_KEY')],
    },
  ]),
);

/** Where sources are verified. */
export const chainDescriptors: ChainDescriptorsUserConfig = Object.fromEntries(
  Object.values(deploymentNetworks).flatMap(({ chainId, title, chainType, explorer }) =>
    explorer
      ? [[chainId, { name: title, chainType, blockExplorers: { blockscout: { name: title, ...explorer } } }]]
      : [],
  ),
);
