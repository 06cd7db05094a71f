import path from 'node:path';
import { type Chain, claim, findLatestOfMany, type Latest } from '../../chain/index.ts';
import { type ClaimParts, Claims, type Receipt, ratchet } from '../../delivery/claim/index.ts';
import type { StepHook } from '../../delivery/install/index.ts';
import { BlockClock, type TimeSources } from '../../delivery/receive/index.ts';
import { type AuthorityTrust, certificateCache } from '../../delivery/trust/index.ts';
import type { DeviceIdentity } from '../../identity/index.ts';
import type { Store } from '../../store/index.ts';
import { ClaimBook } from './claimBook.ts';
import { readClockMark, writeClockMark } from './clockFile.ts';
import type { DeviceConfig } from './config.ts';
import type { DeviceContext } from './context.ts';
import type { Alarm, ChannelStatus, PollEvent, PollReport } from './report.ts';
import { applyLatest } from './rounds.ts';
import { alarmOf, guarded, troubleOf } from './trouble.ts';
import { TrustWatch } from './trustWatch.ts';
import { type Watch, watchesOf } from './watch.ts';
import { applyExpiry, applyWithdrawal, channelStatus, openWatch, type WatchState } from './watchState.ts';

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

/** With a connection, the mark of the clock is written when it has moved by so much, in seconds: flash wears out. */
const markStep = 60;

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
  readonly #claims: Claims;
  readonly #trust: TrustWatch;
  #states: readonly WatchState[] = [];
  /** Channels whose folder or record is not as it has to be: tried again at each round. */
  #closed: readonly Watch[];
  /** What opening has done, for the first round to tell. */
  readonly #recovered: PollEvent[] = [];
  #marked = Number.NEGATIVE_INFINITY;

  private constructor(parts: DeviceParts, clock: BlockClock) {
    this.#parts = parts;
    this.#clock = clock;
    this.#closed = watchesOf(parts.config, parts.identity.id);
    this.#claims = new Claims(claimParts(parts));
    this.#trust = new TrustWatch(certificateCache(parts.store, path.join(parts.directory, 'certificates')));
  }

  /**
   * Opens a device, and finishes or undoes what a crash has interrupted. A channel that cannot be opened stops no other: the next
   * round tries again, and says why.
   *
   * @throws {ConfigurationError} or {FileError} if the device's configuration or own files are not as they have to be.
   */
  static async open(parts: DeviceParts): Promise<Device> {
    const clock = new BlockClock(parts.time, await readClockMark(parts.directory));
    if (parts.config.claims.ratchet) await parts.identity.open(ratchet);
    const device = new Device(parts, clock);
    await device.#openChannels(device.#context(), device.#recovered, []);
    return device;
  }

  /** Block time as far as it is known, in seconds since 1970. */
  now(): number {
    return this.#clock.now();
  }

  /**
   * One round. Trouble with one channel, or without a connection, stops nothing that can be done without it.
   *
   * @param signal Ends the round early; what is being installed is installed first, and the report tells it.
   */
  async poll(signal?: AbortSignal): Promise<PollReport> {
    const context = this.#context(signal);
    const events: PollEvent[] = this.#recovered.splice(0);
    const alarms: Alarm[] = [];
    let block: number | null = null;
    let outstandingClaims = 0;
    try {
      await this.#openChannels(context, events, alarms);
      block = await this.#follow(context, events, alarms);
      await this.#expire(context, events, alarms);
      outstandingClaims = await this.#claim(context, events, alarms, block !== null);
      await this.#markTime(block !== null, alarms);
    } catch (error) {
      // The signal comes as the reason of whatever it has interrupted.
      if (signal?.aborted !== true || error !== signal.reason) throw error;
    }
    return { time: this.#clock.now(), block, events, alarms, outstandingClaims, next: this.nextEnd() };
  }

  /** When something expires next, in seconds since 1970; null if nothing does. */
  nextEnd(): number | null {
    // What was installed in this very round has no `next` yet.
    const ends = this.#states
      .map(({ next, record }) => next ?? record.current?.notAfter ?? Number.POSITIVE_INFINITY)
      .filter(Number.isFinite);
    return ends.length === 0 ? null : Math.min(...ends);
  }

  /** Removes what has expired, with no connection: what the agent does between rounds. */
  async removeExpired(): Promise<Pick<PollReport, 'events' | 'alarms'>> {
    const events: PollEvent[] = [];
    const alarms: Alarm[] = [];
    await this.#expire(this.#context(), events, alarms);
    return { events, alarms };
  }

  /** What is installed, channel by channel, as of the last round. */
  channels(): readonly ChannelStatus[] {
    return this.#states.map(({ watch, record }) => channelStatus(watch, record));
  }

  /** Receipts that are not final on chain yet, for somebody to relay. */
  receipts(): Promise<readonly Receipt[]> {
    return this.#claims.receipts();
  }

  /** What the chain says of the authorities, as of the last look. */
  trust(): readonly AuthorityTrust[] {
    return this.#trust.verdicts();
  }

  #context(signal?: AbortSignal): DeviceContext {
    const { time: _, ...rest } = this.#parts;
    return { ...rest, clock: this.#clock, ...(signal ? { signal } : {}) };
  }

  async #openChannels(context: DeviceContext, events: PollEvent[], alarms: Alarm[]): Promise<void> {
    if (this.#closed.length === 0) return;
    const opened: WatchState[] = [];
    for (const watch of this.#closed) {
      await guarded({ alarms, alarm: 'cannot-install', where: watch.channel, signal: context.signal }, async () => {
        const result = await openWatch(context, watch);
        opened.push(result.state);
        events.push(...result.events);
      });
    }
    this.#closed = this.#closed.filter((watch) => !opened.some((state) => state.watch === watch));
    this.#states = [...this.#states, ...opened];
  }

  async #follow(context: DeviceContext, events: PollEvent[], alarms: Alarm[]): Promise<number | null> {
    const latest = await this.#look(context, alarms);
    const [first] = latest ?? [];
    if (!latest || !first) return null;
    this.#clock.observe(first.head.timestamp);
    this.#checkHead(first.head.timestamp, alarms);
    const news = latest.some(({ announcement }) => announcement !== null);
    const trust = await this.#trust.look(context, news, alarms);
    for (const [i, state] of this.#states.entries()) {
      const found = latest[i] as Latest;
      await guarded(
        { alarms, alarm: 'cannot-install', where: state.watch.channel, signal: context.signal },
        async () => {
          events.push(...(await applyWithdrawal(context, state, found.slot.withdrawnEpoch)));
          checkSlot(state, found, alarms);
          const verdict = trust?.find(({ signer }) => signer === state.watch.signer);
          if (!verdict?.trusted) return;
          const applied = await applyLatest(context, state, found);
          events.push(...applied.events);
          alarms.push(...applied.alarms);
        },
      );
    }
    return first.settled.number;
  }

  /** What the chain has for all channels; null if it cannot be told. */
  async #look({ chain, signal }: DeviceContext, alarms: Alarm[]): Promise<readonly Latest[] | null> {
    const pairs = this.#states.map(({ watch: { authority, subject }, record }) => {
      return { authority, subject, above: record.highWater };
    });
    try {
      return await findLatestOfMany(chain, pairs, signal ? { signal } : {});
    } catch (error) {
      signal?.throwIfAborted();
      const trouble = troubleOf(error);
      if (trouble === null) throw error;
      alarms.push(alarmOf('unreachable', trouble));
      return null;
    }
  }

  #checkHead(timestamp: number, alarms: Alarm[]): void {
    const { staleHeadSeconds } = this.#parts.config;
    const age = Math.floor(this.#clock.now() - timestamp);
    if (age <= staleHeadSeconds) return;
    const message = `no block for more than ${staleHeadSeconds} s: the chain stands still, or the endpoints hide what is new`;
    alarms.push({ alarm: 'stale-head', message, details: [`the newest block is ${age} s old`] });
  }

  async #expire(context: DeviceContext, events: PollEvent[], alarms: Alarm[]): Promise<void> {
    for (const state of this.#states) {
      await guarded(
        { alarms, alarm: 'cannot-install', where: state.watch.channel, signal: context.signal },
        async () => {
          events.push(...(await applyExpiry(context, state)));
        },
      );
    }
  }

  async #claim(context: DeviceContext, events: PollEvent[], alarms: Alarm[], connected: boolean): Promise<number> {
    let outstanding = 0;
    await guarded({ alarms, alarm: 'claim-problem', signal: context.signal }, async () => {
      outstanding = (await this.#claims.receipts()).length;
      if (!connected) return;
      const installed = this.#states.flatMap(({ watch: { authority, subject }, record: { current } }) => {
        return current ? [{ authority, subject, epoch: current.epoch, manifest: current.manifest }] : [];
      });
      const report = await this.#claims.advance(installed, context.clock.now(), context.signal);
      events.push(...report.claimed.map(({ subject, epoch }) => ({ type: 'claimed' as const, subject, epoch })));
      alarms.push(...report.problems.map((problem) => alarmOf('claim-problem', problem)));
      outstanding = report.outstanding.length;
    });
    return outstanding;
  }

  /** Without a connection nobody can tell the time after a restart: then each round is written down. */
  async #markTime(connected: boolean, alarms: Alarm[]): Promise<void> {
    const now = this.#clock.now();
    if (connected && Math.abs(now - this.#marked) < markStep) return;
    await guarded({ alarms, alarm: 'clock' }, async () => {
      await writeClockMark(this.#parts.directory, this.#clock.mark());
      this.#marked = now;
    });
  }
}

function claimParts({ config, chain, store, identity, directory }: DeviceParts): ClaimParts {
  const { mode, ratchet: turnsKey } = config.claims;
  return {
    ...{ chain, store, identity, turnsKey, troubleOf },
    book: new ClaimBook(path.join(directory, 'claims')),
    send: mode === 'send' ? sendByOwnWallet(chain, identity) : null,
  };
}

/** Most agents never pay: what makes transactions would weigh on their memory for nothing. */
function sendByOwnWallet(chain: Chain, { signer }: DeviceIdentity): NonNullable<ClaimParts['send']> {
  return async (receipt, options) => {
    const { signerAccount } = await import('./signerAccount.ts');
    await claim(chain, signerAccount(signer), receipt, options);
  };
}

/** A chain that has less than what was taken from it was reorganised more deeply than `finality`, or is not the true one. */
function checkSlot({ watch, record }: WatchState, { slot }: Latest, alarms: Alarm[]): void {
  const { current } = record;
  if (current === null || slot.epoch >= current.epoch) return;
  const message = `${watch.channel}: epoch ${current.epoch} is installed, and not announced any more`;
  alarms.push({ alarm: 'reorganised', message, details: [`the chain has epoch ${slot.epoch}`] });
}
