import path from 'node:path';
import { type Chain, findLatestOfMany, type Latest } from '../../chain/index.ts';
import type { StepHook } from '../../delivery/install/index.ts';
import {
  type AuthorityTrust,
  type CertificateSource,
  certificateCache,
  trustOfAuthorities,
} from '../../delivery/trust/index.ts';
import { BaseError, TransportError } from '../../errors/index.ts';
import type { DeviceIdentity } from '../../identity/index.ts';
import type { Store } from '../../store/index.ts';
import { BlockClock, type TimeSources } from './blockClock.ts';
import { ClaimBook, type Receipt } from './claimBook.ts';
import { advanceClaims, makeReceipt, ratchet } from './claims.ts';
import { readClockMark, writeClockMark } from './clockFile.ts';
import type { DeviceConfig } from './config.ts';
import type { DeviceContext } from './context.ts';
import type { Alarm, ChannelStatus, PollEvent, PollReport } from './report.ts';
import { applyExpiry, applyLatest, applyWithdrawal, openWatch, type WatchState } from './rounds.ts';
import { watchesOf } from './watch.ts';

/** The parts of a device. */
export interface DeviceParts {
  readonly config: DeviceConfig;
  /** The state folder: marks, records, receipts. Exists; only the agent can write to it. */
  readonly directory: string;
  readonly identity: DeviceIdentity;
  readonly chain: Chain;
  readonly store: Store;
  readonly time: TimeSources;
  /** Called between the steps of an installation; tests stop the process there. */
  readonly onStep?: StepHook;
}

/**
 * A device: follows its authorities, installs what they announce, removes what ends, claims what it has.
 *
 * @example
 * ```ts
 * const device = await Device.open(parts);
 * const { events, alarms } = await device.poll();
 * ```
 */
export class Device {
  readonly #parts: DeviceParts;
  readonly #clock: BlockClock;
  readonly #states: readonly WatchState[];
  readonly #book: ClaimBook;
  readonly #certificates: CertificateSource;
  #recovered: readonly PollEvent[];
  #trust: { readonly at: number; readonly verdicts: readonly AuthorityTrust[] } | null = null;

  private constructor(
    parts: DeviceParts,
    clock: BlockClock,
    states: readonly WatchState[],
    recovered: readonly PollEvent[],
  ) {
    this.#parts = parts;
    this.#clock = clock;
    this.#states = states;
    this.#recovered = recovered;
    this.#book = new ClaimBook(path.join(parts.directory, 'claims'));
    this.#certificates = certificateCache(parts.store, path.join(parts.directory, 'certificates'));
  }

  /**
   * Opens a device, and finishes or undoes what a crash has interrupted.
   *
   * @throws {ConfigurationError}, {FileError} or {InstallError} if the device's own files are not as they have to be.
   */
  static async open(parts: DeviceParts): Promise<Device> {
    const clock = new BlockClock(parts.time, await readClockMark(parts.directory));
    if (parts.config.claims.ratchet) await parts.identity.open(ratchet);
    const context = contextOf(parts, clock);
    const opened = [];
    for (const watch of watchesOf(parts.config, parts.identity.id)) opened.push(await openWatch(context, watch));
    const recovered = opened.flatMap(({ events }) => events);
    return new Device(
      parts,
      clock,
      opened.map(({ state }) => state),
      recovered,
    );
  }

  /** Block time as far as it is known, in seconds since 1970. */
  now(): number {
    return this.#clock.now();
  }

  /** One round. Trouble with one channel, or without a connection, stops nothing that can be done without it. */
  async poll(signal?: AbortSignal): Promise<PollReport> {
    const context = contextOf(this.#parts, this.#clock, signal);
    const events: PollEvent[] = [...this.#recovered];
    const alarms: Alarm[] = [];
    this.#recovered = [];
    const block = await this.#follow(context, events, alarms);
    for (const state of this.#states) {
      await guarded(alarms, state, async () => void events.push(...(await applyExpiry(context, state))));
    }
    const outstandingClaims = await this.#claim(context, events, alarms, block !== null);
    await writeClockMark(this.#parts.directory, this.#clock.mark());
    const ends = this.#states.flatMap(({ next }) => (next !== null && Number.isFinite(next) ? [next] : []));
    const next = ends.length === 0 ? null : Math.min(...ends);
    return { time: this.#clock.now(), block, events, alarms, outstandingClaims, next };
  }

  /** Removes what has expired, with no connection: what the agent does between rounds. */
  async removeExpired(): Promise<readonly PollEvent[]> {
    const context = contextOf(this.#parts, this.#clock);
    const events: PollEvent[] = [];
    for (const state of this.#states) events.push(...(await applyExpiry(context, state)));
    return events;
  }

  /** What is installed, channel by channel. */
  channels(): readonly ChannelStatus[] {
    return this.#states.map(({ watch, record }) => ({
      channel: watch.channel,
      group: watch.group,
      subject: watch.subject,
      folder: watch.folder,
      authority: watch.signer,
      installed: record.current && {
        epoch: record.current.epoch,
        kind: record.current.kind,
        notAfter: record.current.notAfter,
      },
      previous: record.previous?.epoch ?? null,
      highWaterEpoch: record.highWater,
      failed: record.failed && { epoch: record.failed.epoch, reason: record.failed.reason },
    }));
  }

  /** Receipts that are not final on chain yet, for somebody to relay. */
  receipts(): Promise<readonly Receipt[]> {
    return this.#book.list();
  }

  /** What the chain says of the authorities, as of the last look. */
  trust(): readonly AuthorityTrust[] {
    return this.#trust?.verdicts ?? [];
  }

  async #follow(context: DeviceContext, events: PollEvent[], alarms: Alarm[]): Promise<number | null> {
    let latest: readonly Latest[];
    try {
      latest = await this.#look(context);
    } catch (error) {
      if (!(error instanceof BaseError)) throw error;
      alarms.push({ alarm: 'unreachable', message: error.message });
      return null;
    }
    const [first] = latest;
    if (!first) return null;
    this.#clock.observe(first.head.timestamp);
    this.#checkHead(first.head.timestamp, alarms);
    const news = latest.some(({ announcement }) => announcement !== null);
    const trust = await this.#lookAtTrust(context, news, alarms);
    for (const [i, state] of this.#states.entries()) {
      const found = latest[i] as Latest;
      await guarded(alarms, state, async () => {
        events.push(...(await applyWithdrawal(context, state, found.slot.withdrawnEpoch)));
        if (found.announcement === null) return;
        const verdict = trust?.find(({ signer }) => signer === state.watch.signer);
        if (verdict?.trusted) await this.#apply(context, state, found, events, alarms);
      });
    }
    return first.settled.number;
  }

  #look({ chain, signal }: DeviceContext): Promise<readonly Latest[]> {
    const pairs = this.#states.map(({ watch, record }) => ({
      authority: watch.authority,
      subject: watch.subject,
      above: record.highWater,
    }));
    return findLatestOfMany(chain, pairs, signal ? { signal } : {});
  }

  async #apply(context: DeviceContext, state: WatchState, latest: Latest, events: PollEvent[], alarms: Alarm[]) {
    const result = await applyLatest(context, state, latest);
    const { channel, authority, subject } = state.watch;
    if (result.status === 'later') {
      alarms.push({ alarm: 'cannot-install', message: `${channel}: ${result.error.message}` });
    } else if (result.status === 'refused') {
      events.push(...result.events);
      if (result.sealedToOtherKey) {
        const message = `${channel}: the newest delivery is sealed to a key that this device no longer has; issue it again`;
        alarms.push({ alarm: 'sealed-to-other-key', message });
      }
    } else if (result.status === 'installed') {
      events.push(result.event);
      const { epoch, manifest } = result;
      const installedAt = Math.floor(context.clock.now());
      await makeReceipt({ ...context, book: this.#book }, { authority, subject, epoch, manifest, installedAt });
    }
  }

  /** Before anything is installed, and once in a while. Null if it cannot be told now: then nothing is installed. */
  async #lookAtTrust(
    context: DeviceContext,
    news: boolean,
    alarms: Alarm[],
  ): Promise<readonly AuthorityTrust[] | null> {
    const now = context.clock.now();
    const recent = this.#trust !== null && now - this.#trust.at < context.config.trustSeconds;
    if (news || !recent) {
      try {
        const verdicts = await trustOfAuthorities({
          ...context,
          settings: context.config,
          certificates: this.#certificates,
          at: Math.floor(now),
        });
        this.#trust = { at: now, verdicts };
      } catch (error) {
        if (!(error instanceof BaseError)) throw error;
        const alarm = error instanceof TransportError ? 'unreachable' : 'untrusted-authority';
        alarms.push({ alarm, message: `trust cannot be told: ${error.message}` });
        return null;
      }
    }
    const verdicts = this.#trust?.verdicts ?? [];
    for (const { signer, trusted, reason } of verdicts) {
      if (!trusted) alarms.push({ alarm: 'untrusted-authority', message: `${signer}: ${reason}` });
    }
    return verdicts;
  }

  #checkHead(timestamp: number, alarms: Alarm[]): void {
    const age = Math.floor(this.#clock.now() - timestamp);
    if (age <= this.#parts.config.staleHeadSeconds) return;
    const message = `the newest block is ${age} s old: the chain stands still, or the endpoints hide what is new`;
    alarms.push({ alarm: 'stale-head', message });
  }

  async #claim(context: DeviceContext, events: PollEvent[], alarms: Alarm[], connected: boolean): Promise<number> {
    if (!connected) return (await this.#book.list()).length;
    const { claimed, outstanding, problems } = await advanceClaims({ ...context, book: this.#book });
    for (const { subject, epoch } of claimed) events.push({ type: 'claimed', subject, epoch });
    for (const { message } of problems) alarms.push({ alarm: 'claim-problem', message });
    return outstanding.length;
  }
}

function contextOf(parts: DeviceParts, clock: BlockClock, signal?: AbortSignal): DeviceContext {
  const { time: _, ...rest } = parts;
  return { ...rest, clock, ...(signal ? { signal } : {}) };
}

/** One channel's trouble is an alarm, and the next channel's turn. */
async function guarded(alarms: Alarm[], { watch }: WatchState, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof BaseError)) throw error;
    alarms.push({ alarm: 'cannot-install', message: `${watch.channel}: ${error.message}` });
  }
}
