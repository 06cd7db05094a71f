import { parseTimestamp } from '@gridseal/sdk/bytes';
import type { Latest } from '@gridseal/sdk/chain';
import { type BlockClock, type FollowedSlot, receiveLatest } from '@gridseal/sdk/delivery/receive';
import type { OpenedDelivery } from '@gridseal/sdk/envelope';
import type { DeviceIdentity } from '@gridseal/sdk/identity';
import { toProblem } from '../../../data/index.ts';
import type { FollowedAuthority } from './database.ts';
import { type Arrival, type LookParts, type SlotMemory, slotKey } from './lookTypes.ts';

/** What one slot is received with. */
export interface SlotReceiving {
  readonly identity: DeviceIdentity;
  readonly clock: BlockClock;
  readonly highWaterEpoch: number;
  readonly trust: FollowedAuthority['trust'];
}

/** Fetches, checks and opens what is new in one slot; what was opened before stays open as long as it is good. */
export async function receiveSlot(
  slot: FollowedSlot,
  latest: Latest,
  { identity, clock, highWaterEpoch, trust }: SlotReceiving,
  parts: LookParts,
): Promise<Arrival> {
  const memory = memoryOf(parts, slot);
  const newest = latest.announcement;
  if (newest === null || newest.epoch <= latest.slot.withdrawnEpoch) {
    memory.opened = null;
    return { state: 'none' };
  }
  if (trust === 'anchored') {
    const { trusted, reason } = await parts.isAuthorised(slot.signer);
    if (!trusted) {
      memory.opened = null;
      return { state: 'untrusted', announcement: newest, reason };
    }
  }
  const before = memory.opened;
  const isSame = before?.announcement.digest === newest.digest && before.announcement.epoch === newest.epoch;
  if (before && isSame && isStillGood(before.opened, clock.now())) return before;
  memory.opened = null;
  const { chain, store, signal } = parts;
  const receiving = {
    ...{ chain, store, memory, highWaterEpoch, device: identity.id, keys: identity.keys(), now: () => clock.now() },
    ...(signal ? { signal } : {}),
  };
  let first: Arrival | null = null;
  for await (const reception of receiveLatest(slot, latest, receiving)) {
    if (reception.status === 'opened') {
      const { announcement, opened } = reception;
      const instead = first?.state === 'refused' ? first.refusal : null;
      memory.opened = { state: 'opened', announcement, opened, instead };
      return memory.opened;
    }
    first ??= arrivalOf(reception);
  }
  return first ?? { state: 'none' };
}

type Unopened = Exclude<
  ReturnType<typeof receiveLatest> extends AsyncGenerator<infer Reception> ? Reception : never,
  { readonly status: 'opened' }
>;

function arrivalOf(reception: Unopened): Arrival {
  const { announcement } = reception;
  switch (reception.status) {
    case 'refused':
      return { state: 'refused', announcement, refusal: reception.refusal };
    case 'later':
      return { state: 'later', announcement, problem: toProblem(reception.trouble) };
    default:
      return { state: reception.status, announcement };
  }
}

function isStillGood({ manifest }: OpenedDelivery, now: number): boolean {
  return now <= parseTimestamp(manifest.notAfter);
}

/** What is kept of a slot; made if there is nothing yet. */
export function memoryOf({ memory }: Pick<LookParts, 'memory'>, slot: FollowedSlot): SlotMemory {
  const key = slotKey(slot);
  const known = memory.get(key) ?? { hopeless: new Map(), exhausted: null, opened: null };
  memory.set(key, known);
  return known;
}

/** Overwrites what was opened, as far as the browser lets us: only what nobody can see any more. */
export function wipeOpened({ opened }: Extract<Arrival, { readonly state: 'opened' }>): void {
  for (const { content } of opened.files) content.fill(0);
}
