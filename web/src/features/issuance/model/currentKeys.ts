import type { Hex } from '@gridseal/sdk/bytes';
import type { ClaimEvent } from '@gridseal/sdk/chain';
import type { EnrolledDevice, Refreshed } from '@gridseal/sdk/delivery/issue';
import { BaseError, NotFoundError, TransportError } from '@gridseal/sdk/errors';
import { Enrolment } from '@gridseal/sdk/identity';
import type { Store } from '@gridseal/sdk/store';
import type { DataClient } from '../../../data/index.ts';
import type { FleetDevice, FleetStore } from '../../../fleet/index.ts';
import type { Issuing } from './issuing.ts';

/** From so many on, all claims are read at once instead of each device's. */
const many = 50;
const page = 1_000;
/** Claim records that are fetched at the same time. */
const atOnce = 12;

export interface KeyLookup {
  readonly issuing: Pick<Issuing, 'withClaim'>;
  readonly client: Pick<DataClient, 'poll' | 'status' | 'claims'>;
  readonly store: Pick<Store, 'read'>;
  readonly fleet: Pick<FleetStore, 'read' | 'update'>;
}

/**
 * The devices with the keys that envelopes have to be sealed to now: every claim turns the key, whoever the device claimed from. A
 * device whose latest claim record cannot be had, or is none, has a problem, and is no other device's.
 */
export async function currentKeys(
  ids: readonly Hex[],
  lookup: KeyLookup,
): Promise<readonly Refreshed<EnrolledDevice>[]> {
  const { client, fleet } = lookup;
  await client.poll();
  // A claim that was not read yet would mean a key that is gone.
  if ((await client.status()).status !== 'live') throw new TransportError('the chain is not read to its end yet');
  const devices = await fleet.read(ids);
  if (devices.length < ids.length) {
    const known = new Set(devices.map(({ id }) => id));
    const missing = ids.find((id) => !known.has(id));
    throw new NotFoundError('is not enrolled in this browser any more', { field: `device ${missing}` });
  }
  const claims = ids.length > many ? await allClaims(client) : await claimsOfEach(client, ids);
  const found: Refreshed<EnrolledDevice>[] = [];
  for (let start = 0; start < devices.length; start += atOnce) {
    const part = devices.slice(start, start + atOnce);
    found.push(...(await Promise.all(part.map((device) => withKey(device, claims.get(device.id), lookup)))));
  }
  return found;
}

async function withKey(
  device: FleetDevice,
  claim: ClaimEvent | undefined,
  { issuing, store, fleet }: KeyLookup,
): Promise<Refreshed<EnrolledDevice>> {
  const { id, key, request } = device;
  const known: EnrolledDevice = { id, key, claim: device.claim, enrolment: Enrolment.decode(request) };
  if (claim === undefined) return { device: known, problem: null };
  try {
    const turned = await issuing.withClaim(known, claim, store);
    if (turned !== known) await fleet.update(id, { key: turned.key, claim: turned.claim });
    return { device: turned, problem: null };
  } catch (problem) {
    if (!(problem instanceof BaseError)) throw problem;
    return { device: known, problem };
  }
}

type Latest = ReadonlyMap<Hex, ClaimEvent>;

async function claimsOfEach(client: KeyLookup['client'], ids: readonly Hex[]): Promise<Latest> {
  const pages = await Promise.all(ids.map((device) => client.claims({ device, limit: page })));
  return latestOf(pages.flatMap(({ items }) => items));
}

async function allClaims(client: KeyLookup['client']): Promise<Latest> {
  const all: ClaimEvent[] = [];
  for (let offset = 0; ; offset += page) {
    const { items, total } = await client.claims({ offset, limit: page });
    all.push(...items);
    if (items.length === 0 || all.length >= total) return latestOf(all);
  }
}

function latestOf(claims: readonly ClaimEvent[]): Latest {
  const latest = new Map<Hex, ClaimEvent>();
  for (const claim of claims) {
    const before = latest.get(claim.device);
    const isNewer =
      !before || claim.block > before.block || (claim.block === before.block && claim.logIndex > before.logIndex);
    if (isNewer) latest.set(claim.device, claim);
  }
  return latest;
}
