import { describe, expect, test } from 'vitest';
import { AgentHealth } from './agentHealth.ts';
import { type Alarm, alarmNames, type PollReport } from './report.ts';

function report(...alarms: readonly Alarm['alarm'][]): PollReport {
  const raised = alarms.map((alarm) => ({ alarm, message: 'x', details: [] }));
  return { time: 0, block: 1, events: [], alarms: raised, outstandingClaims: 0, next: null };
}

describe('AgentHealth', () => {
  test('behavior: ready after the first round without trouble', () => {
    const health = new AgentHealth(5, () => 0);
    expect(health.source.isReady()).toEqual({ ready: false, reasons: ['no round yet'] });
    expect(health.source.isAlive()).toBe(true);
    health.record(report());
    expect(health.source.isReady()).toEqual({ ready: true, reasons: [] });
  });

  test('behavior: each alarm that keeps it from updating makes it not ready, once, and is over with the trouble', () => {
    const health = new AgentHealth(5, () => 0);
    const passing: readonly Alarm['alarm'][] = ['reorganised', 'claim-problem', 'clock'];
    for (const alarm of alarmNames) {
      health.record(report(alarm, alarm));
      const reasons = passing.includes(alarm) ? [] : [alarm];
      expect(health.source.isReady(), alarm).toEqual({ ready: reasons.length === 0, reasons });
      health.record(report());
      expect(health.source.isReady().ready).toBe(true);
    }
  });

  test('error: a round that never ends', () => {
    let now = 0;
    const health = new AgentHealth(5, () => now);
    health.record(report());
    now = 3_610;
    expect(health.source.isAlive()).toBe(true);
    now = 3_611;
    expect(health.source.isAlive()).toBe(false);
    expect(health.source.isReady()).toEqual({ ready: false, reasons: ['stuck'] });
    health.record(report());
    expect(health.source.isAlive()).toBe(true);
  });
});
