import { Counter, Gauge, Registry } from 'prom-client';
import type { Device } from './device.ts';
import { alarmNames, type PollReport } from './report.ts';

/** What the agent tells Prometheus. Labels hold names of the device's own configuration only, nothing from outside. */
export class AgentMetrics {
  readonly registry = new Registry();
  readonly #polls = this.#counter('gridseal_polls_total', 'Rounds that the agent has made');
  readonly #events = this.#counter('gridseal_events_total', 'What rounds have done', ['type']);
  readonly #alarm = this.#gauge('gridseal_alarm', '1 while the alarm is on', ['alarm']);
  readonly #block = this.#gauge('gridseal_settled_block', 'The newest block that counts');
  readonly #time = this.#gauge('gridseal_block_time_seconds', 'Block time, by which things expire');
  readonly #outstanding = this.#gauge('gridseal_outstanding_claims', 'Receipts that are not final on chain');
  readonly #epoch = this.#gauge('gridseal_installed_epoch', 'The installed epoch; 0 if there is none', ['channel']);
  readonly #expiry = this.#gauge('gridseal_installed_not_after_seconds', 'When the installed epoch ends', ['channel']);

  record(report: PollReport, device: Device): void {
    this.#polls.inc();
    for (const { type } of report.events) this.#events.inc({ type });
    const on = new Set(report.alarms.map(({ alarm }) => alarm));
    for (const alarm of alarmNames) this.#alarm.set({ alarm }, on.has(alarm) ? 1 : 0);
    if (report.block !== null) this.#block.set(report.block);
    this.#time.set(report.time);
    this.#outstanding.set(report.outstandingClaims);
    for (const { channel, group, installed } of device.channels()) {
      const labels = { channel: group === null ? channel : `${group}/${channel}` };
      this.#epoch.set(labels, installed?.epoch ?? 0);
      this.#expiry.set(labels, installed?.notAfter ?? 0);
    }
  }

  #counter(name: string, help: string, labelNames: string[] = []): Counter {
    return new Counter({ name, help, labelNames, registers: [this.registry] });
  }

  #gauge(name: string, help: string, labelNames: string[] = []): Gauge {
    return new Gauge({ name, help, labelNames, registers: [this.registry] });
  }
}
