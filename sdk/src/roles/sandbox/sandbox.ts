import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { type HDAccount, mnemonicToAccount } from 'viem/accounts';
import { type Chain, createChain, type DeployedAddresses, deployContracts } from '../../chain/index.ts';
import { createStore, type Store } from '../../store/index.ts';
import { startAnvilNode } from './anvilNode.ts';
import type { ChildProgram } from './childProgram.ts';
import { type IpfsAddresses, startIpfsProcess } from './ipfsProcess.ts';
import { onFreePorts } from './ports.ts';

/** The mnemonic of every local chain: its accounts are funded there, and known to everybody. Never for anything else. */
export const sandboxMnemonic = 'test test test test test test test test test test test junk';

/** What the sandbox is to be like. */
export interface SandboxOptions {
  /** Keeps the blocks of the IPFS node; created if it is not there. */
  readonly directory: string;
  /** 31,337 by default. */
  readonly chainId?: number;
  /** Wanted ports; one that is taken is replaced by a free one. By default the system chooses all. */
  readonly ports?: { readonly chain: number; readonly ipfs: number; readonly gateway: number };
  /** Keeps the chain, so that another sandbox can go on from there; by default it is forgotten. */
  readonly stateFile?: string;
  /** Seconds between blocks; by default each transaction makes a block. */
  readonly blockSeconds?: number;
  /** Blocks that have to follow before one counts; 0 by default, as a local chain has no rivals. */
  readonly finality?: number;
  /** Web origins, for example `http://localhost:5173`, whose pages may use the IPFS node; by default none. */
  readonly allowedOrigins?: readonly string[];
}

/** A local chain with the contracts, and an IPFS node, both real processes on loopback. */
export interface Sandbox {
  readonly chainId: number;
  readonly rpcUrl: string;
  readonly ipfs: IpfsAddresses;
  readonly addresses: DeployedAddresses;
  readonly chain: Chain;
  readonly store: Store;
  /** One of the funded accounts: 0 has deployed the contracts. */
  account(index: number): HDAccount;
  /** Resolves as soon as one of the processes ends. */
  readonly ended: Promise<void>;
  /** Ends both processes. */
  stop(): Promise<void>;
}

/**
 * Starts everything that Gridseal needs on one machine.
 *
 * @throws {SandboxError} if a process does not come up; what had started has ended then.
 * @example
 * ```ts
 * const sandbox = await startSandbox({ directory: '/tmp/sandbox' });
 * await createQuorum(sandbox.chain, sandbox.account(1), quorum);
 * await sandbox.stop();
 * ```
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { chainId = 31_337, finality = 0 } = options;
  const programs: ChildProgram<unknown>[] = [];
  const stop = async () => {
    await Promise.all(programs.splice(0).map((program) => program.stop()));
  };
  try {
    const [anvil, ipfs] = await startPrograms(options, chainId, programs);
    const account = (index: number) => mnemonicToAccount(sandboxMnemonic, { addressIndex: index });
    const settings = { chainId, rpcUrls: [anvil.ready.rpcUrl], finality, pollingIntervalMs: 50 };
    const unknown = '0x0000000000000000000000000000000000000000';
    const bare = createChain({ ...settings, addresses: { quorumRegistry: unknown, keyAnnouncements: unknown } });
    const { addresses } = await deployContracts(bare, account(0));
    return {
      chainId,
      rpcUrl: anvil.ready.rpcUrl,
      ipfs: ipfs.ready,
      addresses,
      chain: createChain({ ...settings, addresses }),
      store: createStore({ endpoints: [{ rpc: ipfs.ready.rpc }] }),
      account,
      ended: Promise.race([anvil.ended, ipfs.ended]),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startPrograms(options: SandboxOptions, chainId: number, programs: ChildProgram<unknown>[]) {
  const { chain, ipfs, gateway } = options.ports ?? { chain: 0, ipfs: 0, gateway: 0 };
  const directory = path.join(options.directory, 'ipfs');
  const { allowedOrigins = [] } = options;
  await mkdir(directory, { recursive: true });
  const keep = async <Ready>(starting: Promise<ChildProgram<Ready>>) => {
    const program = await starting;
    programs.push(program);
    return program;
  };
  const { blockSeconds, stateFile } = options;
  const node = {
    chainId,
    ...(blockSeconds === undefined ? {} : { blockSeconds }),
    ...(stateFile === undefined ? {} : { stateFile }),
  };
  const results = await Promise.allSettled([
    keep(onFreePorts([chain], ([port]) => startAnvilNode({ port, ...node }))),
    keep(
      onFreePorts([ipfs, gateway], ([rpcPort, gatewayPort]) =>
        startIpfsProcess({ directory, rpcPort, gatewayPort, allowedOrigins }),
      ),
    ),
  ] as const);
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
  return [
    (results[0] as PromiseFulfilledResult<ChildProgram<{ readonly rpcUrl: string }>>).value,
    (results[1] as PromiseFulfilledResult<ChildProgram<IpfsAddresses>>).value,
  ] as const;
}
