import { fileURLToPath } from 'node:url';
import { type ChildProgram, startProgram } from './childProgram.ts';

/** Where the node listens, as it says itself. */
export interface IpfsAddresses {
  readonly rpc: string;
  readonly gateway: string;
}

/**
 * Starts the embedded IPFS node as a process of its own, on loopback alone.
 *
 * @param options `directory` keeps its blocks; a port of 0 lets the system choose; pages of `allowedOrigins` may use it.
 * @throws {SandboxError} if it does not come up, for example because a port is in use.
 */
export async function startIpfsProcess(options: {
  readonly directory: string;
  readonly rpcPort: number;
  readonly gatewayPort: number;
  readonly allowedOrigins?: readonly string[];
}): Promise<ChildProgram<IpfsAddresses>> {
  const source = import.meta.url.endsWith('.ts');
  const program = fileURLToPath(new URL(`../../store/node/main.${source ? 'ts' : 'js'}`, import.meta.url));
  return startProgram({
    name: 'the IPFS node',
    command: process.execPath,
    args: [
      ...(source ? ['--disable-warning=ExperimentalWarning'] : []),
      program,
      ...['--directory', options.directory],
      ...['--rpc-port', String(options.rpcPort)],
      ...['--gateway-port', String(options.gatewayPort)],
      ...(options.allowedOrigins ?? []).flatMap((origin) => ['--allow-origin', origin]),
    ],
    isReady: readAddresses,
  });
}

function readAddresses(line: string): IpfsAddresses | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const { rpc, gateway } = JSON.parse(line) as Partial<IpfsAddresses>;
    return typeof rpc === 'string' && typeof gateway === 'string' ? { rpc, gateway } : undefined;
  } catch {
    return undefined;
  }
}
