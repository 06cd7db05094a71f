import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createStore } from '../../sdk/src/store/index.ts';
import { alarmsOf, type DeviceWorld, eventsOf, startDeviceWorld } from '../support/deviceWorld.ts';
import { type HostileIpfs, type IpfsMode, startHostileIpfs } from '../support/hostileIpfs.ts';

let world: DeviceWorld;
let hostile: HostileIpfs;

beforeEach(async () => {
  world = await startDeviceWorld();
  hostile = await startHostileIpfs(world.ipfs.rpc, 'forward');
}, 120_000);

afterEach(async () => {
  await hostile?.stop();
  await world?.stop();
});

/** Everything below the folder of the channel. */
const entries = (root: string) => readdirSync(path.join(root, 'files')).sort();

describe('the IPFS node is killed before the device has fetched', () => {
  test('behavior: the device says so, keeps what it has, and installs from a node that somebody has put in its place', async () => {
    const spare = await world.startIpfs('spare');
    const endpoints = [{ rpc: world.ipfs.rpc }, { rpc: spare.rpc }];
    const station = await world.enrol('station-7', { ipfs: { endpoints }, claims: { mode: 'outbox', ratchet: false } });
    await world.issue(station, 'first');
    const device = await station.open();
    await device.poll();
    const { entry } = await world.issue(station, 'second');
    // What somebody keeps elsewhere: the envelope, sealed as it is.
    const bytes = await world.store.read({ digest: entry.digest, codec: 'raw', maxBytes: 1_048_576 });
    process.kill(world.ipfs.pid, 'SIGKILL');
    const without = await device.poll();
    expect({ alarms: alarmsOf(without), events: without.events }).toEqual({ alarms: ['cannot-install'], events: [] });
    expect(without.alarms[0]?.message).toMatch(/^files: .*could not be fetched from any of 2 endpoints$/);
    expect(station.installed()).toBe('first');
    expect(entries(station.root)).toEqual(['.epochs', 'current']);
    // The alarm stays as long as the trouble does, and is the same, so that a log does not fill up with it.
    expect((await device.poll()).alarms[0]?.message).toBe(without.alarms[0]?.message);
    const { digest } = await createStore({ endpoints: [{ rpc: spare.rpc }] }).writeBlock(bytes);
    expect(digest).toBe(entry.digest);
    const again = await device.poll();
    expect({ alarms: alarmsOf(again), events: eventsOf(again) }).toEqual({ alarms: [], events: ['installed 2'] });
    expect(station.installed()).toBe('second');
  });

  test('behavior: a device in a group waits too: missing content does not mean that it was left out', async () => {
    const spare = await world.startIpfs('spare');
    const endpoints = [{ rpc: world.ipfs.rpc }, { rpc: spare.rpc }];
    const station = await world.enrol('station-7', { ipfs: { endpoints }, groups: ['north'] });
    const files = [{ path: 'secret', content: new TextEncoder().encode('for the group'), mode: '0600' }];
    const credential = { kind: 'files', files } as const;
    await world.admin.issue({ to: { group: 'north', devices: [station.id] }, credential, ttlSeconds: 3_600 });
    const device = await station.open();
    process.kill(world.ipfs.pid, 'SIGKILL');
    const without = await device.poll();
    expect({ alarms: alarmsOf(without), events: without.events }).toEqual({ alarms: ['cannot-install'], events: [] });
    // The node comes back with its disk, at another address.
    const again = await world.startIpfs('ipfs');
    await createStore({ endpoints: [{ rpc: again.rpc }] }).status();
    const moved = await world.enrol('station-8', { ipfs: { endpoints: [{ rpc: again.rpc }] }, groups: ['north'] });
    const other = await (await moved.open()).poll();
    // It is not among the devices of that batch, and that is no alarm.
    expect({ alarms: alarmsOf(other), events: other.events }).toEqual({ alarms: [], events: [] });
  });
});

describe('attack: malicious mirrors: the first endpoint answers with', () => {
  const modes: readonly IpfsMode[] = ['missing', 'poison', 'flipped', 'truncate', 'flood', 'redirect', 'hang', 'drip'];
  test('behavior: anything, and the device installs from the second one', { timeout: 120_000 }, async () => {
    const endpoints = [{ rpc: hostile.url }, { rpc: world.ipfs.rpc }];
    const station = await world.enrol('station-7', { ipfs: { endpoints }, claims: { mode: 'outbox', ratchet: false } });
    for (const mode of modes) {
      hostile.behaviour.mode = 'forward';
      await world.issue(station, `sealed under ${mode}`);
      hostile.behaviour.mode = mode;
      hostile.behaviour.requests = 0;
      // As after a restart: an agent that runs asks those last that have failed before.
      const report = await (await station.open()).poll();
      expect(alarmsOf(report), mode).toEqual([]);
      expect(station.installed(), mode).toBe(`sealed under ${mode}`);
      expect(hostile.behaviour.requests, mode).toBeGreaterThan(0);
    }
  });

  test('error: anything, and there is no other: nothing is installed, an alarm says so', {
    timeout: 120_000,
  }, async () => {
    const station = await world.enrol('station-7', { ipfs: { endpoints: [{ rpc: hostile.url }] } });
    const device = await station.open();
    await world.issue(station, 'true content');
    for (const mode of ['missing', 'poison', 'flipped', 'truncate', 'flood', 'redirect', 'hang'] as const) {
      hostile.behaviour.mode = mode;
      const report = await device.poll();
      expect(alarmsOf(report), mode).toEqual(['cannot-install']);
      expect(station.installed(), mode).toBeNull();
    }
    hostile.behaviour.mode = 'forward';
    expect(eventsOf(await device.poll())).toEqual(['installed 1']);
    expect(station.installed()).toBe('true content');
  });
});
