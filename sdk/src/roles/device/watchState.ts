import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import {
  type Commands,
  expire,
  type InstallationRecord,
  type InstallTarget,
  type Removal,
  recover,
  withdraw,
} from '../../delivery/install/index.ts';
import type { ReceptionMemory } from '../../delivery/receive/index.ts';
import type { DeviceContext } from './context.ts';
import type { ChannelStatus, PollEvent } from './report.ts';
import type { Watch } from './watch.ts';

/** What is kept of one watch between polls. */
export interface WatchState extends ReceptionMemory {
  readonly watch: Watch;
  record: InstallationRecord;
  withdrawn: number;
  /** When something ends; null: not known. */
  next: number | null;
}

/** Where and how one watch is installed. */
export function targetOf({ config, directory, clock, onStep }: DeviceContext, watch: Watch): InstallTarget {
  const { overlapSeconds, commands } = config.install;
  return {
    root: watch.folder,
    state: installationsFolder(directory),
    commands: commands as Commands,
    clock: () => clock.now(),
    certainTime: () => clock.newestBlock(),
    overlap: overlapSeconds,
    ...(onStep ? { onStep } : {}),
  };
}

/** Where the records of what is installed are. */
export function installationsFolder(directory: string): string {
  return path.join(directory, 'installations');
}

/** Makes the folder, and finishes or undoes what a crash has left. */
export async function openWatch(
  context: DeviceContext,
  watch: Watch,
): Promise<{ readonly state: WatchState; readonly events: readonly PollEvent[] }> {
  await mkdir(watch.folder, { recursive: true, mode: 0o755 });
  const { status, record, problems } = await recover(targetOf(context, watch), watch);
  const state: WatchState = { watch, record, withdrawn: 0, hopeless: new Map(), exhausted: null, next: null };
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

/** What a watch has installed, as its record says. */
export function channelStatus(
  watch: Watch,
  { current, previous, highWater, failed }: InstallationRecord,
): ChannelStatus {
  const { channel, group, subject, folder, signer: authority } = watch;
  return {
    ...{ channel, group, subject, folder, authority },
    installed: current && { epoch: current.epoch, kind: current.kind, notAfter: current.notAfter },
    previous: previous?.epoch ?? null,
    highWaterEpoch: highWater,
    failed: failed && { epoch: failed.epoch, reason: failed.reason },
  };
}
