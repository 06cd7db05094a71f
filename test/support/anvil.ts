import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { type Account, createTestClient, type Hex, http, publicActions, walletActions } from 'viem';
import { mnemonicToAccount } from 'viem/accounts';
import { anvilBinary } from '../../sdk/src/roles/sandbox/anvilNode.ts';
import { sandboxMnemonic } from '../../sdk/src/roles/sandbox/index.ts';

/** How the node is to behave. Everything has a default: chain 31337, the newest rules, a block per transaction. */
export interface AnvilOptions {
  readonly chainId?: number;
  /** For example `london` for Energy Web, `prague`, `osaka`. */
  readonly hardfork?: string;
  /** OP-stack rules: its precompiles and fields. */
  readonly optimism?: boolean;
  /** Seconds between blocks; without it, each transaction makes one. */
  readonly blockTime?: number;
  /** Seconds since 1970 of the genesis block. */
  readonly timestamp?: number;
  /** No CREATE2 factory at genesis, as on a chain that nobody has deployed it on. */
  readonly withoutCreate2Factory?: boolean;
  /** A file that keeps the state, so that a node can be ended and started again. */
  readonly stateFile?: string;
  /** 0, the default, lets the system choose. */
  readonly port?: number;
  /** Slots in an epoch: `finalized` is two epochs behind the head. */
  readonly slotsInAnEpoch?: number;
  /** Further arguments of anvil. */
  readonly args?: readonly string[];
}

const startTimeoutMs = 30_000;

/** anvil's own accounts: public test keys, funded on every test node. */
export const testMnemonic = sandboxMnemonic;

/** @example `testAccount(0)` is the wallet 0xf39F… that has 10,000 ether on a fresh node. */
export const testAccount = (index: number) => mnemonicToAccount(testMnemonic, { addressIndex: index });

function toArguments(options: AnvilOptions): string[] {
  const args = ['--host', '127.0.0.1', '--port', String(options.port ?? 0), '--chain-id'];
  args.push(String(options.chainId ?? 31_337), '--threads', '2');
  if (options.hardfork) args.push('--hardfork', options.hardfork);
  if (options.optimism) args.push('--network', 'optimism');
  if (options.blockTime !== undefined) args.push('--block-time', String(options.blockTime));
  if (options.timestamp !== undefined) args.push('--timestamp', String(options.timestamp));
  if (options.withoutCreate2Factory) args.push('--disable-default-create2-deployer');
  if (options.stateFile) args.push('--state', options.stateFile, '--state-interval', '1');
  if (options.slotsInAnEpoch !== undefined) args.push('--slots-in-an-epoch', String(options.slotsInAnEpoch));
  return [...args, ...(options.args ?? [])];
}

/** Reads anvil's output until it says where it listens; keeps reading, so that it never blocks on a full pipe. */
function listening(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const seen: string[] = [];
    const fail = (why: string) => reject(new Error(`anvil ${why}\n${seen.slice(-20).join('\n')}`));
    const timer = setTimeout(() => fail(`did not listen within ${startTimeoutMs} ms`), startTimeoutMs);
    const onLine = (line: string) => {
      if (seen.length < 200) seen.push(line);
      const address = /Listening on (\S+)/.exec(line)?.[1];
      if (!address) return;
      clearTimeout(timer);
      resolve(`http://${address}`);
    };
    for (const stream of [child.stdout, child.stderr]) if (stream) createInterface(stream).on('line', onLine);
    child.once('error', (error) => fail(error.message));
    child.once('exit', (code) => fail(`ended with status ${code}`));
  });
}

const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

function end(child: ChildProcess): Promise<void> {
  running.delete(child);
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), 5_000);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
    child.kill('SIGTERM');
  });
}

/** viem's client with everything that a test wants to do to a node, its first account included. */
export function testClient(rpcUrl: string, account: Account = testAccount(0)) {
  return createTestClient({
    mode: 'anvil',
    account,
    transport: http(rpcUrl, { retryCount: 0, timeout: 60_000 }),
    pollingInterval: 20,
  })
    .extend(publicActions)
    .extend(walletActions);
}

/**
 * Starts a real node on a port of the system's choice and waits until it answers. It ends with `stop`, with
 * `await using`, and at the latest with this process.
 *
 * @example
 * ```ts
 * await using node = await startAnvil({ chainId: 246, hardfork: 'london' });
 * await node.client.mine({ blocks: 10 });
 * await node.reorg(3); // replaces the newest three blocks by empty ones
 * ```
 */
export async function startAnvil(options: AnvilOptions = {}) {
  const child = spawn(anvilBinary(), toArguments(options), { stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  const rpcUrl = await listening(child).catch(async (error: unknown) => {
    await end(child);
    throw error;
  });
  const client = testClient(rpcUrl);
  const request = (method: string, params: unknown[]): Promise<unknown> =>
    client.request({ method: method as never, params: params as never });
  return {
    rpcUrl,
    chainId: options.chainId ?? 31_337,
    pid: child.pid as number,
    client,
    /** Any JSON-RPC method, for example `anvil_setBalance`. */
    request,
    /** Mines `blocks`, `interval` seconds apart. */
    mine: async (blocks = 1, interval = 1): Promise<void> => {
      await request('anvil_mine', [`0x${blocks.toString(16)}`, `0x${interval.toString(16)}`]);
    },
    /**
     * Replaces the newest `depth` blocks by others. What was in them is gone, but for `transactions`: signed raw
     * transactions, each with the place (0 is the oldest) of the new block that it goes into.
     */
    reorg: async (depth: number, transactions: readonly (readonly [Hex, number])[] = []): Promise<void> => {
      await request('anvil_reorg', [depth, transactions]);
    },
    stop: () => end(child),
    [Symbol.asyncDispose]: () => end(child),
  };
}

/** A running node; see {@link startAnvil}. */
export type Anvil = Awaited<ReturnType<typeof startAnvil>>;
