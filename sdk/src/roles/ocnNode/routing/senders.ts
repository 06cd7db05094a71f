import type { DirectoryParty } from '../../../chain/index.ts';
import { permits } from '../../../ocn/registry/index.ts';
import { sameParty } from '../../../protocol/ocpi/index.ts';
import type { NodeContext } from '../context.ts';
import { Refusal } from './refusals.ts';
import type { Routed } from './routed.ts';

/**
 * Looks whether whoever gave us a message may speak for its sender: the sender's own platform, or the node that the registry has for it
 * now. A copy for a service may also come from the node of the receiver that has agreed to the service.
 *
 * @throws {Refusal}
 */
export function assertSender(context: NodeContext, message: Routed): DirectoryParty {
  const { directory, self } = context;
  const { source, from } = message;
  const party = directory.party(from);
  if (source.kind === 'platform') {
    const isTheirs = source.platform.parties.some((one) => sameParty(one, from));
    if (!isTheirs) throw refuse('sender', 'is not a party of this platform');
    if (party?.operator !== self.operator) throw later('sender', 'is not registered for this node');
    return party;
  }
  if (party === null) throw later('sender', 'is not registered');
  if (message.copyOf === null) {
    if (party.operator !== source.operator) throw later('stale-operator', 'is not served by the node that sends');
    return party;
  }
  if (!mayCopy(context, message, party)) throw refuse('sender', 'has agreed to no copy for this service');
  return party;
}

const field = 'OCPI-from-party-id';

function refuse(rule: 'sender', reason: string): Refusal {
  return new Refusal(rule, 'invalidParameters', reason, { field });
}

/** A party that has moved sends again: by then to its new node, or to one that has heard of it. This is not the last word. */
function later(rule: 'sender' | 'stale-operator', reason: string): Refusal {
  return new Refusal(rule, 'unknownReceiver', reason, { field });
}

/** Whether the party that the sending node serves, the sender or the receiver that was meant, has agreed to the service. */
function mayCopy({ directory }: NodeContext, message: Routed, from: DirectoryParty): boolean {
  const { source, copyOf } = message;
  const service = directory.party(message.to);
  const receiver = copyOf === null ? null : directory.party(copyOf);
  return [from, receiver].some(
    (party) =>
      party !== null &&
      service !== null &&
      source.kind === 'node' &&
      party.operator === source.operator &&
      permits(directory.agreement(party.address, service.address), message),
  );
}
