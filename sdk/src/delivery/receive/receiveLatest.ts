import type { Hex } from '../../bytes/index.ts';
import { type Announcement, historyOf, type Latest } from '../../chain/index.ts';
import type { OpenedDelivery } from '../../envelope/index.ts';
import { BaseError, DecodeError, VerificationError } from '../../errors/index.ts';
import { type Receiving, receive } from './receive.ts';
import type { FollowedSlot } from './slots.ts';

/** How many announcements before an unusable one are tried: one poisonous announcement must not hide those around it. */
const walkBack = 8;

/** Why an announcement is of no use, for good. */
export interface Refusal {
  readonly code: string;
  /** One line. */
  readonly error: string;
  readonly details: readonly string[];
  readonly sealedToOtherKey: boolean;
}

/** What is kept of one slot between two looks, so that nothing hopeless is fetched again. */
export interface ReceptionMemory {
  /** Announcements that are never opened, by digest; null: for other devices. */
  readonly hopeless: Map<Hex, Refusal | null>;
  /** The newest announcement from which everything down to what is installed turned out to be hopeless; null: none. */
  exhausted: string | null;
}

/** What came of one announcement. */
export type Reception = { readonly announcement: Announcement } & (
  | { readonly status: 'opened'; readonly opened: OpenedDelivery }
  /** `isNews` only the first time. */
  | { readonly status: 'refused'; readonly refusal: Refusal; readonly isNews: boolean }
  | { readonly status: 'forOthers' }
  /** Its time is still to come. */
  | { readonly status: 'early' }
  /** It may go better at the next look: the network, endpoints that disagree. */
  | { readonly status: 'later'; readonly trouble: BaseError }
);

/** What {@link receiveLatest} takes. */
export interface ReceivingLatest extends Omit<Receiving, 'time'> {
  /** Block time in seconds since 1970. */
  readonly now: () => number;
  readonly memory: ReceptionMemory;
  /** What the world outside has done to us; null for a bug, which is thrown on. By default, errors of this package. */
  readonly troubleOf?: (error: unknown) => BaseError | null;
}

/**
 * Fetches, checks and opens the newest announcement of a slot; if the caller goes on, those before it, down to what is installed
 * already. Ends after what may go better later.
 *
 * @example
 * ```ts
 * for await (const reception of receiveLatest(slot, latest, receiving)) {
 *   if (reception.status === 'opened') return reception.opened;
 * }
 * ```
 */
export async function* receiveLatest(
  slot: FollowedSlot,
  latest: Latest,
  receiving: ReceivingLatest,
): AsyncGenerator<Reception> {
  const newest = latest.announcement;
  if (newest === null) return;
  const { memory, highWaterEpoch } = receiving;
  const place = `${newest.blockHash} ${newest.logIndex}`;
  const wasExhausted = memory.exhausted === place;
  memory.exhausted = null;
  let isHopeless = true;
  for await (const announcement of candidates(receiving, newest, wasExhausted)) {
    if (announcement.epoch <= highWaterEpoch || announcement.epoch <= latest.slot.withdrawnEpoch) break;
    const reception = await attempt(slot, announcement, receiving);
    yield reception;
    if (reception.status === 'later') return;
    // The caller may have found that what was opened is of no use.
    isHopeless &&= memory.hopeless.has(announcement.digest);
  }
  if (isHopeless) memory.exhausted = place;
}

/** Those before the newest are asked for one by one: not again at every look, once it is known that none of them is of use. */
async function* candidates(
  { chain, signal }: ReceivingLatest,
  newest: Announcement,
  exhausted: boolean,
): AsyncGenerator<Announcement> {
  yield newest;
  if (!exhausted && newest.previousBlock !== 0) yield* historyOf(chain, newest, walkBack, signal);
}

async function attempt(slot: FollowedSlot, announcement: Announcement, receiving: ReceivingLatest): Promise<Reception> {
  const { memory, now, signal } = receiving;
  const known = memory.hopeless.get(announcement.digest);
  if (known === null) return { status: 'forOthers', announcement };
  if (known !== undefined) return { status: 'refused', announcement, refusal: known, isNews: false };
  if (now() < announcement.notBefore) return { status: 'early', announcement };
  try {
    const opened = await receive(slot, announcement, { ...receiving, time: now() });
    if (opened !== null) return { status: 'opened', announcement, opened };
    if (slot.group === null) return refuse(memory, announcement, sealedToOtherKey);
    memory.hopeless.set(announcement.digest, null);
    return { status: 'forOthers', announcement };
  } catch (error) {
    signal?.throwIfAborted();
    const trouble = (receiving.troubleOf ?? ownError)(error);
    if (trouble === null) throw error;
    return isForGood(trouble)
      ? refuse(memory, announcement, refusalOf(trouble))
      : { status: 'later', announcement, trouble };
  }
}

function refuse(memory: ReceptionMemory, announcement: Announcement, refusal: Refusal): Reception {
  memory.hopeless.set(announcement.digest, refusal);
  return { status: 'refused', announcement, refusal, isNews: true };
}

const sealedToOtherKey: Refusal = {
  code: 'NOT_FOR_ME',
  error: 'is sealed to none of the keys that this device has',
  details: [],
  sealedToOtherKey: true,
};

/** An error as the reason of a refusal. */
export function refusalOf({ code, field, shortMessage, metaMessages: details }: BaseError): Refusal {
  const error = field === undefined ? shortMessage : `${field}: ${shortMessage}`;
  return { code, error, details, sealedToOtherKey: false };
}

/** Whether only the announced bytes themselves are to blame, so that they will never be of use. */
export function isForGood(error: BaseError): boolean {
  if (error.field === 'manifest.notBefore') return false;
  return error instanceof DecodeError || error instanceof VerificationError;
}

function ownError(error: unknown): BaseError | null {
  return error instanceof BaseError ? error : null;
}
