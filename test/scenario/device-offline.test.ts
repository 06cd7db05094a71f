import { encodeFunctionData } from 'viem';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Hex, toHex, utf8Encode } from '../../sdk/src/bytes/index.ts';
import { packTerms } from '../../sdk/src/chain/index.ts';
import { randomBytes } from '../../sdk/src/crypto/index.ts';
import { keyAnnouncementsAbi } from '../../sdk/src/generated/index.ts';
import type { PollReport } from '../../sdk/src/roles/device/index.ts';
import {
  alarmsOf,
  authorityAccount,
  type DeviceWorld,
  eventsOf,
  startDeviceWorld,
  type TestDevice,
} from '../support/deviceWorld.ts';
import { type RpcProxy, startRpcProxy } from '../support/rpcProxy.ts';

let world: DeviceWorld;
let proxy: RpcProxy;
let station: TestDevice;
let report: PollReport;

/** Announces one epoch after the other, of contents that nobody has unless they are given: a hundred in a block. */
async function announceEpochs(subject: Hex, from: number, to: number, content?: Hex): Promise<void> {
  const { node, chain } = world;
  const { timestamp } = await node.client.getBlock();
  let nonce = await node.client.getTransactionCount({ address: authorityAccount.address });
  await node.request('evm_setAutomine', [false]);
  for (let epoch = from; epoch <= to; epoch++) {
    const terms = { epoch, kind: 5, codec: 0, notBefore: Number(timestamp), notAfter: Number(timestamp) + 864_000 };
    const announcement = { subject, digest: content ?? toHex(randomBytes(32)), terms: packTerms(terms) };
    const data = encodeFunctionData({ abi: keyAnnouncementsAbi, functionName: 'announce', args: [announcement] });
    const transaction = { from: authorityAccount.address, to: chain.addresses.keyAnnouncements, data };
    await node.request('eth_sendTransaction', [
      { ...transaction, gas: '0x30d40', nonce: `0x${(nonce++).toString(16)}` },
    ]);
    if (epoch % 100 === 0 || epoch === to) await node.mine(1);
  }
  await node.request('evm_setAutomine', [true]);
}

beforeAll(async () => {
  world = await startDeviceWorld();
  proxy = await startRpcProxy(world.node.rpcUrl);
  station = await world.enrol('station-7', { chain: { rpcUrls: [proxy.url] } });
  const { entry } = await world.issue(station, 'epoch 1');
  await (await station.open()).poll();
  // Nobody hears of the station for a thousand epochs; then it starts again.
  await announceEpochs(entry.subject, 2, 1_000);
  await world.issue(station, 'epoch 1001');
  proxy.calls.length = 0;
  report = await (await station.open()).poll();
}, 120_000);

afterAll(async () => {
  await proxy?.stop();
  await world?.stop();
});

const calls = (method: string) => proxy.calls.filter((call) => call.method === method);

describe('a device that was offline for a thousand epochs', () => {
  test('behavior: installs the latest one, and none of the others', () => {
    expect(eventsOf(report)).toEqual(['installed 1001']);
    expect(alarmsOf(report)).toEqual([]);
    expect(station.installed()).toBe('epoch 1001');
  });

  test('behavior: asks for the logs of one single block, the one that the slot names', () => {
    expect(calls('eth_getLogs')).toHaveLength(1);
    const filters = calls('eth_getLogs').flatMap(({ params }) => params) as { fromBlock: Hex; toBlock: Hex }[];
    expect(filters.map(({ fromBlock, toBlock }) => fromBlock === toBlock)).toEqual([true]);
  });

  test('behavior: asks for the slot with one view call, and makes a handful of requests in all', () => {
    const latestOf = encodeFunctionData({
      abi: keyAnnouncementsAbi,
      functionName: 'latestOf',
      args: [`0x${'00'.repeat(32)}`, `0x${'00'.repeat(32)}`],
    }).slice(0, 10);
    const views = calls('eth_call').filter(({ params }) => (params[0] as { data: Hex }).data.startsWith(latestOf));
    expect(views).toHaveLength(1);
    expect(proxy.calls.length).toBeLessThan(20);
  });

  test('behavior: never asks for a server-side filter', () => {
    expect(proxy.calls.filter(({ method }) => /filter/i.test(method))).toEqual([]);
  });

  test('behavior: an idle round asks for the slot alone', async () => {
    const device = await station.open();
    await device.poll();
    proxy.calls.length = 0;
    expect(eventsOf(await device.poll())).toEqual([]);
    expect(calls('eth_getLogs')).toEqual([]);
  });

  test('attack: announcements that can never be installed are walked through once, not at every round', async () => {
    const nothing = await world.enrol('station-8', { chain: { rpcUrls: [proxy.url] } });
    const { entry } = await world.issue(nothing, 'epoch 1');
    const { digest } = await world.store.writeBlock(utf8Encode('no envelope'));
    const device = await nothing.open();
    expect(eventsOf(await device.poll())).toEqual(['installed 1']);
    await announceEpochs(entry.subject, 2, 4, digest);
    proxy.calls.length = 0;
    const first = await device.poll();
    const walk = calls('eth_getLogs').length;
    proxy.calls.length = 0;
    const second = await device.poll();
    expect(walk).toBeGreaterThan(1);
    expect(calls('eth_getLogs')).toHaveLength(1);
    expect([alarmsOf(first), alarmsOf(second)]).toEqual([['cannot-install'], ['cannot-install']]);
    await world.issue(nothing, 'epoch 5');
    expect(eventsOf(await device.poll())).toEqual(['installed 5']);
  });

  test('attack: rollback: the epochs in between are not installed afterwards', async () => {
    const again = await (await station.open()).poll();
    expect(eventsOf(again)).toEqual([]);
    expect(station.installed()).toBe('epoch 1001');
  });
});
