import { type ConnectionStatus, type Party, partyKey, type Role } from '../../../../protocol/ocpi/index.ts';
import type { Platform } from '../../platform.ts';
import type { KnownClient } from '../../store/nodeStore.ts';
import type { FrontContext } from '../frontContext.ts';
import { pushClient } from './pushClient.ts';

/** A party in one of its roles, which have a status each. */
export interface PartyInRole extends Party {
  readonly role: Role;
}

/** What the network is to see of the parties of a platform. */
export function statusOf(platform: Platform): ConnectionStatus {
  if (platform.state === 'suspended') return 'SUSPENDED';
  return platform.state === 'planned' ? 'PLANNED' : platform.connection;
}

/**
 * Notes the status of parties of this node, and tells platforms and other nodes of those that changed.
 *
 * @param at As of when, in milliseconds since 1970: what is known as of later stays.
 * @example `await announceStatus(context, platform.parties, 'CONNECTED')`
 */
export async function announceStatus(
  context: FrontContext,
  parties: readonly PartyInRole[],
  status: ConnectionStatus,
  at: number = context.now(),
): Promise<void> {
  for (const { country_code, party_id, role } of parties) {
    const client = { ...upperCase({ country_code, party_id }), role, status, updated: at };
    if (!(await context.store.network.setClient(client))) continue;
    context.log.info({ party: partyKey(client), role, status }, 'The status of a party has changed');
    context.background(tell(context, client));
  }
}

async function tell(context: FrontContext, client: KnownClient): Promise<void> {
  try {
    await Promise.all([pushClient(context, client), context.front.publishClient(client)]);
  } catch (error) {
    context.log.warn({ err: error }, 'Other nodes could not be told of the status of a party');
  }
}

/** Whatever the case in which a platform writes its parties, there is one entry for each. */
function upperCase(party: Party): Party {
  return { country_code: party.country_code.toUpperCase(), party_id: party.party_id.toUpperCase() };
}
