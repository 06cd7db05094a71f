import type { Announcement, Latest } from '../../chain/index.ts';
import { InstallError, type InstallErrorCode, install } from '../../delivery/install/index.ts';
import { isForGood, type Reception, type Refusal, receiveLatest, refusalOf } from '../../delivery/receive/index.ts';
import type { OpenedDelivery } from '../../envelope/index.ts';
import type { DeviceContext } from './context.ts';
import type { Alarm, PollEvent } from './report.ts';
import { alarmOf, troubleOf } from './trouble.ts';
import { targetOf, type WatchState } from './watchState.ts';

/** What a look at a channel has brought. */
export interface Application {
  readonly events: readonly PollEvent[];
  readonly alarms: readonly Alarm[];
}

/** What came of one announcement, once what could be opened was installed. */
type Outcome = Exclude<Reception, { readonly status: 'opened' }> | { readonly status: 'installed' };

/**
 * Installs the newest announcement that can be: if the newest is unusable, those before it are tried, down to what is
 * installed already. As long as the newest is not installed, an alarm says why.
 */
export async function applyLatest(context: DeviceContext, state: WatchState, latest: Latest): Promise<Application> {
  const events: PollEvent[] = [];
  const alarms: Alarm[] = [];
  const receiving = {
    ...{ chain: context.chain, store: context.store, memory: state, troubleOf },
    ...{ device: context.identity.id, keys: context.identity.keys(), now: () => context.clock.now() },
    highWaterEpoch: state.record.highWater,
    ...(context.signal ? { signal: context.signal } : {}),
  };
  for await (const reception of receiveLatest(state.watch, latest, receiving)) {
    const { announcement } = reception;
    const outcome = reception.status === 'opened' ? await tryInstall(context, state, reception) : reception;
    if (outcome.status === 'installed') {
      events.push(installed(state, announcement));
      break;
    }
    if (outcome.status === 'later') {
      alarms.push(alarmOf('cannot-install', outcome.trouble, state.watch.channel));
      break;
    }
    if (outcome.status === 'refused') {
      if (outcome.isNews) events.push(refused(state, announcement, outcome.refusal));
      if (announcement === latest.announcement) alarms.push(refusalAlarm(state, announcement, outcome.refusal));
    }
  }
  return { events, alarms };
}

type Opened = { readonly announcement: Announcement; readonly opened: OpenedDelivery };

async function tryInstall(
  context: DeviceContext,
  state: WatchState,
  { announcement, opened }: Opened,
): Promise<Outcome> {
  state.next = null;
  try {
    const contents = opened.files.map(({ content }) => content);
    const { record } = await install(targetOf(context, state.watch), { manifest: opened.manifest, contents });
    state.record = record;
    return { status: 'installed' };
  } catch (error) {
    context.signal?.throwIfAborted();
    const trouble = troubleOf(error);
    if (trouble === null) throw error;
    const isFinal = trouble instanceof InstallError ? finalCodes.includes(trouble.code) : isForGood(trouble);
    if (!isFinal) return { status: 'later', announcement, trouble };
    const refusal = refusalOf(trouble);
    state.hopeless.set(announcement.digest, refusal);
    return { status: 'refused', announcement, refusal, isNews: true };
  }
}

function installed({ watch }: WatchState, { epoch, digest }: Announcement): PollEvent {
  const { channel, subject, authority } = watch;
  return { type: 'installed', channel, subject, authority, epoch, digest };
}

function refused({ watch }: WatchState, { epoch }: Announcement, { code, error }: Refusal): PollEvent {
  const { channel, subject } = watch;
  return { type: 'refused', channel, subject, epoch, code, error };
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

/** Only what the announced bytes are to blame for, or this device's configuration: until the agent starts again. */
const finalCodes: readonly InstallErrorCode[] = [
  'INSTALL_STALE_EPOCH',
  'INSTALL_EXPIRED',
  'INSTALL_CONTENT',
  'INSTALL_UNKNOWN_COMMAND',
  'INSTALL_UNKNOWN_ACCOUNT',
  'INSTALL_ROLLED_BACK',
];
