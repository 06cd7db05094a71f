import type { DirectoryParty } from '../../../../chain/index.ts';
import { NotFoundError } from '../../../../errors/index.ts';
import { type Party, partyKey } from '../../../../protocol/ocpi/index.ts';
import type { Platform, PlatformParty } from '../../platform.ts';
import { ConflictError } from '../../store/storeErrors.ts';
import { changePlatform } from '../changePlatform.ts';
import { announceStatus, statusOf } from '../clients/clientStatus.ts';
import { eachPlatform } from '../clients/eachPlatform.ts';
import type { FrontContext } from '../frontContext.ts';

/** Whether the registry gives a party to this node, in the role that it has on its platform. */
function isOurs({ directory, self }: FrontContext, { role, ...party }: Party & Pick<PlatformParty, 'role'>): boolean {
  const found = directory.party(party);
  return found !== null && found.operator === self.operator && found.roles.includes(role);
}

/**
 * Compares the registry with who is connected:
 * - parties that have chosen this node and have no platform yet are planned;
 * - a platform of which the registry gives no party to this node any more is suspended, and goes on when it gives one back.
 *
 * A directory that was never read says nothing, so then nothing is done.
 */
export async function checkPlannedParties(context: FrontContext, signal: AbortSignal): Promise<void> {
  if (context.directory.asOf() === null) return;
  // A platform that registers while this goes on has the last word.
  const at = context.now() - 1;
  const connected = new Set<string>();
  await eachPlatform(context, signal, async (platform) => {
    if (platform.version === null) return;
    for (const party of platform.parties) connected.add(partyKey(party));
    await checkPlatform(context, platform, at);
  });
  for (const party of context.directory.parties()) {
    signal.throwIfAborted();
    if (party.operator !== context.self.operator || connected.has(partyKey(party.id))) continue;
    await announceStatus(context, inRoles(party), 'PLANNED', at);
  }
}

function inRoles({ id, roles }: DirectoryParty) {
  return roles.map((role) => ({ ...id, role }));
}

/** What the registry says of a platform: suspended, resumed, or as it is. Null if it has gone, or others are changing it. */
async function suspendOrResume(context: FrontContext, id: string): Promise<Platform | null> {
  try {
    return await changePlatform(context, id, (now) => {
      const hasOurs = now.parties.some((party) => isOurs(context, party));
      if (now.state === 'registered' && !hasOurs) return { ...now, state: 'suspended', suspendedBy: 'registry' };
      if (now.suspendedBy === 'registry' && hasOurs) return { ...now, state: 'registered', suspendedBy: null };
      return now;
    });
  } catch (error) {
    if (error instanceof NotFoundError || error instanceof ConflictError) return null;
    throw error;
  }
}

async function checkPlatform(context: FrontContext, read: Platform, at: number): Promise<void> {
  const platform = await suspendOrResume(context, read.id);
  if (!platform) return;
  const { id, state } = platform;
  // What has changed just now is news; the rest is as it was read.
  const asOf = state === read.state ? at : context.now();
  if (state !== read.state) {
    context.log.warn({ platform: id, state }, 'The registry has changed what a platform may do');
  }
  const lost = platform.parties.filter((party) => !isOurs(context, party));
  const ours = platform.parties.filter((party) => isOurs(context, party));
  await announceStatus(context, ours, statusOf(platform), asOf);
  // What another node has by now is for that node to say; but when it is lost with the platform, it is said once.
  const isSuspendedNow = state === 'suspended' && read.state !== 'suspended';
  const nobodys = lost.filter((party) => isSuspendedNow || isNobodys(context, party));
  await announceStatus(context, nobodys, 'SUSPENDED', asOf);
}

function isNobodys({ directory, self }: FrontContext, party: Party): boolean {
  const operator = directory.party(party)?.operator ?? null;
  return operator === null || operator === self.operator;
}
