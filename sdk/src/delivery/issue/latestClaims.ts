import type { Hex } from '../../bytes/index.ts';
import {
  type Chain,
  type ClaimEvent,
  type ClaimSlot,
  claimCall,
  findClaim,
  type Pair,
  snapshot,
} from '../../chain/index.ts';
import { ClaimRecord } from '../../envelope/index.ts';
import { BaseError, VerificationError } from '../../errors/index.ts';
import type { Store } from '../../store/index.ts';
import type { EnrolledDevice } from './enrolledDevice.ts';

/** What is needed to look claims up. */
export interface ClaimLookup {
  readonly chain: Chain;
  readonly store: Store;
  /** For each device, the authorities and subjects that it was addressed by: all its claims turn one key. */
  readonly pairs: ReadonlyMap<Hex, readonly Pair[]>;
}

/** Claim records are small (docs/spec/announcement.md). */
const maxRecordBytes = 8_192;

/** One look at the chain asks for so many slots. */
const slotsAtOnce = 40;

interface ClaimedSlot extends ClaimSlot, Pair {
  readonly device: Hex;
}

/** A device as its latest claim leaves it, or why that cannot be told. */
export interface Refreshed<Device extends EnrolledDevice = EnrolledDevice> {
  readonly device: Device;
  readonly problem: BaseError | null;
}

/**
 * The devices as their latest claims leave them: with the keys that the next envelopes are to be sealed to. Two HTTP requests
 * for forty slots that have nothing new.
 *
 * A claim whose record cannot be had, or is none, is that device's `problem`: sealing to an older key would be useless, as the
 * device has destroyed it. It is no other device's problem.
 */
export async function* withLatestClaims<Device extends EnrolledDevice>(
  devices: readonly Device[],
  lookup: ClaimLookup,
): AsyncGenerator<Refreshed<Device>> {
  const slots = await claimedSlots(devices, lookup);
  for (const device of devices) yield refreshed(device, newAmong(slots.get(device.id) ?? [], device), lookup);
}

async function refreshed<Device extends EnrolledDevice>(
  known: Device,
  slots: readonly ClaimedSlot[],
  { chain, store }: ClaimLookup,
): Promise<Refreshed<Device>> {
  let device = known;
  try {
    for (const { authority, subject } of slots) {
      const event = await findClaim(chain, { authority, subject, device: device.id }, { depth: 'head' });
      if (event) device = await withClaim(device, event, store);
    }
    return { device, problem: null };
  } catch (problem) {
    if (!(problem instanceof BaseError)) throw problem;
    return { device, problem };
  }
}

/** The slots of the devices that hold a claim. */
async function claimedSlots(devices: readonly EnrolledDevice[], { chain, pairs }: ClaimLookup) {
  const asked = devices.flatMap(({ id }) => (pairs.get(id) ?? []).map((pair) => ({ device: id, ...pair })));
  const claimed = new Map<Hex, ClaimedSlot[]>();
  for (let start = 0; start < asked.length; start += slotsAtOnce) {
    const part = asked.slice(start, start + slotsAtOnce);
    const calls = part.map((one) => claimCall(chain, one));
    const { results } = await snapshot(chain, calls, { depth: 'head' });
    for (const [i, one] of part.entries()) {
      const slot = results[i] as ClaimSlot;
      if (slot.epoch === 0) continue;
      claimed.set(one.device, [...(claimed.get(one.device) ?? []), { ...one, ...slot }]);
    }
  }
  return claimed;
}

/** Without those that cannot be newer than the claim that is known: earlier blocks, and the slot of that claim itself. */
function newAmong(slots: readonly ClaimedSlot[], { claim }: EnrolledDevice): readonly ClaimedSlot[] {
  if (claim === null) return slots;
  const inBlock = slots.filter(({ claimedAt }) => claimedAt === claim.block);
  const isKnown = inBlock.length === 1 && inBlock[0]?.epoch === claim.epoch;
  return slots.filter(({ claimedAt }) => claimedAt > claim.block || (claimedAt === claim.block && !isKnown));
}

/**
 * A device as one claim of it leaves it: with the key that the claim's record names. A claim that is not newer than the one that is
 * known changes nothing.
 *
 * @throws {TransportError} if the record cannot be had. @throws {DecodeError} or {VerificationError} if it is not that of the claim.
 */
export async function withClaim<Device extends EnrolledDevice>(
  device: Device,
  event: ClaimEvent,
  store: Pick<Store, 'read'>,
): Promise<Device> {
  const { claim } = device;
  const { block, logIndex, epoch, record: digest } = event;
  if (claim && (claim.block > block || (claim.block === block && claim.logIndex >= logIndex))) return device;
  const bytes = await store.read({ digest, codec: 'raw', maxBytes: maxRecordBytes });
  const record = ClaimRecord.decode(bytes);
  const { authority, subject } = record;
  const named = { device: record.device, epoch: record.epoch, authority, subject };
  if (Object.entries(named).some(([name, value]) => value !== event[name as keyof typeof named])) {
    throw new VerificationError('is not the record of the claim that names it', { field: 'claim.record' });
  }
  return { ...device, claim: { block, logIndex, epoch, record: digest }, key: record.nextKey ?? device.key };
}
