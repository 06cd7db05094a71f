import { buildModule } from '@nomicfoundation/hardhat-ignition/modules';
import { createHardhatRuntimeEnvironment } from 'hardhat/hre';
import type { HttpNetworkUserConfig } from 'hardhat/types/config';
import { keccak256, stringToHex } from 'viem';
import config from '../../hardhat.config.ts';
import ERC7913P256Verifier from '../../ignition/modules/ERC7913P256Verifier.ts';
import KeyAnnouncements from '../../ignition/modules/KeyAnnouncements.ts';
import QuorumRegistry from '../../ignition/modules/QuorumRegistry.ts';
import type { IgnitionModuleBuilder } from '../../ignition/modules/throughFactory.ts';
import { rpcUrlOf } from '../../ignition/networks.ts';
import { root } from '../lib/paths.ts';
import { type ContractKey, initCodes, type Survey } from './survey.ts';
import type { Target } from './target.ts';

const uses: Readonly<Record<ContractKey, (m: IgnitionModuleBuilder) => void>> = {
  quorumRegistry: (m) => void m.useModule(QuorumRegistry),
  keyAnnouncements: (m) => void m.useModule(KeyAnnouncements),
  p256Verifier: (m) => void m.useModule(ERC7913P256Verifier),
};

/** Hardhat with this network, key and Ignition folder, given in memory. */
export function hardhatFor({ name, network, privateKey }: Target, ignition: string) {
  const { chainId, chainType } = network;
  const connection: HttpNetworkUserConfig = {
    type: 'http',
    chainId,
    chainType,
    url: rpcUrlOf(name),
    accounts: [privateKey],
  };
  const networks = { ...config.networks, [name]: connection };
  return createHardhatRuntimeEnvironment(
    { ...config, networks, paths: { ...config.paths, ignition } },
    { network: name },
    root,
  );
}

/**
 * Deploys what is missing with Hardhat Ignition, whose journal lets a run that was broken off go on where it stopped. The
 * journal is kept for this very chain (by its genesis block) and these very contracts (by their bytecode).
 */
export async function ignite(
  target: Target,
  found: Survey,
  options: { readonly ignition: string; readonly confirmations: number; readonly pollingMs: number },
): Promise<void> {
  const hre = await hardhatFor(target, options.ignition);
  const connection = await hre.network.create();
  try {
    // Contracts that are there are left out, whoever brought them.
    const missing = buildModule('Missing', (m) => {
      for (const key of found.missing) uses[key](m);
      return {};
    });
    await connection.ignition.deploy(missing, {
      deploymentId: deploymentId(target.network.chainId, found.genesis),
      config: { requiredConfirmations: options.confirmations, blockPollingInterval: options.pollingMs },
    });
  } finally {
    await connection.close();
  }
}

function deploymentId(chainId: number, genesis: string): string {
  const keys = Object.keys(initCodes).sort() as ContractKey[];
  const release = keccak256(stringToHex(keys.map((key) => initCodes[key]).join()));
  return `chain-${chainId}-${genesis.slice(2, 10)}-${release.slice(2, 10)}`;
}
