import type { Alarm, PollReport } from './report.ts';

/** A round may take long (downloads, commands of the device), but not for ever: after this, in seconds, the agent counts as stuck. */
const longestRound = 3_600;

/** With one of these an agent cannot be relied on to update. */
const blocking: readonly Alarm['alarm'][] = [
  'unreachable',
  'stale-head',
  'untrusted-authority',
  'sealed-to-other-key',
  'cannot-install',
];

/** What `/healthz` and `/readyz` say of a running agent. */
export class AgentHealth {
  readonly #monotonic: () => number;
  readonly #patience: number;
  #lastRound: number;
  #latest: PollReport | null = null;

  /** @param monotonic Seconds that only ever grow. */
  constructor(pollSeconds: number, monotonic: () => number) {
    this.#monotonic = monotonic;
    this.#patience = longestRound + 2 * pollSeconds;
    this.#lastRound = monotonic();
  }

  record(report: PollReport): void {
    this.#latest = report;
    this.#lastRound = this.#monotonic();
  }

  readonly source = {
    isAlive: (): boolean => this.#monotonic() - this.#lastRound <= this.#patience,
    isReady: (): { readonly ready: boolean; readonly reasons: readonly string[] } => {
      if (this.#latest === null) return { ready: false, reasons: ['no round yet'] };
      const names = this.#latest.alarms.map(({ alarm }) => alarm).filter((alarm) => blocking.includes(alarm));
      const reasons: string[] = [...new Set(names)];
      if (!this.source.isAlive()) reasons.push('stuck');
      return { ready: reasons.length === 0, reasons };
    },
  };
}
