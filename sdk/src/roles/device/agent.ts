import { setTimeout as sleep } from 'node:timers/promises';
import { AgentHealth } from './agentHealth.ts';
import type { Device } from './device.ts';
import { type HealthServer, startHealthServer } from './healthServer.ts';
import type { Alarm, PollEvent, PollReport } from './report.ts';

/** Where the agent writes what happens: pino fits, and so does anything with these methods. */
export interface AgentLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** How the agent runs. */
export interface AgentOptions {
  readonly device: Device;
  /** From the start of one round to that of the next, give or take a twentieth at random: a fleet does not poll in step. */
  readonly pollSeconds: number;
  readonly health?: { readonly host: string; readonly port: number } | undefined;
  readonly log: AgentLog;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly signal: AbortSignal;
  /** Called after each round. */
  readonly onRound?: (report: PollReport) => void | Promise<void>;
  readonly onHealthServer?: (server: HealthServer) => void;
}

/** The longest that a timer waits for an expiry before it looks again. */
const longestWait = 86_400;
/** Between two looks for what expires during a round, in seconds. */
const lookAgain = 0.25;

/**
 * Runs a device until the signal: rounds, removals on time in between, health and metrics. An installation that is under way when
 * the signal comes is finished; what waits for the network is left.
 *
 * @throws whatever is no trouble of the world outside: a bug.
 */
export async function runAgent(options: AgentOptions): Promise<void> {
  const { device, log, signal } = options;
  const alarms = new AlarmLog(log);
  const now = () => performance.now() / 1_000;
  const health = new AgentHealth(options.pollSeconds, now);
  // Loaded for those who ask only: the metrics' library takes 6 MB.
  const metrics = options.health ? new (await import('./agentMetrics.ts')).AgentMetrics() : null;
  const server =
    options.health && metrics ? await startHealthServer(options.health, { metrics, ...health.source }) : null;
  if (server) {
    options.onHealthServer?.(server);
    log.info({ url: server.url }, 'health and metrics');
  }
  try {
    while (!signal.aborted) {
      const started = now();
      const report = await removingMeanwhile(options, device.poll(signal));
      health.record(report);
      metrics?.record(report, device);
      logEvents(log, report.events);
      alarms.record(report.alarms);
      await options.onRound?.(report);
      await waitForNextRound(options, report, now() - started);
    }
  } finally {
    await server?.close();
  }
}

/** A round may wait long for a network that answers nothing: what expires meanwhile is removed all the same. */
async function removingMeanwhile(options: AgentOptions, round: Promise<PollReport>): Promise<PollReport> {
  const { device, log } = options;
  const done = new AbortController();
  const ended = round.finally(() => done.abort());
  // Whoever awaits `ended` below hears of a failure.
  ended.catch(() => undefined);
  while (!done.signal.aborted) {
    await pause(lookAgain, done.signal);
    const next = device.nextEnd();
    if (done.signal.aborted || next === null || device.now() < next) continue;
    logEvents(log, (await device.removeExpired()).events);
  }
  return ended;
}

/** Waits out what the round has left of the interval, a tenth at least, but wakes for what expires in between. */
async function waitForNextRound(options: AgentOptions, { next }: PollReport, spent: number): Promise<void> {
  const { device, pollSeconds, random, log, signal } = options;
  const whole = pollSeconds * (0.95 + random() / 10);
  const interval = Math.max(whole / 10, whole - spent);
  const until = next === null ? Number.POSITIVE_INFINITY : Math.max(0, next - device.now());
  if (until < interval && until < longestWait) {
    await pause(until, signal);
    if (signal.aborted) return;
    const { events } = await device.removeExpired();
    // What could not be removed is an alarm of the next round, which tries again.
    logEvents(log, events);
    await pause(Math.max(0, interval - until), signal);
    return;
  }
  await pause(interval, signal);
}

async function pause(seconds: number, signal: AbortSignal): Promise<void> {
  await sleep(seconds * 1_000, undefined, { signal }).catch(() => undefined);
}

function logEvents(log: AgentLog, events: readonly PollEvent[]): void {
  for (const { type, ...fields } of events) {
    if (type === 'refused') log.error(fields, type);
    else log.info(fields, type);
  }
}

/** Alarms are logged when they come and when they go, not at every round. */
class AlarmLog {
  readonly #log: AgentLog;
  #on: ReadonlyMap<string, Alarm> = new Map();

  constructor(log: AgentLog) {
    this.#log = log;
  }

  record(alarms: readonly Alarm[]): void {
    const now = new Map(alarms.map((alarm) => [`${alarm.alarm} ${alarm.message}`, alarm]));
    for (const [key, { alarm, message, details }] of now) {
      if (!this.#on.has(key)) this.#log.warn({ alarm, details }, message);
    }
    for (const [key, { alarm, message }] of this.#on) {
      if (!now.has(key)) this.#log.info({ alarm, was: message }, 'alarm is over');
    }
    this.#on = now;
  }
}
