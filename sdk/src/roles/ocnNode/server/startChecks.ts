import type { Hex } from '../../../bytes/index.ts';
import type { Chain, NodeDirectory } from '../../../chain/index.ts';
import { chainTime, nodeOf } from '../../../chain/index.ts';
import { BaseError, ConfigurationError } from '../../../errors/index.ts';
import { readNodeUrl } from '../../../ocn/registry/index.ts';
import type { NodeSelf } from '../context.ts';

/** Further from block time, signatures of ours are in the future for others, or theirs have expired for us. */
const MAX_CLOCK_SECONDS = 60;

const shorten = (key: Hex): string => (key.length <= 90 ? key : `${key.slice(0, 86)}…`);

/** What `gridseal` has to be told for the registry to have this node. */
function setNodeCommand({ url, operator, signer }: NodeSelf): string {
  const own = signer.signer.toLowerCase() === operator;
  return `gridseal ocn node set ${url}${own ? '' : ` --key ${shorten(signer.signer)}`}`;
}

/**
 * Whether the registry has this node as it is set up: others verify its messages by what the registry says.
 *
 * @throws {ConfigurationError} saying what differs, and which command mends it.
 */
export function checkRegistered(directory: NodeDirectory, self: NodeSelf): void {
  const node = directory.node(self.operator);
  const command = setNodeCommand(self);
  if (node === null) {
    throw new ConfigurationError(`the registry has no node of ${self.operator}`, {
      field: 'node.json: operator',
      metaMessages: [`Put it there: ${command}`],
    });
  }
  if (readNodeUrl(node.url) !== self.url) {
    throw new ConfigurationError('is not the URL that the registry has for this operator', {
      field: 'node.json: url',
      metaMessages: [`There it is ${JSON.stringify(node.url)}.`, `Change it there: ${command}`, 'Or change node.json.'],
    });
  }
  if (node.key.toLowerCase() !== self.signer.signer.toLowerCase()) {
    throw new ConfigurationError('is not the message key that the registry has for this operator', {
      field: 'node.json: operator.messageKey',
      metaMessages: [`There it is ${shorten(node.key)}.`, `Change it there: ${command}`],
    });
  }
}

/**
 * As {@link checkRegistered}, from the registry's newest block, for an operator that has just put its node there: the directory, which
 * waits until blocks count, may know it a little later.
 *
 * @throws {ConfigurationError} if there is a node, and it does not count yet.
 */
export async function explainMissing(chain: Chain, self: NodeSelf, error: unknown): Promise<unknown> {
  if (!(error instanceof ConfigurationError) || error.field !== 'node.json: operator') return error;
  const { url } = await nodeOf(chain, self.operator, { depth: 'head' });
  if (url === null) return error;
  return new ConfigurationError('the registry has this node, in a block that does not count yet', {
    field: 'node.json: operator',
    metaMessages: ['Start it again in a minute.'],
  });
}

/**
 * Whether this machine's clock is that of the chain.
 *
 * @param idle The chain makes blocks only when something happens: its time may be long ago.
 * @throws {ConfigurationError} if it is not.
 */
export async function checkClock(chain: Chain, now: number, idle: boolean, signal?: AbortSignal): Promise<void> {
  const { timestamp } = await chainTime(chain, signal);
  const ahead = Math.round(now / 1_000 - timestamp);
  const late = !idle && ahead > MAX_CLOCK_SECONDS;
  if (!late && ahead >= -MAX_CLOCK_SECONDS) return;
  const how = ahead > 0 ? `${ahead} seconds after` : `${-ahead} seconds before`;
  throw new ConfigurationError(`this machine’s clock is ${how} the chain’s`, {
    field: 'clock',
    metaMessages: ['Set it (NTP), or look whether the endpoints follow the chain: gridseal chain status'],
  });
}

/** Says which step of the start it was that failed. */
export async function step<T>(field: string, what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof ConfigurationError || !(cause instanceof BaseError)) throw cause;
    throw new ConfigurationError(what, {
      field,
      metaMessages: [cause.field ? `${cause.field}: ${cause.shortMessage}` : cause.shortMessage, ...cause.metaMessages],
      cause,
    });
  }
}
