import { NotFoundError } from '../../../../errors/index.ts';
import { formatDateTime, type Party, partyKey, sameParty } from '../../../../protocol/ocpi/index.ts';
import type { Platform, PlatformParty } from '../../platform.ts';
import { ConflictError } from '../../store/storeErrors.ts';
import { changePlatform } from '../changePlatform.ts';
import { announceStatus, statusOf } from '../clients/clientStatus.ts';
import { tokenDigest } from '../credentials/credentialsHandlers.ts';
import type { FrontContext } from '../frontContext.ts';
import type { PlatformView } from '../routes/adminRoutes.ts';
import { toRulesView } from '../rules/ruleChanges.ts';

export function toPlatformView(platform: Platform): PlatformView {
  return {
    id: platform.id,
    state: platform.state,
    suspended_by: platform.suspendedBy,
    parties: platform.parties.map(({ country_code, party_id, role, business }) => ({
      country_code,
      party_id,
      role,
      business,
    })),
    version: platform.version,
    versions_url: platform.versionsUrl,
    endpoints: platform.endpoints.map((endpoint) => ({ ...endpoint })),
    speaks: platform.speaks,
    connection: statusOf(platform),
    last_seen: platform.lastSeen === null ? null : formatDateTime(platform.lastSeen),
    rules: toRulesView(platform.rules),
  };
}

/** The platform of a party that is on this node. @throws {NotFoundError} */
export async function platformOf(context: FrontContext, party: Party): Promise<Platform> {
  const platform = await context.store.platforms.byParty(party);
  if (!platform) throw new NotFoundError('is a party of no platform of this node', { field: 'path' });
  return platform;
}

export async function platformById(context: FrontContext, id: string): Promise<Platform> {
  const platform = await context.store.platforms.byId(id);
  if (!platform) throw new NotFoundError('is no platform of this node', { field: 'path.id' });
  return platform;
}

/**
 * A token by which a platform can register parties.
 *
 * @throws {ConflictError} if one of them is on a platform that has registered.
 */
export async function makeRegistrationToken(context: FrontContext, parties: readonly Party[]) {
  for (const party of parties) await clearPlan(context, party);
  const token = context.random.token();
  const now = context.now();
  const expires = now + context.policy.registrationMs;
  const distinct = parties.filter((party, index) => parties.findIndex((one) => sameParty(one, party)) === index);
  const { id } = await context.store.platforms.plan({
    parties: distinct,
    tokenDigest: tokenDigest(token),
    expires,
    now,
  });
  context.log.info({ platform: id, parties: distinct.map(partyKey) }, 'A registration token was made');
  return { token, versions: `${context.self.url}/ocpi/versions` };
}

/** Takes a party from a platform that has not registered, unless it registers at this very moment. */
async function clearPlan(context: FrontContext, party: Party): Promise<void> {
  const known = await context.store.platforms.byParty(party);
  const platform = known && (await context.store.platforms.byId(known.id));
  if (!platform) return;
  if (platform.version !== null) {
    throw new ConflictError(`${partyKey(party)} is on a platform of this node`, { field: 'parties' });
  }
  await context.store.platforms.remove(platform.id, platform.revision);
}

export async function suspend(context: FrontContext, id: string): Promise<Platform> {
  const platform = await changePlatform(context, id, (now) =>
    now.suspendedBy === 'operator' ? now : { ...now, state: 'suspended', suspendedBy: 'operator' },
  );
  await announceStatus(context, platform.parties, 'SUSPENDED');
  return platform;
}

export async function resume(context: FrontContext, id: string): Promise<Platform> {
  const platform = await changePlatform(context, id, (now) => {
    if (now.state !== 'suspended') return now;
    return { ...now, state: now.version === null ? 'planned' : 'registered', suspendedBy: null };
  });
  await announceStatus(context, platform.parties, statusOf(platform));
  return platform;
}

export async function removePlatform(context: FrontContext, id: string): Promise<void> {
  const platform = await platformById(context, id);
  await context.store.platforms.remove(id);
  await announceStatus(context, platform.parties, 'PLANNED');
}

/**
 * Says which parties a platform may speak for. What is new has the first role that the registry gives it, until the platform says more.
 *
 * @throws {NotFoundError} for one that the registry does not give to this node. @throws {ConflictError} if it is on another platform.
 */
export async function setParties(context: FrontContext, id: string, wanted: readonly Party[]): Promise<Platform> {
  let gone: readonly PlatformParty[] = [];
  const platform = await changePlatform(context, id, (now) => {
    const kept = now.parties.filter((party) => wanted.some((one) => sameParty(one, party)));
    gone = now.parties.filter((party) => !kept.includes(party));
    const added = wanted
      .filter((party, index) => wanted.findIndex((one) => sameParty(one, party)) === index)
      .filter((party) => !kept.some((one) => sameParty(one, party)))
      .map((party) => newParty(context, party));
    return { ...now, parties: [...kept, ...added] };
  });
  await announceStatus(context, gone, 'PLANNED');
  return platform;
}

function newParty(context: FrontContext, party: Party): PlatformParty {
  const found = context.directory.party(party);
  const role = found?.roles[0];
  if (!found || found.operator !== context.self.operator || role === undefined) {
    throw new NotFoundError(`${partyKey(party)} is no party of this node in the registry`, { field: 'request' });
  }
  return { ...found.id, role, business: { name: partyKey(found.id) } };
}
