import type { DirectoryNode, DirectoryParty } from '../../../chain/index.ts';
import { isModuleId } from '../../../ocn/message/index.ts';
import type { NodeContext } from '../context.ts';
import type { Platform } from '../platform.ts';
import type { Peers, Speaks } from './peers.ts';
import { Refusal } from './refusals.ts';
import type { Routed } from './routed.ts';

/** Where a message goes. */
export type Receiver =
  | { readonly kind: 'local'; readonly party: DirectoryParty; readonly platform: Platform }
  | { readonly kind: 'remote'; readonly party: DirectoryParty; readonly node: DirectoryNode; readonly speaks: Speaks };

/**
 * Finds the one platform, or the one node, that the registry says.
 *
 * @param isOurCopy A copy that this node makes for a service goes to whichever node serves that.
 * @throws {Refusal} 4001 for a party that is nobody's, or not this node's if a node sends; 4003 for one that is not connected.
 */
export async function findReceiver(
  context: NodeContext,
  peers: Peers,
  message: Routed,
  isOurCopy: boolean,
): Promise<Receiver> {
  const { directory, self, store } = context;
  const party = directory.party(message.to);
  if (party === null || party.operator === null) throw unknown('is not registered');
  if (party.operator !== self.operator) {
    // A node carries what is for its own parties: else messages could go round in circles.
    if (message.source.kind === 'node' && !isOurCopy) throw unknown('is not served by this node');
    const node = directory.node(party.operator);
    if (node === null) throw unknown('has no node');
    return { kind: 'remote', party, node, speaks: await peers.speaks(node) };
  }
  const platform = await store.platforms.byParty(message.to);
  if (platform === null || platform.state !== 'registered') {
    throw new Refusal('receiver', 'receiverUnreachable', 'is not connected', { field: 'receiver' });
  }
  return { kind: 'local', party, platform };
}

const unknown = (reason: string) => new Refusal('receiver', 'unknownReceiver', reason, { field: 'receiver' });

/**
 * A party gets what the registry says that it has: a side of a module. Custom modules are in no registry; copies go to services, of which
 * the agreement says what they get.
 *
 * @throws {Refusal} 4001
 */
export function assertModule(party: DirectoryParty, { module, role, copyOf }: Routed): void {
  if (copyOf !== null || !isModuleId(module) || party.modules[role].includes(module)) return;
  throw new Refusal('modules', 'unknownReceiver', `does not have the ${role.toLowerCase()}’s side of this module`, {
    field: 'receiver',
  });
}

/**
 * Where a platform has a module.
 *
 * @throws {Refusal} 2001
 */
export function endpointUrl(platform: Platform, { module, role, path }: Routed): string {
  const endpoint = platform.endpoints.find((one) => one.identifier === module && one.role === role);
  if (endpoint === undefined) {
    throw new Refusal('modules', 'invalidParameters', 'has no endpoint for this module', { field: 'receiver' });
  }
  return path === '' ? endpoint.url : `${endpoint.url.replace(/\/+$/, '')}${path}`;
}
