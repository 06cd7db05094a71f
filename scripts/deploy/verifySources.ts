import { verifyContract } from '@nomicfoundation/hardhat-verify/verify';
import { contractAddresses } from '../../sdk/src/chain/index.ts';
import { exportedContracts } from '../lib/contracts.ts';
import { hardhatFor } from './ignite.ts';
import type { Survey } from './survey.ts';
import type { Target } from './target.ts';

/**
 * Publishes the sources at the network's Blockscout, if it has one.
 *
 * @returns What could not be verified, and why: the contracts are deployed all the same, and another run tries again.
 */
export async function verifySources(target: Target, found: Survey, ignition: string): Promise<string[]> {
  if (!target.network.explorer) return [];
  const hre = await hardhatFor(target, ignition);
  const failures: string[] = [];
  for (const { name, key, source, constructorKeys = [], constructorValues = [] } of exportedContracts) {
    if (!source || !found.wanted.some((wanted) => wanted === key)) continue;
    try {
      const address = addressOf(key);
      const constructorArgs = [...constructorKeys.map(addressOf), ...constructorValues];
      const contract = `${source}:${name}`;
      await verifyContract({ address, constructorArgs, contract, provider: 'blockscout' }, hre);
    } catch (error) {
      failures.push(`${name}: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'unknown reason'}`);
    }
  }
  return failures;
}

function addressOf(key: string) {
  return contractAddresses[key as keyof typeof contractAddresses];
}
