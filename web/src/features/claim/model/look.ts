import { type Chain, claimCall, findLatestOfMany, snapshot } from '@gridseal/sdk/chain';
import { Claims, type Receipt, ratchet } from '@gridseal/sdk/delivery/claim';
import { BlockClock, type FollowedSlot, slotsOf } from '@gridseal/sdk/delivery/receive';
import { DeviceIdentity } from '@gridseal/sdk/identity';
import { type Problem, toProblem } from '../../../data/index.ts';
import { receiptBook } from './book.ts';
import { type DeviceDatabase, rowsOf, type StoredDevice, type StoredSlot, type Taken } from './database.ts';
import { type Arrival, type Look, type LookParts, type SlotView, slotKey } from './lookTypes.ts';
import { receiveSlot } from './receiveSlot.ts';
import { changeDevice, deviceVault, signerOfPair, write } from './vault.ts';

/** The most slots that one device follows: what one question to the chain can hold. */
export const mostSlots = 45;

/** Arrivals that the key of now may have to open, still or again. */
const unopened: ReadonlySet<Arrival['state']> = new Set(['opened', 'early', 'later']);

/** What a device follows. */
export function followedBy({ id, listening }: Pick<StoredDevice, 'id' | 'listening'>): readonly FollowedSlot[] {
  const { authorities, channels, groups } = listening;
  return slotsOf({ authorities: authorities.map(({ signer }) => signer), channels, groups }, id);
}

/**
 * One look: asks the chain, fetches and opens what is new, makes and follows receipts, turns the key. The caller sees to it that no two
 * looks at one device run at once, in whichever tab.
 *
 * @throws {UnreachableError} or {DisagreementError} if the chain cannot be asked; what the device's own keys throw.
 */
export async function lookAt(device: StoredDevice, parts: LookParts): Promise<Look> {
  const { database, network, chain, signal } = parts;
  const identity = await openIdentity(device, parts);
  const clock = new BlockClock(parts.time, device.clock);
  const slots = followedBy(device).slice(0, mostSlots);
  const rows = await database.getAll('slots', rowsOf(device.id));
  const rowOf = (slot: FollowedSlot) => rows.find((row) => slotKey(row) === slotKey(slot));
  const pairs = slots.map((slot) => {
    const { authority, subject } = slot;
    return { authority, subject, above: rowOf(slot)?.taken?.epoch ?? 0 };
  });
  const latest = pairs.length > 0 ? await findLatestOfMany(chain, pairs, signal ? { signal } : {}) : [];
  const [first] = latest;
  if (first) {
    clock.observe(first.head.timestamp);
    await changeDevice(database, device, (stored) => ({ ...stored, clock: clock.mark() }));
  }
  // All at once: one that hangs holds up no other.
  const arrivals = await Promise.all(
    latest.map((found, i) => {
      const slot = slots[i] as FollowedSlot;
      const trust = device.listening.authorities.find(({ signer }) => signer === slot.signer)?.trust ?? 'anchored';
      const highWaterEpoch = rowOf(slot)?.taken?.epoch ?? 0;
      return receiveSlot(slot, found, { identity, clock, highWaterEpoch, trust }, parts);
    }),
  );
  const turnsKey = network.ipfsRpcs.length > 0;
  // A claim turns the key of all channels: what else has come has to be opened with the old one first.
  const mayTurn = () => !arrivals.some(({ state }) => unopened.has(state));
  const claiming = { ...parts, turnsKey, mayTurn, time: clock.now() };
  const { receipts, problems, taken, waiting } = await claimAll(identity, rows, claiming);
  const views = slots.map((slot, i): SlotView => {
    const { epoch = 0, withdrawnEpoch: withdrawn = 0 } = latest[i]?.slot ?? {};
    const receipt = receipts.find((one) => slotKey(one) === slotKey(slot)) ?? null;
    const arrival = arrivals[i] ?? { state: 'none' };
    const keyWaits = waiting.has(slotKey(slot));
    return { slot, arrival, receipt, epoch, withdrawn, keyWaits, taken: taken.get(slotKey(slot)) ?? null };
  });
  return { slots: views, problems, time: clock.now(), block: first?.settled.number ?? null };
}

async function openIdentity(device: StoredDevice, { database, network }: LookParts): Promise<DeviceIdentity> {
  const signer = await signerOfPair(device.signing, network.addresses);
  const identity = await DeviceIdentity.loadFrom(deviceVault(database, device, signer));
  await identity.open(ratchet);
  return identity;
}

interface Claiming extends Omit<LookParts, 'time'> {
  readonly turnsKey: boolean;
  readonly mayTurn: () => boolean;
  readonly time: number;
}

interface Claimed {
  /** Not final yet. */
  readonly receipts: readonly Receipt[];
  readonly problems: readonly Problem[];
  readonly taken: ReadonlyMap<string, Taken>;
  /** Slots whose claims are final, while the key that opened them is still needed. */
  readonly waiting: ReadonlySet<string>;
}

/** Receipts for all that was taken, also where the user has stopped to listen. */
async function claimAll(identity: DeviceIdentity, rows: readonly StoredSlot[], claiming: Claiming): Promise<Claimed> {
  const { chain, store, database, turnsKey, mayTurn, time, signal } = claiming;
  const book = receiptBook(database, identity.id);
  const claims = new Claims({ chain, store, identity, book, turnsKey, mayTurn, send: null });
  const open = rows.filter((row): row is StoredSlot & { taken: Taken } => row.taken !== null && !row.taken.isFinal);
  const installed = open.map(({ authority, subject, taken: { epoch, manifest } }) => ({
    ...{ authority, subject, epoch, manifest },
  }));
  const { outstanding, problems } = await claims.advance(installed, time, signal);
  const final = await finalOf(
    chain,
    open.filter((row) => !outstanding.some((receipt) => slotKey(receipt) === slotKey(row))),
    signal,
  );
  for (const row of final) await markFinal(database, row);
  const finalKeys = new Set(final.map(slotKey));
  const taken = rows.flatMap((row) => {
    const isFinal = finalKeys.has(slotKey(row)) || row.taken?.isFinal === true;
    return row.taken ? [[slotKey(row), { ...row.taken, isFinal }] as const] : [];
  });
  // As they are in the book now: published or not.
  const isOutstanding = (one: Receipt) => outstanding.some(({ record }) => record === one.record);
  const { receipts: kept } = await book.read();
  return {
    receipts: kept.filter(isOutstanding),
    problems: problems.map(toProblem),
    taken: new Map(taken),
    waiting: new Set(kept.filter((one) => !isOutstanding(one)).map(slotKey)),
  };
}

/** Which of them the chain has a final claim of: a receipt that could not be made is not outstanding, either. */
async function finalOf<Row extends StoredSlot & { readonly taken: Taken }>(
  chain: Chain,
  rows: readonly Row[],
  signal: AbortSignal | undefined,
): Promise<readonly Row[]> {
  if (rows.length === 0) return [];
  const calls = rows.map(({ authority, subject, device }) => claimCall(chain, { authority, subject, device }));
  const { results } = await snapshot(chain, calls, signal ? { signal } : {});
  return rows.filter(({ taken }, i) => (results[i]?.epoch ?? 0) >= taken.epoch);
}

function markFinal(database: DeviceDatabase, row: StoredSlot & { readonly taken: Taken }): Promise<void> {
  return write(database, 'slots', (table) => table.put({ ...row, taken: { ...row.taken, isFinal: true } }));
}
