import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { toHex } from '../../sdk/src/bytes/index.ts';
import { randomBytes } from '../../sdk/src/crypto/index.ts';
import { openDevice } from '../../sdk/src/roles/device/index.ts';
import { alarmsOf, type DeviceWorld, eventsOf, startDeviceWorld, type TestDevice } from '../support/deviceWorld.ts';
import { type ProxiedAnswer, type ProxiedCall, type RpcProxy, startRpcProxy } from '../support/rpcProxy.ts';

type Lie = (call: ProxiedCall, answer: ProxiedAnswer) => ProxiedAnswer | null;

let world: DeviceWorld;
let first: RpcProxy;
let second: RpcProxy;
let station: TestDevice;

beforeEach(async () => {
  world = await startDeviceWorld();
  first = await startRpcProxy(world.node.rpcUrl);
  second = await startRpcProxy(world.node.rpcUrl);
  station = await world.enrol('station-7', { chain: { rpcUrls: [first.url, second.url] } });
}, 120_000);

afterEach(async () => {
  await first?.stop();
  await second?.stop();
  await world?.stop();
});

/** Changes the result of one method; results that are null stay. */
const onResult = (method: string, change: (result: never) => unknown): Lie => {
  return (call, answer) => {
    if (call.method !== method || answer.result === null || answer.result === undefined) return null;
    return { ...answer, result: change(answer.result as never) };
  };
};

const block = (change: object) => onResult('eth_getBlockByNumber', (result: object) => ({ ...result, ...change }));

const lies: Readonly<Record<string, Lie>> = {
  'another head': block({ hash: toHex(randomBytes(32)) }),
  'another time': block({ timestamp: '0x7fffffff' }),
  'no logs': onResult('eth_getLogs', () => []),
  'another digest in the logs': onResult('eth_getLogs', (logs: { data: string }[]) =>
    logs.map((log) => ({ ...log, data: log.data.replace(/^0x(.{64})/, `0x${'ab'.repeat(32)}`) })),
  ),
  'another slot': onResult('eth_call', (data: string) => `0x${'f'.padStart(64, '0')}${data.slice(66)}`),
  'nothing announced': onResult('eth_call', (data: string) => `0x${'00'.repeat((data.length - 2) / 2)}`),
  garbage: onResult('eth_call', () => '0x1234'),
};

describe('attack: a lying RPC: of two endpoints', () => {
  test('error: one lies: nothing is installed on one word alone, and an alarm says so', async () => {
    await world.issue(station, 'true');
    const device = await station.open();
    for (const [name, lie] of Object.entries(lies)) {
      second.behaviour.rewrite = lie;
      const report = await device.poll();
      expect(alarmsOf(report), name).toContain('unreachable');
      expect(report.events, name).toEqual([]);
      expect(station.installed(), name).toBeNull();
    }
    second.behaviour.rewrite = undefined;
    expect(eventsOf(await device.poll())).toEqual(['installed 1']);
  });

  test('error: one lies about the head, upwards: what two have seen counts', async () => {
    second.behaviour.rewrite = onResult('eth_getBlockByNumber', (result: object) => ({
      ...result,
      number: '0xffffff',
    }));
    await world.issue(station, 'true');
    const report = await (await station.open()).poll();
    expect(alarmsOf(report)).toContain('unreachable');
    expect(report.block).toBeNull();
  });

  test('error: one is dead, in every way: an alarm, and what is installed stays', { timeout: 120_000 }, async () => {
    await world.issue(station, 'first');
    const device = await station.open();
    await device.poll();
    await world.issue(station, 'second');
    for (const mode of ['drop', 'garbage', 'truncate', 'flood', 'hang'] as const) {
      second.behaviour.mode = mode;
      const report = await device.poll();
      expect(alarmsOf(report), mode).toEqual(['unreachable']);
      expect(station.installed(), mode).toBe('first');
    }
    second.behaviour.mode = 'forward';
    expect(eventsOf(await device.poll())).toEqual(['installed 2']);
  });

  test('behavior: a third one that tells the truth is enough', async () => {
    await using third = await startRpcProxy(world.node.rpcUrl);
    const rpcUrls = [first.url, second.url, third.url];
    const other = await world.enrol('station-8', { chain: { rpcUrls } });
    const device = await other.open();
    for (const [i, [name, lie]] of Object.entries(lies).entries()) {
      second.behaviour.rewrite = undefined;
      await world.issue(other, name);
      second.behaviour.rewrite = lie;
      const report = await device.poll();
      expect(eventsOf(report), name).toEqual([`installed ${i + 1}`]);
      expect(other.installed(), name).toBe(name);
    }
    second.behaviour.rewrite = undefined;
    third.behaviour.mode = 'drop';
    await world.issue(other, 'with one dead');
    expect(eventsOf(await device.poll())).toEqual([`installed ${Object.keys(lies).length + 1}`]);
  });

  test('behavior: server-side filters that die silently do not matter: none is ever made', async () => {
    await world.issue(station, 'true');
    await (await station.open()).poll();
    const methods = new Set([...first.calls, ...second.calls].map(({ method }) => method));
    expect([...methods].filter((method) => /filter/i.test(method) || method === 'eth_subscribe')).toEqual([]);
  });

  test('error: they disagree while a signature is looked up on chain: the delivery is not refused for good', async () => {
    await world.issue(station, 'true');
    const device = await station.open();
    second.behaviour.rewrite = lies['another head'];
    await device.poll();
    second.behaviour.rewrite = undefined;
    expect(eventsOf(await device.poll())).toEqual(['installed 1']);
  });
});

describe('attack: indefinite freeze', () => {
  test('behavior: endpoints that hide what is new for ever are reported, and what expires goes on time', async () => {
    const time = { system: Math.floor(Date.now() / 1_000), monotonic: 0 };
    const clocks = { system: () => time.system, monotonic: () => time.monotonic };
    await world.issue(station, 'short', { ttlSeconds: 2_000 });
    const device = await openDevice(station.stateDirectory, { time: clocks });
    expect(alarmsOf(await device.poll())).toEqual([]);
    const frozen = await world.node.request('eth_getBlockByNumber', ['latest', false]);
    // From now on both endpoints show the same old block as the newest, and agree on everything.
    for (const proxy of [first, second]) {
      proxy.behaviour.rewrite = (call, answer) =>
        call.method === 'eth_getBlockByNumber' && call.params[0] === 'latest' ? { ...answer, result: frozen } : null;
    }
    await world.issue(station, 'hidden');
    time.monotonic += 601;
    time.system += 601;
    const report = await device.poll();
    expect(alarmsOf(report)).toEqual(['stale-head']);
    expect(report.events).toEqual([]);
    expect(station.installed()).toBe('short');
    time.monotonic += 1_400;
    // The system's clock does not matter.
    time.system = 1;
    expect(eventsOf(await device.poll())).toEqual(['removed']);
    expect(station.installed()).toBeNull();
    for (const proxy of [first, second]) proxy.behaviour.rewrite = undefined;
    expect(eventsOf(await device.poll())).toEqual(['installed 2']);
  });

  test('behavior: the chain stands still: reported, and over with the next block', async () => {
    const time = { system: 1_000, monotonic: 0 };
    const device = await openDevice(station.stateDirectory, {
      time: { system: () => time.system, monotonic: () => time.monotonic },
    });
    await device.poll();
    time.monotonic = 601;
    expect(alarmsOf(await device.poll())).toEqual(['stale-head']);
    await world.node.request('evm_increaseTime', [700]);
    await world.node.mine();
    expect(alarmsOf(await device.poll())).toEqual([]);
  });
});
