import { type Announcement, historyOf, type Latest } from '../../chain/index.ts';
import { InstallError, type InstallErrorCode, install } from '../../delivery/install/index.ts';
import { type BaseError, DecodeError, VerificationError } from '../../errors/index.ts';
import type { DeviceContext } from './context.ts';
import { receive } from './receive.ts';
import type { Alarm, PollEvent } from './report.ts';
import { alarmOf, troubleOf } from './trouble.ts';
import { type Refusal, targetOf, type WatchState } from './watchState.ts';

/** How many announcements before an unusable one are tried: one poisonous announcement must not hide those around it. */
const walkBack = 8;

/** What a look at a channel has brought. */
export interface Application {
  readonly events: readonly PollEvent[];
  readonly alarms: readonly Alarm[];
}

type Attempt =
  | { readonly status: 'installed'; readonly event: PollEvent }
  /** Refused for good; `event` only the first time. */
  | { readonly status: 'refused'; readonly refusal: Refusal; readonly event: PollEvent | null }
  | { readonly status: 'forOthers' }
  /** Its time is still to come. */
  | { readonly status: 'early' }
  /** It may go better at the next poll: the network, a full disk, endpoints that disagree. */
  | { readonly status: 'later'; readonly trouble: BaseError };

/**
 * Installs the newest announcement that can be: if the newest is unusable, those before it are tried, down to what is
 * installed already. As long as the newest is not installed, an alarm says why.
 */
export async function applyLatest(context: DeviceContext, state: WatchState, latest: Latest): Promise<Application> {
  const newest = latest.announcement;
  const events: PollEvent[] = [];
  const alarms: Alarm[] = [];
  if (newest === null) return { events, alarms };
  const place = `${newest.blockHash} ${newest.logIndex}`;
  let isHopeless = true;
  for await (const announcement of candidates(context, newest, state.exhausted === place)) {
    if (announcement.epoch <= state.record.highWater || announcement.epoch <= latest.slot.withdrawnEpoch) break;
    const result = await attempt(context, state, announcement);
    isHopeless &&= result.status === 'refused' || result.status === 'forOthers';
    if (result.status === 'installed') {
      events.push(result.event);
      break;
    }
    if (result.status === 'later') {
      alarms.push(alarmOf('cannot-install', result.trouble, state.watch.channel));
      break;
    }
    if (result.status === 'refused') {
      if (result.event) events.push(result.event);
      if (announcement === newest) alarms.push(refusalAlarm(state, newest, result.refusal));
    }
  }
  state.exhausted = isHopeless ? place : null;
  return { events, alarms };
}

/** Those before the newest are asked for one by one: not again at every poll, once it is known that none of them is of use. */
async function* candidates(
  { chain, signal }: DeviceContext,
  newest: Announcement,
  exhausted: boolean,
): AsyncGenerator<Announcement> {
  yield newest;
  if (!exhausted && newest.previousBlock !== 0) yield* historyOf(chain, newest, walkBack, signal);
}

async function attempt(context: DeviceContext, state: WatchState, announcement: Announcement): Promise<Attempt> {
  const known = state.hopeless.get(announcement.digest);
  if (known !== undefined) return known ? { status: 'refused', refusal: known, event: null } : { status: 'forOthers' };
  if (context.clock.now() < announcement.notBefore) return { status: 'early' };
  try {
    return await fetchAndInstall(context, state, announcement);
  } catch (error) {
    context.signal?.throwIfAborted();
    const trouble = troubleOf(error);
    if (trouble === null) throw error;
    // A failed installation has left its mark in the record: it is read again at the end of the round.
    state.next = null;
    if (!isForGood(trouble)) return { status: 'later', trouble };
    const { code, field, shortMessage, metaMessages: details } = trouble;
    const text = field === undefined ? shortMessage : `${field}: ${shortMessage}`;
    return refuse(state, announcement, { code, error: text, details, sealedToOtherKey: false });
  }
}

async function fetchAndInstall(context: DeviceContext, state: WatchState, announcement: Announcement) {
  const { watch } = state;
  const opened = await receive(watch, announcement, {
    ...context,
    device: context.identity.id,
    keys: context.identity.keys(),
    time: context.clock.now(),
    highWaterEpoch: state.record.highWater,
  });
  if (opened === null) {
    if (watch.group === null) return refuse(state, announcement, sealedToOtherKey);
    state.hopeless.set(announcement.digest, null);
    return { status: 'forOthers' } as const;
  }
  const contents = opened.files.map(({ content }) => content);
  const { record } = await install(targetOf(context, watch), { manifest: opened.manifest, contents });
  state.record = record;
  state.next = null;
  const { epoch, digest } = announcement;
  const { channel, subject, authority } = watch;
  return { status: 'installed', event: { type: 'installed', channel, subject, authority, epoch, digest } } as const;
}

const sealedToOtherKey: Refusal = {
  code: 'NOT_FOR_ME',
  error: 'is sealed to none of the keys that this device has',
  details: [],
  sealedToOtherKey: true,
};

function refuse(state: WatchState, { epoch, digest }: Announcement, refusal: Refusal): Attempt {
  state.hopeless.set(digest, refusal);
  const { channel, subject } = state.watch;
  const { code, error } = refusal;
  return { status: 'refused', refusal, event: { type: 'refused', channel, subject, epoch, code, error } };
}

function refusalAlarm({ watch }: WatchState, { epoch }: Announcement, refusal: Refusal): Alarm {
  const { channel } = watch;
  if (!refusal.sealedToOtherKey) {
    const message = `${channel}: epoch ${epoch} is refused: ${refusal.error}`;
    return { alarm: 'cannot-install', message, details: refusal.details };
  }
  const message = `${channel}: epoch ${epoch} is sealed to a key that this device no longer has; issue it again`;
  return { alarm: 'sealed-to-other-key', message, details: [] };
}

const finalCodes: readonly InstallErrorCode[] = [
  'INSTALL_STALE_EPOCH',
  'INSTALL_EXPIRED',
  'INSTALL_CONTENT',
  'INSTALL_UNKNOWN_COMMAND',
  'INSTALL_UNKNOWN_ACCOUNT',
  'INSTALL_ROLLED_BACK',
];

/** Only what the announced bytes themselves are to blame for, or this device's configuration: until the agent starts again. */
function isForGood(error: BaseError): boolean {
  if (error instanceof InstallError) return finalCodes.includes(error.code);
  if (error.field === 'manifest.notBefore') return false;
  return error instanceof DecodeError || error instanceof VerificationError;
}
