import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { type ChildProgram, SandboxError, startProgram } from './childProgram.ts';

/** What the local chain is to be like. */
export interface AnvilNodeOptions {
  /** 0 lets the system choose. */
  readonly port: number;
  readonly chainId: number;
  /** Seconds between blocks; undefined: a block for each transaction. */
  readonly blockSeconds?: number;
  /** Keeps the chain over restarts. */
  readonly stateFile?: string;
}

/**
 * Starts a local chain (anvil, Osaka rules, on loopback alone).
 *
 * @throws {SandboxError} if there is no anvil, or it does not come up.
 */
export async function startAnvilNode(options: AnvilNodeOptions): Promise<ChildProgram<{ readonly rpcUrl: string }>> {
  const args = ['--host', '127.0.0.1', '--port', String(options.port), '--chain-id', String(options.chainId)];
  args.push('--hardfork', 'osaka', '--enable-tx-gas-limit', '--threads', '2');
  if (options.blockSeconds !== undefined) args.push('--block-time', String(options.blockSeconds));
  if (options.stateFile !== undefined) args.push('--state', options.stateFile, '--state-interval', '2');
  return startProgram({
    name: 'the local chain (anvil)',
    command: anvilBinary(),
    args,
    isReady: (line) => {
      const address = /Listening on (\S+)/.exec(line)?.[1];
      return address === undefined ? undefined : { rpcUrl: `http://${address}` };
    },
  });
}

/**
 * The native program of the npm package if that is installed, else the one in PATH.
 *
 * @throws {SandboxError} if there is neither.
 */
export function anvilBinary(): string {
  const platform = process.platform === 'win32' ? 'win32' : process.platform;
  const native = `@foundry-rs/anvil-${platform}-${process.arch === 'x64' ? 'amd64' : process.arch}`;
  const require = createRequire(import.meta.url);
  try {
    const root = createRequire(require.resolve('@foundry-rs/anvil/package.json'));
    const name = process.platform === 'win32' ? 'anvil.exe' : 'anvil';
    return path.join(path.dirname(root.resolve(`${native}/package.json`)), 'bin', name);
  } catch {
    const found = (process.env.PATH ?? '')
      .split(path.delimiter)
      .map((folder) => path.join(folder, 'anvil'))
      .find((file) => existsSync(file));
    if (found !== undefined) return found;
    throw new SandboxError('there is no anvil', [
      'Install it with `npm install @foundry-rs/anvil`, or put Foundry’s anvil in PATH.',
    ]);
  }
}
