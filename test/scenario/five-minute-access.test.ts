import { copyFileSync, existsSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openDevice } from '../../sdk/src/roles/device/index.ts';
import { type DeviceProcess, startDeviceProcess } from '../support/deviceProcess.ts';
import { type DeviceWorld, eventsOf, startDeviceWorld, type TestDevice } from '../support/deviceWorld.ts';
import { hasSshd, ssh } from '../support/sshd.ts';
import { type SshPlace, startSshPlace, welcome } from '../support/sshStation.ts';

const day = 86_400;
const visitor = { kind: 'sshUser', issuer: 'users', principals: ['technician'], keys: 'server' } as const;

function named(name: string, fields: Readonly<Record<string, unknown>> = {}) {
  return (line: Readonly<Record<string, unknown>>) =>
    line.message === name && Object.entries(fields).every(([key, value]) => line[key] === value);
}

/** Until block time, which here is that of the machine, is past `time`. */
async function waitUntil(time: number): Promise<void> {
  await sleep(Math.max(0, (time + 1) * 1_000 - Date.now()));
}

describe.skipIf(!hasSshd)('a technician gets access for some seconds, and the network goes away', () => {
  let world: DeviceWorld;
  let place: SshPlace;
  let tablet: TestDevice;
  let agent: DeviceProcess;
  let copied: { readonly key: string; readonly certificate: string };
  let notAfter: number;

  const visit = (name: string) => path.join(tablet.root, 'visit', 'current', name);

  beforeAll(async () => {
    world = await startDeviceWorld();
    place = await startSshPlace(world);
    tablet = await world.enrol('tablet', { channels: ['visit'] });
    agent = startDeviceProcess(tablet.stateDirectory);
    const key = path.join(world.directory, 'copied');
    copied = { key, certificate: `${key}-cert.pub` };
  }, 120_000);

  afterAll(async () => {
    await agent?.kill('SIGKILL');
    await place?.sshd.stop();
    await world?.stop();
  });

  test('the tablet’s agent installs key and certificate, and the station lets the technician in', async () => {
    await agent.until(named('the agent starts'));
    await world.node.mine(1);
    const { entry } = await world.admin.issue({
      to: { device: tablet.id },
      channel: 'visit',
      credential: visitor,
      ttlSeconds: 12,
    });
    notAfter = entry.notAfter;
    await agent.until(named('installed', { channel: 'visit', epoch: 1 }));
    copyFileSync(visit('id_ed25519'), copied.key);
    copyFileSync(visit('id_ed25519-cert.pub'), copied.certificate);
    expect(
      await ssh(place.login({ key: visit('id_ed25519'), certificate: visit('id_ed25519-cert.pub') })),
    ).toMatchObject(welcome);
  });

  test('chain and IPFS are killed; the agent removes both on time, with a message from nobody', async () => {
    await world.node.stop();
    await world.ipfs.stop();
    const { time, reason } = await agent.until(named('removed', { channel: 'visit' }));
    expect(reason).toBe('expired');
    expect(Date.parse(time)).toBeGreaterThanOrEqual(notAfter * 1_000);
    expect(agent.lines.some(({ alarm }) => alarm === 'unreachable')).toBe(true);
    expect(existsSync(visit('id_ed25519'))).toBe(false);
    expect(existsSync(visit('id_ed25519-cert.pub'))).toBe(false);
  });

  test('what was copied in time opens nothing any more: sshd looks at the end by itself', async () => {
    await waitUntil(notAfter + 1);
    const { status, stderr } = await ssh(place.login(copied));
    expect({ status, stderr }).toMatchObject({ status: 255, stderr: expect.stringContaining('Permission denied') });
    expect(place.sshd.log()).toContain('Certificate invalid: expired');
  });

  test('the clock is set back by a day and the agent restarted: nothing comes back', async () => {
    expect(await agent.kill('SIGTERM')).toBe(0);
    agent = startDeviceProcess(tablet.stateDirectory, { clockShift: -day });
    await agent.until(({ alarm }) => alarm === 'unreachable');
    expect(agent.lines.filter(({ message }) => message === 'installed' || message === 'recovered')).toEqual([]);
    expect(existsSync(visit('id_ed25519'))).toBe(false);
    await agent.kill('SIGTERM');
    const status = await openDevice(tablet.stateDirectory);
    expect(status.channels()).toMatchObject([{ channel: 'visit', installed: null, highWaterEpoch: 1 }]);
  });
});

describe('an access that somebody tries to stretch', () => {
  let world: DeviceWorld;
  let tablet: TestDevice;
  let agent: DeviceProcess;

  beforeEach(async () => {
    world = await startDeviceWorld();
    tablet = await world.enrol('tablet', { channels: ['visit', 'files'] });
    agent = startDeviceProcess(tablet.stateDirectory);
    await agent.until(named('the agent starts'));
    // Time to live counts from block time, which stands still where nothing happens.
    await world.node.mine(1);
    await world.issue(tablet, 'let me in', { channel: 'visit', ttlSeconds: 9 });
    await agent.until(named('installed'));
  });

  afterEach(async () => {
    for (const pid of [world.node.pid, world.ipfs.pid]) process.kill(pid, 'SIGCONT');
    await agent.kill('SIGKILL');
    await world.stop();
  });

  test('attack: clock set back: killed, offline and a day back, the agent still ends it', async () => {
    await agent.kill('SIGKILL');
    for (const pid of [world.node.pid, world.ipfs.pid]) process.kill(pid, 'SIGSTOP');
    agent = startDeviceProcess(tablet.stateDirectory, { clockShift: -day });
    await agent.until(named('removed', { reason: 'expired' }));
    expect(tablet.installed('visit')).toBeNull();
  });

  test('attack: endless data: a fetch that hangs for long holds up no removal', async () => {
    await world.issue(tablet, 'something else', { ttlSeconds: 600 });
    process.kill(world.ipfs.pid, 'SIGSTOP');
    await agent.kill('SIGKILL');
    agent = startDeviceProcess(tablet.stateDirectory);
    await agent.until(named('removed', { channel: 'visit', reason: 'expired' }));
    expect(tablet.installed('visit')).toBeNull();
    // The round that waits for the hanging content is still under way: it has told of no trouble yet.
    expect(agent.lines.filter(({ alarm }) => alarm !== undefined)).toEqual([]);
  });

  test('attack: endpoints that answer nothing and close nothing do not stop the clock', async () => {
    for (const pid of [world.node.pid, world.ipfs.pid]) process.kill(pid, 'SIGSTOP');
    await agent.until(named('removed', { reason: 'expired' }));
    expect(tablet.installed('visit')).toBeNull();
  });
});

describe('five minutes of block time', () => {
  let world: DeviceWorld;

  beforeAll(async () => {
    world = await startDeviceWorld();
  }, 120_000);

  afterAll(() => world?.stop());

  test('end with the first block after them, and neither a restart nor the old announcement brings them back', async () => {
    const laptop = await world.enrol('laptop', { channels: ['visit'] });
    const device = await laptop.open();
    const { entry } = await world.issue(laptop, 'five minutes', { channel: 'visit', ttlSeconds: 300 });
    expect(eventsOf(await device.poll())).toContain('installed 1');
    await world.node.request('evm_setNextBlockTimestamp', [entry.notAfter]);
    await world.node.mine(1);
    expect(eventsOf(await device.poll())).not.toContain('removed');
    expect(laptop.installed('visit')).toBe('five minutes');
    await world.node.request('evm_setNextBlockTimestamp', [entry.notAfter + 1]);
    await world.node.mine(1);
    expect(eventsOf(await device.poll())).toContain('removed');
    expect(laptop.installed('visit')).toBeNull();
    const start = entry.notAfter - 300;
    const back = await openDevice(laptop.stateDirectory, { time: { system: () => start, monotonic: () => 0 } });
    expect(eventsOf(await back.poll())).toEqual([]);
    expect(laptop.installed('visit')).toBeNull();
  });

  test('attack: rollback: endpoints that show the chain as it was during the access bring nothing back', async () => {
    const laptop = await world.enrol('phone', { channels: ['visit'] });
    const device = await laptop.open();
    const { entry } = await world.issue(laptop, 'again', { channel: 'visit', ttlSeconds: 300 });
    await device.poll();
    const snapshot = await world.node.request('evm_snapshot', []);
    await world.node.request('evm_setNextBlockTimestamp', [entry.notAfter + 1]);
    await world.node.mine(1);
    await device.poll();
    expect(laptop.installed('visit')).toBeNull();
    await world.node.request('evm_revert', [snapshot]);
    const start = entry.notAfter - 300;
    const back = await openDevice(laptop.stateDirectory, { time: { system: () => start, monotonic: () => 0 } });
    expect(eventsOf(await back.poll())).not.toContain('installed 1');
    expect(laptop.installed('visit')).toBeNull();
  });
});
