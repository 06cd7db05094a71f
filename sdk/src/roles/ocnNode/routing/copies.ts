import type { Hex } from '../../../bytes/index.ts';
import { permits } from '../../../ocn/registry/index.ts';
import { sameParty } from '../../../protocol/ocpi/index.ts';
import type { NodeContext } from '../context.ts';
import type { Checked } from './forward.ts';
import { linkUse } from './linkPaths.ts';

/**
 * The copies of a message that go to services: those of the sender, if this node serves it, and those of the receiver likewise. An agreement
 * lets a service see one side of one module, or more (`FORWARD_…`).
 *
 * A copy of a copy is none.
 */
export function copiesOf({ directory, self }: NodeContext, { message, proof, before }: Checked): readonly Checked[] {
  if (message.copyOf !== null) return [];
  const providers = new Set<Hex>();
  for (const id of [message.from, message.to]) {
    const party = directory.party(id);
    if (party?.operator !== self.operator) continue;
    for (const provider of directory.agreements(party.address)) {
      if (permits(directory.agreement(party.address, provider), message)) providers.add(provider);
    }
  }
  return [...providers].flatMap((provider) => {
    const to = directory.partyAt(provider)?.id;
    if (to === undefined || sameParty(to, message.from) || sameParty(to, message.to)) return [];
    // Links are given to whom they were given, and lead nowhere for others; but what came of a command is worth knowing.
    if (message.link !== null && linkUse(message)?.purpose !== 'response') return [];
    return [{ message: { ...message, to, copyOf: message.to, link: null }, proof, before }];
  });
}
