import { HttpError } from '../httpError.ts';
import type { Handler } from '../httpServer.ts';
import { durationArgument } from './arguments.ts';
import { blockGet, blockPut, blockStat } from './blocks.ts';
import type { Command, Context } from './command.ts';
import { dagImport } from './dagImport.ts';
import { add, cat } from './files.ts';
import { id, repoGc, repoStat, swarmConnect, swarmPeers, version } from './node.ts';
import { pinAdd, pinList, pinRemove } from './pins.ts';

const commands: ReadonlyMap<string, Command> = new Map(
  Object.entries({
    add,
    cat,
    'block/get': blockGet,
    'block/put': blockPut,
    'block/stat': blockStat,
    'dag/import': dagImport,
    id,
    'pin/add': pinAdd,
    'pin/ls': pinList,
    'pin/rm': pinRemove,
    'repo/gc': repoGc,
    'repo/stat': repoStat,
    'swarm/connect': swarmConnect,
    'swarm/peers': swarmPeers,
    version,
  }),
);

/** How long a command looks for content that is not on disk, unless the client says otherwise. */
const USUAL_TIMEOUT_MS = 30_000;

/**
 * The part of Kubo's RPC that stores, pins and describes.
 *
 * @see docs.ipfs.tech/reference/kubo/rpc
 */
export function createRpcHandler(context: Context): Handler {
  return (request, url, signal) => {
    const command = commands.get(url.pathname.replace(/^\/api\/v0\//, ''));
    if (command === undefined || !url.pathname.startsWith('/api/v0/'))
      throw new HttpError(404, 'there is no such command');
    const timeout = durationArgument(url.searchParams, 'timeout') ?? USUAL_TIMEOUT_MS;
    const bounded = AbortSignal.any([signal, AbortSignal.timeout(timeout)]);
    return command(context, { request, args: url.searchParams, signal: bounded });
  };
}
