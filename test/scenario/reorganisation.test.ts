import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DeviceIdentity } from '../../sdk/src/identity/index.ts';
import { FileSecretStore } from '../../sdk/src/identity/node/index.ts';
import { alarmsOf, type DeviceWorld, eventsOf, startDeviceWorld, type TestDevice } from '../support/deviceWorld.ts';

let world: DeviceWorld;

beforeEach(async () => {
  world = await startDeviceWorld();
  // Deep enough for every reorganisation of these tests.
  await world.node.mine(8);
}, 120_000);

afterEach(async () => {
  await world?.stop();
});

/** The device's HPKE keys, as they are on disk. */
async function keysOf({ stateDirectory }: TestDevice): Promise<readonly string[]> {
  const identity = await DeviceIdentity.load(await FileSecretStore.at(`${stateDirectory}/identity`));
  return identity.keys().map(({ publicKey }) => Buffer.from(publicKey).toString('hex'));
}

describe('an announcement is reorganised away before anything was installed', () => {
  test('behavior: with finality 3 it did not count yet, and never does', async () => {
    const station = await world.enrol('station-7', { chain: { finality: 3 } });
    const device = await station.open();
    await world.issue(station, 'lost');
    await world.node.mine(2);
    expect((await device.poll()).events).toEqual([]);
    await world.node.reorg(3);
    await world.node.mine(4);
    const report = await device.poll();
    expect({ events: report.events, alarms: report.alarms }).toEqual({ events: [], alarms: [] });
    expect(station.installed()).toBeNull();
    await world.issue(station, 'kept');
    await world.node.mine(3);
    expect(eventsOf(await device.poll())).toEqual(['installed 1']);
    expect(station.installed()).toBe('kept');
  });

  test('behavior: with finality 0 it is gone between two rounds, and the next one is found', async () => {
    const station = await world.enrol('station-7');
    const device = await station.open();
    await device.poll();
    await world.issue(station, 'lost');
    await world.node.reorg(1);
    expect((await device.poll()).events).toEqual([]);
    await world.issue(station, 'kept');
    expect(eventsOf(await device.poll())).toEqual(['installed 1']);
    expect(station.installed()).toBe('kept');
  });

  test('behavior: it moves to another block: found there, installed once', async () => {
    const station = await world.enrol('station-7', { chain: { finality: 3 } });
    const device = await station.open();
    await world.issue(station, 'moved');
    const { hash } = (await world.node.client.getBlock({ includeTransactions: true })).transactions[0] as {
      hash: `0x${string}`;
    };
    const raw = (await world.node.request('eth_getRawTransactionByHash', [hash])) as `0x${string}`;
    await world.node.mine(1);
    await world.node.reorg(2, [[raw, 1]]);
    await world.node.mine(3);
    expect(eventsOf(await device.poll())).toEqual(['installed 1']);
    expect((await device.poll()).events).toEqual([]);
  });
});

describe('an announcement is reorganised away after it was installed', () => {
  test('behavior: with finality 0 the device keeps what it has, says so, and goes on with the next epoch', async () => {
    const station = await world.enrol('station-7');
    const device = await station.open();
    await world.issue(station, 'first');
    await device.poll();
    await world.issue(station, 'orphaned');
    await device.poll();
    await world.node.reorg(1);
    const report = await device.poll();
    expect(alarmsOf(report)).toEqual(['reorganised']);
    expect(report.alarms[0]?.message).toBe('files: epoch 2 is installed, and not announced any more');
    expect(station.installed()).toBe('orphaned');
    // The same epoch with other content is not above what was installed: rollback looks just like that.
    await world.issue(station, 'second');
    expect((await device.poll()).events).toEqual([]);
    await world.issue(station, 'third');
    const next = await device.poll();
    expect({ events: eventsOf(next), alarms: next.alarms }).toEqual({ events: ['installed 3'], alarms: [] });
    expect(station.installed()).toBe('third');
  });
});

describe('a claim is reorganised away', () => {
  test('behavior: with finality 3 no key was destroyed for it: the old one opens what follows', async () => {
    const station = await world.enrol('station-7', { chain: { finality: 3 } });
    const device = await station.open();
    const [enrolled] = await keysOf(station);
    await world.issue(station, 'first');
    await world.node.mine(3);
    await device.poll();
    await world.relay(device);
    await world.node.mine(2);
    const early = await device.poll();
    expect(early).toMatchObject({ events: [], outstandingClaims: 1 });
    expect(await keysOf(station)).toContain(enrolled);
    await world.node.reorg(3);
    await world.node.mine(5);
    const after = await device.poll();
    expect(after).toMatchObject({ events: [], alarms: [], outstandingClaims: 1 });
    expect(await keysOf(station)).toContain(enrolled);
    // Relayed again, it counts after three blocks; then the old key goes.
    await world.relay(device);
    await world.node.mine(3);
    expect(eventsOf(await device.poll())).toEqual(['claimed 1']);
    expect(await keysOf(station)).not.toContain(enrolled);
    await world.issue(station, 'second');
    await world.node.mine(3);
    expect(eventsOf(await device.poll())).toEqual(['installed 2']);
  });

  test('behavior: with finality 0 the key has turned; after a restart there is a receipt again, and what is sealed next opens', async () => {
    const station = await world.enrol('station-7');
    const device = await station.open();
    await world.issue(station, 'first');
    await device.poll();
    const old = await device.receipts();
    await world.relay(device);
    expect(eventsOf(await device.poll())).toEqual(['claimed 1']);
    await world.node.reorg(1);
    const restarted = await station.open();
    expect((await restarted.poll()).outstandingClaims).toBe(1);
    const [again] = await restarted.receipts();
    expect(again?.record).not.toBe(old[0]?.record);
    await world.relay(restarted);
    expect(eventsOf(await restarted.poll())).toEqual(['claimed 1']);
    await world.issue(station, 'second');
    const report = await restarted.poll();
    expect({ events: eventsOf(report), alarms: report.alarms }).toEqual({ events: ['installed 2'], alarms: [] });
  });

  test('attack: the receipt of before the reorganisation is relayed instead: the key that the chain names is kept', async () => {
    const station = await world.enrol('station-7');
    const device = await station.open();
    await world.issue(station, 'first');
    await device.poll();
    const [old] = await device.receipts();
    await world.relay(device);
    await device.poll();
    await world.node.reorg(1);
    const restarted = await station.open();
    await restarted.poll();
    if (!old) throw new Error('no receipt');
    await world.relayReceipts([old]);
    await restarted.poll();
    await world.issue(station, 'second');
    const report = await restarted.poll();
    expect({ events: eventsOf(report), alarms: report.alarms }).toEqual({ events: ['installed 2'], alarms: [] });
    expect(station.installed()).toBe('second');
  });
});
