import { setTimeout as sleep } from 'node:timers/promises';
import { AgentMetrics } from './agentMetrics.ts';
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
  /** Between two rounds; up to a tenth is added at random, so that a fleet does not poll in step. */
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

/**
 * Runs a device until the signal: rounds, removals on time in between, health and metrics. Ends with the round that is under way, so
 * nothing is left half-done.
 *
 * @throws whatever is no trouble of the world outside: a bug, or a state folder that is broken.
 */
export async function runAgent(options: AgentOptions): Promise<void> {
  const { device, log, signal } = options;
  const metrics = new AgentMetrics();
  let latest: PollReport | null = null;
  const server = options.health
    ? await startHealthServer(options.health, { metrics, isAlive: () => true, isReady: () => readiness(latest) })
    : null;
  if (server) {
    options.onHealthServer?.(server);
    log.info({ url: server.url }, 'health and metrics');
  }
  try {
    let before: ReadonlySet<string> = new Set();
    while (!signal.aborted) {
      latest = await device.poll(signal);
      metrics.record(latest, device);
      before = logRound(log, latest, before);
      await options.onRound?.(latest);
      await waitForNextRound(options, latest);
    }
  } finally {
    await server?.close();
  }
}

/** Waits out the interval, but wakes for what expires in between. */
async function waitForNextRound(options: AgentOptions, { next }: PollReport): Promise<void> {
  const { device, pollSeconds, random, log, signal } = options;
  const interval = pollSeconds * (1 + random() / 10);
  const until = next === null ? Number.POSITIVE_INFINITY : Math.max(0, next - device.now());
  if (until < interval && until < longestWait) {
    await pause(until, signal);
    if (signal.aborted) return;
    for (const event of await device.removeExpired()) logEvent(log, event);
    await pause(Math.max(0, interval - until), signal);
    return;
  }
  await pause(interval, signal);
}

async function pause(seconds: number, signal: AbortSignal): Promise<void> {
  await sleep(seconds * 1_000, undefined, { signal }).catch(() => undefined);
}

function readiness(latest: PollReport | null): { readonly ready: boolean; readonly reasons: readonly string[] } {
  if (latest === null) return { ready: false, reasons: ['no round yet'] };
  const blocking: readonly Alarm['alarm'][] = ['unreachable', 'stale-head', 'untrusted-authority', 'cannot-install'];
  const reasons = [...new Set(latest.alarms.map(({ alarm }) => alarm).filter((alarm) => blocking.includes(alarm)))];
  return { ready: reasons.length === 0, reasons };
}

/** Events are logged each, alarms when they come and when they go. */
function logRound(log: AgentLog, report: PollReport, before: ReadonlySet<string>): ReadonlySet<string> {
  for (const event of report.events) logEvent(log, event);
  const now = new Map(report.alarms.map((alarm) => [`${alarm.alarm} ${alarm.message}`, alarm]));
  for (const [key, { alarm, message }] of now) if (!before.has(key)) log.warn({ alarm }, message);
  for (const key of before) if (!now.has(key)) log.info({ alarm: key.split(' ')[0] }, 'alarm is over');
  return new Set(now.keys());
}

function logEvent(log: AgentLog, event: PollEvent): void {
  const { type, ...fields } = event;
  if (type === 'refused') log.error(fields, type);
  else log.info(fields, type);
}
