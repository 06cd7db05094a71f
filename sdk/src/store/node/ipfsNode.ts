import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { FsDatastore } from 'datastore-fs';
import { CheckedBlockstore } from './checkedBlockstore.ts';
import { createHelia } from './createHelia.ts';
import { lockDirectory } from './directoryLock.ts';
import { createGatewayHandler } from './gateway.ts';
import { type RunningServer, startServer } from './httpServer.ts';
import { createNetwork } from './network.ts';
import { openRepository } from './repository.ts';
import { createRpcHandler } from './rpc/index.ts';

export interface IpfsNodeOptions {
  /** For blocks, pins and the node's key. Created if missing, with mode 0700. */
  readonly directory: string;
  /** Default 0: any free port. */
  readonly rpcPort?: number;
  readonly gatewayPort?: number;
  /** Of the RPC and the gateway. Default 127.0.0.1. The RPC has no passwords: do not offer it to a network. */
  readonly host?: string;
  /** Multiaddresses for peers. Default: TCP and WebSocket on loopback, on any free port. */
  readonly listen?: readonly string[];
  readonly allowedOrigins?: readonly string[];
  readonly allowedHosts?: readonly string[];
  /** Of one request. Default 256 MiB. */
  readonly maxBodyBytes?: number;
  /** For one request. Default 120,000 ms. */
  readonly requestTimeoutMs?: number;
}

export interface IpfsNode {
  /** For example `http://127.0.0.1:5001`. */
  readonly rpc: string;
  readonly gateway: string;
  readonly peerId: string;
  /** Where peers reach it: multiaddresses. */
  readonly addresses: readonly string[];
  stop(): Promise<void>;
}

/**
 * Starts an IPFS node on disk, with the part of Kubo's RPC that stores need, and a gateway.
 *
 * @throws {ConfigurationError} if the directory is in use by another node, or a port by anybody.
 * @example
 * ```ts
 * const node = await startIpfsNode({ directory: '/var/lib/gridseal/ipfs', rpcPort: 5001, gatewayPort: 8080 });
 * const store = createStore({ endpoints: [{ rpc: node.rpc }] });
 * await node.stop();
 * ```
 */
export async function startIpfsNode(options: IpfsNodeOptions): Promise<IpfsNode> {
  const directory = resolve(options.directory);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  // Undone in reverse order, by stop() or by whatever fails while starting.
  const undo: (() => Promise<unknown>)[] = [await lockDirectory(directory)];
  const stop = async () => {
    for (let step = undo.pop(); step !== undefined; step = undo.pop()) await step();
  };
  try {
    const blocks = new CheckedBlockstore(join(directory, 'blocks'));
    const datastore = new FsDatastore(join(directory, 'data'));
    await Promise.all([blocks.open(), datastore.open()]);
    const helia = createHelia(blocks, datastore, options.listen ?? DEFAULT_LISTEN);
    await helia.start();
    undo.push(() => helia.stop());
    const repository = await openRepository(helia, blocks);
    const network = createNetwork(helia);
    const context = { repository, network, directory, maxBodyBytes: options.maxBodyBytes ?? 256 * 1024 * 1024 };
    const rpc = await startServer(createRpcHandler(context), serverOptions(options, options.rpcPort, ['POST']));
    undo.push(rpc.close);
    const gatewayOptions = serverOptions(options, options.gatewayPort, ['GET', 'HEAD']);
    const gateway: RunningServer = await startServer(createGatewayHandler(repository), gatewayOptions);
    undo.push(gateway.close);
    const { peerId, addresses } = network.describe();
    return { rpc: rpc.url, gateway: gateway.url, peerId, addresses, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const DEFAULT_LISTEN = ['/ip4/127.0.0.1/tcp/0', '/ip4/127.0.0.1/tcp/0/ws'];

function serverOptions(options: IpfsNodeOptions, port: number | undefined, methods: readonly string[]) {
  return {
    host: options.host ?? '127.0.0.1',
    port: port ?? 0,
    methods,
    timeoutMs: options.requestTimeoutMs ?? 120_000,
    allowedOrigins: options.allowedOrigins ?? [],
    allowedHosts: options.allowedHosts ?? [],
  };
}
