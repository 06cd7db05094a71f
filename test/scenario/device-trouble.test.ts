import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDevice, type PollReport } from '../../sdk/src/roles/device/index.ts';
import {
  alarmsOf,
  type ConfigChange,
  type DeviceWorld,
  eventsOf,
  startDeviceWorld,
  type TestDevice,
} from '../support/deviceWorld.ts';

let world: DeviceWorld;
let devices = 0;

beforeAll(async () => {
  world = await startDeviceWorld();
}, 120_000);

afterAll(() => world?.stop());

/** A device that has an honest epoch 1 installed. */
async function stationWithFirst(change: ConfigChange = {}): Promise<TestDevice> {
  const station = await world.enrol(`station-${++devices}`, change);
  await world.issue(station, 'honest');
  expect(eventsOf(await (await station.open()).poll())).toEqual(['installed 1']);
  return station;
}

describe('attack: clock set back', () => {
  test('behavior: what has expired by block time stays away, whatever the system says', async () => {
    const station = await world.enrol(`station-${++devices}`);
    await world.issue(station, 'short', { ttlSeconds: 60 });
    const time = { system: Math.floor(Date.now() / 1_000), monotonic: 0 };
    const clocks = { system: () => time.system, monotonic: () => time.monotonic };
    const device = await openDevice(station.stateDirectory, { time: clocks });
    await device.poll();
    expect(station.installed()).toBe('short');
    time.system = 0;
    time.monotonic = 120;
    expect((await device.removeExpired()).events).toMatchObject([{ type: 'removed', reason: 'expired' }]);
    const restarted = await openDevice(station.stateDirectory, { time: { system: () => 0, monotonic: () => 0 } });
    expect(eventsOf(await restarted.poll())).toEqual([]);
    expect(station.installed()).toBeNull();
  });
});

const isRoot = process.getuid?.() === 0;
const canMount = isRoot && spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'none', '/mnt']).status === 0;

/** One round of a device whose disk is in trouble: an alarm of these, no end of the agent, and the old file. */
async function inTrouble(station: TestDevice, alarms: readonly string[]): Promise<PollReport> {
  const device = await station.open();
  const report = await device.poll();
  for (const alarm of alarms) expect(alarmsOf(report)).toContain(alarm);
  expect(eventsOf(report)).toEqual([]);
  return report;
}

describe('the device’s own disk', () => {
  test.skipIf(!canMount)(
    'error: disk full where it installs, and where its state is: alarms, and it goes on afterwards',
    async () => {
      for (const place of ['root', 'state'] as const) {
        const station = await world.enrol(`station-${++devices}`);
        const folder = place === 'root' ? station.root : station.stateDirectory;
        const kept = path.join(world.directory, `kept-${place}`);
        execFileSync('cp', ['-a', folder, kept]);
        execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=96k,mode=700', 'none', folder]);
        try {
          execFileSync('cp', ['-a', `${kept}/.`, folder]);
          await world.issue(station, 'first');
          const device = await station.open();
          spawnSync('dd', ['if=/dev/zero', `of=${path.join(folder, 'filler')}`, 'bs=1k'], { stdio: 'ignore' });
          const report = await device.poll();
          expect(alarmsOf(report).length, place).toBeGreaterThan(0);
          rmSync(path.join(folder, 'filler'));
          const after = await device.poll();
          expect(station.installed(), place).toBe('first');
          expect(after.alarms, place).toEqual([]);
          expect((await device.poll()).outstandingClaims, place).toBe(1);
        } finally {
          execFileSync('umount', ['-l', folder]);
        }
      }
    },
  );

  test.skipIf(!isRoot)(
    'error: a folder of a channel that belongs to somebody else, or that others can write to',
    async () => {
      const station = await stationWithFirst({ channels: ['files', 'visit'] });
      const folder = path.join(station.root, 'files');
      await world.issue(station, 'second');
      chownSync(folder, 12_345, 12_345);
      expect((await inTrouble(station, ['cannot-install'])).alarms[0]?.message).toMatch(/belongs to another account/);
      chownSync(folder, 0, 0);
      chmodSync(folder, 0o777);
      await inTrouble(station, ['cannot-install']);
      chmodSync(folder, 0o755);
      expect(eventsOf(await (await station.open()).poll())).toEqual(['installed 2']);
    },
  );

  test('error: a broken record of what is installed: that channel stops, and no other does', async () => {
    const station = await stationWithFirst({ channels: ['files', 'visit'] });
    const folder = path.join(station.stateDirectory, 'installations');
    for (const name of readdirSync(folder)) {
      const file = path.join(folder, name);
      if (readFileSync(file, 'utf8').includes('"current":{')) writeFileSync(file, '{}');
    }
    await world.issue(station, 'visitor', { channel: 'visit' });
    await world.issue(station, 'second');
    const report = await (await station.open()).poll();
    expect(alarmsOf(report)).toContain('cannot-install');
    expect(report.alarms.some(({ message }) => message.includes('is not an installation record'))).toBe(true);
    expect(station.installed('visit')).toBe('visitor');
    expect(station.installed()).toBe('honest');
  });

  test('error: a broken receipt: told, and made again', async () => {
    const station = await stationWithFirst();
    const folder = path.join(station.stateDirectory, 'claims');
    for (const name of readdirSync(folder)) writeFileSync(path.join(folder, name), '{"type":');
    const device = await station.open();
    expect(alarmsOf(await device.poll())).toEqual(['claim-problem']);
    expect(await device.poll()).toMatchObject({ alarms: [], outstandingClaims: 1 });
  });
});
