// @vitest-environment node
import type { Hex } from '@gridseal/sdk/bytes';
import type { ChainEvent } from '@gridseal/sdk/chain';
import { openDB } from 'idb';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startAnvil } from '../../../../test/support/anvil.ts';
import { announceOne, rangeLimit } from '../../../../test/support/cursors.ts';
import { type LocalChain, startLocalChain } from '../../../../test/support/localChain.ts';
import { type ProxiedCall, type RpcProxy, startRpcProxy } from '../../../../test/support/rpcProxy.ts';
import { openDatabase } from './database.ts';
import { localNetwork, openTab } from './engine.fixtures.ts';

let local: LocalChain;
let proxy: RpcProxy;
let names = 0;
let name = '';

beforeEach(async () => {
  local = await startLocalChain();
  proxy = await startRpcProxy(local.node.rpcUrl);
  name = `tabs-${++names}`;
});
afterEach(async () => {
  await proxy.stop();
  await local.node.stop();
});

const live = ({ status }: { readonly status: string }) => status === 'live';
const network = () => localNetwork([proxy.url]);
const digests = (events: readonly ChainEvent[]): Hex[] =>
  events.flatMap((event) => (event.type === 'announced' ? [event.digest] : []));
const logQueries = () => proxy.calls.filter(({ method }) => method === 'eth_getLogs').length;
const firstBlockAsked = ({ method, params }: ProxiedCall): number[] =>
  method === 'eth_getLogs' ? [Number((params[0] as { readonly fromBlock: string }).fromBlock)] : [];

describe('one tab after the other', () => {
  test('behavior: goes on where the last visit ended', async () => {
    const first = await announceOne(local.chain);
    await local.node.mine(300);
    proxy.behaviour.rewrite = rangeLimit(20);
    {
      await using tab = await openTab(network(), name);
      expect(await tab.until(live)).toMatchObject({ storage: 'persistent', events: 1 });
    }
    proxy.calls.length = 0;
    const second = await announceOne(local.chain);
    await using tab = await openTab(network(), name);
    expect((await tab.engine.status()).events).toBe(1);
    await tab.until(({ status, events }) => status === 'live' && events === 2);
    expect(digests((await tab.engine.events({ order: 'oldest' })).items)).toEqual([first, second]);
    expect(Math.min(...proxy.calls.flatMap(firstBlockAsked))).toBeGreaterThan(280);
  });

  test('behavior: a reorganisation is undone, here and in what is kept', async () => {
    const kept = await announceOne(local.chain);
    const lost = [await announceOne(local.chain), await announceOne(local.chain)];
    await local.node.mine(2);
    {
      await using tab = await openTab(network(), name);
      await tab.until(live);
      expect(digests((await tab.engine.events({ order: 'oldest' })).items)).toEqual([kept, ...lost]);
      await local.node.reorg(4);
      await tab.until(({ events }) => events === 1);
      expect(digests((await tab.engine.events({})).items)).toEqual([kept]);
      expect((await tab.engine.announcements({})).total).toBe(1);
    }
    proxy.behaviour.mode = 'drop';
    await using tab = await openTab(network(), name);
    expect(digests((await tab.engine.events({})).items)).toEqual([kept]);
  });

  test('error: another chain behind the same address is read from its beginning', async () => {
    await announceOne(local.chain);
    {
      await using tab = await openTab(network(), name);
      await tab.until(live);
    }
    await using other = await startLocalChain({ timestamp: 1_900_000_000 });
    const digest = await announceOne(other.chain);
    await using tab = await openTab(localNetwork([other.node.rpcUrl]), name);
    await tab.until(({ status, events }) => status === 'live' && events === 1);
    expect(digests((await tab.engine.events({})).items)).toEqual([digest]);
  });

  test('error: what is kept and damaged is thrown away and read again', async () => {
    const digest = await announceOne(local.chain);
    {
      await using tab = await openTab(network(), name);
      await tab.until(live);
    }
    const db = await openDB(name);
    await db.put('chunks', [null, { type: 'announced' }], 1);
    db.close();
    await using tab = await openTab(network(), name);
    await tab.until(live);
    expect(digests((await tab.engine.events({})).items)).toEqual([digest]);
  });
});

describe('two tabs at once', () => {
  test('behavior: one reads the chain, both see it, and the other takes over', async () => {
    const leader = await openTab(network(), name);
    await leader.until(live);
    await using follower = await openTab(network(), name);
    await follower.until(live);
    expect((await follower.engine.status()).leader).toBe(false);
    const digest = await announceOne(local.chain);
    await follower.until(({ events }) => events === 1);
    expect(digests((await follower.engine.events({})).items)).toEqual([digest]);
    expect((await leader.engine.status()).leader).toBe(true);
    await leader[Symbol.asyncDispose]();
    await follower.until(({ leader: leads }) => leads);
    await announceOne(local.chain);
    await follower.until(({ events }) => events === 2);
  });

  test('behavior: a reorganisation reaches the other tab', async () => {
    await announceOne(local.chain);
    const lost = await announceOne(local.chain);
    await using leader = await openTab(network(), name);
    await leader.until(({ events }) => events === 2);
    await using follower = await openTab(network(), name);
    await follower.until(({ events }) => events === 2);
    await local.node.reorg(1);
    await follower.until(({ events }) => events === 1);
    expect(digests((await follower.engine.events({})).items)).not.toContain(lost);
  });

  test('error: a browser without room: both tabs go on by themselves', async () => {
    const database = await openDatabase(name, { now: Date.now });
    const full = { ...database, save: () => Promise.reject(new DOMException('no room', 'QuotaExceededError')) };
    await using leader = await openTab(network(), name, { database: full });
    await using follower = await openTab(network(), name);
    await announceOne(local.chain);
    await leader.until(({ events, storage }) => events === 1 && storage === 'memory');
    await follower.until(({ events, leader: leads }) => events === 1 && leads);
    expect((await follower.engine.status()).storage).toBe('memory');
  });

  test('behavior: forgetting starts over in both', async () => {
    await announceOne(local.chain);
    await using leader = await openTab(network(), name);
    await leader.until(({ events }) => events === 1);
    await using follower = await openTab(network(), name);
    await follower.until(({ events }) => events === 1);
    const before = logQueries();
    await follower.engine.reset();
    await leader.until(({ status, events }) => status === 'live' && events === 1);
    await follower.until(({ events }) => events === 1);
    expect(logQueries()).toBeGreaterThan(before);
  });
});

describe('hostile or dead endpoints', () => {
  for (const mode of ['drop', 'garbage', 'truncate'] as const) {
    test(`error: ${mode}: says so, keeps what it has, and goes on when it can`, async () => {
      await announceOne(local.chain);
      await using tab = await openTab(network(), name);
      await tab.until(live);
      proxy.behaviour.mode = mode;
      const failed = await tab.until(({ status }) => status === 'error');
      expect(failed.error).toMatchObject({ code: 'RPC_UNREACHABLE' });
      expect((await tab.engine.events({})).total).toBe(1);
      proxy.behaviour.mode = 'forward';
      await announceOne(local.chain);
      await tab.until(({ status, events }) => status === 'live' && events === 2);
    });
  }

  test('error: of two endpoints that differ, neither is believed', async () => {
    await announceOne(local.chain);
    proxy.behaviour.rewrite = ({ method }, answer) => (method === 'eth_getLogs' ? { ...answer, result: [] } : null);
    await using tab = await openTab(localNetwork([local.node.rpcUrl, proxy.url]), name);
    const { error, events } = await tab.until(({ status }) => status === 'error');
    expect(error?.code).toBe('RPC_DISAGREEMENT');
    expect(events).toBe(0);
  });

  test('error: a chain without the contracts', async () => {
    await using bare = await startAnvil();
    await using tab = await openTab(localNetwork([bare.rpcUrl]), name);
    const { error } = await tab.until(({ status }) => status === 'error');
    expect(error).toMatchObject({ code: 'CONFIGURATION', field: 'addresses' });
  });

  test('behavior: where nobody knows the first block, it is found', async () => {
    await local.node.mine(50);
    const digest = await announceOne(local.chain);
    await using tab = await openTab({ ...network(), firstBlock: null }, name);
    await tab.until(live);
    expect(digests((await tab.engine.events({})).items)).toEqual([digest]);
  });

  test('error: another chain than the network says', async () => {
    await using other = await startLocalChain({ chainId: 7 });
    await using tab = await openTab(localNetwork([other.node.rpcUrl]), name);
    const { error } = await tab.until(({ status }) => status === 'error');
    expect(error?.metaMessages.join(' ')).toContain('serves chain 7');
  });
});
