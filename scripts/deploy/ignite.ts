import { randomUUID } from 'node:crypto';
import { renameSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { buildModule } from '@nomicfoundation/hardhat-ignition/modules';
import { createHardhatRuntimeEnvironment } from 'hardhat/hre';
import type { HttpNetworkUserConfig } from 'hardhat/types/config';
import { keccak256, stringToHex } from 'viem';
import config from '../../hardhat.config.ts';
import { type IgnitionModule, throughFactory } from '../../ignition/modules/throughFactory.ts';
import { rpcUrlOf } from '../../ignition/networks.ts';
import { VerificationError } from '../../sdk/src/errors/index.ts';
import { initCodes } from '../../sdk/src/generated/bytecode/initCodes.ts';
import { exportedContracts } from '../lib/contracts.ts';
import { root } from '../lib/paths.ts';
import { ask, quantity } from './ask.ts';
import { type ContractKey, type Survey, survey } from './survey.ts';
import type { Target } from './target.ts';

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

/** How Ignition is to go about it. */
export interface IgnitionOptions {
  /** Where the journals are. */
  readonly folder: string;
  readonly confirmations: number;
  readonly pollingMs: number;
}

/** Hardhat's number for "a transaction was prepared, and its hash was not written down any more". */
const transactionLost = 10_410;
const patienceMs = 300_000;

/**
 * Deploys what is missing with Hardhat Ignition, whose journal lets a run that was broken off go on where it stopped. The
 * journal is kept for this very chain (by its genesis block) and these very contracts (by their bytecode).
 *
 * A run that was killed while it sent leaves a journal that Ignition asks its user to mend by hand. CREATE2 needs no such
 * care: nothing can be deployed twice, and the chain tells what is there. So that journal is set aside.
 */
export async function ignite(target: Target, found: Survey, options: IgnitionOptions): Promise<void> {
  try {
    await deployMissing(target, found, options);
  } catch (error) {
    if ((error as { number?: unknown }).number !== transactionLost) throw error;
    await untilNothingIsPending(target, options.pollingMs);
    const journal = path.join(options.folder, 'deployments', deploymentId(target.network.chainId, found.genesis));
    renameSync(journal, `${journal}-interrupted-${randomUUID()}`);
    const now = await survey(target);
    if (now.missing.length > 0) await deployMissing(target, now, options);
  }
}

async function deployMissing(target: Target, found: Survey, options: IgnitionOptions): Promise<void> {
  const hre = await hardhatFor(target, options.folder);
  const connection = await hre.network.create();
  try {
    await connection.ignition.deploy(moduleOf(found.missing), {
      deploymentId: deploymentId(target.network.chainId, found.genesis),
      config: { requiredConfirmations: options.confirmations, blockPollingInterval: options.pollingMs },
    });
  } finally {
    await connection.close();
  }
}

/** Contracts that are there are left out, whoever brought them: their modules would deploy them again, and fail. */
function moduleOf(missing: readonly ContractKey[]): IgnitionModule {
  const modules = new Map<string, IgnitionModule>();
  for (const { key, name, constructorKeys = [] } of exportedContracts) {
    const contract = key as ContractKey;
    if (!missing.includes(contract)) continue;
    const after = constructorKeys.flatMap((before) => modules.get(before) ?? []);
    const what = { name, abi: [], initCode: initCodes[contract], after };
    modules.set(
      key,
      buildModule(name, (m) => ({ contract: throughFactory(m, what) })),
    );
  }
  return buildModule('Missing', (m) => {
    for (const module of modules.values()) m.useModule(module);
    return {};
  });
}

/** @throws {VerificationError} if the sender's transactions are not mined in time. */
async function untilNothingIsPending({ chain, account }: Target, pollingMs: number): Promise<void> {
  for (let waited = 0; waited < patienceMs; waited += pollingMs) {
    const [mined, sent] = await ask(chain, [
      ['eth_getTransactionCount', account.address, 'latest'],
      ['eth_getTransactionCount', account.address, 'pending'],
    ]);
    if (quantity(mined, 'nonce') === quantity(sent, 'nonce')) return;
    await setTimeout(pollingMs);
  }
  throw new VerificationError('has transactions that are not mined', {
    field: account.address,
    metaMessages: ['Wait until they are, or replace them, and run this again.'],
  });
}

function deploymentId(chainId: number, genesis: string): string {
  const keys = Object.keys(initCodes).sort() as ContractKey[];
  const release = keccak256(stringToHex(keys.map((key) => initCodes[key]).join()));
  return `chain-${chainId}-${genesis.slice(2, 10)}-${release.slice(2, 10)}`;
}
