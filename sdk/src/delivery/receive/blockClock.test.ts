import { describe, expect, test } from 'vitest';
import { BlockClock } from './blockClock.ts';

function sources(system = 1_000, monotonic = 0) {
  const times = { system, monotonic };
  return { times, system: () => times.system, monotonic: () => times.monotonic };
}

describe('BlockClock', () => {
  test('behavior: follows block time, and goes on by itself without a connection', () => {
    const time = sources();
    const clock = new BlockClock(time, null);
    clock.observe(5_000);
    time.times.monotonic = 30;
    expect(clock.now()).toBe(5_030);
  });

  test('behavior: the first block corrects a system clock that runs ahead', () => {
    const clock = new BlockClock(sources(9_999), null);
    expect(clock.now()).toBe(9_999);
    clock.observe(5_000);
    expect(clock.now()).toBe(5_000);
  });

  test('behavior: the first block after a restart corrects it too', () => {
    const clock = new BlockClock(sources(1_000_000), { blockTime: 5_000, time: 5_000, systemTime: 1_000 });
    expect(clock.now()).toBe(1_004_000);
    clock.observe(5_100);
    expect(clock.now()).toBe(5_100);
  });

  test('attack: a frozen chain does not stop the clock', () => {
    const time = sources();
    const clock = new BlockClock(time, null);
    clock.observe(5_000);
    time.times.monotonic = 60;
    clock.observe(5_000);
    expect(clock.now()).toBe(5_060);
  });

  test('attack: an older block does not turn the clock back', () => {
    const clock = new BlockClock(sources(), null);
    clock.observe(5_000);
    clock.observe(4_000);
    expect(clock.now()).toBe(5_000);
  });

  test('attack: the system clock set back, before and after a restart', () => {
    const time = sources(1_000);
    const clock = new BlockClock(time, null);
    clock.observe(5_000);
    time.times.system = 1;
    expect(clock.now()).toBe(5_000);
    const restarted = new BlockClock(time, { blockTime: 5_000, time: 5_000, systemTime: 1_000 });
    expect(restarted.now()).toBe(5_000);
  });

  test('attack: restarts without a connection, with the system clock set back each time, gain nothing', () => {
    const time = sources(1_000);
    const clock = new BlockClock(time, null);
    clock.observe(5_000);
    let mark = clock.mark();
    for (let restart = 1; restart <= 10; restart++) {
      time.times.system = 500;
      const restarted = new BlockClock(time, mark);
      time.times.monotonic += 30;
      time.times.system += 30;
      mark = restarted.mark();
      expect(restarted.now()).toBe(5_000 + 30 * restart);
    }
  });

  test('behavior: time passes while the device is off', () => {
    const restarted = new BlockClock(sources(1_600), { blockTime: 5_000, time: 5_000, systemTime: 1_000 });
    expect(restarted.now()).toBe(5_600);
  });

  test('attack: a monotonic clock that fails cannot turn time back', () => {
    const time = sources(1_000, 100);
    const clock = new BlockClock(time, null);
    clock.observe(5_000);
    time.times.monotonic = 0;
    expect(clock.now()).toBe(5_000);
  });
});
