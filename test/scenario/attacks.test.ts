import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Hex, toHex } from '../../sdk/src/bytes/index.ts';
import { Hpke, randomBytes } from '../../sdk/src/crypto/index.ts';
import { attackerIn, type Forgery } from '../support/attacker.ts';
import {
  alarmsOf,
  type ConfigChange,
  type DeviceWorld,
  eventsOf,
  startDeviceWorld,
  type TestDevice,
} from '../support/deviceWorld.ts';

let world: DeviceWorld;
let attacker: ReturnType<typeof attackerIn>;
let devices = 0;

beforeAll(async () => {
  world = await startDeviceWorld();
  attacker = attackerIn(world);
}, 120_000);

afterAll(() => world?.stop());

/** A device that has an honest epoch 1 installed. */
async function stationWithFirst(change: ConfigChange = {}): Promise<TestDevice> {
  const station = await world.enrol(`station-${++devices}`, change);
  await world.issue(station, 'honest');
  expect(eventsOf(await (await station.open()).poll())).toEqual(['installed 1']);
  return station;
}

/** The code with which a round has refused; it has installed nothing, and says so by an alarm for as long as that is the newest. */
async function refusal(station: TestDevice): Promise<string> {
  const device = await station.open();
  const report = await device.poll();
  expect(station.installed()).toBe('honest');
  const [event, ...others] = report.events;
  expect(others).toEqual([]);
  if (event?.type !== 'refused') throw new Error(`was to be refused: ${JSON.stringify(report)}`);
  const again = await device.poll();
  expect(again.events).toEqual([]);
  expect(again.alarms).toEqual(report.alarms);
  expect(alarmsOf(again)).toHaveLength(1);
  return `${event.code}: ${event.error}`;
}

async function refused(forgery: Omit<Forgery, 'epoch'>): Promise<string> {
  const station = await stationWithFirst();
  await attacker.publish(station, 2, await attacker.forge(station, { epoch: 2, ...forgery }));
  return refusal(station);
}

test('behavior: what the attacker of these tests makes is good, but for what each test changes', async () => {
  const station = await stationWithFirst();
  await attacker.publish(station, 2, await attacker.forge(station, { epoch: 2, text: 'good' }));
  expect(eventsOf(await (await station.open()).poll())).toEqual(['installed 2']);
  expect(station.installed()).toBe('good');
});

describe('attack: arbitrary install', () => {
  test('error: a stranger announces to the device: it does not even look', async () => {
    const station = await stationWithFirst();
    await attacker.publish(station, 1, await attacker.forge(station, { epoch: 1, signedBy: 7 }), { from: 7 });
    const report = await (await station.open()).poll();
    expect({ events: report.events, alarms: report.alarms }).toEqual({ events: [], alarms: [] });
  });

  test('error: whoever stole the announcing wallet, but signs the manifest with another key', async () => {
    expect(await refused({ signedBy: 7 })).toMatch(/^VERIFICATION: .*signature/);
  });

  test('error: bytes that are no envelope', async () => {
    const station = await stationWithFirst();
    await attacker.publish(station, 2, randomBytes(2_000));
    expect(await refusal(station)).toMatch(/^DECODE: /);
  });

  test('error: other contents than the manifest names', async () => {
    expect(await refused({ contents: ['FORGED'] })).toMatch(/^VERIFICATION: .*not what the manifest says/);
  });
});

describe('attack: wrong software: a delivery for another purpose', () => {
  const other = `0x${'77'.repeat(32)}` as Hex;
  const fields: Readonly<Record<string, string | number>> = {
    chainId: 1,
    announcements: `0x${'77'.repeat(20)}`,
    authority: other,
    subject: other,
    device: other,
    epoch: 9,
    kind: 'tls',
  };
  test.each(Object.entries(fields))('error: the manifest names another %s', async (name, value) => {
    expect(await refused({ manifest: { [name]: value } })).toMatch(new RegExp(`^VERIFICATION: manifest\\.${name}`));
  });

  test.each(Object.entries(fields))('error: it was sealed for another %s', async (name, value) => {
    expect(await refused({ context: { [name]: value } })).toMatch(/^(VERIFICATION|DECODE): /);
  });

  test('error: announced as another kind', async () => {
    const station = await stationWithFirst();
    await attacker.publish(station, 2, await attacker.forge(station, { epoch: 2 }), { kind: 4 });
    expect(await refusal(station)).toMatch(/^(VERIFICATION|DECODE): /);
  });
});

describe('attack: rollback, mix-and-match, replay', () => {
  test('error: the envelope of an earlier epoch is announced again', async () => {
    const station = await stationWithFirst();
    const old = await attacker.forge(station, { epoch: 1, text: 'old' });
    await attacker.publish(station, 2, old);
    expect(await refusal(station)).toMatch(/^(VERIFICATION|DECODE): /);
  });

  test('error: the envelope of another channel', async () => {
    const station = await stationWithFirst({ channels: ['files', 'visit'] });
    const visit = await attacker.forge(station, { epoch: 2, channel: 'visit' });
    await attacker.publish(station, 2, visit);
    expect(await refusal(station)).toMatch(/^(VERIFICATION|DECODE): /);
  });

  test('attack: recipient swap: the envelope of another device', async () => {
    const station = await stationWithFirst();
    const other = await world.enrol(`station-${++devices}`);
    await attacker.publish(station, 2, await attacker.forge(other, { epoch: 2 }));
    const device = await station.open();
    const report = await device.poll();
    expect(report.events).toMatchObject([{ type: 'refused', code: 'NOT_FOR_ME' }]);
    expect(alarmsOf(report)).toEqual(['sealed-to-other-key']);
    // Until somebody issues it again.
    expect(alarmsOf(await device.poll())).toEqual(['sealed-to-other-key']);
    await world.issue(station, 'again');
    expect(eventsOf(await device.poll())).toEqual(['installed 3']);
  });

  test('attack: stripping the post-quantum half of a hybrid', async () => {
    const station = await stationWithFirst();
    const classical = Hpke.generateKeyPair('X25519');
    await attacker.publish(station, 2, await attacker.forge(station, { epoch: 2, recipients: [classical] }));
    expect(await refusal(station)).toMatch(/^NOT_FOR_ME/);
  });

  test('attack: truncation: the first half, one byte less, one more', async () => {
    const whole = async (station: TestDevice) => attacker.forge(station, { epoch: 2 });
    const cuts = [
      (bytes: Uint8Array) => bytes.subarray(0, bytes.length >> 1),
      (bytes: Uint8Array) => bytes.subarray(0, -1),
      (bytes: Uint8Array) => Uint8Array.of(...bytes, 0),
      (bytes: Uint8Array) => bytes.subarray(0, 1),
    ];
    for (const cut of cuts) {
      const station = await stationWithFirst();
      await attacker.publish(station, 2, cut(await whole(station)));
      expect(await refusal(station)).toMatch(/^(VERIFICATION|DECODE): /);
    }
  });
});

describe('attack: fast-forward', () => {
  test('behavior: the largest jump is installed, and the authority goes on from there', async () => {
    const station = await stationWithFirst();
    const epoch = 65_537;
    await attacker.publish(station, epoch, await attacker.forge(station, { epoch, text: 'far ahead' }));
    const device = await station.open();
    expect(eventsOf(await device.poll())).toEqual(['installed 65537']);
    await world.issue(station, 'recovered');
    expect(eventsOf(await device.poll())).toEqual(['installed 65538']);
    const further = await attacker.forge(station, { epoch: 65_538 + 65_537 });
    await expect(attacker.publish(station, 65_538 + 65_537, further)).rejects.toMatchObject({
      name: 'InvalidEpochError',
    });
  });
});

describe('attack: extraneous files, path traversal, shell metacharacters', () => {
  const hostile = [
    '../escaped',
    '/tmp/gridseal-escaped',
    'a/../../escaped',
    './secret',
    'a//b',
    'a\\b',
    '.',
    '',
    'a\0b',
    'a\nb',
    '-rf',
    '$(touch /tmp/gridseal-escaped)',
    '`id`',
    'a;b',
    'a|b',
    'a b',
    '*',
    'caf\u00e9',
    '\u202esecret',
    'x'.repeat(256),
  ];
  test.each(hostile)('error: a file by the name of %j', async (name) => {
    expect(await refused({ file: { path: name } })).toMatch(/^DECODE: .*path/);
    expect(existsSync('/tmp/gridseal-escaped')).toBe(false);
  });

  test.each([
    ['mode', '4755'],
    ['mode', '0888'],
    ['owner', 'root; id'],
    ['group', '$(id)'],
    ['owner', '../x'],
    ['size', -1],
    ['size', 1e9],
  ])('error: a file whose %s is %j', async (name, value) => {
    expect(await refused({ file: { [name]: value } })).toMatch(new RegExp(`^DECODE: .*${name}`));
  });

  test.each([['; reboot'], ['/bin/sh'], ['../reload'], ['reload\n'], ['$(id)']])(
    'error: a command called %j',
    async (name) => {
      expect(await refused({ manifest: { postInstall: [name] } })).toMatch(/^DECODE: .*postInstall/);
    },
  );

  test('error: a command that the device does not name', async () => {
    expect(await refused({ manifest: { postInstall: ['reboot'] } })).toMatch(/^INSTALL_UNKNOWN_COMMAND: /);
  });

  test('error: more contents than the manifest has files, and fields that nobody knows', async () => {
    expect(await refused({ contents: ['forged', 'extra'] })).toMatch(/^DECODE: .*contents/);
    expect(await refused({ manifest: { run: 'rm -rf /' } })).toMatch(/^DECODE: /);
  });

  test('behavior: what somebody has put beside an epoch is no part of it, and is gone with the next', async () => {
    const station = await stationWithFirst();
    writeFileSync(path.join(station.root, 'files', '.epochs', 'extra'), 'planted');
    symlinkSync('/etc/passwd', path.join(station.root, 'files', '.epochs', '2'));
    await world.issue(station, 'second');
    await (await station.open()).poll();
    expect(readdirSync(path.join(station.root, 'files', 'current'))).toEqual(['secret']);
    const epochs = readdirSync(path.join(station.root, 'files', '.epochs'));
    expect(epochs.filter((name) => /^(\d+|extra)$/.test(name))).toEqual(['2']);
    expect(station.installed()).toBe('second');
  });

  test('error: a symbolic link where the folder of a channel belongs', async () => {
    const station = await stationWithFirst();
    const folder = path.join(station.root, 'files');
    const elsewhere = path.join(world.directory, 'elsewhere');
    mkdirSync(elsewhere);
    rmSync(folder, { recursive: true });
    symlinkSync(elsewhere, folder);
    await world.issue(station, 'second');
    expect(alarmsOf(await (await station.open()).poll())).toContain('cannot-install');
    expect(readdirSync(elsewhere)).toEqual([]);
  });
});

describe('attack: a poisonous announcement', () => {
  test('behavior: before a good one: skipped, and told', async () => {
    const station = await stationWithFirst();
    await attacker.publish(station, 2, randomBytes(500));
    const device = await station.open();
    expect(eventsOf(await device.poll())).toEqual(['refused 2']);
    await world.issue(station, 'good');
    const report = await device.poll();
    expect({ events: eventsOf(report), alarms: report.alarms }).toEqual({ events: ['installed 3'], alarms: [] });
  });

  test('behavior: after a good one that the device has not seen: the good one is installed, and the alarm stays', async () => {
    const station = await stationWithFirst();
    await world.issue(station, 'good');
    await attacker.publish(station, 3, randomBytes(500));
    const device = await station.open();
    expect(eventsOf(await device.poll())).toEqual(['refused 3', 'installed 2']);
    expect(station.installed()).toBe('good');
    expect(alarmsOf(await device.poll())).toEqual(['cannot-install']);
  });

  test('error: endless data: content larger than an envelope may be', async () => {
    const station = await stationWithFirst();
    const large = await world.store.writeFile(randomBytes(1_500_000));
    await attacker.publish(station, 2, randomBytes(10), { digest: large.digest, codec: 1 });
    expect(await refusal(station)).toMatch(/^VERIFICATION: .*more than 1048576 bytes/);
  });

  test('error: a directory that is announced as a file', async () => {
    const station = await stationWithFirst();
    const directory = await world.store.writeDirectory([{ name: 'x', content: randomBytes(10) }]);
    await attacker.publish(station, 2, randomBytes(10), { digest: directory.digest, codec: 1 });
    expect(await refusal(station)).toMatch(/^DECODE: content: is not a file/);
  });

  test('error: content that nobody has: an alarm, and no other channel waits', { timeout: 60_000 }, async () => {
    const station = await stationWithFirst({ channels: ['files', 'visit'] });
    await attacker.publish(station, 2, randomBytes(10), { digest: toHex(randomBytes(32)) });
    await world.issue(station, 'visitor', { channel: 'visit' });
    const report = await (await station.open()).poll();
    expect({ events: eventsOf(report), alarms: alarmsOf(report) }).toEqual({
      events: ['installed 1'],
      alarms: ['cannot-install'],
    });
    expect(station.installed('visit')).toBe('visitor');
  });

  test('behavior: several events in one block: the last one counts', async () => {
    const station = await stationWithFirst();
    const { node } = world;
    await node.request('evm_setAutomine', [false]);
    for (const epoch of [2, 3, 4]) {
      const envelope = await attacker.forge(station, { epoch, text: `epoch ${epoch}` });
      await attacker.send(station, epoch, envelope);
    }
    await node.mine(1);
    await node.request('evm_setAutomine', [true]);
    expect((await node.client.getBlock()).transactions).toHaveLength(3);
    expect(eventsOf(await (await station.open()).poll())).toEqual(['installed 4']);
    expect(station.installed()).toBe('epoch 4');
  });

  test('behavior: the last one in a block is poisonous: the one before it counts', async () => {
    const station = await stationWithFirst();
    const { node } = world;
    await node.request('evm_setAutomine', [false]);
    await attacker.send(station, 2, await attacker.forge(station, { epoch: 2, text: 'good' }));
    await attacker.send(station, 3, randomBytes(100));
    await node.mine(1);
    await node.request('evm_setAutomine', [true]);
    expect(eventsOf(await (await station.open()).poll())).toEqual(['refused 3', 'installed 2']);
  });
});
