import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { type Announcement, historyOf, type Latest } from '../../chain/index.ts';
import {
  type Commands,
  expire,
  type InstallationRecord,
  InstallError,
  type InstallTarget,
  install,
  type Removal,
  recover,
  withdraw,
} from '../../delivery/install/index.ts';
import { BaseError, TransportError } from '../../errors/index.ts';
import type { DeviceContext } from './context.ts';
import { receive } from './receive.ts';
import type { PollEvent } from './report.ts';
import type { Watch } from './watch.ts';

/** How many announcements before an unusable one are tried: one poisonous announcement must not hide those around it. */
const walkBack = 8;

/** What a round keeps of one watch between polls. */
export interface WatchState {
  readonly watch: Watch;
  record: InstallationRecord;
  withdrawn: number;
  /** Announcements that can never be installed, by digest, so that they are not fetched at every poll. */
  readonly hopeless: Map<string, string>;
  next: number | null;
}

/** Where and how one watch is installed. */
export function targetOf({ config, directory, clock, onStep }: DeviceContext, watch: Watch): InstallTarget {
  const { overlapSeconds, commands } = config.install;
  return {
    root: watch.folder,
    state: path.join(directory, 'installations'),
    commands: commands as Commands,
    clock: () => clock.now(),
    overlap: overlapSeconds,
    ...(onStep ? { onStep } : {}),
  };
}

/** Makes the folder, and finishes or undoes what a crash has left. */
export async function openWatch(
  context: DeviceContext,
  watch: Watch,
): Promise<{ readonly state: WatchState; readonly events: readonly PollEvent[] }> {
  await mkdir(watch.folder, { recursive: true, mode: 0o755 });
  const { status, record, problems } = await recover(targetOf(context, watch), watch);
  const state: WatchState = { watch, record, withdrawn: 0, hopeless: new Map(), next: null };
  const events = status === 'clean' ? [] : [{ type: 'recovered' as const, channel: watch.channel, status, problems }];
  return { state, events };
}

/** Removes what is withdrawn. */
export async function applyWithdrawal(
  context: DeviceContext,
  state: WatchState,
  epoch: number,
): Promise<readonly PollEvent[]> {
  if (epoch <= state.withdrawn) return [];
  const removal = await withdraw(targetOf(context, state.watch), state.watch, epoch);
  state.withdrawn = epoch;
  return removed(state, removal, 'withdrawn');
}

/** Removes what has expired; needs no connection. */
export async function applyExpiry(context: DeviceContext, state: WatchState): Promise<readonly PollEvent[]> {
  if (state.next !== null && context.clock.now() < state.next) return [];
  const removal = await expire(targetOf(context, state.watch), state.watch);
  return removed(state, removal, 'expired');
}

function removed(state: WatchState, removal: Removal, reason: 'expired' | 'withdrawn'): readonly PollEvent[] {
  state.record = removal.record;
  state.next = removal.next ?? Number.POSITIVE_INFINITY;
  if (removal.removed.length === 0) return [];
  const { channel, subject } = state.watch;
  return [{ type: 'removed', channel, subject, epochs: removal.removed, reason, problems: removal.problems }];
}

/** An installed delivery, or why there is none. */
export type Application =
  | {
      readonly status: 'installed';
      readonly event: PollEvent;
      readonly epoch: number;
      readonly manifest: `0x${string}`;
    }
  | { readonly status: 'nothing' }
  | { readonly status: 'later'; readonly error: BaseError }
  | { readonly status: 'refused'; readonly events: readonly PollEvent[]; readonly sealedToOtherKey: boolean };

/**
 * Installs the newest announcement that can be: if the newest is unusable, those before it are tried, down to what is
 * installed already.
 */
export async function applyLatest(context: DeviceContext, state: WatchState, latest: Latest): Promise<Application> {
  const newest = latest.announcement;
  if (!newest || newest.epoch <= state.record.highWater) return { status: 'nothing' };
  const refusals: PollEvent[] = [];
  let sealedToOtherKey = false;
  for await (const announcement of candidates(context, newest)) {
    if (announcement.epoch <= state.record.highWater || announcement.epoch <= latest.slot.withdrawnEpoch) break;
    const result = await attempt(context, state, announcement);
    if (result.status === 'installed' || result.status === 'later') return result;
    if (result.status === 'refused') {
      refusals.push(...result.events);
      sealedToOtherKey ||= result.sealedToOtherKey;
    }
  }
  return refusals.length === 0 ? { status: 'nothing' } : { status: 'refused', events: refusals, sealedToOtherKey };
}

async function* candidates({ chain, signal }: DeviceContext, newest: Announcement): AsyncGenerator<Announcement> {
  yield newest;
  if (newest.previousBlock !== 0) yield* historyOf(chain, newest, walkBack, signal);
}

async function attempt(context: DeviceContext, state: WatchState, announcement: Announcement): Promise<Application> {
  const { watch, hopeless } = state;
  if (hopeless.has(announcement.digest)) return { status: 'nothing' };
  try {
    const opened = await receive(watch, announcement, {
      ...context,
      device: context.identity.id,
      keys: context.identity.keys(),
      time: context.clock.now(),
      highWaterEpoch: state.record.highWater,
    });
    if (opened === null) {
      hopeless.set(announcement.digest, 'sealed to other keys');
      if (watch.group !== null) return { status: 'nothing' };
      return refusal(watch, announcement, 'NOT_FOR_ME', 'is sealed to none of the keys that this device has', true);
    }
    const contents = opened.files.map(({ content }) => content);
    const { record } = await install(targetOf(context, watch), { manifest: opened.manifest, contents });
    state.record = record;
    state.next = null;
    const { epoch, digest } = announcement;
    const { channel, subject, authority } = watch;
    const event = { type: 'installed', channel, subject, authority, epoch, digest } as const;
    return { status: 'installed', event, epoch, manifest: opened.manifestDigest };
  } catch (error) {
    if (!(error instanceof BaseError)) throw error;
    if (isPassing(error, announcement, context.clock.now())) return { status: 'later', error };
    hopeless.set(announcement.digest, error.message);
    return refusal(watch, announcement, error.code, error.message, false);
  }
}

/** Whether it may go better at the next poll: the network, a full disk, a busy installer, a time that is still to come. */
function isPassing(error: BaseError, announcement: Announcement, now: number): boolean {
  if (error instanceof TransportError || now < announcement.notBefore) return true;
  if (!(error instanceof InstallError)) return false;
  return ['INSTALL_NOT_YET_VALID', 'INSTALL_TARGET', 'INSTALL_FAILED', 'INSTALL_BUSY'].includes(error.code);
}

function refusal(
  { channel, subject }: Watch,
  { epoch }: Announcement,
  code: string,
  error: string,
  sealedToOtherKey: boolean,
): Application {
  return { status: 'refused', events: [{ type: 'refused', channel, subject, epoch, code, error }], sealedToOtherKey };
}
